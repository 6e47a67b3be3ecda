from odoo import models


class IrModelFields(models.Model):
    """Fields made by hand that compute or follow links are logged and told.

    They are computed as superuser and can show a person's data on any model.
    """

    _name = "ir.model.fields"
    _inherit = ["ir.model.fields", "kim.watched.mixin"]

    def _kim_watched_models(self):
        manual = self.filtered(lambda field: field.state == "manual")
        reached = manual.mapped("model")
        if any(field.compute or field.related for field in manual):
            reached.append("kim.left.mixin")
        return reached
