from odoo import fields, models

from ...models.foundation.kim_length_mixin import MAX_REASON
from ...models.rights.kim_case_emergency import MAX_FULL_NAME


class KimCaseBreakGlass(models.TransientModel):
    """Emergency access (Notfallzugriff) with a reason, for 24 hours.

    By case number, or by name and year of birth of who is in need. Nothing is computed
    or proposed while somebody types: the one answer is that of the button.
    """

    _name = "kim.case.break.glass"
    _inherit = ["kim.dialog.mixin"]
    _description = "Emergency access"

    way = fields.Selection(
        selection=[
            ("number", "I know the case number"),
            ("person", "I know name and year of birth"),
        ],
        string="What you know",
        required=True,
        default="number",
    )
    number = fields.Char(string="Case number", size=40)
    person = fields.Char(
        string="First and last name",
        size=MAX_FULL_NAME,
        help="Written out, in any order. Nothing is proposed.",
    )
    birth_year = fields.Integer(string="Year of birth")
    reason = fields.Char(size=MAX_REASON, help="Why it cannot wait.")

    def action_open(self):
        """Open the case for 24 hours and empty this form.

        :return: window action showing the case
        :raises UserError: no such case, or not for this person
        """
        self.ensure_one()
        cases = self.env["kim.case"]
        if self.way == "person":
            case = cases._break_glass_by_name(self.person, self.birth_year, self.reason)
        else:
            case = cases._break_glass(self.number, self.reason)
        return self._done(
            {
                "type": "ir.actions.act_window",
                "res_model": "kim.case",
                "res_id": case.id,
                "views": [(False, "form")],
            }
        )
