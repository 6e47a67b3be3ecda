"""Compare what a save would overwrite with what its author had seen.

Two people may edit one record. The form says which values it had loaded for the
fields it changes; whatever differs from them today was changed by someone else and
would be lost. Only fields that both changed, and differently, are a conflict:
links added or removed by the one stay beside those of the other.
"""

from odoo.fields import Command

from .lost_update_values import (
    X2MANY,
    current_value,
    is_plain_column,
    plain,
    plain_property,
    same,
    same_property,
)
from .lost_update_words import display, display_property, summary

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
            if line is not None and not line.has_access("read"):
                kept.append(command)  # its own rules decide
                continue
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
