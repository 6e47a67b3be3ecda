from odoo import api, models
from odoo.exceptions import AccessError, ConcurrencyError, LockError

from ...tools.call_guard import guard_calls

_LINKS = ("many2one", "one2many", "many2many")


class Base(models.AbstractModel):
    """What callers may not do with any model: reach into KIM by a link of their choice.

    A record that is not saved yet holds what its caller chose, and many of its fields
    are computed as the superuser: a foreign link would be answered about.
    """

    _inherit = "base"

    def _register_hook(self):
        super()._register_hook()
        if self._name.startswith("kim.") and not self._abstract:
            guard_calls(self)

    @api.private
    def lock_for_update(self, *, allow_referencing=False):
        """Lock rows; where somebody else has one of KIM's, Odoo repeats the request.

        Odoo's own refusal is a sentence for users: whatever gathers sentences, an import
        of a hundred rows say, would take it for the fault of its row.

        :param bool allow_referencing: see the overridden method
        :raises ConcurrencyError: somebody else has locked one of them
        """
        try:
            return super().lock_for_update(allow_referencing=allow_referencing)
        except LockError as error:
            if not self._name.startswith("kim."):
                raise
            raise ConcurrencyError(str(error)) from error

    def onchange(self, values, field_names, fields_spec):
        """Compute a form, unless it holds a link to what the user may not read.

        :raises AccessError: a value or default links to a foreign record of KIM's
        """
        if isinstance(values, dict):
            self._kim_refuse_foreign(values)
        return super().onchange(values, field_names, fields_spec)

    def _kim_refuse_foreign(self, values, cases_only=False):
        """Refuse values and defaults that link to records out of the user's reach.

        What a saved record links to already may stay, whoever reads it.

        :param dict values: field values as a client sends them
        :param bool cases_only: look at links to cases, clients and parts of cases alone
        :raises AccessError: the same words whether the record is foreign or not there
        """
        if self.env.su:
            return
        for key, value in self.env.context.items():
            if key.startswith("default_"):
                self._kim_refuse_foreign_link(
                    key.removeprefix("default_"), value, cases_only
                )
        self._kim_refuse_foreign_values(values, cases_only)

    def _kim_refuse_foreign_link(self, name, value, cases_only):
        field = self._fields.get(name) if isinstance(name, str) else None
        if not (
            value
            and field is not None
            and field.type in _LINKS
            and field.comodel_name.startswith("kim.")
        ):
            return
        records = self.env[field.comodel_name]
        if cases_only and not (
            field.comodel_name in ("kim.case", "kim.client")
            or issubclass(type(records), self.pool["kim.case.part.mixin"])
        ):
            return
        ids = self._kim_linked_ids(field, value, cases_only)
        wanted = records.browse(
            [found for found in ids if isinstance(found, int) and found > 0]
        )
        if len(self) == 1 and isinstance(self.id, int):
            wanted -= self.sudo()[name].with_env(self.env)  # linked already
        there = wanted.exists()
        if field.type != "many2one":
            wanted = there  # a line that is gone shows nothing
        if wanted and (there != wanted or not wanted._kim_may_be_linked()):
            raise AccessError(
                self.env._(
                    "“%(field)s” cannot be set to this: you may not open it, or it does "
                    "not exist.",
                    field=field._description_string(self.env),
                )
            )

    def _kim_linked_ids(self, field, value, cases_only):
        """Return what a value links to; lines within it are looked at themselves.

        :param field: relational field
        :param value: as a client sends it
        :param bool cases_only: see ``_kim_refuse_foreign``
        :return: list, whatever the client sent as ids
        """
        if field.type == "many2one":
            first = value[0] if isinstance(value, list | tuple) else value
            return [first["id"] if isinstance(first, dict) and "id" in first else first]
        ids = []
        for command in value if isinstance(value, list | tuple) else ():
            if not isinstance(command, list | tuple):
                ids.append(command)  # a bare id
                continue
            code, *rest = command or (None,)
            if code == 6 and len(rest) > 1 and isinstance(rest[1], list | tuple):
                ids += rest[1]
            elif code == 4 and rest:
                ids.append(rest[0])
            elif code in (0, 1) and len(rest) > 1 and isinstance(rest[1], dict):
                saved = code == 1 and isinstance(rest[0], int)
                ids += [rest[0]] * saved
                line = self.env[field.comodel_name].browse(rest[0] if saved else ())
                line._kim_refuse_foreign_values(rest[1], cases_only)
        return ids

    def _kim_refuse_foreign_values(self, values, cases_only):
        for name, value in values.items():
            self._kim_refuse_foreign_link(name, value, cases_only)

    def _kim_may_be_linked(self):
        """Tell whether the user may choose these records in a form."""
        return self.has_access("read")
