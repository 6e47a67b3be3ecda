from odoo import api, models

from ...tools.left import refuse_left


class MailMessage(models.Model):
    """Messages are read by followers and sent by mail: none on case data."""

    _inherit = "mail.message"

    @api.constrains("model")
    def _check_kim_left(self):
        # the guard reads which model it is about, whoever writes
        refuse_left(self.env, self.sudo().mapped("model"))
