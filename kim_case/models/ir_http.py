from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the web client whether this database holds demo districts."""
        info = super().session_info()
        info["kim_demo"] = bool(
            self.env["ir.config_parameter"].sudo().get_param("kim_case.demo")
        )
        return info
