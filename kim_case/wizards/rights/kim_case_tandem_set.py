from odoo import api, fields, models

from ...tools.dates import berlin_today


class KimCaseTandemSet(models.TransientModel):
    """Set a tandem: a deputy for all cases of a colleague, or one's own."""

    _name = "kim.case.tandem.set"
    _inherit = ["kim.dialog.mixin"]
    _description = "Set a tandem"

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Controller",
        required=True,
        default=lambda self: self.env.company,
    )
    allowed_user_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_allowed_user_ids"
    )
    is_lead = fields.Boolean(compute="_compute_allowed_user_ids")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Case manager",
        domain="[('id', 'in', allowed_user_ids)]",
        default=lambda self: self._default_user(),
    )
    deputy_id = fields.Many2one(
        comodel_name="res.users",
        string="Deputy",
        domain="[('id', 'in', allowed_user_ids), ('id', '!=', user_id)]",
    )
    date_from = fields.Date(string="First day", default=berlin_today)
    date_until = fields.Date(string="Last day", help="At most 12 months later.")
    special = fields.Boolean(
        string="Special categories",
        help="May open health, religion, violence and residence data.",
    )

    @api.model
    def _default_user(self):
        user = self.env.user
        return user.has_group("kim_case.group_kim_case_user") and user.id

    @api.depends("company_id")
    def _compute_allowed_user_ids(self):
        for wizard in self:
            managers_sudo = self.env["res.users"]._kim_case_managers(wizard.company_id)
            wizard.allowed_user_ids = managers_sudo.ids
            wizard.is_lead = self.env.user.has_group("kim_case.group_kim_team_lead")

    def action_set(self):
        """Set the tandem and empty this form.

        :return: window action of the tandems
        :raises AccessError: neither the case manager nor the team lead
        """
        self.ensure_one()
        self.env["kim.case.tandem"]._set(
            self.user_id,
            self.deputy_id,
            self.company_id,
            self.date_from,
            self.date_until,
            self.special,
        )
        return self._done(
            self.env["ir.actions.act_window"]._for_xml_id(
                "kim_case.kim_case_tandem_action"
            )
        )
