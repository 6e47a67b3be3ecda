from odoo.fields import Command
from odoo.tests import tagged

from .common import ThemesCommon


@tagged("post_install", "-at_install")
class TestChain(ThemesCommon):
    """Acceptance A7 and A9: from themes of four towns to a result, and back."""

    @classmethod
    def _assign_lead(cls):
        """The lead holds no post here: only case managers hear of their towns."""

    def _conference(self, user, town, count):
        session = self._session(user, municipality_id=town.id)
        session.theme_ids = [
            Command.create({"name": f"{town.name}: Thema {n}"}) for n in range(count)
        ]
        return session.theme_ids

    def test_themes_across_towns(self):
        """A7: 8 + 15 themes of four towns and three need reports in clusters."""
        town_c, town_d = (
            self._town(f"Town {code}", f"TN{code}", self.district_north)
            for code in ("C", "D")
        )
        self._assign(self.cm_ab, town_c | town_d, self.company_carrier)
        themes = (
            self._conference(self.cm_a, self.town_a, 8)
            | self._conference(self.cm_ab, self.town_b, 5)
            | self._conference(self.cm_ab, town_c, 4)
            | self._conference(self.cm_ab, town_d, 6)
        ).with_user(self.coordination)
        self.assertEqual(len(themes), 23)
        reports = (
            self._report()
            | self._report(sentence="Formulare sind unverständlich.")
            | self._report(self.cm_ab, municipality_id=self.town_b.id)
        ).with_user(self.coordination)
        from_reports = self.env["kim.theme"].browse(
            reports.action_make_theme()["res_id"]
        )
        from_reports = from_reports.with_user(self.coordination)
        cluster = self._cluster()
        doubles = themes.filtered(lambda t: t.name.endswith("Thema 0"))
        main = doubles[0]
        doubles._merge_into(main)
        chosen = main | themes.filtered(lambda t: t.name.endswith("Thema 1"))
        (chosen | from_reports).write({"cluster_id": cluster.id})
        cluster.invalidate_recordset()
        self.assertEqual(cluster.theme_count, 6)
        self.assertEqual(cluster.town_count, 4)
        self.assertEqual(
            cluster.municipality_ids, self.town_a | self.town_b | town_c | town_d
        )
        self.assertEqual(cluster.session_count, 4)
        self.assertEqual(cluster.need_report_count, 3)
        # Sources stay traceable, and the originators are told.
        self.assertEqual(
            chosen.session_id.municipality_id,
            self.town_a | self.town_b | town_c | town_d,
        )
        told = from_reports.feedback_ids.filtered(lambda f: f.source == "need_report")
        self.assertEqual(told.user_id, self.cm_a | self.cm_ab)
        for theme in chosen | doubles:
            self.assertTrue(theme.feedback_ids, theme.name)

    def test_need_found_in_a_theme_of_the_working_group(self):
        """A7: a theme of the interface group receives needs from a conference."""
        group_session = self._session(
            self.coordination,
            body_id=self.interface_group.id,
            municipality_id=False,
        )
        group_session.theme_ids = [
            Command.create({"name": "Übergang AsylbLG → SGB II"})
        ]
        theme = group_session.theme_ids
        self.assertEqual(theme.origin, "interface_group")
        development = self._session(
            type_ids=[
                Command.set(
                    self.env.ref("kim_conference.kim_session_type_development").ids
                )
            ]
        )
        theme.session_ids = development
        self.assertEqual((theme.session_count, theme.town_count), (2, 1))

    def test_from_mandate_to_result_and_back(self):
        """A9: mandate, project group, measure, decision 2, result, feedback."""
        themes = (
            self._conference(self.cm_a, self.town_a, 8)
            | self._conference(self.cm_ab, self.town_b, 2)
        ).with_user(self.coordination)
        cluster = self._cluster()
        themes[:3].write({"cluster_id": cluster.id})
        themes[-1].cluster_id = cluster
        meeting = self._meeting()
        cluster.action_submit()
        item = meeting.agenda_item_ids
        mandate = self._decision(
            item,
            mandate=True,
            mandate_name="Antrag übersetzen (Test)",
            mandate_goal="Der Antrag liegt in neun Sprachen vor.",
            rank=1,
        )
        bundled = cluster.theme_ids
        self.assertEqual(len(bundled), 4)
        self.assertEqual(set(bundled.mapped("state")), {"mandated"})
        self.assertEqual(set(bundled.mapped("priority_rank")), {1})
        project = self.env["project.project"].browse(
            mandate.action_open_project_group()["res_id"]
        )
        measure = self._measure(project, bundled)
        measure.action_kim_solution()
        measure.action_kim_proposal()
        self._decision(
            self._item(bundled, self._meeting()),
            kind="measure",
            task_ids=[Command.set(measure.ids)],
        )
        measure.action_kim_implementing()
        measure.action_kim_done()
        languages = self.env["kim.language"].create(
            [{"name": name} for name in ("Arabisch (Test)", "Ukrainisch (Test)")]
        )
        result = (
            self.env["kim.result"]
            .with_user(self.coordination)
            .create(
                {
                    "name": "Antrag in zwei Sprachen (Test)",
                    "kind": "translated_form",
                    "district_id": self.district_north.id,
                    "task_id": measure.id,
                    "language_ids": [Command.set(languages.ids)],
                    "is_public": True,
                }
            )
        )
        self.assertEqual(result.open_theme_count, 4)
        result.action_resolve_themes()
        self.assertEqual(set(bundled.mapped("state")), {"resolved"})
        self.assertEqual(set((themes - bundled).mapped("state")), {"raw"})
        told = bundled.feedback_ids.filtered(lambda f: f.state == "resolved")
        self.assertEqual(told.user_id, self.cm_a | self.cm_a2 | self.cm_ab)
        self.assertEqual(set(told.mapped("note")), {result.name})
        bundled.action_review()
        course = bundled[0].event_ids.sorted("id").mapped("state")
        self.assertEqual(
            course,
            [
                "raw",
                "clustered",
                "submitted",
                "prioritised",
                "mandated",
                "in_work",
                "decided",
                "implementing",
                "resolved",
                "reviewed",
            ],
        )
        # What the case manager sees of it.
        self.env.invalidate_all()
        mine = bundled[0].with_user(self.cm_a)
        self.assertIn(measure.name, mine.measure_overview)
        self.assertEqual(mine.result_ids or mine.cluster_id.result_ids, mine.result_ids)
