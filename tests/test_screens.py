"""What holds for every screen of KIM, whichever addon brings it."""

import re
from pathlib import Path

import polib
from lxml import etree

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.kim_case.models.host.res_users import ROLES

ROOT = Path(__file__).resolve().parent.parent
MOST_ENTRIES = 9  # of a level of the menu
# What is also called “Settings”: those of Odoo, and those of a phone.
ELSEWHERE = ("Benutzer", "Users", "Kamera", "Camera")


@tagged("post_install", "-at_install")
class TestScreens(TransactionCase):
    def actions_below(self, menu):
        """Return the window actions of a menu and all menus below it."""
        menus = self.env["ir.ui.menu"].search([("id", "child_of", menu.id)])
        actions = [entry.action for entry in menus if entry.action]
        return {action for action in actions if action._name == "ir.actions.act_window"}

    def daily_lists(self):
        """Return the lists that people work with: all but those of the configuration."""
        everything = self.actions_below(self.env.ref("kim_case.kim_menu_root"))
        settings = self.actions_below(self.env.ref("kim_case.kim_menu_configuration"))
        bodies = self.env.ref("kim_conference.kim_body_action")  # stands in both
        return {
            action
            for action in (everything - settings) | {bodies}
            if "list" in action.view_mode.split(",")
        }

    def test_a_phone_shows_cards_not_columns(self):
        """Columns are cut off at 360 px; project groups keep the standard's screens."""
        lists = self.daily_lists() - {
            self.env.ref("kim_themes.kim_project_group_action")
        }
        self.assertGreater(len(lists), 20)
        bare = [
            action.name
            for action in lists
            if "kanban" not in action.view_mode.split(",")
        ]
        self.assertFalse(bare)

    def test_an_empty_screen_says_what_to_do(self):
        """Every list has a help text for when it is empty."""
        silent = [action.name for action in self.daily_lists() if not action.help]
        self.assertFalse(silent)

    def test_choices_speak_the_readers_language(self):
        """A list of choices taken from another model is read in German, too."""
        self.env["res.lang"]._activate_lang("de_DE")
        words = self.env["kim.data.category"].with_context(lang="de_DE")
        copied = dict(words.fields_get(["special_kind"])["special_kind"]["selection"])
        original = self.env["kim.case.special"].with_context(lang="de_DE")
        self.assertEqual(
            copied, dict(original.fields_get(["kind"])["kind"]["selection"])
        )
        self.assertNotEqual(copied["disability"], "Disability")

    def test_a_phone_shows_cards_within_forms(self):
        """Lists within a form have cards, too, once they have more than three columns."""
        forms = self.env["ir.ui.view"].search(
            [
                ("type", "=", "form"),
                ("model", "=like", "kim.%"),
                ("mode", "=", "primary"),
            ]
        )
        self.assertGreater(len(forms), 40)
        bare = []
        for form in forms:
            for field in form._get_combined_arch().iter("field"):
                columns = [
                    column
                    for column in field.findall("list/field")
                    if not column.get("column_invisible")
                    and column.get("optional") != "hide"
                    and column.get("widget") != "handle"
                ]
                cards = field.find("kanban") is not None or "kanban" in field.get(
                    "mode", ""
                )
                if len(columns) > 3 and not cards:
                    bare.append(f"{form.xml_id}: {field.get('name')}")
        self.assertFalse(bare)

    def shown_in_forms(self):
        """Yield view, node and field of what our forms show outside of their lists."""
        forms = self.env["ir.ui.view"].search(
            [
                ("type", "=", "form"),
                ("model", "=like", "kim.%"),
                ("mode", "=", "primary"),
            ]
        )
        for view in forms | self.env.ref("kim_case.res_partner_view_form_kim"):
            todo = [(view._get_combined_arch(), view.model)]
            while todo:
                node, model = todo.pop()
                if node.tag in ("list", "kanban", "search"):
                    continue
                if node.tag == "field":
                    field = self.env[model]._fields[node.get("name")]
                    if node.get("invisible") != "1":
                        yield view, node, field
                    if field.relational:
                        model = field.comodel_name
                todo += [(child, model) for child in node.iterchildren(etree.Element)]

    def test_what_people_write_is_as_wide_as_the_form(self):
        """Texts do not stand in half a row, titles do not end where a date would."""
        seen, narrow = 0, []
        for view, node, field in self.shown_in_forms():
            groups = []
            for above in node.iterancestors():
                if above.tag in ("form", "field", "notebook"):
                    break
                groups += [above] if above.tag == "group" else []
            seen += field.type in ("text", "html")
            if (
                field.type in ("text", "html")
                and len(groups) > 1
                and len(groups[1].findall("group")) > 1
                and groups[0].get("colspan") != "2"
            ):
                narrow.append(f"{view.xml_id}: {field.name}")
            parent, css = node.getparent(), node.get("class", "")
            if (
                parent.tag in ("h1", "h2", "h3")
                and field.type in ("char", "text")
                and not ("number" in field.name or "w-100" in css)
                and len(parent.findall("field")) == 1
            ):
                narrow.append(f"{view.xml_id}: {field.name} (title)")
        self.assertGreater(seen, 60)
        self.assertFalse(narrow)


@tagged("post_install", "-at_install")
class TestMenus(TransactionCase):
    """What people look for in the menu: few entries at a time, and all they may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        root = cls.env.ref("kim_case.kim_menu_root")
        cls.menus = cls.env["ir.ui.menu"].search([("id", "child_of", root.id)])
        cls.users = {}
        for role, _label in ROLES:
            if role != "individual":
                cls.users[role] = new_test_user(cls.env, f"kim_menu_{role}")
                cls.users[role].kim_role = role
        # Whoever has two roles, and the one person of a small office who has all.
        for name, others in {
            "case manager who coordinates": ("case_manager", "coordination"),
            "team lead with cases": ("case_manager", "team_lead"),
            "all in one": tuple(cls.users),
        }.items():
            cls.users[name] = new_test_user(cls.env, f"kim_menu_{len(cls.users)}")
            groups = cls.env["res.groups"].union(
                *(cls.users[other].group_ids for other in others)
            )
            cls.users[name].group_ids = [
                Command.set((groups | cls.env.ref("base.group_system")).ids)
            ]

    def seen(self, user):
        """Return the menus of KIM that a user finds."""
        found = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        return self.menus.filtered(lambda menu: menu.id in found)

    def test_few_entries_at_a_time(self):
        for name, user in self.users.items():
            seen = self.seen(user)
            for menu in seen:
                entries = seen.filtered(
                    lambda entry, menu=menu: entry.parent_id == menu
                )
                with self.subTest(user=name, menu=menu.complete_name):
                    self.assertLessEqual(len(entries), MOST_ENTRIES)

    def test_case_work_opens_as_a_short_list(self):
        """The web client shows a section with all that is grouped in it at once."""
        section = self.env.ref("kim_case.kim_menu_case")
        for role in ("case_manager", "team_lead"):
            seen = self.seen(self.users[role]).filtered("action")
            below = seen & self.menus.search([("id", "child_of", section.id)])
            self.assertTrue(below)
            self.assertLessEqual(len(below), MOST_ENTRIES, role)

    def test_nothing_is_hidden_by_what_it_lies_in(self):
        """An entry that names a role is found by it, in whatever group it lies."""
        for name, user in self.users.items():
            named = self.menus.filtered(
                lambda menu, user=user: (
                    menu.action and menu.group_ids & user.all_group_ids
                )
            )
            self.assertFalse(
                (named - self.seen(user)).mapped("complete_name"), f"hidden from {name}"
            )

    def test_paths_that_are_written_down(self):
        """Handbooks and messages say where to click: the menu says the same."""
        texts = {"de_DE": [], "en_US": []}
        for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
            texts["de_DE"] += path.read_text(encoding="utf-8").split("\n\n")
        for path in ROOT.glob("kim_*/i18n/de.po"):
            for entry in polib.pofile(str(path)):
                texts["de_DE"].append(entry.msgstr)
                texts["en_US"].append(entry.msgid)
        found = 0
        for lang, written in texts.items():
            menus = self.menus.with_context(lang=lang)
            for section in menus.filtered(
                lambda menu: menu.parent_id == self.env.ref("kim_case.kim_menu_root")
            ):
                below = menus.search([("id", "child_of", section.id)]) - section
                names = (*below.mapped("name"), "Neu", "New", *ELSEWHERE)
                for text in map(" ".join, map(str.split, written)):
                    for rest in re.findall(
                        rf"(?<!\w){re.escape(section.name)} [▸›] (.{{1,60}})", text
                    ):
                        found += 1
                        with self.subTest(section=section.name, rest=rest):
                            self.assertTrue(rest.startswith(names))
        self.assertGreater(found, 30)
