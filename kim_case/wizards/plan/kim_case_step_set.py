from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dates import berlin_today


class KimCaseStepSet(models.TransientModel):
    """Ask why a step was declined or given up, or why a goal is given up.

    The doors of step and goal check right and moment; the row is removed when done.
    """

    _name = "kim.case.step.set"
    _inherit = ["kim.dialog.mixin"]
    _description = "Declined or given up"

    step_id = fields.Many2one(comodel_name="kim.case.step", ondelete="cascade")
    goal_id = fields.Many2one(comodel_name="kim.case.goal", ondelete="cascade")
    state = fields.Selection(
        selection=[("declined", "Declined"), ("dropped", "Given up")],
        string="What happened",
        required=True,
        default="declined",
    )
    date = fields.Date(string="On", required=True, default=berlin_today)
    reason = fields.Char(size=500)

    @api.model_create_multi
    def create(self, vals_list):
        """Only who may write a case opens this form."""
        wizards = super().create(vals_list)
        wizards._check_parts()
        return wizards

    def write(self, vals):
        """Only who may write a case opens this form.

        :raises AccessError: step or goal is not the user's to write
        """
        result = super().write(vals)
        self._check_parts()
        return result

    def _check_parts(self):
        self.step_id.check_access("write")
        self.goal_id.check_access("write")

    def action_apply(self):
        """Record it through its door and empty this form.

        :raises UserError: neither step nor goal
        :return: action that closes the dialog
        """
        self.ensure_one()
        if self.step_id:
            self.step_id.action_set_state(self.state, self.reason, self.date)
        elif self.goal_id:
            self.goal_id.action_drop(self.reason)
        else:
            raise UserError(self.env._("Please open this from a step or a goal."))
        return self._done()
