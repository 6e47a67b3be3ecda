import re

from odoo import api, models

# Without one of these words an expression stays with the records it is given.
_REACHES_OUT = re.compile(r"\b(?:env|sudo|with_user)\b")


class KimWatchedMixin(models.AbstractModel):
    """Rules, rights, code, fields, templates: who changes what reaches KIM is logged.

    A system administrator can open every case by changing what guards it. That cannot
    be prevented from inside; it can be seen.
    """

    _name = "kim.watched.mixin"
    _description = "Definition whose changes are watched"

    def _kim_watched_models(self):
        """Return the names of the models that these definitions are about."""
        return []

    @api.model
    def _kim_reached(self, *expressions):
        """Return models that expressions run by the server may reach, here: all.

        :param expressions: text with code, may be empty
        """
        if any(_REACHES_OUT.search(str(text)) for text in expressions if text):
            return ["kim.left.mixin"]
        return []

    def _kim_watched(self):
        """Return which of these definitions reach a model of KIM's.

        None while Odoo itself loads or removes an addon.
        """
        if not self.env.registry.ready:
            return self.browse()
        watched_sudo = self.sudo().filtered(  # names of models are no secret
            lambda record: any(
                model.startswith("kim.") for model in record._kim_watched_models()
            )
        )
        modules_sudo = self.env["ir.module.module"].sudo()  # their state is no secret
        # Asked last: most definitions of Odoo are none of ours, and cost nothing.
        if watched_sudo and modules_sudo.search_count(
            [("state", "=", "to remove"), ("name", "=like", "kim\\_%")], limit=1
        ):
            return self.browse()
        return watched_sudo

    def _kim_note(self, change):
        if self:
            # nobody may write to the log but the log itself
            self.env["kim.rights.log"].sudo()._note_definitions(self, change)

    @api.model_create_multi
    def create(self, vals_list):
        """Log a definition that reaches a model of KIM."""
        records = super().create(vals_list)
        records._kim_watched()._kim_note("created")
        return records

    def write(self, vals):
        """Log a changed definition that reaches a model of KIM, before or after."""
        watched = self._kim_watched()
        result = super().write(vals)
        # What only now reaches one of our models counts too.
        (watched | self._kim_watched())._kim_note("changed")
        return result

    def unlink(self):
        """Log that a definition which reaches a model of KIM is gone."""
        self._kim_watched()._kim_note("deleted")
        return super().unlink()
