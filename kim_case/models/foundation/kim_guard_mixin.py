from odoo import models
from odoo.exceptions import AccessError


class KimGuardMixin(models.AbstractModel):
    """A record some of whose fields change through doors alone: state, links, proof.

    A door is a method that checks right, record and moment. Whoever sets such a field
    by value is refused, the superuser included; a key of the context opens nothing.
    """

    _name = "kim.guard.mixin"
    _inherit = ["kim.length.mixin"]
    _description = "Record with guarded fields"

    # Set at birth, changed by doors only.
    _door_fields = frozenset()

    def write(self, vals):
        """Refuse fields that a door writes.

        :raises AccessError: a guarded field by value
        """
        self._refuse_door_fields(self._door_fields.intersection(vals))
        return super().write(vals)

    def _refuse_door_fields(self, names):
        """Say which fields cannot be set by value.

        :param names: field names, none for nothing to refuse
        :raises AccessError: there are any
        """
        if names:
            raise AccessError(
                self.env._(
                    "%(fields)s cannot be set directly. Use the button made for it.",
                    fields=", ".join(
                        sorted(
                            self._fields[name]._description_string(self.env)
                            for name in names
                        )
                    ),
                )
            )

    def _door_write(self, vals):
        """Write fields that only a door may write.

        :param dict vals: field values, already checked by the calling door
        :return: True
        """
        return super().write(vals)
