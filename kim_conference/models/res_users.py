from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _kim_homes(self):
        """Whoever takes part begins with the sessions."""
        homes = super()._kim_homes()
        for group in ("coordination", "assistant", "participant"):
            homes[f"kim_case.group_kim_{group}"] = "kim_conference.kim_session_action"
        return homes
