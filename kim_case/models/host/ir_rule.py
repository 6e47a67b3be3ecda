from odoo import models


class IrRule(models.Model):
    """Changes of a record rule on KIM's models are logged and told.

    So are those of any rule that reaches past its own records: it runs as superuser.
    """

    _name = "ir.rule"
    _inherit = ["ir.rule", "kim.watched.mixin"]

    def _kim_watched_models(self):
        return [
            *self.model_id.mapped("model"),
            *self._kim_reached(*self.mapped("domain_force")),
        ]

    def _make_access_error(self, operation, records):
        """Say in one plain sentence that a record of KIM is not open to the user."""
        error = super()._make_access_error(operation, records)
        if not records._name.startswith("kim."):
            return error
        plain = self.env["ir.model.access"]._kim_access_error(records._name, operation)
        if context := getattr(error, "context", None):
            plain.context = context  # the organisation to switch on
        return plain
