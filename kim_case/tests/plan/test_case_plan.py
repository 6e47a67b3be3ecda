import base64
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import NOT_YOURS, KimCommon

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


class PlanCommon(KimCommon):
    """A case of ``cm_a`` with a goal and a step at an institution."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case(wish="I want to work as a tailor again")
        cls.goal = cls._goal("Work as a tailor", domain=cls.domain_work)
        cls.jobcenter = cls.env["res.partner"].create(
            {
                "name": "KIM Test Jobcenter",
                "is_company": True,
                "kim_actor_kind_id": cls.actor_jobcenter.id,
            }
        )
        # The person asks herself; that we ask needs a release: see test_referral.py.
        cls.step = cls._step(
            "Ask for a course", partner_id=cls.jobcenter.id, contact="person"
        )

    @classmethod
    def _goal(cls, name, domain=None, **vals):
        return (
            cls.env["kim.case.goal"]
            .with_user(cls.cm_a)
            .create(
                {
                    "case_id": cls.case.id,
                    "name": name,
                    "criterion": "A signed contract",
                    "date_due": cls.today + timedelta(days=90),
                    "life_domain_id": (domain or cls.domain_language).id,
                    **vals,
                }
            )
        )

    @classmethod
    def _step(cls, name, **vals):
        return (
            cls.env["kim.case.step"]
            .with_user(cls.cm_a)
            .create(
                {
                    "case_id": cls.case.id,
                    "goal_id": cls.goal.id,
                    "name": name,
                    "who": "institution",
                    **vals,
                }
            )
        )

    def _agree(self, **vals):
        return self.case.action_agree_plan(**{"form": "spoken", **vals})

    def _review(self, attainment, **vals):
        return (
            self.env["kim.case.review"]
            .with_user(self.cm_a)
            .create(
                {
                    "case_id": self.case.id,
                    "rating_ids": [
                        Command.create(
                            {"goal_id": self.goal.id, "attainment": attainment}
                        )
                    ],
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestCasePlan(PlanCommon):
    """Goals and steps are worked on; what the person agreed to stays as it was."""

    # ------------------------------------------------------------------
    # Versions
    # ------------------------------------------------------------------
    def test_versions(self):
        """A change makes a new version; the old one stays readable as it was."""
        self.assertEqual(self.case.plan_state, "draft")
        first = self._agree()
        self.assertEqual((first.version, first.agreed_on), (1, self.today))
        self.assertEqual(first.recorded_by_id, self.cm_a)
        self.assertEqual(self.case.plan_state, "agreed")
        with self.assertRefused("This plan is already agreed"):
            self._agree()
        before, sha256 = first.content, first.sha256
        self.goal.name = "Work as a seamstress"
        self.assertEqual(self.case.plan_state, "changed")
        second = self._agree()
        self.env.invalidate_all()
        self.assertEqual(second.version, 2)
        self.assertEqual((first.content, first.sha256), (before, sha256))
        self.assertNotEqual(second.sha256, sha256)
        self.assertIn("Work as a tailor", first.text)
        self.assertNotIn("seamstress", first.text)
        self.assertIn("Work as a seamstress", second.text)
        self.assertEqual(self.case.plan_ids.mapped("is_current"), [True, False])

    def test_agreed_version_is_immutable(self):
        plan = self._agree()
        for user in (self.env.user, self.cm_a, self.dpo, self.system_admin):
            for vals in (
                {"content": {}},
                {"agreed_on": "2020-01-01"},
                {"signature": PIXEL},
                {"version": 7},
            ):
                with (
                    self.subTest(user=user.login, vals=vals),
                    self.assertRefused("An agreed plan is not changed"),
                ):
                    plan.with_user(user).write(vals)
        with self.assertRefused(NOT_YOURS, AccessError):
            self.env["kim.case.plan"].with_user(self.cm_a).create(
                {
                    "case_id": self.case.id,
                    "version": 9,
                    "agreed_on": self.today,
                    "form": "spoken",
                    "recorded_by_id": self.cm_a.id,
                }
            )
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            plan.sudo()._door_write({"version": 1})
            plan.sudo().with_user(self.env.ref("base.user_root")).create(
                {
                    "case_id": self.case.id,
                    "version": 1,
                    "agreed_on": self.today,
                    "form": "spoken",
                    "recorded_by_id": self.cm_a.id,
                }
            )
            self.env.flush_all()

    def test_progress_changes_no_plan(self):
        """How far a step or goal has come, and a renamed institution, agree with it."""
        self._agree()
        self.step.action_ask()
        self._review("2")
        self.jobcenter.name = "KIM Test Jobcenter, new name"
        self.env.invalidate_all()
        self.assertEqual(self.case.plan_state, "agreed")
        english = self.case.with_context(lang="en_US")
        self.assertEqual(english.plan_state, "agreed")
        self.step.name = "Ask for another course"
        self.assertEqual(self.case.plan_state, "changed")

    def test_agreement_needs_its_proof(self):
        for vals, error in (
            ({"form": "screen"}, ValidationError),
            ({"form": "paper"}, ValidationError),
            ({"form": "by magic"}, ValidationError),
            ({"agreed_on": self.today + timedelta(days=1)}, ValidationError),
        ):
            with self.subTest(vals=vals), self.assertRaises(error):
                self._agree(**vals)
        plan = self._agree(form="screen", signature=PIXEL, scan=PIXEL)
        self.assertTrue(plan.signature)
        self.assertFalse(plan.scan)

    def test_scan_follows_the_rights_of_the_case(self):
        plan = self._agree(form="paper", scan=PIXEL)
        self.env.flush_all()
        self.env.invalidate_all()
        scan = base64.b64decode(self._as(plan, self.cm_a).scan)
        self.assertTrue(scan.startswith(b"\x89PNG"))
        self.env.flush_all()
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [("res_model", "=", "kim.case.plan"), ("res_field", "=", "scan")],
                limit=1,
            )
        )
        self.assertEqual(attachment.res_id, plan.id)
        self.assertEqual(attachment.with_user(self.cm_a).raw, scan)
        for user in (self.cm_a2, self.team_lead, self.system_admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                attachment.with_user(user).read(["raw"])

    def test_no_plan_without_goal_or_basis(self):
        self.goal.action_drop("Another wish")
        with self.assertRefused("Please agree on at least one goal first"):
            self._agree()
        self.goal.action_take_up()
        self.case.action_set_stage(
            self.district_north.stage_ids.filtered(
                lambda s: s.phase_kind == "planning"
            ).id
        )
        self.case.consent_ids.action_withdraw()
        with self.assertRefused("There is no legal basis for this file any"):
            self._agree()
        self.assertFalse(self.case.plan_ids)

    def test_wizard_shows_and_forgets(self):
        """The person reads the plan before she signs; the form keeps nothing."""
        wizard = (
            self.env["kim.case.plan.agree"]
            .with_user(self.cm_a)
            .create({"case_id": self.case.id, "form": "screen", "signature": PIXEL})
        )
        self.assertIn("I want to work as a tailor again", wizard.plan_text)
        self.assertIn("KIM Test Jobcenter", wizard.plan_text)
        wizard.action_agree()
        self.assertFalse(wizard.exists())
        self.assertEqual(self.case.plan_ids.form, "screen")
        for user in (self.cm_a2, self.team_lead):
            with (
                self.subTest(user=user.login),
                self.assertRefused(NOT_YOURS, AccessError),
            ):
                self.env["kim.case.plan.agree"].with_user(user).create(
                    {"case_id": self.case.id}
                )

    def test_markup_is_shown_as_text(self):
        self.goal.name = "<script>alert(1)</script> & so on"
        text = self._agree().text
        self.assertNotIn("<script>", text)
        self.assertIn("&lt;script&gt;", text)
