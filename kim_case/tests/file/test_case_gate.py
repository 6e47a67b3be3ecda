from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.kim_case.tools.dates import berlin_day, day_start

from ..common import NOT_YOURS, KimCommon


@tagged("post_install", "-at_install")
class TestCaseGate(KimCommon):
    """Gates advise on leaving a phase; the legal basis alone stops; time is counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.stages = {stage.phase_kind: stage for stage in cls.district_north.stage_ids}

    def _change(self, change="stage", kind=None, **vals):
        """The wizard as the case manager has it before her."""
        stage = self.stages[kind].id if kind else False
        return (
            self.env["kim.case.change"]
            .with_user(self.cm_a)
            .create(
                {
                    "case_id": self.case.id,
                    "change": change,
                    "stage_id": stage,
                    **vals,
                }
            )
        )

    def _advice(self, kind):
        return "\n".join(self.case._phase_advice(self.stages[kind]))

    # ------------------------------------------------------------------
    # Advice
    # ------------------------------------------------------------------
    def test_indication(self):
        """Numbers of the district advise, and the case moves on all the same."""
        self.assertIn("2 problem areas", self._advice("assessment"))
        self.assertIn("2 institutions", self._advice("assessment"))
        self.district_north.indication_min_actors = 3
        self.assertIn("3 institutions", self._advice("assessment"))
        self.case.write(
            {
                "life_domain_ids": [
                    Command.set((self.domain_language | self.domain_work).ids)
                ],
                "actor_kind_ids": [
                    Command.set((self.actor_school | self.actor_jobcenter).ids)
                ],
            }
        )
        self.assertNotIn("problem areas", self._advice("assessment"))
        wizard = self._change(kind="assessment")
        self.assertIn("3 institutions", wizard.advice)
        wizard.action_apply()
        self.assertEqual(self.case.phase_kind, "assessment")

    def test_each_phase_on_the_way_advises(self):
        """Who jumps hears what lies between; who goes back hears nothing."""
        far = self._advice("planning")
        self.assertIn("problem areas", far)
        self.assertIn("No life domain has been assessed", far)
        self.case.action_set_stage(self.stages["planning"].id)
        self.assertFalse(self._advice("assessment"))

    def test_assessment(self):
        self.case.life_domain_ids = self.domain_language | self.domain_work
        self.case.action_set_stage(self.stages["assessment"].id)
        assessments = self.env["kim.case.assessment"].with_user(self.cm_a)
        row = assessments.create(
            {"case_id": self.case.id, "life_domain_id": self.domain_language.id}
        )
        advice = self._advice("planning")
        self.assertIn(f"Not assessed yet: {self.domain_work.name}.", advice)
        self.assertNotIn(self.domain_language.name, advice)
        self.assertIn("No resources", advice)
        row.resources = "The neighbour helps"
        self.assertNotIn("No resources", self._advice("planning"))

    def test_district_switches_advice_off_and_adds_its_own(self):
        first = self.stages["clarification"]
        first.write({"advise": False, "advice": "Ask for the interpreter pool."})
        self.assertEqual(self._advice("assessment"), "Ask for the interpreter pool.")
        self.assertFalse(self._change(kind="clarification").advice)

    def test_wizard_follows_the_choice(self):
        """The form advises again when another phase is chosen."""
        with Form(
            self.env["kim.case.change"]
            .with_user(self.cm_a)
            .with_context(default_case_id=self.case.id, default_change="stage")
        ) as form:
            self.assertFalse(form.advice)
            form.stage_id = self.stages["assessment"]
            self.assertNotIn("life domain", form.advice)
            form.stage_id = self.stages["planning"]
            self.assertIn("life domain", form.advice)
            form.structural = "none"

    # ------------------------------------------------------------------
    # What stops
    # ------------------------------------------------------------------
    def test_no_work_without_a_basis(self):
        self.case.consent_ids.action_withdraw()
        with self.assertRefused("There is no legal basis for this file any"):
            self.case.action_set_stage(self.stages["assessment"].id)
        self.assertEqual(self.case.phase_kind, "clarification")
        self.env["kim.consent"].with_user(self.cm_a).create(
            {"case_id": self.case.id, "purpose": "documentation", "form": "signed"}
        )
        self.case.action_set_stage(self.stages["assessment"].id)
        self.case.consent_ids.filtered(lambda c: c.state == "given").action_withdraw()
        self.case.action_close_case(self.closure_reason.id)

    # ------------------------------------------------------------------
    # Structural findings (140)
    # ------------------------------------------------------------------
    def test_asked_for_structural_findings(self):
        self.case.action_set_stage(self.stages["assessment"].id)
        self.assertIn("structural", self._advice("planning"))
        wizard = self._change(kind="planning", structural="none")
        self.assertTrue(wizard.asks_structural)
        wizard.action_apply()
        self.assertEqual(self.case.structural_asked_on, self.today)
        self.assertNotIn("structural", self._advice("closed"))
        self.assertFalse(self._change("close").asks_structural)
        with self.assertRefused("cannot be set directly", AccessError):
            self.case.structural_asked_on = False

    def test_closing_asks_who_was_not_asked(self):
        wizard = self._change(
            "close", closure_reason_id=self.closure_reason.id, structural="found"
        )
        self.assertTrue(wizard.asks_structural)
        action = wizard.action_apply()
        self.assertEqual(self.case.structural_asked_on, self.today)
        expected = self.case._structural_action()
        self.assertEqual(
            action.get("res_model"), expected["res_model"] if expected else None
        )

    # ------------------------------------------------------------------
    # On hold, closing, reopening
    # ------------------------------------------------------------------
    def test_hold_with_date(self):
        wizard = self._change(
            "hold", reason="Abroad", until=self.today + timedelta(days=30)
        )
        wizard.date = self.yesterday
        wizard.action_apply()
        self.assertEqual(self.case.on_hold_until, self.today + timedelta(days=30))
        spell = self.case.spell_ids.filtered(lambda s: not s.date_to)
        self.assertTrue(spell.on_hold)
        self.assertEqual(
            berlin_day(spell.date_from),
            self.yesterday,
        )
        self.case.action_resume()
        self.assertFalse(self.case.on_hold_until)
        with self.assertRefused(
            "The day to look again must not lie in the past", ValidationError
        ):
            self.case.action_hold("Abroad", until=self.yesterday)
        self.assertFalse(self.case.on_hold)

    def test_close_and_reopen_with_history(self):
        self.case.self_help_start = "1"
        self._change(
            "close",
            closure_reason_id=self.closure_reason.id,
            outcome="Found work",
            self_help_end="4",
            structural="reported",
        ).action_apply()
        self.assertEqual(self.case.phase_kind, "closed")
        self.assertEqual(self.case.outcome, "Found work")
        self.assertEqual(
            (self.case.self_help_start, self.case.self_help_end), ("1", "4")
        )
        self._change("reopen", reason="Lost the work again").action_apply()
        self.assertNotEqual(self.case.phase_kind, "closed")
        self.assertFalse(self.case.closure_reason_id)
        closed = self.case.spell_ids.filtered(lambda s: s.phase_kind == "closed")
        self.assertEqual(closed.closure_reason_id, self.closure_reason)
        self.assertFalse(self.case.spell_ids[0].closure_reason_id)
        note = self.case.note_ids[0].note
        for word in (self.closure_reason.name, "Found work", "Lost the work again"):
            self.assertIn(word, note)

    def test_foreign_hands(self):
        """The form advises nobody about a case that is not theirs."""
        for user in (self.cm_a2, self.team_lead, self.system_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused(NOT_YOURS, AccessError),
            ):
                self.env["kim.case.change"].with_user(user).create(
                    {"case_id": self.case.id, "stage_id": self.stages["planning"].id}
                )

    # ------------------------------------------------------------------
    # Time in phase
    # ------------------------------------------------------------------
    def test_time_in_phase(self):
        now = fields.Datetime.now()
        opened = day_start(self.case.date_open)
        first = now - timedelta(days=20)
        self.case.action_set_stage(self.stages["assessment"].id, first)
        self.case.action_hold("Ill", now - timedelta(days=15))
        self.case.action_resume()
        self.env.invalidate_all()
        self.assertEqual(self.case.phase_days, 20)
        self.assertEqual(
            self.case.phase_since,
            berlin_day(first),
        )
        rows = {row["name"]: row for row in self.case.phase_time}
        clarification = rows[self.stages["clarification"].name]
        self.assertEqual(clarification["days"], (first - opened).days)
        assessment = rows[self.stages["assessment"].name]
        self.assertEqual((assessment["days"], assessment["on_hold"]), (20, 15))
        self.assertTrue(assessment["current"])
        # Going back to a phase adds up, and the count of days begins anew.
        self.case.action_set_stage(self.stages["clarification"].id)
        self.assertEqual(self.case.phase_days, 0)
