from odoo import api, fields, models


class KimThemeMerge(models.TransientModel):
    """Merge duplicates into one theme; every theme stays and can be taken out again."""

    _name = "kim.theme.merge"
    _inherit = ["kim.dialog.mixin"]
    _description = "Merge themes"

    theme_ids = fields.Many2many(
        comodel_name="kim.theme",
        relation="kim_theme_merge_theme_rel",
        column1="merge_id",
        column2="theme_id",
        string="Themes",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    district_id = fields.Many2one(
        comodel_name="kim.district", compute="_compute_district_id"
    )
    target_id = fields.Many2one(
        comodel_name="kim.theme",
        string="Goes on as",
        required=True,
        domain="[('district_id', '=', district_id), ('state', '!=', 'merged')]",
    )
    note = fields.Char(string="Why they are the same")

    @api.depends("theme_ids")
    def _compute_district_id(self):
        for wizard in self:
            districts = wizard.theme_ids.district_id
            # of two districts nothing is merged, see _merge_into
            wizard.district_id = districts if len(districts) == 1 else False

    def action_apply(self):
        """Merge; the others keep their text and their sources.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.theme_ids._merge_into(self.target_id, self.note)
        return self._done()
