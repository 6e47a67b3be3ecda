from odoo import api, models


class KimWaiting(models.TransientModel):
    """Vignettes stand in the one list of second persons."""

    _inherit = "kim.waiting"

    @api.model
    def _kinds(self):
        return [*super()._kinds(), "kim.vignette"]
