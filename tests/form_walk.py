"""A walk through every screen that a user reaches, and what may come of it."""

import collections
import contextlib
import hashlib
import re

from form_client import ENGLISH, Client, Fault, Refused
from form_lines import WalkLines
from form_lists import WalkLists
from form_values import odd_values, plausible_values
from lxml import etree
from web_client import Lines, Record, sent
from web_view import X2MANY, Broken, View, evaluate

from odoo.tools import html2plaintext

from odoo.addons.web.controllers.utils import clean_action

DEPTH = 4  # a list, its record, a dialog of that, what the dialog opens


class Walk(WalkLists, WalkLines):
    """The walk of one user.

    :param env: environment of the superuser
    :param user: ``res.users``
    :param set shared: what users before have tried; one is enough
    """

    def __init__(self, env, user, shared):
        self.env = env
        self.client = Client(
            env(
                user=user.id,
                su=False,
                context={
                    "lang": "de_DE",
                    "tz": "Europe/Berlin",
                    "uid": user.id,
                    "allowed_company_ids": user.company_ids.ids,
                },
            )
        )
        self.shared, self.seen = shared, set()
        self.models = shown_models(env)
        self.faults, self.counted = set(), collections.Counter()
        self.refusals = collections.Counter()

    # ------------------------------------------------------------------
    # How a step may end
    # ------------------------------------------------------------------
    @contextlib.contextmanager
    def step(self, model, field="", what=""):
        """Note what is wrong with a step, and undo in the database what it did."""
        savepoint = self.env.cr.savepoint()
        self.counted["steps"] += 1
        try:
            yield
        except Refused as refusal:
            self.counted["refused"] += 1
            self.refusals[f"{model} {field} [{what}]: {refusal}"] += 1
        except (Fault, Broken) as fault:
            line = re.sub(r"\d+", "#", " ".join(str(fault).split()))[:260]
            self.faults.add(f"{model} {field} [{what}]: {line}")
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def first(self, *key):
        """Return whether this user does so for the first time."""
        new = key not in self.seen
        self.seen.add(key)
        return new

    def first_of_all(self, *key):
        """Return whether no user has done so before."""
        new = key not in self.shared
        self.shared.add(key)
        return new

    # ------------------------------------------------------------------
    # Menus and actions
    # ------------------------------------------------------------------
    def menus(self):
        """Walk every window behind a menu entry."""
        menus = self.client.ask("ir.ui.menu", "load_menus", False)
        for menu in menus.values():
            if menu.get("action_model") in (
                "ir.actions.act_window",
                "ir.actions.server",
            ):
                with self.step(menu["name"], what="menu"):
                    action = self.load(menu["action_id"], menu["action_model"])
                    self.follow(action, {}, 0)

    def load(self, action_id, model=None):
        """Return an action as the client loads it."""
        actions = self.client.env["ir.actions.actions"].sudo()
        if not str(action_id).isdigit():
            action_id = self.env.ref(action_id).id
        model = model or actions.browse(int(action_id)).type
        action = self.client.env[model].sudo().browse(int(action_id))
        if model == "ir.actions.act_window":
            return clean_action(action._get_action_dict(), self.client.env)
        return action.read()[0]

    def follow(self, action, context, depth):
        """Do what an action says, if it opens a window or runs on the server."""
        if not isinstance(action, dict) or depth > DEPTH:
            return
        if action.get("tag") == "display_notification":
            self.client.judge(f"{action['params'].get('message', '')}.")
            return self.follow(action["params"].get("next"), context, depth)
        if action.get("type") == "ir.actions.server":
            found = self.client.ask(
                "ir.actions.server", "run", [action["id"]], context=context
            )
            action = found and clean_action(found, self.client.env)
            return self.follow(action, context, depth)
        if action.get("type") == "ir.actions.act_window":
            self.window(clean_action(action, self.client.env), context, depth)

    def window(self, action, context, depth):
        """Open every view of a window action."""
        model = action["res_model"]
        if model not in self.models:
            return
        names = {
            **self.client.env.context,
            **context,
            "context": {**self.client.env.context, **context},
            "uid": self.client.env.uid,
        }
        own = action.get("context") or {}
        own = evaluate(own, names) if isinstance(own, str) else own
        domain = action.get("domain") or []
        domain = evaluate(domain, names) if isinstance(domain, str) else domain
        context = {**self.client.env.context, **context, **own}
        views = [tuple(view) for view in action["views"]]
        defaults = frozenset(key for key in context if key.startswith("default_"))
        known = (model, *views, str(domain) if not action.get("res_id") else "")
        if not self.first("window", known, defaults, action.get("target")):
            return
        if depth and not model.startswith("kim.") and not self.first("host", *views):
            return
        search = (action.get("search_view_id") or [False])[0]
        self.counted["windows"] += 1
        with self._opens():
            answer = self.client.ask(
                model,
                "get_views",
                [*views, (search, "search")],
                {"toolbar": True, "load_filters": True},
                context=context,
            )
        rows, ours = [], model.startswith("kim.")
        for _view_id, kind in views:
            view = self.view(answer, model, kind)
            self.counted["views"] += 1
            if kind in ("list", "kanban"):
                rows = self.listed(view, context, domain, action, depth) or rows
            elif kind in ("pivot", "graph", "calendar") and ours:
                self.drawn(view, context, domain)
            elif kind == "form":
                ids = [action["res_id"]] if action.get("res_id") else rows
                self.form(
                    view, context, ids, depth, dialog=action.get("target") == "new"
                )
        self.search(answer, model, context, domain, ours)

    def view(self, answer, model, kind):
        """Return a view of ``get_views``; its words are read once."""
        arch = etree.fromstring(answer["views"][kind]["arch"])
        view = View(arch, model, answer["models"])
        text = answer["views"][kind]["arch"]
        view.key = hashlib.md5(text.encode()).hexdigest()
        view.shared = (model, kind, answer["views"][kind]["id"])
        if self.first_of_all("words", view.key) and "kim_" in text:
            for node in arch.iter():
                for word in ("string", "help", "placeholder", "confirm", "title"):
                    if len(ENGLISH.findall(node.get(word) or "")) > 1:
                        self.faults.add(
                            f"{model} {node.get('name')} says {node.get(word)}"
                        )
        return view

    # ------------------------------------------------------------------
    # Forms
    # ------------------------------------------------------------------
    def form(self, view, context, ids, depth, dialog):
        """Open records in a form (or an editable list), and New."""
        for res_id in ids:
            with self.step(view.model, what="open"):
                with self._opens():
                    record = Record(self.client, view, context, res_id).open()
                state = str(
                    sent(record.data.get("state") or record.data.get("phase_kind"))
                )
                if not self.first("form", view.key, state):
                    continue
                self.counted["screens"] += 1
                self.existing(record, state, depth)
        if view.allows("create") and not (dialog and ids):
            if self.client.env[view.model].has_access("create"):
                self.new(view, context, depth, dialog)

    def existing(self, record, state, depth):
        """Change each field and line of a record, press its buttons, delete it."""
        view, model = record.view, record.view.model
        if view.allows("edit") and self.client.env[model].has_access("write"):
            self.whole(record)
            for name in view.nodes:
                kind = view.infos[name]["type"]
                if view.typed(name, record.names()) is None:
                    continue
                if kind in X2MANY and view.lines(name):
                    self.lines(record, name)
                elif self.is_ours(record, name) and self.first_of_all(
                    "field", view.shared, name
                ):
                    self.one_by_one(record, name)
        self.buttons(record, depth)
        if view.type == "form" and self.first_of_all("acts", view.shared, state):
            if view.allows("delete"):
                with self.step(model, what="delete"):
                    self.client.call(model, "unlink", [record.res_id])
            if view.allows("duplicate") and view.allows("create"):
                with self.step(model, what="duplicate"):
                    (copy,) = self.client.call(model, "copy", [record.res_id])
                    Record(self.client, view, record.context, copy).open()

    def whole(self, record):
        """Change all fields of a form one after the other, then save."""
        for variant in (0, 1):
            with self.step(record.view.model, what="change everything"):
                changed = record.as_loaded()
                self.save(changed, self.fill(changed, variant), again=True)
                return

    def one_by_one(self, record, name):
        """Change one field to what makes sense, then to what does not, and save."""
        model = record.view.model
        with self.step(model, name, "values"):
            plausible = plausible_values(record, name)
            for value in plausible:
                with self.step(model, name, "change"):
                    changed = record.as_loaded()
                    changed.type(name, value)
                    self.save(changed, [name])
            for value, unfit in odd_values(record, name):
                with (
                    self.step(model, name, f"change to {value!r:.20}"),
                    self._unfit(unfit),
                ):
                    changed = record.as_loaded()
                    changed.type(name, value)
                    self.save(changed, [name])

    @contextlib.contextmanager
    def _opens(self):
        """Whatever is offered opens: a button or menu that leads to a refusal is none."""
        try:
            yield
        except Refused as refusal:
            raise Fault(f"does not open: {refusal}") from refusal

    @contextlib.contextmanager
    def _unfit(self, unfit):
        self.client.unfit = unfit
        try:
            yield
        finally:
            self.client.unfit = False

    def new(self, view, context, depth, dialog):
        """Fill in a new record and save it; press the buttons of a dialog."""
        defaults = frozenset(key for key in context if key.startswith("default_"))
        if not self.first("new", view.key, defaults):
            return
        self.counted["screens"] += 1
        for variant in (0, 1):
            with self.step(view.model, what="New"):
                with self._opens():
                    record = Record(self.client, view, context).new()
                self.save(record, self.fill(record, variant), again=True)
                self.counted["new"] += bool(record.res_id)
                if record.res_id and (dialog or depth < 2):
                    self.buttons(record, depth)
                return

    def fill(self, record, variant=0):
        """Fill in every field that is on the screen; return the names of them.

        Twice: what was typed may bring others on the screen.

        :param int variant: which of the plausible values
        """
        view, done = record.view, []
        for _again in range(2):
            for name in view.nodes:
                if name in done or view.typed(name, record.names()) is None:
                    continue
                done.append(name)
                if view.infos[name]["type"] in X2MANY and view.lines(name):
                    self.fill_lines(record.data[name], variant)
                    continue
                kind = view.infos[name]["type"]
                if not record.res_id and kind == "boolean" and not variant:
                    continue  # what is ticked takes other fields off the screen
                values = plausible_values(record, name)
                if values and (record.res_id or not record.data.get(name)):
                    record.type(name, values[min(variant, len(values) - 1)])
        return done

    def fill_lines(self, lines, variant=0):
        """Change the first line, and add one."""
        form = self.dialog(lines)
        if lines.ids and (form or lines.view).allows("edit") and lines.inverse:
            if form or lines.view.arch.get("editable"):
                line = lines.edit(lines.ids[0], form)
                self.fill(line, variant)
                lines.keep(line)
        if self.may_add(lines):
            self.filled_line(lines, variant)

    def save(self, record, typed, again=False):
        """Save, and compare what comes back with what was shown before.

        :param list typed: names of the fields that were typed
        :param bool again: open the record anew, too
        """
        self.counted["saves"] += 1
        if record.missing():
            self.counted["incomplete"] += 1
            return
        shown = {name: record.data[name] for name in typed}
        row = record.save()
        if row is None:
            return
        self.counted["saved"] += 1
        for name, value in shown.items():
            self._compare(record, name, value, row[name])
        if again:
            found = Record(self.client, record.view, record.context, record.res_id)
            found = found.open().row
            names = [
                name
                for name in row
                if self.is_ours(record, name)
                and _unordered(row[name]) != _unordered(found[name])
            ]
            if names:
                raise Fault(f"read again with another value: {names}")

    def _compare(self, record, name, shown, row):
        """Raise ``Fault`` where a typed value comes back changed."""
        if not self.is_ours(record, name):
            return
        if isinstance(shown, Lines):
            kept = [
                line
                for line in shown.ids
                if shown.records[line].res_id or shown.records[line].dirty
            ]
            left = any(
                line.data.get("active") is False or shown.inverse in line.changed
                for line in shown.shown()
            )
            if not (left or len(kept) <= len(row) <= len(shown.ids)):
                raise Fault(f"{name}: {len(shown.ids)} lines, {len(row)} saved")
            return
        shown, found = (
            self._comparable(record, name, shown),
            self._comparable(record, name, row),
        )
        if shown != found:
            raise Fault(f"{name}: typed {shown!r:.60}, saved {found!r:.60}")

    def is_ours(self, record, name):
        """Odoo may do with its own as it likes: "http://" before a website, say."""
        return record.view.model.startswith("kim.") or name.startswith("kim_")

    def _comparable(self, record, name, value):
        kind = record.view.infos[name]["type"]
        if kind == "html":
            return html2plaintext(value or "").strip()
        if kind in ("float", "monetary"):
            return round(value or 0, 2)
        return sent(value) or False

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------
    def buttons(self, record, depth):
        """Press every button that is on the screen, and follow what it opens."""
        view, names = record.view, record.names()
        for node in view.buttons:
            if not view.seen(node, names) or not record.res_id:
                continue
            name = node.get("name")
            state = str(sent(record.data.get("state")))
            if not self.first("button", view.model, name, node.get("context"), state):
                continue
            with self.step(view.model, name, "button"):
                self.press(record, node, names, depth)

    def press(self, record, node, names, depth):
        """Press a button; what it opens is walked before it is undone."""
        self.counted["buttons"] += 1
        model, name = record.view.model, node.get("name")
        own = evaluate(node.get("context") or "{}", names)
        active = {
            "active_id": record.res_id,
            "active_ids": [record.res_id],
            "active_model": model,
        }
        if node.get("type") == "action":
            action = self.load(name)
        else:
            args = evaluate(node.get("args") or "[]", names)
            context = {**record.context, **own}
            try:
                action = self.client.call(
                    model, name, [record.res_id], *args, context=context
                )
            except Refused as refusal:
                if refusal.of_right:
                    raise Fault(f"offered to the wrong person: {refusal}") from refusal
                raise
        if isinstance(action, dict):
            kept = {
                key: value
                for key, value in record.context.items()
                if not key.startswith(("default_", "search_default_"))
            }
            self.follow(action, {**kept, **own, **active}, depth + 1)


def shown_models(env):
    """Return the names of the models that KIM brings, or shows in a view of its own."""
    data = env["ir.model.data"].search(
        [("module", "=like", "kim\\_%"), ("model", "=", "ir.ui.view")]
    )
    return set(env["ir.ui.view"].browse(data.mapped("res_id")).mapped("model"))


def _unordered(value):
    """Return rows by id: links come in the order of the last change, or of the model."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return sorted(value, key=lambda row: str(row.get("id")))
    return sorted(value) if isinstance(value, list) else value
