"""What every model left of the red line obeys, in one place."""

import functools

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools.ruled_field import RuledOne2many

# Years that a file can speak of; beyond them grouping and export fail for everybody.
YEARS = range(1900, 3000)
# What people write: read record by record, never grouped or counted by its value.
TEXTS = frozenset({"binary", "char", "html", "json", "properties", "text"})
# So few records are seen one by one, however they are counted.
FEW = 20


class KimLeftMixin(models.AbstractModel):
    """A record about a person, left of the red line.

    Such a record is read under dated access rows only, is never deleted but by
    retention, never changes its links or its state by value, and every look at
    it is logged without content.
    """

    _name = "kim.left.mixin"
    _inherit = ["kim.guard.mixin"]
    _description = "Record left of the red line"

    # Links that rights follow and state: set at birth, changed by doors only.
    _door_fields = frozenset({"company_id"})
    # Action written to the access log; None: "open" for one case, else "list".
    _log_action = None
    # Registers hold no content: a look at them is no look at the case.
    _log_reads = True

    def _register_hook(self):
        super()._register_hook()
        self._open_for_read_log()

    def _open_for_read_log(self):
        """Have every read method answered by the primary database.

        A look at a case writes a log row, so no read of a left model can be
        sent to a read-only replica (docs/architecture.md, "Read log").
        """
        cls = self.env.registry[self._name]
        for name in dir(cls):
            method = getattr(cls, name, None)
            if callable(method) and getattr(method, "_readonly", False):
                setattr(cls, name, _writable(method))

    # ------------------------------------------------------------------
    # Guards: one door for links and state, no deletion
    # ------------------------------------------------------------------
    def _check_catalogue(self, names):
        """Refuse entries of another district's catalogue and contacts out of reach.

        Odoo checks the rule of the record, never that of what it links to, and shows
        the name of what is linked to whoever reads the record.

        :param names: fields that were just written
        :raises AccessError: an entry is not for this user
        """
        if self.env.su:
            return
        ruled = (self.pool["kim.catalogue.mixin"], self.pool["res.partner"])
        for name in names:
            field = self._fields.get(name)
            if (
                field
                and field.store
                and field.type in ("many2one", "many2many")
                and issubclass(self.pool[field.comodel_name], ruled)
                # what the user cannot read is refused here, never shown
                and not self.sudo()[name].with_env(self.env).has_access("read")
            ):
                raise AccessError(
                    self.env._(
                        "“%(field)s” cannot be set to this: please choose an entry of "
                        "your own district.",
                        field=field._description_string(self.env),
                    )
                )

    @api.model
    def _refuse_wild_dates(self, vals):
        """Refuse what is no day, and years of a slip of the finger.

        :param dict vals: field values
        :raises ValidationError: names the field
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            if not value or not field or field.type not in ("date", "datetime"):
                continue
            try:
                day = fields.Date.to_date(value)
            except (TypeError, ValueError):
                day = None
            if not day or day.year not in YEARS:
                raise ValidationError(
                    self.env._(
                        "Please check the year of “%(field)s”.",
                        field=field._description_string(self.env),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse wild dates and foreign entries; every user's lists are read anew.

        :raises ValidationError: a date of no sensible year
        :raises AccessError: an entry of another district's catalogue
        """
        defaults = self._context_defaults()
        for vals in [*vals_list, defaults]:
            self._refuse_wild_dates(vals)
        records = super().create(vals_list)
        records._check_catalogue(set(defaults).union(*vals_list))
        records._forget_lists()
        return records

    def _forget_lists(self):
        """Have each user's list of lines read anew that these records belong to."""
        for name, field in self._fields.items():
            for inverse in self.pool.field_inverses[field]:
                if isinstance(inverse, RuledOne2many):
                    owners_sudo = self.sudo()[name]  # only forgotten, not shown
                    inverse._invalidate_cache(self.env, owners_sudo._ids)

    def write(self, vals):
        """Refuse wild dates and foreign entries, beside guarded fields and long texts.

        :raises ValidationError: a date of no sensible year
        :raises AccessError: a guarded field, or an entry of a foreign catalogue
        """
        self._refuse_wild_dates(vals)
        result = super().write(vals)
        self._check_catalogue(vals)
        return result

    def _door_write(self, vals):
        """Write fields that only a door may write, never a wild date.

        :param dict vals: field values, already checked by the calling door
        :return: True
        """
        self._refuse_wild_dates(vals)
        return super()._door_write(vals)

    @api.model
    def name_create(self, name):
        """Nothing about a person is created from a typed name.

        :raises UserError: always
        """
        raise UserError(
            self.env._("This cannot be created from a name. Use the form instead.")
        )

    @api.model
    def load(self, fields, data):
        """Refuse Odoo's general import: it would pass the doors.

        :raises UserError: always; existing cases have an import of their own
        """
        raise UserError(
            self.env._(
                "Case data is not imported here. Use the import of existing cases, which "
                "asks for the legal basis of each."
            )
        )

    def copy(self, default=None):
        """Files about a person are never duplicated.

        :raises UserError: always
        """
        raise UserError(self.env._("Case data cannot be duplicated."))

    def unlink(self):
        """Refuse deletion for everyone, the superuser included.

        :raises UserError: always; retention is the one way
        """
        if not self:
            return True
        raise UserError(
            self.env._(
                "Case data is not deleted by hand. It is removed when its retention "
                "period has ended, by the retention list of your organisation."
            )
        )

    def _retention_unlink(self):
        """Delete for good: attachments and drafts first, then the records.

        Only the retention run calls this, part by part.

        :return: True
        """
        self.env["ir.attachment"].sudo().search(  # attachments belong to nobody else
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                # files of fields too: they hide behind res_field
                "|",
                ("res_field", "=", False),
                ("res_field", "!=", False),
            ]
        )._retention_unlink()
        self.env["kim.draft"]._forget(self)
        return super().unlink()

    # ------------------------------------------------------------------
    # Access log
    # ------------------------------------------------------------------
    def _log_case_ids(self):
        """Return the ids of the cases that a look at ``self`` opens.

        :return: set of database ids of ``kim.case``
        """
        return set()

    def _fetch_query(self, query, fields):
        records = super()._fetch_query(query, fields)
        if records and self._log_reads and not self.env.su:
            self.env["kim.access.log"]._note_look(records, self._log_action)
        return records

    def _kim_note_conflict(self):
        if self._log_reads and not self.env.su:
            self.env["kim.access.log"]._note_look(self, self._log_action)
        return super()._kim_note_conflict()

    def _read_format(self, fnames, load="_classic_read"):
        # What the server has read before for itself is a look all the same.
        if self and self._log_reads and not self.env.su:
            self.env["kim.access.log"]._note_look(self, self._log_action)
        return super()._read_format(fnames, load)

    @api.model
    def _search(self, domain, *args, **kwargs):
        query = super()._search(domain, *args, **kwargs)
        if self._is_logged_question(domain):
            self.env["kim.access.log"]._note_grouping(self._name)
        return query

    @api.model
    def search_count(self, domain, limit=None):
        """Count as Odoo does; a count by what people wrote is logged as a look."""
        count = super().search_count(domain, limit)
        if self._is_logged_question(domain):
            self._note_few(domain)
        return count

    @api.model
    def _is_logged_question(self, domain):
        """Tell whether a domain of the user's asks what somebody wrote."""
        return (
            self._log_reads
            and not self.env.su
            and any(
                self._is_text(leaf.field_expr)
                for leaf in Domain(domain).iter_conditions()
            )
        )

    @api.model
    def _is_text(self, path):
        """Tell whether a path begins with a field that holds what people write.

        Registers hold nothing of it, and numbers of cases are nothing of it.
        """
        field = self._fields.get(path.partition(".")[0])
        return (
            self._log_reads
            and field is not None
            and field.type in TEXTS
            and field.name != "number"
        )

    def _note_few(self, domain):
        """Log the cases behind a count when it is about a few: each was seen."""
        ids = list(self._search(domain, limit=FEW + 1))
        if 0 < len(ids) <= FEW:
            self.env["kim.access.log"]._note_look(
                self.browse(ids), self._log_action or "list"
            )

    @api.model
    def _read_group(
        self,
        domain,
        groupby=(),
        aggregates=(),
        having=(),
        offset=0,
        limit=None,
        order=None,
    ):
        if self._log_reads and not self.env.su:
            self.env["kim.access.log"]._note_grouping(self._name)
            self._note_few(domain)
        return super()._read_group(
            domain, groupby, aggregates, having, offset, limit, order
        )

    @api.model
    def _read_group_groupby(self, alias, groupby_spec, query):
        self._refuse_grouped_text(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        self._refuse_grouped_text(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _refuse_grouped_text(self, spec):
        """Refuse to group or aggregate by what people write, which reads it unseen.

        :param str spec: "field", "field:function" or "field.property"
        :raises AccessError: always for texts; numbers of cases are none
        """
        path = spec.partition(":")[0]
        field = self._fields.get(path.partition(".")[0])
        if self.env.su or field is None or not self._is_text(path):
            return
        if field.type == "properties" and "." in path:
            found = self.get_property_definition(path)
            if found.get("type") not in TEXTS:
                return
        raise AccessError(  # Odoo asks so whether a field can be grouped
            self.env._(
                "“%(field)s” is text: it is read in the case, never grouped or counted.",
                field=field._description_string(self.env),
            )
        )

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Describe fields as Odoo does; texts are offered to no grouping.

        :param list allfields: names of fields, by default all
        :param list attributes: names of attributes, by default all
        :return: dict by field name
        """
        found = super().fields_get(allfields, attributes)
        for name, description in found.items():
            if "groupable" in description and self._is_text(name):
                description["groupable"] = False
        return found

    def _refuse_unexportable(self, paths):
        """Refuse to export fields that Odoo only leaves out of its dialog.

        :param list paths: what is to be exported
        :raises AccessError: one of them leaves in no file
        """
        for path in paths:
            field = isinstance(path, str) and _never_exported(self.browse(), path)
            if field:
                raise AccessError(
                    self.env._(
                        "“%(field)s” is not exported.",
                        field=field._description_string(self.env),
                    )
                )

    def export_data(self, fields_to_export):
        """Export as Odoo does, and log it as an export of each case.

        :raises AccessError: a field that leaves in no file
        """
        self._refuse_unexportable(fields_to_export)
        result = super().export_data(fields_to_export)
        if not self.env.su:
            self.env["kim.access.log"]._note_look(self, "export")
        return result


def _never_exported(model, path):
    """Return the first field of a path that leaves in no file, or None.

    :param model: empty recordset where the path begins
    :param str path: as the export of Odoo takes it, "case_id/number"
    """
    for name in path.split("/"):
        field = model._fields.get(name)
        if field is None or not field.exportable:
            return field
        model = model.env[field.comodel_name] if field.comodel_name else model
    return None


def _writable(method):
    """Return ``method`` wrapped so that Odoo serves it read/write."""
    function = getattr(method, "__func__", method)

    @functools.wraps(function)
    def read_write(self, *args, **kwargs):
        return function(self, *args, **kwargs)

    read_write._readonly = False
    return read_write
