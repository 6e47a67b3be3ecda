from odoo import models


class IrRule(models.Model):
    """Changes of a record rule on KIM's models are logged and told (decisions, no. 14)."""

    _name = "ir.rule"
    _inherit = ["ir.rule", "kim.watched.mixin"]

    def _kim_watched_models(self):
        return self.model_id.mapped("model")
