from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.kim_case.tests.common import NOT_YOURS

from .common import ThemesCommon

DENIED = (
    "coordination_south",
    "cm_city",
    "participant_south",
    "kim_admin",
    "plain_user",
    "system_admin",
    "portal_user",
)


@tagged("post_install", "-at_install")
class TestRights(ThemesCommon):
    """Rows 14, 15 and 27 of the access matrix, both ways."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cluster = cls._cluster()
        cls.theme = cls._theme(cluster_id=cls.cluster.id)
        cls.decision = cls._decision(cls._item(cls.theme))
        cls.result = (
            cls.env["kim.result"]
            .with_user(cls.coordination)
            .create(
                {
                    "name": "Antrag eAT übersetzt (Test)",
                    "kind": "translated_form",
                    "district_id": cls.district_north.id,
                    "theme_ids": [Command.set(cls.theme.ids)],
                }
            )
        )
        cls.event = cls.theme.event_ids[0]

    def _reads(self, user, record):
        record = record.with_user(user).with_company(user.company_id)
        try:
            return bool(record.search([("id", "=", record.id)]))
        except AccessError:
            return False

    def test_who_reads_themes(self):
        readers = (
            "cm_a",
            "cm_ab",
            "team_lead",
            "coordination",
            "assistant",
            "auditor",
            "dpo",
            "member",
        )
        for record in (self.theme, self.cluster, self.event, self.result):
            for login in readers:
                with self.subTest(model=record._name, user=login):
                    self.assertTrue(self._reads(getattr(self, login), record))
            for login in (*DENIED, "participant"):
                with self.subTest(model=record._name, user=login):
                    self.assertFalse(self._reads(getattr(self, login), record))

    def test_membership_is_dated(self):
        self.interface_group.seat_ids.holder_ids.write(
            {"date_from": "2020-01-01", "date_until": self.yesterday}
        )
        self.assertFalse(self._reads(self.member, self.theme))
        with self.assertRefused("You have no right to", AccessError):
            self._theme(self.member)

    def test_public_results_for_everyone_who_takes_part(self):
        self.result.is_public = True
        self.assertTrue(self._reads(self.participant, self.result))
        self.assertFalse(self._reads(self.participant_south, self.result))

    def test_who_raises_themes(self):
        for login in (
            "cm_a",
            "team_lead",
            "member",
            "assistant",
            "coordination",
        ):
            with self.subTest(user=login):
                theme = self._theme(getattr(self, login))
                self.assertEqual(theme.state, "raw")
                self.assertTrue(theme.number)
        for login in (*DENIED, "participant", "auditor", "dpo"):
            with (
                self.subTest(user=login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._theme(getattr(self, login))

    def test_who_raises_does_not_steer(self):
        session_b = self._session(self.cm_ab, municipality_id=self.town_b.id)
        for user in (self.cm_a, self.team_lead, self.member):
            with self.subTest(user=user.login):
                theme = self._theme(user)
                theme.name = "richtig geschrieben"  # one's own, while it is new
                with self.assertRefused("You have no right to", AccessError):
                    self._theme().with_user(user).name = "anders"
                with self.assertRefused(
                    "The coordination sets the course of a theme", AccessError
                ):
                    theme.action_check()
                with self.assertRefused(
                    "The coordination clusters themes", AccessError
                ):
                    theme.cluster_id = self.cluster
                with self.assertRefused(
                    "The coordination clusters themes", AccessError
                ):
                    self._theme(user, cluster_id=self.cluster.id)
                with self.assertRefused("You have no right to", AccessError):
                    self._theme(user, session_id=session_b.id)
                with self.assertRefused(
                    "The coordination sets the course of a theme", AccessError
                ):
                    theme.action_submit()
                with self.assertRefused(
                    "The coordination sets the course of a theme", AccessError
                ):
                    theme._merge_into(self.theme)
                with self.assertRefused("” cannot be set to this", AccessError):
                    theme.session_id = session_b
                theme.with_user(self.coordination).action_check()
                with self.assertRefused("You have no right to", AccessError):
                    theme.name = "zu spät"

    def test_foreign_need_report(self):
        foreign = self._report(self.cm_ab, municipality_id=self.town_b.id)
        with self.assertRefused("You have no right to", AccessError):
            self._theme(self.cm_a, need_report_ids=[Command.set(foreign.ids)])
        with self.assertRefused("You have no right to", AccessError):
            self._theme(self.cm_a).need_report_ids = foreign

    def test_assistant_and_coordination_steer(self):
        for user in (self.assistant, self.coordination):
            theme = self._theme().with_user(user)
            theme.action_check()
            theme.write({"name": "anders", "cluster_id": self.cluster.id})
            self.assertEqual(theme.state, "clustered")

    def test_other_district_steers_nothing(self):
        theme = self.theme.with_user(self.coordination_south)
        with self.assertRefused("You have no right to", AccessError):
            theme._transition("rejected", "Grund")
        with self.assertRefused("You have no right to", AccessError):
            theme.action_undo_merge()

    def test_decisions(self):
        everyone = ("cm_a", "team_lead", "participant", "member")
        for login in ("coordination", "assistant", "auditor", "dpo"):
            self.assertTrue(self._reads(getattr(self, login), self.decision), login)
        for login in (*everyone, *DENIED):
            self.assertFalse(self._reads(getattr(self, login), self.decision), login)
        draft = self._decision(
            self._item(self._theme(), self.decision.session_id), record=False
        )
        self.decision.session_id.sudo()._door_write({"state": "published"})
        for login in everyone:
            self.assertTrue(self._reads(getattr(self, login), self.decision), login)
            self.assertFalse(self._reads(getattr(self, login), draft), login)
        for login in DENIED:
            self.assertFalse(self._reads(getattr(self, login), self.decision), login)
        for login in (*everyone, "auditor", "dpo"):
            with (
                self.subTest(user=login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._decision(draft.agenda_item_id, user=getattr(self, login))

    def test_foreign_agenda_item_tells_nothing(self):
        """A form that was never saved is filled from what its user may read alone."""
        theme = self._theme()
        item = self._item(theme)
        item.rank = 3
        told = {"theme_ids": {}, "rank": {}, "cluster_id": {}}
        values = {"agenda_item_id": item.id}
        own = self.env["kim.decision"].with_user(self.coordination)
        self.assertEqual(own.onchange(values, list(values), told)["value"]["rank"], 3)
        foreign = own.with_user(self.coordination_south)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRefused(NOT_YOURS, AccessError):
            foreign.onchange(values, list(values), told)
        with self.assertRefused(NOT_YOURS, AccessError):
            foreign.create({**values, "wording": "x"})

    def test_results_are_written_by_the_coordination(self):
        values = {
            "name": "X",
            "kind": "symposium",
            "district_id": self.district_north.id,
            "theme_ids": [Command.set(self.theme.ids)],
        }
        for login in ("cm_a", "team_lead", "member", "auditor", "dpo", *DENIED):
            user = getattr(self, login)
            with self.subTest(user=login):
                with self.assertRefused("You have no right to", AccessError):
                    self.env["kim.result"].with_user(user).create(values)
                with self.assertRefused(
                    (
                        "The coordination sets the course of a theme",
                        "You have no right to",
                    ),
                    AccessError,
                ):
                    self.result.with_user(user).action_resolve_themes()

    def test_each_rule_counts(self):
        """Without its rule, somebody reads who must not."""
        decision, theme = self.decision, self.theme
        for rule, record, login in (
            ("kim_theme_rule_district", theme, "coordination_south"),
            ("kim_theme_cluster_rule_district", self.cluster, "coordination_south"),
            ("kim_theme_event_rule_district", self.event, "coordination_south"),
            ("kim_result_rule_district", self.result, "coordination_south"),
            ("kim_decision_rule_district", decision, "coordination_south"),
            ("kim_theme_rule_interface_group", theme, "participant"),
            ("kim_theme_cluster_rule_interface_group", self.cluster, "participant"),
            ("kim_theme_event_rule_interface_group", self.event, "participant"),
            ("kim_result_rule_interface_group", self.result, "participant"),
            ("kim_decision_rule_published", decision, "participant"),
        ):
            with self.subTest(rule=rule):
                user = getattr(self, login)
                self.assertFalse(self._reads(user, record))
                self.env.ref(f"kim_themes.{rule}").active = False
                self.env.registry.clear_cache()
                self.assertTrue(self._reads(user, record))
                self.env.ref(f"kim_themes.{rule}").active = True

    def test_coordination_gets_project_rights_and_loses_them(self):
        group = "project.group_project_user"
        self.assertTrue(self.assistant.has_group(group))
        self.assertTrue(self.coordination.has_group(group))
        for user in (self.cm_a, self.team_lead, self.participant, self.auditor):
            self.assertFalse(user.has_group(group), user.login)
        self.assistant.kim_role = "participant"
        self.assertFalse(self.assistant.has_group(group))
