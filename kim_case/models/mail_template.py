from odoo import api, models

from ..tools.left import refuse_left


class MailTemplate(models.Model):
    """A template is filled in as superuser and mailed: none on case data."""

    _inherit = "mail.template"

    @api.constrains("model_id")
    def _check_kim_left(self):
        refuse_left(self.env, self.sudo().model_id.mapped("model"))
