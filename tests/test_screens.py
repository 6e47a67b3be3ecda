"""What holds for every screen of KIM, whichever addon brings it."""

from odoo.tests import TransactionCase, tagged


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
