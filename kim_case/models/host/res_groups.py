from odoo import api, models


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        """Log who comes into a KIM group with a new group."""
        with self.env["res.users"]._kim_watch_groups():
            return super().create(vals_list)

    def write(self, vals):
        """Log who comes into a KIM group or leaves one, by whatever way."""
        if {"user_ids", "implied_ids", "implied_by_ids", "all_user_ids"}.isdisjoint(
            vals
        ):
            return super().write(vals)
        with self.env["res.users"]._kim_watch_groups():
            return super().write(vals)

    def unlink(self):
        """Log who leaves a KIM group with a group that goes."""
        with self.env["res.users"]._kim_watch_groups():
            return super().unlink()
