from odoo import models


class IrRule(models.Model):
    """Changes of a record rule on KIM's models are logged and told (decisions, no. 14).

    So are those of any rule that reaches past its own records: it runs as superuser.
    """

    _name = "ir.rule"
    _inherit = ["ir.rule", "kim.watched.mixin"]

    def _kim_watched_models(self):
        return [
            *self.model_id.mapped("model"),
            *self._kim_reached(*self.mapped("domain_force")),
        ]
