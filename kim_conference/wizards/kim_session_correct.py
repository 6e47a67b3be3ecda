from odoo import api, fields, models

from ..models.kim_session_head import HEAD


class KimSessionCorrect(models.TransientModel):
    """Correct what a held session was, when and where; the reason is kept with it."""

    _name = "kim.session.correct"
    _inherit = ["kim.dialog.mixin"]
    _description = "Correct details of a session"

    session_id = fields.Many2one(
        comodel_name="kim.session", required=True, ondelete="cascade"
    )
    district_id = fields.Many2one(related="session_id.district_id", related_sudo=False)
    name = fields.Char(compute="_compute_head", store=True, readonly=False)
    type_ids = fields.Many2many(
        comodel_name="kim.session.type",
        relation="kim_session_correct_type_rel",
        column1="wizard_id",
        column2="type_id",
        string="Types",
        compute="_compute_head",
        store=True,
        readonly=False,
    )
    body_id = fields.Many2one(
        comodel_name="kim.body",
        string="Body",
        compute="_compute_head",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('district_id', '=', district_id)]",
    )
    municipality_id = fields.Many2one(
        comodel_name="kim.municipality",
        string="Town",
        compute="_compute_head",
        store=True,
        readonly=False,
        ondelete="cascade",
        domain="[('district_id', '=', district_id)]",
    )
    date_start = fields.Datetime(
        string="Start", compute="_compute_head", store=True, readonly=False
    )
    date_stop = fields.Datetime(
        string="End", compute="_compute_head", store=True, readonly=False
    )
    venue = fields.Char(compute="_compute_head", store=True, readonly=False)
    host_partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="kim_session_correct_host_rel",
        column1="wizard_id",
        column2="partner_id",
        string="Inviting parties",
        compute="_compute_head",
        store=True,
        readonly=False,
    )
    reason = fields.Char(required=True, size=500)

    @api.depends("session_id")
    def _compute_head(self):
        # A kept field is computed in sudo: whose session it is still counts.
        self.session_id._origin.sudo(False).check_access("read")
        for wizard in self:
            session = wizard.session_id._origin
            for name in HEAD:
                wizard[name] = session[name]

    @api.model_create_multi
    def create(self, vals_list):
        """Only who may write a session corrects it.

        :raises AccessError: the session is not the user's to write
        """
        wizards = super().create(vals_list)
        wizards.session_id.check_access("write")
        return wizards

    def write(self, vals):
        """Only who may write a session corrects it.

        :raises AccessError: the session is not the user's to write
        """
        result = super().write(vals)
        self.session_id.check_access("write")
        return result

    def action_correct(self):
        """Correct the session through its door and empty this form.

        :return: action that closes the dialog
        """
        self.ensure_one()
        vals = {
            name: self._fields[name].convert_to_write(self[name], self) for name in HEAD
        }
        self.session_id._correct_head(vals, self.reason)
        return self._done()
