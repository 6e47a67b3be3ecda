from odoo import models


class PrivacyLookupWizard(models.TransientModel):
    """Data about clients is not found by the administrator's privacy lookup."""

    _inherit = "privacy.lookup.wizard"

    def _get_query_models_blacklist(self):
        left = [
            name
            for name, model in self.env.registry.items()
            if issubclass(model, self.env.registry["kim.left.mixin"])
        ]
        return [*super()._get_query_models_blacklist(), *left]
