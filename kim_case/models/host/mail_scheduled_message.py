from odoo import api, models

from ...tools.left import refuse_left


class MailScheduledMessage(models.Model):
    """A message that waits is a message: none on case data."""

    _inherit = "mail.scheduled.message"

    @api.constrains("model")
    def _check_kim_left(self):
        # the guard reads which model it is about, whoever writes
        refuse_left(self.env, self.sudo().mapped("model"))
