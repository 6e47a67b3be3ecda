from odoo import fields, models


class KimVignetteSendBack(models.TransientModel):
    """The second person sends a vignette back and says what should be changed."""

    _name = "kim.vignette.send.back"
    _inherit = ["kim.dialog.mixin"]
    _description = "Send a vignette back"

    vignette_id = fields.Many2one(
        comodel_name="kim.vignette", required=True, ondelete="cascade"
    )
    remark = fields.Text(string="What should be changed", required=True)

    def action_send_back(self):
        """Send back and empty this form."""
        self.ensure_one()
        vignette, remark = self.vignette_id, self.remark
        action = self._done(
            {
                "type": "ir.actions.act_window",
                "name": self.env._("Vignettes"),
                "res_model": "kim.vignette",
                "views": [(False, "list"), (False, "form")],
                "target": "main",
            }
        )
        vignette.action_send_back(remark)
        return action
