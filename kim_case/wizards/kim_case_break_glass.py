from odoo import fields, models

from ..models.kim_case_rights import MAX_REASON


class KimCaseBreakGlass(models.TransientModel):
    """Emergency access (Notfallzugriff): by case number and reason, for 24 hours."""

    _name = "kim.case.break.glass"
    _inherit = ["kim.length.mixin"]
    _description = "Emergency access"

    number = fields.Char(string="Case number", size=40)
    reason = fields.Char(size=MAX_REASON, help="Why it cannot wait.")

    def action_open(self):
        """Open the case for 24 hours and empty this form.

        :return: window action showing the case
        :raises UserError: no such case, or not for this person
        """
        self.ensure_one()
        case = self.env["kim.case"]._break_glass(self.number, self.reason)
        self.sudo().unlink()  # the form keeps nothing
        return {
            "type": "ir.actions.act_window",
            "res_model": "kim.case",
            "res_id": case.id,
            "views": [(False, "form")],
        }
