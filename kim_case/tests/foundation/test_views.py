from ast import literal_eval

from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import KimCommon

# Role → path of the screen on which the app opens, with kim_case alone.
LANDING = {
    "cm_a": "kim-cases",
    "auditor": "kim-access-log",
    "team_lead": "kim-register",
    "dpo": "kim-register",
    "kim_admin": "kim-districts",
}


@tagged("post_install", "-at_install")
class TestViews(KimCommon):
    """What a role finds in the menu opens for it, with a word for the empty screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            name: getattr(cls, name)
            for name in (
                "cm_a",
                "team_lead",
                "coordination",
                "assistant",
                "participant",
                "auditor",
                "dpo",
                "kim_admin",
                "system_admin",
            )
        }
        cls.case = cls._case()
        cls.env["kim.inquiry"].with_user(cls.cm_a).create(
            {"access_route_id": cls.route.id, "company_id": cls.company_town_a.id}
        )

    def _our_actions(self):
        """Return the window actions of this addon."""
        data = self.env["ir.model.data"].search(
            [("module", "=", "kim_case"), ("model", "=", "ir.actions.act_window")]
        )
        return self.env["ir.actions.act_window"].browse(data.mapped("res_id"))

    def _menus_of(self, user):
        """Return the menus below KIM that ``user`` sees, as the web client loads them."""
        menus = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        root = menus.get(self.env.ref("kim_case.kim_menu_root").id)
        if not root:
            return []
        found, todo = [], list(root["children"])
        while todo:
            menu = menus[todo.pop(0)]
            todo = list(menu["children"]) + todo
            found.append(menu)
        return found

    def _open(self, action, user):
        """Load the views of an action as ``user`` and read its records."""
        self.env.invalidate_all()  # what the system read is not in a user's cache
        model = self.env[action.res_model].with_user(user)
        views = model.get_views(
            [*action.views, (action.search_view_id.id, "search")],
            {"action_id": action.id, "toolbar": True},
        )["views"]
        context = {**self.env.context, "uid": user.id, "active_id": self.case.id}
        domain = safe_eval(action.domain or "[]", context)
        for kind in ("list", "kanban"):
            if kind in views:
                arch = etree.fromstring(views[kind]["arch"])
                names = {
                    node.get("name")
                    for node in arch.iter("field")
                    if node.get("name") in model._fields
                }
                model.web_search_read(domain, {name: {} for name in names}, limit=80)
        return views

    def test_menus_open_for_each_role(self):
        for name, user in self.people.items():
            opened = 0
            for menu in self._menus_of(user):
                if menu.get("action_model") != "ir.actions.act_window":
                    continue
                action = self.env["ir.actions.act_window"].browse(menu["action_id"])
                with self.subTest(role=name, menu=menu["name"]):
                    self._open(action, user)
                    opened += 1
            self.assertTrue(opened, f"{name} finds nothing under KIM")

    def test_landing(self):
        for name, path in LANDING.items():
            first = next(
                menu for menu in self._menus_of(self.people[name]) if menu["action_id"]
            )
            action = self.env["ir.actions.act_window"].browse(first["action_id"])
            self.assertEqual(action.path, path, name)

    def test_no_menu_without_role(self):
        self.assertFalse(self._menus_of(self.plain_user))
        admin_sees = {menu["xmlid"] for menu in self._menus_of(self.system_admin)}
        self.assertNotIn("kim_case.kim_case_menu", admin_sees)
        self.assertIn("kim_case.kim_access_log_menu", admin_sees)

    def test_actions_have_path_and_word_for_empty_screens(self):
        for action in self._our_actions():
            with self.subTest(action=action.xml_id):
                self.assertNotIn("tree", action.view_mode)
                if action.target == "new":
                    continue
                self.assertIn("o_view_nocontent_smiling_face", action.help or "")
                if not action.xml_id.endswith("_case"):
                    self.assertTrue(action.path)
                literal_eval(action.context.replace("active_id", "1"))

    def test_archs(self):
        views = self.env["ir.ui.view"].search(
            [("model", "=like", "kim.%"), ("type", "!=", "qweb")]
        )
        self.assertTrue(views)
        no_birth = ("kim.case", "kim.client", "kim.case.access", "kim.case.spell")
        for view in views:
            arch = etree.fromstring(view.arch)
            with self.subTest(view=view.xml_id):
                self.assertFalse(list(arch.iter("tree")))
                if view.model in no_birth and arch.tag in ("list", "form", "kanban"):
                    self.assertIn(arch.get("create"), ("0", "false"))
                for node in arch.iter("field"):
                    if node.get("widget") == "phone":
                        self.assertIn("'enable_sms': False", node.get("options", ""))

    def test_form_of_a_case_leaves_special_data_closed(self):
        arch = etree.fromstring(
            self.env["kim.case"]
            .with_user(self.cm_a)
            .get_views([(False, "form")])["views"]["form"]["arch"]
        )
        names = {node.get("name") for node in arch.iter("field")}
        self.assertNotIn("special_ids", names)
        self.assertIn("wish", names)

    def test_names_on_boards_are_read_under_the_rule(self):
        """A colleague of the same town finds neither the case nor the name."""
        board = self.env["kim.case"].with_user(self.cm_a2)
        self.assertFalse(board.web_search_read([], {"client_last_name": {}})["records"])
        mine = (
            self.env["kim.case"]
            .with_user(self.cm_a)
            .web_search_read([("id", "=", self.case.id)], {"client_last_name": {}})
        )
        self.assertEqual(mine["records"][0]["client_last_name"], "Test-Klientin")

    def test_every_country_in_one_region(self):
        regions = self.env["kim.origin.region"].search([("district_id", "=", False)])
        countries = [c for region in regions for c in region.country_ids.ids]
        self.assertEqual(len(countries), len(set(countries)), "a country stands twice")
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "base"), ("model", "=", "res.country")]
        )
        self.assertFalse(set(shipped.mapped("res_id")) - set(countries))

    def test_new_parts_can_be_given_a_case(self):
        """“New” is no dead end: the case can be chosen, or there is no “New”."""
        part = self.env.registry["kim.case.part.mixin"]
        given = {"kim.case.special"}  # opens from its case alone, which fills it in
        forms = self.env["ir.ui.view"].search(
            [("type", "=", "form"), ("mode", "=", "primary")]
        )
        checked = 0
        for form in forms:
            model = self.env.registry.get(form.model, object)
            if not issubclass(model, part) or form.model in given:
                continue
            arch = etree.fromstring(form.arch)
            nodes = arch.xpath("//field[@name='case_id'][not(ancestor::field)]")
            checked += len(nodes)
            closed = [
                node
                for node in nodes
                if node.get("invisible") == "1" or node.get("readonly") == "1"
            ]
            if closed:
                self.assertEqual(arch.get("create"), "0", form.xml_id)
        self.assertTrue(checked)
