from odoo import api, models

from ...tools.left import refuse_left


class IrDefault(models.Model):
    """A default value is read by all: case data has none but those of the code."""

    _inherit = "ir.default"

    @api.constrains("field_id", "json_value")
    def _check_left(self):
        # the guard reads which model it is about, whoever writes
        refuse_left(self.env, self.sudo().field_id.mapped("model"))
