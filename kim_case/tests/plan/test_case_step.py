from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import NOT_YOURS
from .test_case_plan import PlanCommon


@tagged("post_install", "-at_install")
class TestCaseStep(PlanCommon):
    """A step goes from asked to done by its buttons, and says why it did not."""

    def test_referral(self):
        """Asked, declined with the reason, asked again, accepted, done."""
        self.assertEqual(self.step.actor_kind_id, self.actor_jobcenter)
        self.step.action_ask()
        with self.assertRefused(
            "Please give a reason of at most 500 characters", ValidationError
        ):
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
            with self.subTest(state=state), self.assertRefused("” and cannot become “"):
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
            with (
                self.subTest(vals=vals),
                self.assertRefused("cannot be set directly", AccessError),
            ):
                part.write(vals)
        step = self._step("x", state="done", reason="y")
        self.assertEqual((step.state, step.reason), ("planned", False))

    def test_asking_needs_an_institution(self):
        step = self._step("Ask somebody", contact="person")
        with self.assertRefused(
            "Please say first which institution is asked", ValidationError
        ):
            step.action_ask()
        step.actor_kind_id = self.actor_school
        step.action_ask()
        with self.assertRefused(
            "Please give a reason of at most 500 characters", ValidationError
        ):
            step.action_set_state("declined", "x" * 501)
        with self.assertRefused("The day lies in the future", ValidationError):
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
            with (
                self.subTest(vals=vals),
                self.assertRefused(NOT_YOURS, AccessError),
            ):
                forms.with_user(self.cm_a2).create(vals)

    def test_goal_of_another_case(self):
        other = self._case(self.cm_a)
        with self.assertRefused(
            "This goal does not belong to the case", ValidationError
        ):
            self._step("x", case_id=other.id)
        with self.assertRefused(
            "This goal does not belong to the case", ValidationError
        ):
            self.env["kim.case.review"].with_user(self.cm_a).create(
                {
                    "case_id": other.id,
                    "rating_ids": [
                        Command.create({"goal_id": self.goal.id, "attainment": "4"})
                    ],
                }
            )
        self.assertFalse(self.goal.attainment)
