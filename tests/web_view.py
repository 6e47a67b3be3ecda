"""What Odoo's web client makes of a view.

Follows ``web/static/src/model/relational_model``: active fields with their modifiers, the
specification of every call.
"""

import copy
import datetime
import functools
import time

from dateutil.relativedelta import relativedelta

from odoo.addons.kim_case.tools.dates import berlin_today

X2MANY = ("one2many", "many2many")
NUMBERS = ("integer", "float", "monetary")
FALSE = ("", "0", "False", "false", None)
TRUE = ("1", "True", "true")
# Widgets that show the names of what is linked, and what they ask for.
TAGS = {
    "many2many_tags": ("display_name",),
    "many2many_tags_avatar": ("display_name",),
    "many2many_avatar_user": ("display_name",),
    "many2many_tags_email": ("display_name", "email"),
    "many2many_binary": ("name", "mimetype"),
    "kim_domain_icons": ("display_name", "icon"),
}
LIMIT = 40


class Broken(Exception):
    """The browser would show an error of its own."""


@functools.cache
def _compiled(expression):
    return compile(expression.strip(), "<view>", "eval")


def evaluate(expression, names):
    """Return the value of an expression of a view.

    :param str expression: as it stands in the view
    :param dict names: what it may name
    :raises Broken: it names what is not there
    """
    try:
        return eval(_compiled(expression), _builtins(berlin_today()) | names)
    except TypeError:
        return False  # the browser compares what Python does not
    except NameError as error:
        raise Broken(f"{expression}: {error}") from error


@functools.lru_cache(1)
def _builtins(today):
    return {
        "__builtins__": {"bool": bool, "len": len, "max": max, "min": min, "set": set},
        "context_today": lambda: today,
        "current_date": str(today),
        "today": str(today),
        "now": f"{today} 12:00:00",
        "datetime": datetime,
        "relativedelta": relativedelta,
        "time": time,
        "true": True,
        "false": False,
    }


class Parent:
    """The record above a line, read by attribute as modifiers do."""

    def __init__(self, names):
        self._names = names

    def __getattr__(self, name):
        return self._names.get(name, False)


class View:
    """One view of a model.

    :param arch: node of the view, those of its x2many fields embedded
    :param str model: name of the model
    :param dict models: descriptions of the fields of ``get_views``
    """

    def __init__(self, arch, model, models):
        self.arch, self.type, self.model, self.models = arch, arch.tag, model, models
        self.infos = models[model]["fields"]
        self.nodes, self.buttons, self.behind = {}, [], set()
        for node in self._own(arch):
            if node.tag == "field" and node.get("name") in self.infos:
                self.nodes.setdefault(node.get("name"), []).append(node)
            elif node.get("type") in ("object", "action") and node.get("name"):
                self.buttons.append(node)

    def _own(self, node):
        for child in node:
            if not isinstance(child.tag, str) or child.tag == "groupby":
                continue
            yield child
            if child.tag != "field":
                yield from self._own(child)

    def within(self, lines):
        """Return this form as the dialog of a list: it knows the list's fields, too.

        :param View lines: the list; what only it shows is not typed in the dialog
        """
        dialog = copy.copy(self)
        vars(dialog).pop("_children", None)
        dialog.infos = {**lines.infos, **self.infos}
        dialog.models = {**lines.models, **self.models}
        dialog.behind = set(lines.nodes) - set(self.nodes)
        dialog.nodes = {
            **self.nodes,
            **{name: lines.nodes[name] for name in dialog.behind},
        }
        return dialog

    def allows(self, act):
        """Return whether the view offers "create", "edit", "delete" or "duplicate"."""
        return self.arch.get(act, "1").lower() not in ("0", "false")

    # ------------------------------------------------------------------
    # Modifiers
    # ------------------------------------------------------------------
    def _modifier(self, node, name, modifier):
        return node.get(modifier, str(bool(self.infos[name].get(modifier))))

    def _says(self, expression, names):
        if expression in FALSE:
            return False
        return True if expression in TRUE else bool(evaluate(expression, names))

    def hidden(self, name, names=None):
        """Return whether the client takes a field for invisible (its groups aside).

        :param names: what modifiers may name; None: asks for "always"
        """
        return all(
            any(
                text in TRUE if names is None else self._says(text, names)
                for text in (node.get("invisible"), node.get("column_invisible"))
            )
            for node in self.nodes[name]
        )

    def readonly(self, name, names):
        """Return whether the client leaves a field out of what it saves."""
        return all(
            self._says(self._modifier(node, name, "readonly"), names)
            for node in self.nodes[name]
        )

    def force_save(self, name):
        """Return whether a readonly field is saved all the same."""
        return any(node.get("force_save") in TRUE for node in self.nodes[name])

    def required(self, name, names):
        """Return whether the client asks for a value."""
        return any(
            self._says(self._modifier(node, name, "required"), names)
            for node in self.nodes[name]
        )

    def on_change(self, name):
        """Return whether a change is told to the server."""
        return any(node.get("on_change") in TRUE for node in self.nodes[name])

    def seen(self, node, names):
        """Return whether a node is on the screen, with its groups and pages."""
        while node is not None and node is not self.arch:
            if self._says(node.get("invisible"), names) or self._says(
                node.get("column_invisible"), names
            ):
                return False
            node = node.getparent()
        return True

    def typed(self, name, names):
        """Return the node by which people change the field now, or None."""
        for node in () if name in self.behind else self.nodes[name]:
            if self.seen(node, names) and not self._says(
                self._modifier(node, name, "readonly"), names
            ):
                return node
        return None

    # ------------------------------------------------------------------
    # What is asked for
    # ------------------------------------------------------------------
    @functools.cached_property
    def _children(self):
        found = {}
        for name, nodes in self.nodes.items():
            relation = self.infos[name].get("relation")
            found[name] = {
                child.tag: View(child, relation, self.models)
                for node in nodes
                for child in node
                if relation in self.models and child.tag in ("list", "kanban", "form")
            }
        return found

    def lines(self, name):
        """Return the view in which the lines of a field are shown, or None."""
        views = self._children[name]
        mode = next((node.get("mode") for node in self.nodes[name]), None)
        if mode in views:
            return views[mode]
        return views.get("list") or views.get("kanban")

    def dialog(self, name):
        """Return the form within the field, in which a line is opened, or None."""
        return self._children[name].get("form")

    def _tags(self, name):
        for node in self.nodes[name]:
            if node.get("widget") in TAGS:
                options = evaluate(node.get("options") or "{}", {})
                color = options.get("color_field")
                return [*TAGS[node.get("widget")], *([color] if color else [])]
        return []

    def specification(self, names=None):
        """Return what the client hands to web_read, web_save and onchange.

        :param dict names: what contexts of fields may name
        """
        spec = {}
        for name in self.nodes:
            kind, hidden = self.infos[name]["type"], self.hidden(name)
            spec[name] = {}
            if kind in X2MANY and not hidden:
                spec[name] = self._lines_specification(name, names)
            elif kind in ("many2one", "reference"):
                spec[name] = {"fields": {} if hidden else {"display_name": {}}}
            if "fields" in spec[name] and not hidden:
                context = self.context(name, names or {}, strict=False)
                spec[name] |= {"context": context} if context else {}
        for name, info in self.infos.items():  # properties name their parent
            if name in spec and info["type"] == "properties":
                above = spec.get(info.get("definition_record"))
                if above is not None:
                    above.setdefault("fields", {})["display_name"] = {}
        return spec

    def _lines_specification(self, name, names):
        lines, dialog = self.lines(name), self.dialog(name)
        fields = {tag: {} for tag in self._tags(name)}
        if not lines:
            return {"fields": fields}
        if dialog:
            fields |= {
                field: {"fields": {}}
                if dialog.infos[field]["type"] in ("many2one", "reference")
                else {}
                for field in dialog.nodes
            }
        found = {"fields": fields | lines.specification(names)}
        found["limit"] = int(lines.arch.get("limit") or LIMIT)
        if order := lines.arch.get("default_order"):
            found["order"] = order
        return found

    def context(self, name, names, strict=True):
        """Return the context that view or model give a field.

        :param bool strict: also what depends on the record; the specification leaves
            that out where it cannot be known
        """
        text = next((n.get("context") for n in self.nodes[name]), None)
        text = text or self.infos[name].get("context")
        if not text or text == "{}":
            return {}
        try:
            return evaluate(text, names) if isinstance(text, str) else text
        except Broken:
            if strict:
                raise
            return {}

    def domain(self, name, names):
        """Return the choices that view, or else the field, allow."""
        text = next((n.get("domain") for n in self.nodes[name]), None)
        text = text or self.infos[name].get("domain")
        return (evaluate(text, names) if isinstance(text, str) else text) or []
