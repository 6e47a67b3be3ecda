"""What Odoo's web client sends when people type into a view.

Records hold what is shown and what was changed, lines their commands: as in
``web/static/src/model/relational_model``.
"""

import itertools

from web_view import NUMBERS, X2MANY, Broken, Parent

_virtual = itertools.count(1)


class Record:
    """A record on the screen: what is shown, and what was changed.

    :param client: asks the server, see ``test_forms.Client``
    :param View view: in which it is shown
    :param dict context: of its calls
    :param res_id: id; False for a new one
    :param lines: the ``Lines`` that it belongs to
    """

    def __init__(self, client, view, context, res_id=False, lines=None):
        self.client, self.view, self._context = client, view, context
        self.res_id, self.above, self.virtual = res_id, lines, None
        self.data, self.loaded, self.changed = {}, {}, {}
        self.dirty = self.manual = False

    @property
    def context(self):
        """Return the context of the record's calls."""
        return self._context if self.above is None else self.above.context()

    # ------------------------------------------------------------------
    # Load
    # ------------------------------------------------------------------
    def open(self, row=None):
        """Load the record, or show what is known of it."""
        if row is None:
            (row,) = self._call("web_read", self.view.specification(self.basic()))
        self._show(row)
        self.row = row
        return self

    def as_loaded(self):
        """Return the same record without what was typed since it was opened."""
        return Record(
            self.client, self.view, self._context, self.res_id, self.above
        ).open(self.row)

    def new(self):
        """Ask for a new record, as "New" and "Add a line" do."""
        values = self._told_parent()
        answer = self._call(
            "onchange", values, [], self.view.specification(self.basic())
        )
        return self.start(answer["value"])

    def start(self, row):
        """Show a record that is not saved yet.

        :param dict row: what is known of it
        """
        empty = {}
        for name in self.view.nodes:
            kind = self.view.infos[name]["type"]
            empty[name] = [] if kind in X2MANY else 0 if kind in NUMBERS else False
        self.row = row
        self._show(empty | row)
        return self

    def _show(self, row):
        self.data = {
            name: Lines(self, name, row[name])
            if self.view.infos[name]["type"] in X2MANY
            else row[name]
            for name in self.view.nodes
            if name in row
        }
        self.loaded, self.changed = dict(self.data), {}

    def _call(self, method, *args, context=None):
        ids = [self.res_id] if self.res_id else []
        return self.client.call(
            self.view.model,
            method,
            ids,
            *args,
            context={**self.context, **(context or {})},
        )

    # ------------------------------------------------------------------
    # What modifiers name
    # ------------------------------------------------------------------
    def basic(self):
        """Return what every expression may name."""
        return {
            "context": self.context,
            "uid": self.client.env.uid,
            "allowed_company_ids": self.context["allowed_company_ids"],
            "current_company_id": self.context["allowed_company_ids"][0],
        }

    def names(self):
        """Return what the expressions of the view may name."""
        names = {
            name: value.ids if isinstance(value, Lines) else sent(value)
            for name, value in self.data.items()
        }
        found = {**names, **self.basic(), "id": self.res_id}
        if self.above:
            found["parent"] = Parent(self.above.record.names())
        return found

    def context_of(self, name):
        """Return the context in which a field asks for its choices and lines."""
        own = {
            key: value
            for key, value in self.context.items()
            if not key.startswith(("default_", "search_default_"))
            and not key.endswith("_view_ref")
        }
        return {**own, **self.view.context(name, self.names())}

    # ------------------------------------------------------------------
    # Change
    # ------------------------------------------------------------------
    def type(self, name, value):
        """Change a field (or link a row to it), and show what the server makes of it."""
        lines = self.data[name]
        if isinstance(lines, Lines):
            lines.apply([[4, value["id"], value]])
            self.lines_changed(lines)
        else:
            self.dirty = True
            self._update({name: value})

    def lines_changed(self, lines, told=True):
        """Take over that lines were added, changed or removed."""
        self.dirty = True
        self._update({lines.name: lines}, told)

    def _update(self, changes, told=True):
        answer = {}
        asked = [name for name in changes if told and self.view.on_change(name)]
        if asked:
            values = self.changes({**self.changed, **changes}, readonly=True)
            answer = self._call(
                "onchange",
                {**values, **self._told_parent()},
                asked,
                self.view.specification(self.basic()),
            )
            if warning := answer.get("warning"):
                self.client.judge(f"{warning['title']}\n{warning['message']}")
        self.changed |= changes
        self.data |= changes
        for name, value in answer.get("value", {}).items():
            if name not in self.view.nodes:
                continue
            if isinstance(self.data.get(name), Lines):
                self.data[name].apply(value)
                value = self.data[name]
            self.data[name] = self.changed[name] = value
        if self.above and not self.above.dialog:
            self.above.touched(self)

    def _told_parent(self):
        """Return the record above as a line tells of it."""
        inverse = self.above and self.above.inverse
        if not inverse:
            return {}
        record = self.above.record
        told = record.changes(record.changed, readonly=True)
        return {inverse: {**told, **({"id": record.res_id} if record.res_id else {})}}

    def changes(self, changed=None, readonly=False):
        """Return what is sent: everything of a new record, else what was changed.

        :param bool readonly: as for ``onchange``: what is not saved, too
        """
        changed = self.changed if changed is None else changed
        if not self.res_id:
            changed = {**self.loaded, **changed}
        names, values = self.names(), {}
        for name, value in changed.items():
            if name == "id" or (
                not readonly
                and self.view.readonly(name, names)
                and not self.view.force_save(name)
            ):
                continue
            if isinstance(value, Lines):
                commands = value.commands(readonly)
                if self.res_id and not commands and not readonly:
                    continue
                values[name] = commands
            else:
                values[name] = sent(value) if value != "" else False
        return values

    # ------------------------------------------------------------------
    # Save
    # ------------------------------------------------------------------
    def missing(self):
        """Return the names of fields that the client asks for before it saves."""
        names, found = self.names(), []
        for name in self.view.nodes:
            kind, value = self.view.infos[name]["type"], self.data.get(name)
            if kind in ("boolean", *NUMBERS) or self.view.hidden(name, names):
                continue
            if isinstance(value, Lines):
                if any(line.dirty and line.missing() for line in value.shown()):
                    found.append(name)
                value = value.ids
            if not value and self.view.required(name, names):
                found.append(name)
        return found

    def save(self):
        """Save and return what the server answers; None if there is nothing to save.

        :raises Broken: the server answers with another record
        """
        for value in self.data.values():
            if isinstance(value, Lines):
                value.abandon()
        vals = self.changes()
        if self.res_id and not vals:
            return None
        said = {}
        if self.res_id and self.view.model.startswith("kim."):
            said = {"kim_lost_update": {"loaded": self._loaded(vals)}}
        rows = self._call(
            "web_save", vals, self.view.specification(self.basic()), context=said
        )
        if len(rows) != 1 or self.res_id not in (False, rows[0]["id"]):
            raise Broken(f"saved, but the server answers {rows!r:.80}")
        self.res_id = rows[0]["id"]
        return rows[0]

    def _loaded(self, vals):
        """Return what the form tells of its save: what it had loaded of that."""
        return {
            name: self.loaded[name].loaded(vals[name])
            if isinstance(self.loaded[name], Lines)
            else sent(self.loaded[name])
            for name in vals
            if name in self.loaded
        }


class Lines:
    """The lines of an x2many field on the screen.

    :param Record record: to which they belong
    :param str name: of the field
    :param list rows: ids, rows, or the commands of a new record
    """

    def __init__(self, record, name, rows):
        self.record, self.name = record, name
        self.view, self.form = record.view.lines(name), record.view.dialog(name)
        self.inverse = record.view.infos[name].get("relation_field")
        self.dialog = False
        self.ids, self.records, self.told = [], {}, []
        if rows and isinstance(rows[0], (list, tuple)):
            self.apply(rows)
        else:
            for row in rows:
                self._add(row if isinstance(row, dict) else {"id": row})

    def _add(self, row):
        line = Record(self.record.client, self.view, None, row["id"], self)
        if line.view:
            line.open(row)
        self.ids.append(row["id"])
        self.records[row["id"]] = line

    def context(self):
        """Return the context of the lines' calls."""
        return self.record.context_of(self.name)

    def shown(self):
        """Return the lines that are on the screen."""
        return [self.records[line] for line in self.ids if self.records[line].view]

    def apply(self, commands):
        """Show what an ``onchange`` says, or what was chosen."""
        for code, line, *rest in commands:
            if code == 0:
                line = f"virtual_{next(_virtual)}"
                record = Record(self.record.client, self.view, None, False, self)
                record.virtual = line
                self.ids.append(line)
                self.records[line] = record
                if self.view:
                    record.start(rest[0])
                self.told.append([0, line])
            elif code == 1 and line in self.records and self.view:
                record = self.records[line]
                for name, value in rest[0].items():
                    if name not in record.view.nodes:
                        continue
                    if isinstance(record.data.get(name), Lines):
                        record.data[name].apply(value)
                        value = record.data[name]
                    record.data[name] = record.changed[name] = value
                self._tell([1, line])
            elif code in (2, 3) and line in self.ids:
                self.ids.remove(line)
                before = [told for told in self.told if told[1] == line]
                self.told = [told for told in self.told if told[1] != line]
                if not any(told[0] in (0, 4) for told in before):
                    self.told.append([code, line])
            elif code == 4 and line not in self.ids:
                self._add({**(rest[0] if rest and rest[0] else {}), "id": line})
                self.told.append([4, line])

    def _tell(self, command):
        if not any(told[0] in (0, 1) and told[1] == command[1] for told in self.told):
            self.told.append(command)

    def commands(self, readonly=False):
        """Return the commands that are sent."""
        found = []
        for code, line in self.told:
            if code in (0, 1):
                record = self.records[line]
                values = record.changes(readonly=readonly) if record.view else {}
                if code == 0 or values:
                    found.append([code, line, values])
            else:
                found.append([code, line])
        return found

    def loaded(self, commands):
        """Return what was loaded of the lines that these commands change or delete."""
        found = {}
        for code, line, *rest in commands:
            record = self.records.get(line)
            if code == 1 and record and record.res_id:
                found[line] = record._loaded(rest[0])
            elif code == 2 and record and record.view:
                found[line] = {
                    name: sent(value)
                    for name, value in record.loaded.items()
                    if name != "id" and not isinstance(value, Lines)
                }
        return {"lines": found}

    def add(self, view=None):
        """Add a line: in the list, or (with its form as view) in a dialog.

        :return: ``Record``, not yet among the lines when it is typed in a dialog
        """
        line = Record(self.record.client, view or self.view, None, lines=self)
        self.dialog, line.manual = bool(view), True
        line.new()
        line.virtual = f"virtual_{next(_virtual)}"
        if not view:
            self.keep(line)
        return line

    def edit(self, line_id, view=None):
        """Open a line in the list, or in a dialog."""
        line = self.records[line_id]
        self.dialog = bool(view)
        if not view:
            return line
        opened = Record(self.record.client, view, None, line.res_id, self)
        opened.virtual = line.virtual
        self.records[line_id] = opened
        return opened.open() if line.res_id else opened.start(line.row)

    def keep(self, line):
        """Put a line among the others, as "Save" in its dialog does."""
        key = line.res_id or line.virtual
        if key not in self.ids:
            self.ids.append(key)
            self._tell([0, key])
        else:
            self._tell([1, key])
        self.records[key] = line
        self.dialog = False
        self.record.lines_changed(self, told=not line.missing())

    def touched(self, line):
        """Tell the record that a line in the list was changed."""
        key = line.res_id or line.virtual
        if key in self.ids:
            self._tell([1, key])
            self.record.lines_changed(self, told=not line.missing())

    def remove(self, line_id, code=2):
        """Remove a line (2), or take it out of the list (3)."""
        self.apply([[code, line_id]])
        self.record.lines_changed(self)

    def abandon(self):
        """Forget new lines into which nothing was typed and that cannot be saved."""
        for line in list(self.ids):
            record = self.records[line]
            if record.manual and not record.dirty and record.missing():
                self.ids.remove(line)
                self.told = [told for told in self.told if told[1] != line]


def sent(value):
    """Return a value as the client sends it back."""
    if isinstance(value, dict) and "id" in value and not isinstance(value["id"], dict):
        return value["id"]
    return value
