from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import KimCommon
from .test_case_plan import PlanCommon


@tagged("post_install", "-at_install")
class TestCaseReview(PlanCommon):
    """What a review keeps, when the next one is due and how far goals came."""

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
                    self.assertRefused("A review stays as it was"),
                ):
                    record.with_user(user).write(vals)
        with self.assertRefused("The day lies in the future", ValidationError):
            self._review("1", date=self.today + timedelta(days=1))
        with self.assertRefused(
            "The next review must come after this one", ValidationError
        ):
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


@tagged("post_install", "-at_install")
class TestAttainmentScale(KimCommon):
    """What the steps of reaching a goal are called is said by the district."""

    def _labels(self, user):
        self.env.flush_all()
        goals = self.env["kim.case.goal"].with_user(user).with_company(user.company_id)
        return dict(goals.fields_get(["attainment"])["attainment"]["selection"])

    def test_own_words_and_the_usual_ones(self):
        usual = self._labels(self.cm_a)
        self.assertEqual(list(usual), ["0", "1", "2", "3", "4"])
        self.assertEqual(usual["4"], "Reached")
        self.district_north.write({"attainment_4": "Geschafft", "attainment_0": " "})
        self.assertEqual(self._labels(self.cm_a), {**usual, "4": "Geschafft"})
        self.assertEqual(self._labels(self.cm_city), usual)
        case = self._case()
        case.env["kim.case.goal"].create({"case_id": case.id, "name": "Ziel"})
        case.goal_ids._door_write({"attainment": "4"})
        self.assertEqual(case.goal_summary[0]["now_label"], "Geschafft")

    def test_a_carrier_in_two_districts_reads_the_usual_ones(self):
        """A list may hold goals of both; in the case itself its district counts."""
        usual = self._labels(self.cm_ab)
        self.district_north.attainment_4 = "Geschafft"
        self.assertEqual(self._labels(self.cm_ab), usual)
        case = self._case(self.cm_ab, self.town_b)
        case.env["kim.case.goal"].create({"case_id": case.id, "name": "Ziel"})
        case.goal_ids._door_write({"attainment": "4"})
        self.assertEqual(case.goal_summary[0]["now_label"], "Geschafft")
        self.district_south.attainment_4 = "Geschafft"
        self.assertEqual(self._labels(self.cm_ab)["4"], "Geschafft")
