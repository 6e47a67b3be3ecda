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
