from odoo import api, fields, models


class KimCaseReassign(models.TransientModel):
    """Give chosen cases of the register to a case manager (team lead)."""

    _name = "kim.case.reassign"
    _description = "Reassign cases"

    register_ids = fields.Many2many(
        comodel_name="kim.case.register",
        compute="_compute_register_ids",
        string="Cases",
    )
    case_count = fields.Integer(compute="_compute_register_ids", string="Cases chosen")
    allowed_user_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_allowed_user_ids"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="New responsible person",
        domain="[('id', 'in', allowed_user_ids)]",
    )
    reason = fields.Char(size=200, help="No names of clients.")

    @api.depends_context("active_ids", "active_model")
    def _compute_register_ids(self):
        registers = self.env["kim.case.register"]
        if self.env.context.get("active_model") == "kim.case.register":
            registers = registers.browse(self.env.context.get("active_ids", []))
        for wizard in self:
            wizard.register_ids = registers
            wizard.case_count = len(registers)

    @api.depends("register_ids")
    def _compute_allowed_user_ids(self):
        for wizard in self:
            companies = wizard.register_ids.company_id or self.env.company
            managers_sudo = self.env["res.users"]._kim_case_managers(companies)
            wizard.allowed_user_ids = managers_sudo.ids
            wizard.allowed_user_ids -= self.env.user

    def action_reassign(self):
        """Reassign and say what could not be done; empty this form.

        :return: notification with the report
        :raises AccessError: the user is no team lead
        """
        self.ensure_one()
        result = self.register_ids.action_reassign(self.user_id.id, self.reason)
        self.sudo().unlink()  # the form keeps nothing
        message = self.env._(
            "%(count)s cases have a new responsible person.", count=result["done"]
        )
        if result["failed"]:
            message += " " + self.env._(
                "These stay as they are, because the person already has them or must "
                "not: %(numbers)s",
                numbers=", ".join(result["failed"]),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if result["failed"] else "success",
                "sticky": bool(result["failed"]),
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
