from odoo import models


class IrModelAccess(models.Model):
    """Changes of access rights on KIM's models are logged and told."""

    _name = "ir.model.access"
    _inherit = ["ir.model.access", "kim.watched.mixin"]

    def _kim_watched_models(self):
        return self.model_id.mapped("model")
