from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.kim_theme_course import EXITS, TRANSITIONS
from .common import ThemesCommon


@tagged("post_install", "-at_install")
class TestTheme(ThemesCommon):
    """Themes: where they come from, their course, clusters and lineage."""

    def test_eight_themes_in_a_session(self):
        session = self._session()
        session.write(
            {
                "theme_ids": [
                    Command.create({"name": f"Thema {n}", "theme_kind": "gap"})
                    for n in range(8)
                ]
            }
        )
        themes = session.theme_ids
        self.assertEqual(session.theme_count, 8)
        self.assertEqual(set(themes.mapped("state")), {"raw"})
        self.assertEqual(set(themes.mapped("origin")), {"session"})
        self.assertEqual(themes.district_id, self.district_north)
        self.assertEqual(themes.municipality_id, self.town_a)
        year = self.today.year
        self.assertEqual(
            sorted(themes.mapped("number")), [f"T-{year}-{n:03d}" for n in range(1, 9)]
        )
        self.assertEqual(themes[0].event_ids.mapped("state"), ["raw"])

    def test_numbers_per_district(self):
        south = (
            self.env["kim.theme"]
            .with_user(self.coordination_south)
            .create({"name": "Süd", "origin": "steering"})
        )
        self.assertEqual(south.district_id, self.district_south)
        self.assertEqual(south.number, f"T-{self.today.year}-001")
        self.assertEqual(self._theme().number, f"T-{self.today.year}-001")
        self.assertEqual(self._theme().number, f"T-{self.today.year}-002")

    def test_session_with_minutes_takes_no_theme(self):
        session = self._session(self.coordination)
        session.sudo()._door_write({"state": "minuted"})
        with self.assertRefused("are written or it was cancelled"):
            self._theme(session_id=session.id)
        theme = self._theme(session_ids=[Command.set(session.ids)])
        self.assertEqual(theme.session_count, 1)

    def test_district_holds_together(self):
        for vals in (
            {"municipality_id": self.town_s.id},
            {"session_id": self._south_session().id},
            {"session_ids": [Command.set(self._south_session().ids)]},
        ):
            with (
                self.subTest(vals=list(vals)),
                self.assertRefused(
                    "Town, sessions, need reports and cluster of a", ValidationError
                ),
            ):
                self.env["kim.theme"].create(
                    {
                        "name": "X",
                        "district_id": self.district_north.id,
                        "origin": "session",
                        **vals,
                    }
                )

    def _south_session(self):
        return self._session(
            self.coordination_south,
            district_id=self.district_south.id,
            municipality_id=self.town_s.id,
        )

    def test_course_is_no_plain_value(self):
        for name, value in (
            ("state", "resolved"),
            ("number", "T-1"),
            ("priority_rank", 1),
            ("merged_into_id", self._theme().id),
        ):
            with self.subTest(field=name):
                with self.assertRefused("cannot be set directly", AccessError):
                    self._theme(**{name: value})
                with self.assertRefused("cannot be set directly", AccessError):
                    self._theme().write({name: value})
                with self.assertRefused("cannot be set directly", AccessError):
                    self._theme().with_context(install_mode=True).write({name: value})
        theme = self.env["kim.theme"].with_user(self.coordination)
        theme = theme.with_context(default_state="resolved")
        theme = theme.create({"name": "X", "district_id": self.district_north.id})
        self.assertEqual(theme.state, "raw")

    def test_every_step_is_a_known_state(self):
        states = dict(self.env["kim.theme"]._fields["state"].selection)
        self.assertEqual(set(TRANSITIONS), set(states))
        for state, targets in TRANSITIONS.items():
            self.assertLessEqual(targets, set(states), state)
        for state in set(TRANSITIONS) - EXITS - {"resolved", "reviewed"}:
            self.assertLessEqual(EXITS, TRANSITIONS[state], state)

    def test_steps_in_order_only(self):
        theme = self._theme()
        for target in ("prioritised", "mandated", "in_work", "decided", "reviewed"):
            with (
                self.subTest(target=target),
                self.assertRefused("”: the next step cannot be “"),
            ):
                theme._transition(target)
        theme.action_check()
        with self.assertRaisesRegex(UserError, "agenda"):
            theme._transition("submitted")
        with self.assertRaisesRegex(UserError, "cluster"):
            theme._transition("clustered")
        with self.assertRaisesRegex(UserError, "result"):
            theme._transition("resolved")
        self.assertEqual(
            theme.event_ids.sorted("id").mapped("state"), ["raw", "checked"]
        )

    def test_exits_need_a_reason(self):
        for target in ("deferred", "rejected", "escalated"):
            theme = self._theme()
            with (
                self.subTest(target=target),
                self.assertRefused("Please give a reason: those who raised the"),
            ):
                theme._transition(target, "  ")
            self.env["kim.theme.step"].with_user(self.coordination).create(
                {
                    "theme_ids": [Command.set(theme.ids)],
                    "target": target,
                    "note": "Der Bund ist zuständig.",
                }
            ).action_apply()
            self.assertEqual(theme.state, target)
            self.assertEqual(
                theme.event_ids.sorted("id")[-1].note, "Der Bund ist zuständig."
            )
            theme.action_back_to_work()
            self.assertEqual(theme.state, "checked")
        self.assertFalse(self.env["kim.theme.step"].search([]))

    def test_cluster_leaves_themes_as_they_are(self):
        theme = self._theme(problem="Text", cause="language_barrier")
        before = theme.read(["name", "problem", "cause", "municipality_id", "origin"])
        cluster = self._cluster()
        theme.cluster_id = cluster
        self.assertEqual(theme.state, "clustered")
        self.assertEqual(
            theme.read(["name", "problem", "cause", "municipality_id", "origin"]),
            before,
        )
        theme.cluster_id = False
        self.assertEqual(theme.state, "checked")
        other = self._theme(cluster_id=cluster.id)
        self.assertEqual(other.state, "clustered")
        with self.assertRefused(
            "Town, sessions, need reports and cluster of a", ValidationError
        ):
            theme.cluster_id = (
                self.env["kim.theme.cluster"]
                .create({"name": "S", "district_id": self.district_south.id})
                .id
            )

    def test_board_shows_empty_clusters(self):
        empty = self._cluster("Leer (Test)")
        south = self.env["kim.theme.cluster"].create(
            {"name": "Süd (Test)", "district_id": self.district_south.id}
        )
        self._theme()
        groups = (
            self.env["kim.theme"]
            .with_user(self.coordination)
            .with_context(read_group_expand=True)
            .web_read_group([], ["cluster_id"], ["__count"])["groups"]
        )
        columns = [group["cluster_id"] and group["cluster_id"][0] for group in groups]
        self.assertIn(empty.id, columns)
        self.assertNotIn(south.id, columns)

    def test_board_of_two_districts(self):
        """Each heading says whose it is; a board of one shows none of the other."""
        north, south = (
            self.env["kim.theme.cluster"].create(
                {"name": "Wohnen (Test)", "district_id": district.id}
            )
            for district in (self.district_north, self.district_south)
        )
        self._theme()
        self._theme(
            self.coordination_south,
            district_id=self.district_south.id,
            municipality_id=self.town_s.id,
        )
        both = self._user(
            "kim_ko_2",
            "coordination",
            self.company_north,
            self.company_north | self.company_south,
        )

        def columns(domain):
            groups = (
                self._as(self.env["kim.theme"], both)
                .with_context(read_group_expand=True)
                .web_read_group(domain, ["cluster_id"], ["__count"])["groups"]
            )
            return [group["cluster_id"] for group in groups if group["cluster_id"]]

        found = dict(columns([]))
        self.assertEqual(
            [found[cluster.id] for cluster in (north, south)],
            [
                f"Wohnen (Test) · {cluster.district_id.name}"
                for cluster in (north, south)
            ],
        )
        alone = dict(columns([("district_id", "=", self.district_north.id)]))
        self.assertEqual(alone[north.id], "Wohnen (Test)")
        self.assertNotIn(south.id, alone)

    def test_lineage(self):
        report_1, report_2 = self._report(), self._report(self.cm_ab)
        first = self._theme(need_report_ids=[Command.set(report_1.ids)])
        double = self._theme(
            municipality_id=self.town_b.id, need_report_ids=[Command.set(report_2.ids)]
        )
        third = self._theme(municipality_id=self.town_b.id)
        double.action_check()
        self.env["kim.theme.merge"].with_user(self.coordination).create(
            {
                "theme_ids": [Command.set((first | double).ids)],
                "target_id": first.id,
            }
        ).action_apply()
        self.assertEqual(double.state, "merged")
        self.assertEqual(double.merged_into_id, first)
        self.assertEqual(first.state, "raw")
        self.assertEqual((first.need_report_count, first.town_count), (2, 2))
        self.assertIn(double.number, first.event_ids.sorted("id")[-1].note)
        with self.assertRefused("Themes are merged into an open theme of the"):
            third._merge_into(double)
        with self.assertRefused("is already merged"):
            double._merge_into(third)
        first._merge_into(third)  # lineage over two steps
        third.invalidate_recordset()
        self.assertEqual((third.need_report_count, third.town_count), (2, 2))
        first.action_undo_merge()
        double.action_undo_merge()
        (first | third).invalidate_recordset()
        self.assertEqual((first.state, double.state), ("raw", "checked"))
        self.assertFalse((first | double).merged_into_id)
        self.assertEqual((first.need_report_count, first.town_count), (1, 1))
        self.assertEqual(third.need_report_count, 0)
        with self.assertRefused("This theme is not merged"):
            double.action_undo_merge()

    def test_merge_stays_in_the_district(self):
        south = self.env["kim.theme"].create(
            {"name": "S", "district_id": self.district_south.id, "origin": "session"}
        )
        with self.assertRefused("Themes are merged into an open theme of the"):
            self.env["kim.theme"].browse(self._theme().id)._merge_into(south)

    def test_texts_that_could_lead_to_a_person_are_asked_about(self):
        theme = self._theme(problem="Anruf am 12.03.2024, 0541 1234567")
        self.assertIn("12.03.2024", theme.finding_text)
        self.assertFalse(self._theme().finding_text)

    def test_need_reports_become_a_theme(self):
        reports = self._report(
            field_tag_ids=[Command.set(self.tag_school.ids)]
        ) | self._report(self.cm_ab, municipality_id=self.town_b.id)
        with self.assertRefused("The coordination forms themes from need", AccessError):
            reports[0].with_user(self.cm_a).action_make_theme()
        action = reports.with_user(self.coordination).action_make_theme()
        theme = self.env["kim.theme"].browse(action["res_id"])
        self.assertEqual(theme.origin, "need_report")
        self.assertFalse(theme.municipality_id)
        self.assertEqual((theme.need_report_count, theme.town_count), (2, 2))
        self.assertEqual(theme.field_tag_ids, self.tag_school)
        self.assertEqual(set(reports.mapped("state")), {"used"})
        self.assertIn(theme.name, reports[0].with_user(self.cm_a).course)

    def test_evidence_asks_no_more_for_more_themes(self):
        themes = self.env["kim.theme"]
        for town in (self.town_a, self.town_b) * 3:
            session = self._session(self.coordination, municipality_id=town.id)
            themes |= self._theme(session_id=session.id, municipality_id=False)

        def queries(themes):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            evidence = themes._evidence()
            for theme in themes:
                town = theme.sudo().session_id.municipality_id
                self.assertEqual(evidence[theme.id]["towns"], set(town.ids))
            return self.cr.sql_log_count - start

        queries(themes[:2])  # rules are cached
        self.assertEqual(queries(themes), queries(themes[:2]))

    def test_nothing_is_deleted(self):
        for user in (self.cm_a, self.coordination, self.assistant, self.system_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._theme(self.cm_a).with_user(user).unlink()

    def test_no_link_to_a_case(self):
        left = {
            name
            for name in self.env
            if "kim.left.mixin" in (self.env[name]._inherit or ())
            or name.startswith("kim.case.")
            or name in ("kim.case", "kim.client", "kim.consent", "kim.inquiry")
        } - {"kim.case.stage"}
        self.assertIn("kim.case", left)
        mine = [
            name
            for name, model in self.env.items()
            if model._original_module == "kim_themes"
        ]
        self.assertIn("kim.theme", mine)
        for name in [*mine, "project.project", "project.task", "kim.session"]:
            for field in self.env[name]._fields.values():
                self.assertNotIn(field.comodel_name, left, f"{name}.{field.name}")
