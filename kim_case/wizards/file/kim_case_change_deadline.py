from odoo import api, fields, models

from ...models.file.kim_case_closing import FATES
from ...tools.dates import berlin_today


class KimCaseChangeDeadline(models.TransientModel):
    """Row of the form that closes a case: what becomes of one running deadline.

    The door of the case checks it. The row goes with its form.
    """

    _name = "kim.case.change.deadline"
    _inherit = ["kim.length.mixin"]
    _description = "Deadline of a case that is closed"
    _order = "id"
    _rec_name = "id"  # the deadline's words are content, and a label is shown anywhere

    change_id = fields.Many2one(
        comodel_name="kim.case.change", required=True, ondelete="cascade"
    )
    deadline_id = fields.Many2one(
        comodel_name="kim.case.deadline", required=True, ondelete="cascade"
    )
    name = fields.Char(related="deadline_id.name", related_sudo=False)
    date = fields.Date(related="deadline_id.date", related_sudo=False, string="Ends on")
    fate = fields.Selection(selection=FATES, string="What becomes of it")
    handed_on = fields.Date(string="On", default=berlin_today)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Watched by",
        default=lambda self: self.env.user,
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Only for deadlines and forms of a case that one may write."""
        rows = super().create(vals_list)
        rows.change_id.case_id.check_access("write")
        rows.deadline_id.check_access("write")
        return rows

    def write(self, vals):
        """Only for deadlines and forms of a case that one may write."""
        result = super().write(vals)
        self.change_id.case_id.check_access("write")
        self.deadline_id.check_access("write")
        return result

    def _fates(self):
        """Return what the door of the case takes: {id of the deadline: dict}."""
        return {
            row.deadline_id.id: {
                "fate": row.fate,
                "handed_on": row.handed_on,
                "user_id": row.user_id.id,
            }
            for row in self
        }
