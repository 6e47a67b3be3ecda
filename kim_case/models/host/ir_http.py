from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the web client of demo districts, drafts, hidden names, what waits and the home.

        For drafts model and id only, never their text. Who has chosen no home action
        begins on the screen of their KIM role rather than in the first app.
        """
        info = super().session_info()
        info["kim_demo"] = bool(  # every user is told that values are made up
            self.env["ir.config_parameter"].sudo().get_param("kim_case.demo")
        )
        if self.env.user._is_internal():
            info["kim_drafts"] = self.env["kim.draft"]._own_places()
            if not info.get("home_action_id"):
                info["home_action_id"] = self.env.user._kim_home_action().id
            info["kim_sees_names"] = self.env.user.has_group(
                "kim_case.group_kim_access_row"
            )
            info["kim_discreet"] = self.env.user.kim_discreet
            info["kim_waiting"] = self.env["kim.waiting"].kim_count()
        return info
