import base64
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import KimCommon

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestCasePlan(KimCommon):
    """Goals and steps are worked on; what the person agreed to stays as it was."""

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
        cls.step = cls._step("Ask for a course", partner_id=cls.jobcenter.id)

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
        with self.assertRaises(UserError):
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
                    self.assertRaises(UserError),
                ):
                    plan.with_user(user).write(vals)
        with self.assertRaises(AccessError):
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
        self.assertEqual(self._as(plan, self.cm_a).scan.decode(), PIXEL)
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
        self.assertEqual(attachment.with_user(self.cm_a).raw, base64.b64decode(PIXEL))
        for user in (self.cm_a2, self.team_lead, self.system_admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                attachment.with_user(user).read(["raw"])

    def test_no_plan_without_goal_or_basis(self):
        self.goal.action_drop("Another wish")
        with self.assertRaises(UserError):
            self._agree()
        self.goal.action_take_up()
        self.case.action_set_stage(
            self.district_north.stage_ids.filtered(
                lambda s: s.phase_kind == "planning"
            ).id
        )
        self.case.consent_ids.action_withdraw()
        with self.assertRaises(UserError):
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
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["kim.case.plan.agree"].with_user(user).create(
                    {"case_id": self.case.id}
                )

    def test_markup_is_shown_as_text(self):
        self.goal.name = "<script>alert(1)</script> & so on"
        text = self._agree().text
        self.assertNotIn("<script>", text)
        self.assertIn("&lt;script&gt;", text)

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------
    def test_referral(self):
        """Asked, declined with the reason, asked again, accepted, done."""
        self.assertEqual(self.step.actor_kind_id, self.actor_jobcenter)
        self.step.action_ask()
        with self.assertRaises(ValidationError):
            self.step.action_set_state("declined")
        self.step.action_set_state("declined", "No place before autumn", self.yesterday)
        self.assertEqual(
            (self.step.state, self.step.reason, self.step.state_date),
            ("declined", "No place before autumn", self.yesterday),
        )
        self.step.action_ask()
        self.assertFalse(self.step.reason)
        self.step.action_accept()
        self.step.action_done()
        self.assertEqual(self.step.state, "done")
        for state in ("asked", "accepted", "declined", "nonsense"):
            with self.subTest(state=state), self.assertRaises(UserError):
                self.step.action_set_state(state, "x")
        self.step.action_again()
        self.assertEqual(self.step.state, "planned")

    def test_state_by_value_is_refused(self):
        for part, vals in (
            (self.step, {"state": "done"}),
            (self.step, {"reason": "x"}),
            (self.goal, {"attainment": "4"}),
            (self.goal, {"dropped": True}),
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                part.write(vals)
        step = self._step("x", state="done", reason="y")
        self.assertEqual((step.state, step.reason), ("planned", False))

    def test_asking_needs_an_institution(self):
        step = self._step("Ask somebody")
        with self.assertRaises(ValidationError):
            step.action_ask()
        step.actor_kind_id = self.actor_school
        step.action_ask()
        with self.assertRaises(ValidationError):
            step.action_set_state("declined", "x" * 501)
        with self.assertRaises(ValidationError):
            step.action_set_state("done", day=self.today + timedelta(days=1))

    def test_reason_form(self):
        self.step.action_ask()
        forms = self.env["kim.case.step.set"]
        wizard = forms.with_user(self.cm_a).create(
            {"step_id": self.step.id, "state": "declined", "reason": "Full"}
        )
        wizard.action_apply()
        self.assertEqual(self.step.reason, "Full")
        self.assertFalse(wizard.exists())
        forms.with_user(self.cm_a).create(
            {"goal_id": self.goal.id, "state": "dropped", "reason": "Moved"}
        ).action_apply()
        self.assertTrue(self.goal.dropped)
        for vals in ({"step_id": self.step.id}, {"goal_id": self.goal.id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                forms.with_user(self.cm_a2).create(vals)

    def test_goal_of_another_case(self):
        other = self._case(self.cm_a)
        with self.assertRaises(ValidationError):
            self._step("x", case_id=other.id)
        with self.assertRaises(ValidationError):
            self.env["kim.case.review"].with_user(self.cm_a).create(
                {
                    "case_id": other.id,
                    "rating_ids": [
                        Command.create({"goal_id": self.goal.id, "attainment": "4"})
                    ],
                }
            )
        self.assertFalse(self.goal.attainment)

    # ------------------------------------------------------------------
    # Reviews
    # ------------------------------------------------------------------
    def test_reviews(self):
        """A review keeps how far each goal had come; the goal knows the last word."""
        first = self._review("1", date=self.today - timedelta(days=40), follows="plan")
        self.assertEqual(self.goal.attainment, "1")
        self._review("4")
        self.assertEqual((self.goal.attainment, self.goal.rated_on), ("4", self.today))
        self._review("0", date=self.today - timedelta(days=20))  # written down late
        self.assertEqual(self.goal.attainment, "4")
        self.assertEqual(first.rating_ids.attainment, "1")
        (row,) = self.case.goal_summary
        self.assertEqual(
            [rating["attainment"] for rating in row["course"]], ["1", "0", "4"]
        )
        for record, vals in (
            (first, {"note": "other"}),
            (first, {"rating_ids": [Command.create({"goal_id": self.goal.id})]}),
            (first.rating_ids, {"attainment": "4"}),
        ):
            for user in (self.cm_a, self.env.user):
                with (
                    self.subTest(user=user.login, vals=vals),
                    self.assertRaises(UserError),
                ):
                    record.with_user(user).write(vals)
        with self.assertRaises(ValidationError):
            self._review("1", date=self.today + timedelta(days=1))
        with self.assertRaises(ValidationError):
            self._review("1", next_date=self.today)

    def test_next_review_becomes_a_deadline(self):
        """The next review is a deadline; holding it ticks it off."""
        soon = self.today + timedelta(days=60)
        self._review("1", next_date=soon)
        deadline = self.env["kim.case.deadline"].search(
            [("case_id", "=", self.case.id), ("kind", "=", "review")]
        )
        self.assertEqual((deadline.date, deadline.done_on), (soon, False))
        self._review("2", next_date=soon + timedelta(days=60))
        self.assertTrue(deadline.done_on)

    def test_review_form_offers_each_goal(self):
        dropped = self._goal("Given up")
        dropped.action_drop("x")
        with Form(
            self.env["kim.case.review"]
            .with_user(self.cm_a)
            .with_context(default_case_id=self.case.id)
        ) as form:
            self.assertEqual(len(form.rating_ids), 1)
            with form.rating_ids.edit(0) as line:
                self.assertEqual(line.goal_name, self.goal.name)
                line.attainment = "3"
        self.assertEqual(self.goal.attainment, "3")

    # ------------------------------------------------------------------
    # Gates, figures
    # ------------------------------------------------------------------
    def test_gates(self):
        stages = {stage.phase_kind: stage for stage in self.district_north.stage_ids}

        def advice(kind):
            self.env.invalidate_all()
            return "\n".join(self.case._phase_advice(stages[kind]))

        self.case.action_set_stage(stages["planning"].id)
        self.assertIn("not agreed to the plan", advice("linking"))
        self.goal.criterion = False
        self.assertIn("lacks by what", advice("linking"))
        self.goal.criterion = "A contract"
        self._agree()
        self.assertFalse(advice("linking"))
        self.goal.name = "Else"
        self.assertIn("has changed since", advice("linking"))
        self.case.action_set_stage(stages["linking"].id)
        self.assertIn("No step of the plan has begun", advice("monitoring"))
        self.step.action_ask()
        self.assertFalse(advice("monitoring"))
        self.case.action_set_stage(stages["monitoring"].id)
        self.assertIn("not been reviewed", advice("evaluation"))
        self._review("2")
        self.assertFalse(advice("evaluation"))
        self.case.action_set_stage(stages["evaluation"].id)
        closing = advice("closed")
        self.assertIn("still running", closing)
        self.assertNotIn("not been rated", closing)

    def test_attainment_is_counted(self):
        """By hand: of five goals two reached, one partly, one given up, one not rated."""
        self._review("4")
        for attainment in ("4", "2", None):
            goal = self._goal(f"Goal {attainment}", domain=self.domain_work)
            if attainment:
                self.env["kim.case.review"].with_user(self.cm_a).create(
                    {
                        "case_id": self.case.id,
                        "rating_ids": [
                            Command.create(
                                {"goal_id": goal.id, "attainment": attainment}
                            )
                        ],
                    }
                )
        self._goal("Given up").action_drop("x")
        counts = self.env["kim.case.goal"]._attainment_counts(
            [("case_id", "=", self.case.id)]
        )
        self.assertEqual(
            counts,
            {
                self.domain_work: {
                    "set": 4,
                    "reached": 2,
                    "partly": 1,
                    "not": 0,
                    "unrated": 1,
                },
                self.domain_language: {
                    "set": 1,
                    "reached": 0,
                    "partly": 0,
                    "not": 1,
                    "unrated": 0,
                },
            },
        )

    def test_rights(self):
        """Who has an access row reads; who works on the case writes; nobody else."""
        plan = self._agree()
        review = self._review("1")
        parts = (self.goal, self.step, plan, review, review.rating_ids)
        for part in parts:
            with self.subTest(part=part._name):
                self.assertSees(self.cm_a, part)
                for user in (
                    self.cm_a2,
                    self.cm_ab,
                    self.team_lead,
                    self.coordination,
                    self.dpo,
                    self.system_admin,
                ):
                    self.assertSeesNot(user, part)
                self.assertNotIn("tailor", part.display_name)
