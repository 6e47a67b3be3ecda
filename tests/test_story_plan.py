"""A whole case in the browser: assessment, plan in versions, reviews, evaluation, end.

Tour: ``kim_reporting/static/tests/tours/kim_story_plan_tour.js``. Afterwards the
database is asked what became of it.
"""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.kim_case.tests.common import KimCommon


@tagged("post_install", "-at_install")
class TestStoryPlan(HttpCase, KimCommon):
    """An accepted case up to its end, as its case manager does it on German screens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.cm_a.lang = "de_DE"
        cls.institutions = cls.env["res.partner"].create(
            [
                {"name": f"KIM Test {name}", "is_company": True}
                for name in ("Jobcenter", "Kita")
            ]
        )
        cls._catalogue("kim.life.domain", "Housing (test)")
        for stage in cls.district_north.stage_ids.with_context(lang="de_DE"):
            stage.name = dict(
                stage._fields["phase_kind"]._description_selection(stage.env)
            )[stage.phase_kind]

    def test_story(self):
        """Each phase change has date and user; plan, goals, self-help, retention."""
        case = self._case(wish="Ich möchte wieder nähen.")
        # Both institutions are asked about the person: she has released it.
        identity = self.env.ref("kim_case.kim_data_category_identity")
        releases = self.env["kim.release"].with_user(self.cm_a)
        releases.with_company(self.cm_a.company_id).create(
            [
                {
                    "case_id": case.id,
                    "partner_id": institution.id,
                    "purpose": "Kurs und Betreuung",
                    "category_ids": [Command.set(identity.ids)],
                    "valid_until": self.today + timedelta(days=90),
                    "language_id": self.env["kim.language"].search([], limit=1).id,
                    "refusal_explained": True,
                    "form": "signed",
                }
                for institution in self.institutions
            ]
        ).action_give()
        self.start_tour(
            f"/odoo/kim-cases/{case.id}",
            "kim_story_plan",
            login=self.cm_a.login,
            timeout=240,
        )
        self.env.invalidate_all()
        self.assertEqual(case.phase_kind, "closed")
        self.assertEqual(
            case.sudo().spell_ids.sorted("id").mapped("phase_kind"),
            [
                "clarification",
                "assessment",
                "planning",
                "linking",
                "monitoring",
                "planning",
                "monitoring",
                "evaluation",
                "closed",
            ],
        )
        for spell in case.sudo().spell_ids:
            self.assertTrue(spell.date_from)
            self.assertEqual(spell.create_uid, self.cm_a)
        self.assertEqual(len(case.assessment_ids), 3)
        self.assertTrue(all(row.resources for row in case.assessment_ids))
        self.assertEqual(case.plan_ids.mapped("version"), [2, 1])
        first, second = case.plan_ids.sorted("version")
        self.assertEqual(len(first.content["goals"]), 2)
        self.assertEqual(len(second.content["goals"]), 3)
        self.assertEqual(
            case.step_ids.sorted("id").mapped("state"), ["accepted", "asked"]
        )
        self.assertEqual(
            case.review_ids.sorted("id").mapped("kind"),
            ["review", "review", "evaluation"],
        )
        self.assertEqual(case.goal_ids[0].attainment, "3")
        self.assertEqual(case.self_help_end, "3")
        self.assertEqual(case.structural_asked_on, self.today)
        self.assertTrue(case.retention_date)
        self.assertEqual(case.closure_reason_id, self.closure_reason)
