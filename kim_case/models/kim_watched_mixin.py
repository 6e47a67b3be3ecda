from odoo import api, models


class KimWatchedMixin(models.AbstractModel):
    """Rules, rights and server actions: who changes one on KIM's models is logged.

    A system administrator can open every case by changing what guards it. That cannot
    be prevented from inside; it can be seen (decisions, no. 14).
    """

    _name = "kim.watched.mixin"
    _description = "Definition whose changes are watched"

    def _kim_watched_models(self):
        """Return the names of the models that these definitions are about."""
        return []

    def _kim_watch(self, change):
        """Log a change, unless Odoo itself loads or removes an addon."""
        if not self.env.registry.ready or self.env["ir.module.module"].sudo().search(
            [("state", "=", "to remove"), ("name", "=like", "kim\\_%")], limit=1
        ):
            return
        watched = self.sudo().filtered(  # names of models are no secret
            lambda record: any(
                model.startswith("kim.") for model in record._kim_watched_models()
            )
        )
        if watched:
            self.env["kim.rights.log"].sudo()._note_definitions(watched, change)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._kim_watch("created")
        return records

    def write(self, vals):
        self._kim_watch("changed")
        result = super().write(vals)
        if "model_id" in vals:  # it may have been moved to one of our models
            self._kim_watch("changed")
        return result

    def unlink(self):
        self._kim_watch("deleted")
        return super().unlink()
