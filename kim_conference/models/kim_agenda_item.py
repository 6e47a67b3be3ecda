from odoo import api, fields, models

from .kim_session_type import AGENDA_KINDS


class KimAgendaItem(models.Model):
    """An item on the agenda (TOP) of a session, with what was said (16, 19, 26, 29)."""

    _name = "kim.agenda.item"
    _inherit = ["kim.session.part.mixin"]
    _description = "Agenda item"
    _order = "session_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    kind = fields.Selection(selection=AGENDA_KINDS, required=True, default="other")
    speaker = fields.Char(help="Function of who speaks, for example “Leitung KI”.")
    vignette_id = fields.Many2one(
        comodel_name="kim.vignette",
        string="Vignette",
        index="btree_not_null",
        ondelete="set null",
        domain="[('district_id', '=', district_id), ('state', '=', 'approved')]",
    )
    notes = fields.Text(help="Goes into the minutes. No names of persons.")

    @api.constrains("vignette_id", "session_id")
    def _check_vignette(self):
        for item in self:
            item.vignette_id._check_presentable(item.session_id)

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._name_vignettes()
        return items

    def write(self, vals):
        result = super().write(vals)
        if vals.get("vignette_id"):
            self._name_vignettes()
        return result

    def _name_vignettes(self):
        """List the vignettes of the agenda among those of the session."""
        for item in self.filtered("vignette_id"):
            if item.vignette_id not in item.session_id.vignette_ids:
                item.session_id.vignette_ids += item.vignette_id
