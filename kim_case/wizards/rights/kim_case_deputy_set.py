from odoo import api, fields, models

from ...tools.dates import berlin_today


class KimCaseDeputySet(models.TransientModel):
    """Appoint a deputy for one's own cases from day to day (Vertretung)."""

    _name = "kim.case.deputy.set"
    _inherit = ["kim.dialog.mixin"]
    _description = "Appoint a deputy"

    case_ids = fields.Many2many(
        comodel_name="kim.case",
        relation="kim_case_deputy_set_case_rel",
        column1="wizard_id",
        column2="case_id",
        string="Cases",
        default=lambda self: self._default_cases(),
    )
    allowed_user_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_allowed_user_ids"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Deputy",
        domain="[('id', 'in', allowed_user_ids)]",
    )
    date_from = fields.Date(string="First day", default=berlin_today)
    date_until = fields.Date(string="Last day")
    special = fields.Boolean(
        string="Special categories",
        help="May open health, religion, violence and residence data.",
    )
    reason = fields.Char(size=200, help="No names of clients.")

    @api.model
    def _default_cases(self):
        if self.env.context.get("active_model") != "kim.case":
            return False
        cases = self.env["kim.case"].browse(self.env.context.get("active_ids", []))
        return cases._filtered_access("write").ids

    @api.depends("case_ids")
    def _compute_allowed_user_ids(self):
        for wizard in self:
            companies = wizard.case_ids.company_id or self.env.company
            managers_sudo = self.env["res.users"]._kim_case_managers(companies)
            # Before it is assigned: on a new dialog the links are no longer equal.
            wizard.allowed_user_ids = (managers_sudo - self.env.user).ids

    def action_appoint(self):
        """Appoint the deputy and empty this form.

        :raises AccessError: the user is not responsible for all these cases
        :return: action that closes the dialog
        """
        self.ensure_one()
        self.case_ids._appoint_deputy(
            self.user_id, self.date_from, self.date_until, self.special, self.reason
        )
        return self._done()
