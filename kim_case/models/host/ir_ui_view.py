from odoo import models


class IrUiView(models.Model):
    """Templates that reach past their own records are logged and told.

    Expressions of a template run on the server and may call ``sudo``.
    """

    _name = "ir.ui.view"
    _inherit = ["ir.ui.view", "kim.watched.mixin"]

    def _kim_watched_models(self):
        templates = self.filtered(lambda view: view.type == "qweb")
        return self._kim_reached(*templates.mapped("arch_db"))
