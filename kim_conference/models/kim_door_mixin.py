from odoo import api, models
from odoo.exceptions import AccessError


class KimDoorMixin(models.AbstractModel):
    """A record whose state and links change through its own actions alone.

    Neither a value nor a ``default_…`` key of the context sets such a field: only the
    superuser of a door or of demo data creates with other values than the initial ones.
    """

    _name = "kim.door.mixin"
    _inherit = ["kim.bound.mixin"]
    _description = "Record with guarded state"

    # Set at birth, changed by doors only.
    _door_fields = frozenset()
    # Values that a record is born with, whatever the caller says.
    _door_initial = {}

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [self._guard_birth(vals) for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _guard_birth(self, vals):
        """Return ``vals`` with the initial values of guarded fields.

        :param dict vals: values that a caller wants to create with
        :raises AccessError: another initial value was asked for
        """
        initial = self._door_initial
        refused = {
            name for name in initial if vals.get(name, initial[name]) != initial[name]
        }
        self._refuse_door_fields(refused)
        return {**vals, **initial}

    def write(self, vals):
        self._refuse_door_fields(self._door_fields.intersection(vals))
        return super().write(vals)

    def _refuse_door_fields(self, names):
        if names:
            raise AccessError(
                self.env._(
                    "%(fields)s cannot be set directly. Use the button made for it.",
                    fields=", ".join(
                        sorted(
                            self._fields[n]._description_string(self.env) for n in names
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
