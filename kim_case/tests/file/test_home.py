from odoo.tests import HttpCase, tagged

from ..common import KimCommon

# Who → path of the screen that opens after the login.
HOME = {
    "cm_a": "kim-cases",
    "team_lead": "kim-register",
    "dpo": "kim-register",
    "auditor": "kim-access-log",
    "kim_admin": "kim-districts",
}


@tagged("post_install", "-at_install")
class TestHome(HttpCase, KimCommon):
    """After the login KIM opens for its people; Odoo stays as it was for all others."""

    def _home(self, user):
        """Return the home that the web client is told when ``user`` logs in.

        :return: ``ir.actions.act_window`` record, empty when there is none
        """
        self.authenticate(user.login, user.login)
        info = self.make_jsonrpc_request("/web/session/get_session_info")
        return self.env["ir.actions.act_window"].browse(info["home_action_id"] or [])

    def test_each_role_has_its_home(self):
        for name, path in HOME.items():
            with self.subTest(role=name):
                self.assertEqual(self._home(getattr(self, name)).path, path)

    def test_home_opens_with_the_rights_of_the_role(self):
        """Every role finds a screen that it may open."""
        for name in (*HOME, "coordination", "assistant", "participant"):
            user = getattr(self, name)
            with self.subTest(role=name):
                action = user._kim_home_action()
                model = self.env[action.res_model].with_user(user)
                model.check_access("read")
                model.get_views(action.views)
                menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
                self.assertIn(action.id, [m.get("action_id") for m in menus.values()])

    def test_own_choice_is_kept(self):
        chosen = self.env.ref("base.action_partner_form")
        self.cm_a.action_id = chosen.id
        self.assertEqual(self._home(self.cm_a).id, chosen.id)
        self.cm_a.kim_role = "team_lead"
        self.assertEqual(self.cm_a.action_id.id, chosen.id)

    def test_nothing_is_stored(self):
        """Logging in leaves the home action of the user empty, as it was."""
        self._home(self.cm_a)
        self.env.invalidate_all()
        self.assertFalse(self.cm_a.action_id)

    def test_no_role_no_home(self):
        self.assertFalse(self._home(self.plain_user))
        self.assertFalse(self._home(self.system_admin))
        self.cm_a2.kim_role = False
        self.assertFalse(self._home(self.cm_a2))
