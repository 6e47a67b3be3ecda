from odoo import api, models

from ...tools.left import refuse_left


class MailComposeMessage(models.TransientModel):
    """Nothing is written to people from case data by the composer."""

    _inherit = "mail.compose.message"

    @api.constrains("model")
    def _check_kim_left(self):
        # the guard reads which model it is about, whoever writes
        refuse_left(self.env, self.sudo().mapped("model"))
