from odoo import api, models

from ...tools.left import refuse_left


class MailTemplate(models.Model):
    """A template is filled in as superuser and mailed: none on case data."""

    _name = "mail.template"
    _inherit = ["mail.template", "kim.watched.mixin"]

    @api.constrains("model_id")
    def _check_kim_left(self):
        # the guard reads which model it is about, whoever writes
        refuse_left(self.env, self.sudo().model_id.mapped("model"))

    def _kim_watched_models(self):
        texts = ("body_html", "subject", "email_to", "email_cc", "partner_to")
        return self._kim_reached(*(t[name] for t in self for name in texts))
