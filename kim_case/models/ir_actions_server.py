from odoo import models


class IrActionsServer(models.Model):
    """Code that runs on KIM's models is logged and told when it is set up or changed."""

    _name = "ir.actions.server"
    _inherit = ["ir.actions.server", "kim.watched.mixin"]

    def _kim_watched_models(self):
        return self.model_id.mapped("model")
