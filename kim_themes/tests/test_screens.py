from lxml import etree

from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import ThemesCommon

READERS = (
    "cm_a",
    "team_lead",
    "member",
    "participant",
    "assistant",
    "coordination",
    "auditor",
    "dpo",
)


@tagged("post_install", "-at_install")
class TestScreens(ThemesCommon):
    """Every screen opens for everyone who has its menu, and the minutes say it all."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls._report()
        cls.theme = cls._theme(
            need_report_ids=[Command.set(cls.report.ids)],
            cluster_id=cls._cluster().id,
        )
        cls.item = cls._item(cls.theme)
        cls.decision = cls._decision(cls.item)
        cls.result = cls.env["kim.result"].create(
            {
                "name": "Antrag (Test)",
                "kind": "translated_form",
                "district_id": cls.district_north.id,
                "theme_ids": [Command.set(cls.theme.ids)],
                "is_public": True,
            }
        )

    def test_empty_screens_ask_only_for_what_one_may_do(self):
        for model in ("kim.theme", "kim.theme.cluster", "kim.decision", "kim.result"):
            records = self.env[model]
            with self.subTest(model=model):
                # as the window action asks: past the rules, for the reader
                steering = records.with_user(self.coordination).sudo()
                self.assertIn("DO THIS", steering.get_empty_list_help("DO THIS"))
                for guest in (self.participant, self.auditor):
                    words = (
                        records.with_user(guest).sudo().get_empty_list_help("DO THIS")
                    )
                    self.assertNotIn("DO THIS", words)
                    self.assertTrue(words)

    def _spec(self, node_fields, fields_info):
        """Return what the web client asks for: all fields of a view, with lines."""
        return {
            name: {"fields": {"display_name": {}}}
            if fields_info[name]["type"] in ("many2one", "many2many", "one2many")
            else {}
            for name in node_fields
        }

    def test_screens_open(self):
        for login in READERS:
            user = getattr(self, login)
            menus = self.env["ir.ui.menu"].with_user(user)
            menus = menus.browse(menus._visible_menu_ids())
            for menu in menus.filtered(
                lambda m: (
                    m.get_external_id()[m.id].startswith("kim_themes.") and m.action
                )
            ):
                action = menu.sudo().action
                records = (
                    self.env[action.res_model]
                    .with_user(user)
                    .with_company(user.company_id)
                )
                modes = [(False, mode) for mode in action.view_mode.split(",")]
                views = records.get_views([*modes, (False, "search")])
                for mode, view in views["views"].items():
                    if mode in ("search", "pivot", "graph"):
                        continue
                    info = views["models"][action.res_model]["fields"]
                    names = self._field_names(view["arch"], info)
                    with self.subTest(user=login, menu=menu.name, mode=mode):
                        self.env.invalidate_all()
                        records.web_search_read([], self._spec(names, info), limit=80)

    @staticmethod
    def _field_names(arch, info):
        tree = etree.fromstring(arch)
        return {
            node.get("name")
            for node in tree.iter("field")
            if not any(parent.tag == "field" for parent in node.iterancestors())
            and node.get("name") in info
        }

    def test_menus_per_role(self):
        def sees(user, name):
            menu = self.env.ref(f"kim_themes.{name}")
            return menu.id in self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()

        for login in READERS:
            user = getattr(self, login)
            self.assertTrue(sees(user, "kim_theme_menu"), login)
            self.assertEqual(
                sees(user, "kim_measure_menu"),
                login in ("assistant", "coordination"),
                login,
            )
        for user in (self.plain_user, self.kim_admin, self.system_admin):
            self.assertFalse(sees(user, "kim_theme_menu"), user.login)

    def test_only_the_coordination_drags_cards(self):
        for login in READERS:
            themes = self.env["kim.theme"].with_user(getattr(self, login))
            arch = etree.fromstring(themes.get_view(view_type="kanban")["arch"])
            with self.subTest(user=login):
                self.assertEqual(
                    arch.get("records_draggable") == "false",
                    login not in ("assistant", "coordination"),
                )

    def test_themes_without_a_cluster_are_seen(self):
        theme = self._theme(name="Noch ohne Cluster")
        themes = self.env["kim.theme"].with_user(self.coordination)

        def shown(opening_info=None):
            result = themes.web_read_group(
                [("id", "=", theme.id)],
                ["cluster_id"],
                auto_unfold=True,
                opening_info=opening_info,
                unfold_read_specification={"name": {}},
            )
            column = next(g for g in result["groups"] if not g["cluster_id"])
            return [record["id"] for record in column.get("__records", ())]

        self.assertEqual(shown(), theme.ids)
        self.assertEqual(shown([{"value": False, "folded": True}]), [])

    def test_capture_in_the_session_form(self):
        session = self._session(self.cm_a)
        with Form(session) as form:
            for number in range(8):
                with form.theme_ids.new() as line:
                    line.name = f"Thema {number}"
        self.assertEqual(
            session.theme_ids.sorted("id").mapped("name"),
            [f"Thema {number}" for number in range(8)],
        )
        self.assertEqual(session.theme_ids.municipality_id, self.town_a)

    def test_decision_form(self):
        draft = self.env["kim.decision"].with_user(self.coordination)
        item = self._item(self._theme(), rank=3)
        with Form(draft.with_context(default_agenda_item_id=item.id)) as form:
            form.wording = "Die Lenkungsgruppe nimmt zur Kenntnis …"
            form.result = "noted"
        decision = form.record
        self.assertEqual(decision.theme_ids, item.theme_ids)
        self.assertEqual(decision.rank, 3)

    def test_minutes_name_themes_and_decisions(self):
        session = self._session(self.coordination)
        session.theme_ids = [
            Command.create({"name": "Erstes Thema", "problem": "Beschreibung"}),
            Command.create({"name": "Zweites Thema", "theme_kind": "gap"}),
        ]
        session.action_mark_held()
        session.action_minute()
        themes = session.minutes_ids._content()["themes"]
        self.assertEqual(
            [theme["name"] for theme in themes], ["Erstes Thema", "Zweites Thema"]
        )
        self.assertEqual(themes[1]["kind"], "Gap")
        meeting = self.decision.session_id
        meeting._door_write({"date_start": self.yesterday})
        meeting.action_mark_held()
        meeting.action_minute()
        minutes = meeting.minutes_ids
        self.assertEqual(
            minutes._content()["decisions"][0]["number"], self.decision.number
        )
        reports = self.env["ir.actions.report"]
        html = reports._render_qweb_html(
            "kim_conference.report_session_minutes", minutes.ids
        )[0].decode()
        self.assertIn(self.decision.wording, html)

    def test_home(self):
        """The coordination begins on the board, whoever takes part with the sessions."""
        homes = {
            "coordination": "kim-themes",
            "assistant": "kim-sessions",
            "member": "kim-sessions",
            "cm_a": "kim-cases",
            "team_lead": "kim-register",
        }
        for login, path in homes.items():
            with self.subTest(login=login):
                self.assertEqual(getattr(self, login)._kim_home_action().path, path)
