from markupsafe import Markup

from odoo import api, models


class KimDoorMixin(models.AbstractModel):
    """A record whose state and links change through its own actions alone.

    Neither a value nor a ``default_…`` key of the context sets such a field: only the
    superuser of a door or of demo data creates with other values than the initial ones.
    """

    _name = "kim.door.mixin"
    _inherit = ["kim.guard.mixin", "kim.bound.mixin"]
    _description = "Record with guarded state"

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

    # ------------------------------------------------------------------
    # Empty lists
    # ------------------------------------------------------------------
    @api.model
    def _empty_for_readers(self):
        """Return what an empty list says to who may only read it.

        :return: (title, sentence), None to say the same to everyone
        """
        return None

    @api.model
    def get_empty_list_help(self, help_message):
        """Return what an empty list says; who cannot add anything is not asked to.

        :param str help_message: HTML of the action
        :return: HTML
        """
        said = self._empty_for_readers()
        # The window action asks as superuser: the reader's own right counts.
        if not said or self.sudo(False).has_access("create"):
            return super().get_empty_list_help(help_message)
        return Markup('<p class="o_view_nocontent_empty_folder">%s</p><p>%s</p>') % said
