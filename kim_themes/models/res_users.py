from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _kim_homes(self):
        """The coordination begins on the board of the themes."""
        homes = super()._kim_homes()
        homes["kim_case.group_kim_coordination"] = "kim_themes.kim_theme_action"
        return homes
