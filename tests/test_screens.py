"""What holds for every screen of KIM, whichever addon brings it."""

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestScreens(TransactionCase):
    def actions_below(self, menu):
        """Return the window actions of a menu and all menus below it."""
        menus = self.env["ir.ui.menu"].search([("id", "child_of", menu.id)])
        actions = [entry.action for entry in menus if entry.action]
        return {
            action for action in actions if action._name == "ir.actions.act_window"
        }

    def test_a_phone_shows_cards_not_columns(self):
        """Lists outside the configuration have cards: columns are cut off at 360 px."""
        everything = self.actions_below(self.env.ref("kim_case.kim_menu_root"))
        settings = self.actions_below(self.env.ref("kim_case.kim_menu_configuration"))
        bodies = self.env.ref("kim_conference.kim_body_action")
        lists = {
            action
            for action in everything - settings | {bodies}
            if "list" in action.view_mode.split(",") and action.target != "new"
        }
        self.assertGreater(len(lists), 20)
        bare = [
            action.name
            for action in lists
            if not {"kanban", "calendar"} & set(action.view_mode.split(","))
        ]
        self.assertFalse(bare)

    def test_an_empty_screen_says_what_to_do(self):
        """Every list that a menu opens has a help text for when it is empty."""
        everything = self.actions_below(self.env.ref("kim_case.kim_menu_root"))
        silent = [
            action.name
            for action in everything
            if "list" in action.view_mode.split(",") and not action.help
        ]
        self.assertFalse(silent)
