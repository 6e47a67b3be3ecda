from odoo import api, models

from ...tools.left import refuse_left


class MailActivity(models.Model):
    """Summaries of activities are read widely: cases have deadlines instead."""

    _inherit = "mail.activity"

    @api.constrains("res_model_id", "res_model")
    def _check_kim_left(self):
        # the guard reads which model it is about, whoever writes
        refuse_left(self.env, self.sudo().mapped("res_model"))
