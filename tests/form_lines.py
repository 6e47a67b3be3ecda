"""Lines of a form: added, changed, removed, and left blank."""

from form_client import Fault
from form_values import odd_values, plausible_values
from web_client import Record, sent
from web_view import X2MANY


class WalkLines:
    """Mixin of the walk: what people do with the lines of a record."""

    def may_add(self, lines):
        """Return whether the list offers "Add a line" to this user."""
        editable = lines.view.arch.get("editable")
        return lines.view.allows("create") and bool(editable or self.dialog(lines))

    def dialog(self, lines):
        """Return the form in which lines are opened; None: they are edited in the list."""
        if lines.view.arch.get("editable"):
            return None
        if lines.form is None:
            model = lines.view.model
            answer = self.client.ask(
                model, "get_views", [(False, "form")], {}, context=lines.context()
            )
            lines.form = self.view(answer, model, "form")
        return lines.form.within(lines.view)

    def filled_line(self, lines, variant=0):
        """Add a line with everything filled in; return it."""
        line = lines.add(self.dialog(lines))
        self.fill(line, variant)
        if line.missing():
            self.counted["incomplete lines"] += 1
        lines.keep(line)
        return line

    def lines(self, record, name):
        """Add, change and remove lines of a field."""
        model, lines = f"{record.view.model}/{name}", record.data[name]
        if not self.first_of_all("lines", record.view.shared, name, bool(lines.ids)):
            return
        many = record.view.infos[name]["type"] == "many2many"
        if many:
            return self.chosen(record, name)
        if self.may_add(lines):
            self.blank(record, name)
            for variant in (0, 1):
                with self.step(model, what="add a line"):
                    changed = record.as_loaded()
                    self.filled_line(changed.data[name], variant)
                    self.save(changed, [name])
        for line in lines.ids[:1]:
            self.line(record, name, line)
            if lines.view.allows("delete"):
                with self.step(model, what="remove a line"):
                    changed = record.as_loaded()
                    changed.data[name].remove(line)
                    self.save(changed, [name])

    def blank(self, record, name):
        """Add a line and leave it as it is: it must not stay."""
        model = f"{record.view.model}/{name}"
        with self.step(model, what="blank line"):
            changed = record.as_loaded()
            lines = changed.data[name]
            before = len(lines.ids)
            dialog = self.dialog(lines)
            line = lines.add(dialog)
            if line.missing():
                lines.abandon()
                self.save(changed, [])
                if len(lines.ids) != before:
                    raise Fault("a blank row stays")
                return
            empty = not any(
                sent(line.data.get(field)) not in (False, 0, "", None, [])
                for field in line.view.nodes
                if line.view.typed(field, line.names()) is not None
            )
            if dialog:
                lines.keep(line)
            row = changed.save()
            if row and empty and len(row[name]) > before:
                raise Fault("a blank row is saved")

    def line(self, record, name, line_id):
        """Open a line, and change each of its fields."""
        model = f"{record.view.model}/{name}"
        lines = record.data[name]
        dialog = self.dialog(lines)
        if not (dialog or lines.view).allows("edit"):
            return
        with self.step(model, what="open a line"):
            opened = lines.edit(line_id, dialog)
            names = [
                field
                for field in opened.view.nodes
                if opened.view.typed(field, opened.names()) is not None
                and opened.view.infos[field]["type"] not in X2MANY
                and field not in (lines.inverse, "active")  # the line leaves the list
            ]
            for field in names:
                values = [(value, False) for value in plausible_values(opened, field)]
                for value, unfit in [*values, *odd_values(opened, field)]:
                    with (
                        self.step(model, field, f"change a line to {value!r:.20}"),
                        self._unfit(unfit),
                    ):
                        changed = record.as_loaded()
                        line = changed.data[name].edit(line_id, dialog)
                        line.type(field, value)
                        shown = self._comparable(line, field, line.data[field])
                        changed.data[name].keep(line)
                        self.save(changed, [name])
                        again = (
                            Record(
                                self.client, record.view, record.context, record.res_id
                            )
                            .open()
                            .data[name]
                        )
                        if field in again.view.nodes and line_id in again.records:
                            found = again.records[line_id].data[field]
                            found = self._comparable(line, field, found)
                            if found != shown:
                                raise Fault(f"typed {shown!r}, read {found!r}")

    def chosen(self, record, name):
        """Choose records for a list of links, and take one out again."""
        model = f"{record.view.model}/{name}"
        with self.step(model, what="choose"):
            changed = record.as_loaded()
            values = plausible_values(changed, name)
            for value in values:
                changed.type(name, value)
            self.save(changed, [name])
        for line in record.data[name].ids[:1]:
            with self.step(model, what="take out"):
                changed = record.as_loaded()
                changed.data[name].remove(line, 3)
                self.save(changed, [name])
