from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the web client of demo districts, and where a refused draft waits.

        For drafts model and id only, never their text.
        """
        info = super().session_info()
        info["kim_demo"] = bool(
            self.env["ir.config_parameter"].sudo().get_param("kim_case.demo")
        )
        if self.env.user._is_internal():
            info["kim_drafts"] = self.env["kim.draft"]._own_places()
        return info
