from odoo import fields, models

from ...models.foundation.kim_length_mixin import MAX_REASON


class KimCaseRequestSet(models.TransientModel):
    """Propose to take over a case (Fall übernehmen) or to inspect a file.

    The data protection officer also puts a deletion off here: asked for by number, too.
    """

    _name = "kim.case.request.set"
    _inherit = ["kim.dialog.mixin"]
    _description = "Propose to a second person"

    kind = fields.Selection(
        selection=[
            ("takeover", "Take over a case"),
            ("inspection", "Inspect a file"),
            ("hold", "Put off a deletion"),
        ],
        required=True,
        default="takeover",
    )
    number = fields.Char(string="Case number", size=40)
    reason = fields.Char(
        size=MAX_REASON, help="The second person reads it: no names of clients."
    )
    date_until = fields.Date(
        string="Last day",
        help="An inspection: at most 14 days from today. A deletion: at most a year.",
    )

    def action_propose(self):
        """Make the proposal and empty this form.

        :return: window action of the proposal, or of the case where no second person
            is named
        :raises UserError: no such case, or not for this person
        """
        self.ensure_one()
        requests = self.env["kim.case.request"]
        if self.kind == "hold":
            record = self.env["kim.case"]._hold_deletion(
                self.number, self.reason, self.date_until
            )
        elif self.kind == "inspection":
            record = requests._inspect(self.number, self.reason, self.date_until)
        else:
            record = requests._take_over(self.number, self.reason)
        if self.kind == "hold":
            return self._done(
                {
                    **self.env["ir.actions.act_window"]._for_xml_id(
                        "kim_case.kim_case_register_action"
                    ),
                    "domain": [("id", "=", record.id)],
                }
            )
        return self._done(
            {
                "type": "ir.actions.act_window",
                "res_model": record._name,
                "res_id": record.id,
                "views": [(False, "form")],
            }
        )
