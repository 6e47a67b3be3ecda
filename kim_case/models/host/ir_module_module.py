from odoo import models
from odoo.exceptions import UserError


class IrModuleModule(models.Model):
    """Uninstalling is refused while it would drop files about people."""

    _inherit = "ir.module.module"

    def button_uninstall(self):
        """Refuse here and not in a hook.

        A hook runs when the registry is already half taken apart, and can only
        break that.

        :raises UserError: the database holds files about people
        """
        held = (self | self.downstream_dependencies())._kim_held_models()
        if held:
            raise UserError(
                self.env._(
                    "This cannot be uninstalled: the database holds files about people, "
                    "which would be deleted without anybody having decided so "
                    "(%(kinds)s).\n\n"
                    "The way out: close the cases, and have the data protection officer "
                    "release them for deletion by KIM's retention. A database that was "
                    "only for trying out is dropped as a whole.",
                    kinds=", ".join(held),
                )
            )
        return super().button_uninstall()

    def _kim_held_models(self):
        """Return the names of the models left of the red line that go with these modules.

        Only such with rows. A row that may do without its case and has none is a
        figure, not a file.
        """
        left = self.env.registry["kim.left.mixin"]
        modules = set(self.mapped("name"))
        held = set()
        for model_name, cls in self.env.registry.items():
            if (
                not issubclass(cls, left)
                or cls._abstract
                or cls._transient
                or not cls._auto
                or cls._original_module not in modules
            ):
                continue
            # nobody but the superuser sees all of them, and only that there are any
            model_sudo = self.env[model_name].sudo().with_context(active_test=False)
            field = model_sudo._fields.get("case_id")
            domain = [("case_id", "!=", False)] if field and not field.required else []
            if model_sudo.search_count(domain, limit=1):
                # the name of a model is no secret
                held.add(self.env["ir.model"]._get(model_name).sudo().name)
        return sorted(held)
