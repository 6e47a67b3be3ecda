from odoo import api, models
from odoo.exceptions import ValidationError

from ...tools.left import is_left


class IrExports(models.Model):
    """Export templates belong to everybody who exports: there are none for cases."""

    _inherit = "ir.exports"

    @api.constrains("resource")
    def _check_left(self):
        if any(is_left(self.env, template.resource) for template in self):
            raise ValidationError(
                self.env._(
                    "Export templates are shared with everyone, so case data has none. "
                    "Choose the fields for each export."
                )
            )
