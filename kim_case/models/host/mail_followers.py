from odoo import api, models

from ...tools.left import refuse_left


class MailFollowers(models.Model):
    """Followers are mailed the text and read it later: none on case data."""

    _inherit = "mail.followers"

    @api.constrains("res_model")
    def _check_kim_left(self):
        # the guard reads which model it is about, whoever writes
        refuse_left(self.env, self.sudo().mapped("res_model"))
