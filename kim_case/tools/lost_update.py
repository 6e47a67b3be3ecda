"""Compare what a save would overwrite with what its author had seen.

Two people may edit one record. The form says which values it had loaded for the
fields it changes; whatever differs from them today was changed by someone else and
would be lost. Only fields that both changed, and differently, are a conflict:
links added or removed by the one stay beside those of the other.
"""

import math

from odoo import fields
from odoo.fields import Command
from odoo.tools import format_date, format_datetime, html2plaintext
from odoo.tools.float_utils import float_compare
from odoo.tools.misc import formatLang

from .dates import BERLIN

X2MANY = ("one2many", "many2many")
UNKNOWN = object()


class SaveComparison:
    """Weigh the values of one save against the database, under the user's rights.

    :param dict seen: {key: value} that the user was shown as the other's and still
        decided about; it takes the place of the value loaded
    :param theirs: keys whose own change the user gave up
    :param bool everything: weigh every value, also where nothing is known to have
        been loaded (a draft that is offered later)
    """

    def __init__(self, seen=None, theirs=(), everything=False):
        self.seen = seen or {}
        self.theirs = set(theirs or ())
        self.everything = everything
        self.conflicts = []

    def weigh(self, record, vals, loaded, key="", label=""):
        """Return the part of ``vals`` to write; conflicts are collected on the way.

        :param record: record that is saved, may be new
        :param dict vals: values of the save
        :param dict loaded: {field: value that the form had loaded}
        :param str key: path of the line that the record is, for its conflicts
        :param str label: what stands before the names of fields, for its conflicts
        :return: dict
        """
        kept = {}
        for name, mine in vals.items():
            field = record._fields.get(name)
            field_key = f"{key}{name}"
            base = self.seen.get(field_key, (loaded or {}).get(name, UNKNOWN))
            if field_key in self.theirs:
                continue
            kept[name] = mine
            if (
                field is None
                or (base is UNKNOWN and not self.everything)
                or not record._has_field_access(field, "read")
            ):
                continue
            field_label = label + field._description_string(record.env)
            if field.type in X2MANY:
                kept[name] = self._weigh_lines(
                    record, field, mine, base, field_key, field_label
                )
            elif field.type == "properties":
                kept[name] = self._weigh_properties(
                    record, field, mine, base, field_key
                )
            else:
                self._weigh_value(record, field, mine, base, field_key, field_label)
        return kept

    def _weigh_value(self, record, field, mine, base, key, label):
        current = plain(field, current_value(record, field))
        if self._is_lost(lambda a, b: same(field, a, b), mine, base, current):
            self._add(
                key,
                label,
                display(record, field, mine),
                display(record, field, current),
                current,
            )

    def _is_lost(self, equal, mine, base, current):
        """Tell whether writing ``mine`` would wipe out someone else's ``current``."""
        if equal(mine, current):
            return False
        return base is UNKNOWN or not equal(base, current)

    def _add(self, key, label, mine, theirs, current=None, kind="value"):
        self.conflicts.append(
            {
                "key": key,
                "label": label,
                "mine": mine,
                "theirs": theirs,
                "current": current,
                "kind": kind,
            }
        )

    # ------------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------------
    def _weigh_lines(self, record, field, commands, base, key, label):
        base = base if isinstance(base, dict) else {}
        loaded_lines = base.get("lines") or {}
        current = record.with_context(active_test=False)[field.name]
        kept = []
        for command in commands or ():
            code, line_id = command[0], command[1] if len(command) > 1 else 0
            line_key = f"{key}/{line_id}"
            if line_key in self.theirs:
                continue
            if code == Command.SET and field.type == "many2many" and "ids" in base:
                kept += self._merge_set(command[2], base["ids"])
                continue
            if code == Command.CREATE and self.everything:
                self._weigh_new_line(field, record, command, line_key, label)
            loaded = loaded_lines.get(str(line_id), UNKNOWN)
            if code not in (Command.UPDATE, Command.DELETE) or (
                loaded is UNKNOWN and not self.everything
            ):
                kept.append(command)
                continue
            line = current.browse(line_id) if line_id in current.ids else None
            command = self._weigh_line(
                record.env[field.comodel_name],
                line,
                command,
                {} if loaded is UNKNOWN else loaded,
                line_key,
                label,
            )
            if command:
                kept.append(command)
        return kept

    def _weigh_line(self, model, line, command, loaded, key, label):
        """Weigh the change or deletion of one line; ``line`` is None when gone."""
        code, line_id = command[0], command[1]
        if line is None:
            if code == Command.DELETE:
                return None  # both removed it
            label = f"{label} › {line_id}"
            mine = summary(model, command[2])
            self._add(key, label, mine, "", kind="gone")
            return command
        label = f"{label} › {line.display_name}"
        if code == Command.UPDATE:
            vals = self.weigh(line, command[2], loaded, f"{key}/", f"{label} › ")
            return (code, line_id, vals) if vals else None
        loaded = self.seen.get(key, loaded)
        stored = [name for name in loaded if is_plain_column(line, name)]
        current = {
            name: plain(line._fields[name], current_value(line, line._fields[name]))
            for name in stored
        }
        changed = {
            name: value
            for name, value in current.items()
            if not same(line._fields[name], loaded[name], value)
        }
        if changed or (self.everything and key not in self.seen):
            theirs = summary(line, changed or current)
            self._add(key, label, "", theirs, current, kind="delete")
        return command

    def _weigh_new_line(self, field, record, command, key, label):
        if key not in self.seen:
            mine = summary(record.env[field.comodel_name], command[2])
            self._add(key, label, mine, "", kind="new")

    @staticmethod
    def _merge_set(mine, loaded):
        """Turn "replace all links" into what was added and what was removed."""
        mine, loaded = set(mine), set(loaded)
        return [Command.link(id_) for id_ in sorted(mine - loaded)] + [
            Command.unlink(id_) for id_ in sorted(loaded - mine)
        ]

    # ------------------------------------------------------------------
    # Additional fields (properties)
    # ------------------------------------------------------------------
    def _weigh_properties(self, record, field, mine, base, key):
        """Weigh one by one: the client always sends all additional fields."""
        if not isinstance(mine, list):
            return mine
        base = base if isinstance(base, dict) else {}
        current = {
            item["name"]: item.get("value")
            for item in field.convert_to_read(
                record[field.name], record, use_display_name=False
            )
        }
        kept = []
        for item in mine:
            kept.append(item)
            name = item.get("name")
            if name not in current:
                continue
            item_key = f"{key}/{name}"
            item_base = self.seen.get(item_key, base.get(name, UNKNOWN))
            if item_key in self.theirs or (
                item_base is not UNKNOWN
                and same_property(item, item.get("value"), item_base)
                and item_key not in self.seen
            ):
                kept[-1] = {**item, "value": current[name]}  # not changed by me
            elif (item_base is not UNKNOWN or self.everything) and self._is_lost(
                lambda a, b, item=item: same_property(item, a, b),
                item.get("value"),
                item_base,
                current[name],
            ):
                self._add(
                    item_key,
                    item.get("string") or name,
                    display_property(record, item, item.get("value")),
                    display_property(record, item, current[name]),
                    plain_property(item, current[name]),
                )
        return kept


# ----------------------------------------------------------------------
# Values: one form for what the client sends and what the database holds
# ----------------------------------------------------------------------
def is_plain_column(record, name):
    """Tell whether a field holds a value of its own that the user may read.

    :param record: record of the field's model
    :param str name: field name
    :return: bool
    """
    field = record._fields.get(name)
    return (
        field is not None
        and field.store
        and field.type not in (*X2MANY, "properties", "binary", "image")
        and record._has_field_access(field, "read")
    )


def current_value(record, field):
    """Return the database's value in the form of ``read``.

    :param record: one record
    :param field: Odoo field, readable by the user
    :return: as ``read`` returns it
    """
    if field.type in ("binary", "image"):
        record = record.with_context(bin_size=True)  # the client knows the size only
    return field.convert_to_read(record[field.name], record, use_display_name=False)


def plain(field, value):  # noqa: C901  one branch per type
    """Return ``value`` so that equal means the same to a user.

    :param field: Odoo field
    :param value: as the client sends it or ``read`` returns it
    :return: comparable value, False for none
    """
    if field.type in ("char", "text", "html"):
        return str(value) if value else False
    if field.type == "many2one":
        return _id_of(value)
    if field.type in ("integer", "many2one_reference"):
        return int(value or 0)
    if field.type in ("float", "monetary"):
        return float(value or 0)
    if field.type == "boolean":
        return bool(value)
    if field.type == "date":
        return fields.Date.to_string(fields.Date.to_date(value)) if value else False
    if field.type == "datetime":
        value = fields.Datetime.to_datetime(value) if value else False
        return fields.Datetime.to_string(value) if value else False
    if isinstance(value, bytes):
        return value.decode() or False
    return False if value is None else value


def same(field, left, right):
    """Tell whether two values of a field are the same to a user.

    :param field: Odoo field
    :param left: value, as the client sends it or ``read`` returns it
    :param right: likewise
    :return: bool
    """
    left, right = plain(field, left), plain(field, right)
    if field.type in ("float", "monetary"):
        digits = getattr(field, "_digits", None)
        if isinstance(digits, tuple):
            return float_compare(left, right, precision_digits=digits[1]) == 0
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
    return left == right


def plain_property(item, value):
    """Return the value of an additional field without names and order.

    :param dict item: definition of the field, with its type
    :param value: value as ``read`` returns it
    :return: comparable value, False for none
    """
    if item.get("type") == "many2one":
        return _id_of(value)
    if item.get("type") == "many2many":
        return sorted(filter(None, map(_id_of, value or [])))
    if item.get("type") == "tags":
        return sorted(value or [])
    return value or False


def same_property(item, left, right):
    """Tell whether two values of an additional field are the same to a user.

    :param dict item: definition of the field, with its type
    :param left: value as ``read`` returns it
    :param right: likewise
    :return: bool
    """
    left, right = plain_property(item, left), plain_property(item, right)
    if isinstance(left, float) or isinstance(right, float):
        return math.isclose(left or 0, right or 0, rel_tol=1e-9, abs_tol=1e-9)
    return left == right


def _id_of(value):
    if isinstance(value, dict):
        value = value.get("id")
    elif isinstance(value, (list, tuple)):
        value = value[0] if value else False
    return value or False


# ----------------------------------------------------------------------
# Words: what the user reads
# ----------------------------------------------------------------------
def display(record, field, value):  # noqa: C901  one branch per type
    """Return ``value`` in the user's language; empty when there is none.

    :param record: record in the environment of the reader
    :param field: Odoo field
    :param value: as the client sends it or ``read`` returns it
    :return: str
    """
    env = record.env
    value = plain(field, value)
    if field.type == "boolean":
        return _yes_no(env, value)
    if value is False or value is None:
        return ""
    if field.type == "many2one":
        return _name_of(env, field.comodel_name, value)
    if field.type == "selection":
        return dict(field._description_selection(env)).get(value, str(value))
    if field.type == "date":
        return format_date(env, value)
    if field.type == "datetime":
        return format_datetime(env, value, tz=str(BERLIN), dt_format="short")
    if field.type in ("float", "monetary"):
        return formatLang(env, value)
    if field.type == "html":
        return html2plaintext(value)
    if field.type in ("binary", "image"):
        return env._("File")
    return str(value)


def display_property(record, item, value):
    """Return the value of an additional field in the user's language.

    :param record: record in the environment of the reader
    :param dict item: definition of the field, with its type
    :param value: value as ``read`` returns it
    :return: str
    """
    env = record.env
    kind, value = item.get("type"), plain_property(item, value)
    if kind == "boolean":
        return _yes_no(env, value)
    if not value:
        return ""
    if kind == "many2one":
        return _name_of(env, item.get("comodel"), value)
    if kind == "many2many":
        return ", ".join(_name_of(env, item.get("comodel"), id_) for id_ in value)
    if kind == "selection":
        return dict(item.get("selection") or []).get(value, str(value))
    if kind == "tags":
        names = {tag[0]: tag[1] for tag in item.get("tags") or []}
        return ", ".join(names.get(tag, tag) for tag in value)
    if kind == "date":
        return format_date(env, value)
    if kind == "datetime":
        return format_datetime(env, value, tz=str(BERLIN), dt_format="short")
    return str(value)


def summary(record, vals):
    """Return the values of a line as text, one field a line.

    :param record: record of the line's model, may be empty
    :param dict vals: values of the line
    :return: str
    """
    rows = []
    for name, value in (vals or {}).items():
        field = record._fields.get(name)
        if field is None or field.type in (*X2MANY, "properties"):
            continue
        text = display(record, field, value)
        if text:
            rows.append(f"{field._description_string(record.env)}: {text}")
    return "\n".join(rows)


def _yes_no(env, value):
    return env._("Yes") if value else env._("No")


def _name_of(env, model, id_):
    """Return the name of a linked record as far as the user may read it."""
    record = env[model].browse(id_).exists() if model in env else None
    if not record or not record.has_access("read"):
        return env._("(not visible to you)")
    return record.display_name
