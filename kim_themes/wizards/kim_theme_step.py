from odoo import fields, models


class KimThemeStep(models.TransientModel):
    """Ask for the reason when a theme is put aside: deferred, rejected, escalated."""

    _name = "kim.theme.step"
    _inherit = ["kim.dialog.mixin"]
    _description = "Put themes aside"

    theme_ids = fields.Many2many(
        comodel_name="kim.theme",
        relation="kim_theme_step_theme_rel",
        column1="step_id",
        column2="theme_id",
        string="Themes",
        required=True,
        default=lambda self: self.env.context.get("active_ids"),
    )
    target = fields.Selection(
        selection=[
            ("deferred", "Defer: take it up later"),
            ("rejected", "Reject"),
            ("escalated", "Report to the state: cannot be solved in the district"),
        ],
        string="What to do",
        required=True,
        default="deferred",
    )
    note = fields.Text(
        string="Reason",
        required=True,
        help="Those who raised the theme are told this.",
    )

    def action_apply(self):
        """Take the step; the originators hear the reason.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.theme_ids._transition(self.target, self.note)
        return self._done()
