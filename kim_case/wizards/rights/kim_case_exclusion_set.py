from odoo import api, fields, models


class KimCaseExclusionSet(models.TransientModel):
    """Exclude a person from a case (Ausschluss, Befangenheit)."""

    _name = "kim.case.exclusion.set"
    _inherit = ["kim.dialog.mixin"]
    _description = "Exclude a person from a case"

    case_ids = fields.Many2many(
        comodel_name="kim.case",
        relation="kim_case_exclusion_set_case_rel",
        column1="wizard_id",
        column2="case_id",
        string="Cases",
        default=lambda self: self._default_cases(),
    )
    number = fields.Char(string="Case number", size=40)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        domain="[('share', '=', False), ('id', '!=', uid)]",
    )
    reason = fields.Char(size=200, help="For example: related to the client.")

    @api.model
    def _default_cases(self):
        if self.env.context.get("active_model") != "kim.case":
            return False
        cases = self.env["kim.case"].browse(self.env.context.get("active_ids", []))
        return cases._filtered_access("read").ids

    def action_exclude(self):
        """Exclude the person and empty this form.

        :raises AccessError: the user is neither responsible nor data protection officer
        :raises UserError: the person is the user
        :return: action that closes the dialog
        """
        self.ensure_one()
        cases = self.case_ids or self.env["kim.case"]._find_by_number(
            self.number
        ).with_env(self.env)
        cases._exclude(self.user_id, self.reason)
        return self._done()
