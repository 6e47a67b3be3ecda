from odoo import models


class IrActionsServer(models.Model):
    """Code that can reach KIM's models is logged and told when it is set up or changed.

    Python code reaches every model, whatever model its action is about.
    """

    _name = "ir.actions.server"
    _inherit = ["ir.actions.server", "kim.watched.mixin"]

    def _kim_watched_models(self):
        reached = self.model_id.mapped("model")
        if any(action.state == "code" for action in self):
            reached.append("kim.left.mixin")
        return reached
