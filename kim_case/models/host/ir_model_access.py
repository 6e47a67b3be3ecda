from odoo import api, models
from odoo.exceptions import AccessError


class IrModelAccess(models.Model):
    """Changes of access rights on KIM's models are logged and told."""

    _name = "ir.model.access"
    _inherit = ["ir.model.access", "kim.watched.mixin"]

    def _kim_watched_models(self):
        return self.model_id.mapped("model")

    @api.model
    def _make_access_error(self, model, mode):
        """Say in one plain sentence that a model of KIM is not open to the user."""
        error = super()._make_access_error(model, mode)
        return (
            self._kim_access_error(model, mode) if model.startswith("kim.") else error
        )

    @api.model
    def _kim_access_error(self, model, mode):
        """Return the refusal that people read who may not do this in KIM.

        Nothing is said of the record: neither its name nor that it exists.

        :param str model: technical name
        :param str mode: read, write, create or unlink
        :return: ``AccessError``
        """
        env = self.env
        what = env["ir.model"]._get(model).name or model
        texts = {
            "read": env._("You have no right to see this in KIM (%s)."),
            "write": env._("You have no right to change this in KIM (%s)."),
            "create": env._("You have no right to add this in KIM (%s)."),
            "unlink": env._("You have no right to delete this in KIM (%s)."),
        }
        hint = env._(
            "Who leads the case, or the KIM administration of your organisation, can "
            "help."
        )
        said = "\n".join((texts[mode] % what, hint))
        return AccessError(said)
