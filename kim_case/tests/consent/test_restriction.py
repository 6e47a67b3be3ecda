from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import NOT_YOURS
from .test_release import ReleaseCommon


@tagged("post_install", "-at_install")
class TestRestriction(ReleaseCommon):
    """Basis withdrawn and no other: nothing more is written, deletion is decided."""

    def setUp(self):
        super().setUp()
        self.release = self._given()
        self.step = self.case.env["kim.case.step"].create(
            {"case_id": self.case.id, "name": "Learn", "who": "client"}
        )
        self.due = self.today + timedelta(days=30)
        self.client_id = self.case.sudo().client_id.id

    def _withdraw(self):
        self.case.consent_ids.filtered(
            lambda c: c.purpose == "documentation" and c.state == "given"
        ).action_withdraw()

    def _new(self, model, user=None, **vals):
        return self._as(self.env[model], user or self.cm_a).create(
            {"case_id": self.case.id, **vals}
        )

    def test_restricted_at_once(self):
        self.assertTrue(self.case.can_edit)
        self._withdraw()
        case = self.case
        self.assertEqual(
            (case.restricted_on, case.deletion_due), (self.today, self.due)
        )
        self.assertEqual((case.can_edit, case.can_decide), (False, True))
        for name, act in (
            ("case", lambda: case.write({"wish": "x"})),
            ("person", lambda: case.client_id.write({"phone": "x"})),
            ("note", lambda: self._new("kim.case.note", note="x")),
            ("deadline", lambda: self._new("kim.case.deadline", date=self.due)),
            ("part", lambda: self.step.write({"name": "x"})),
            ("step", self.step.action_done),
            ("draft of a release", self._draft),
            ("release", self._given),
            ("pass on", self._pass_on),
            ("phase", lambda: case.action_set_stage(self._stage("planning").id)),
        ):
            with (
                self.subTest(name),
                self.assertRefused(
                    (
                        "There is no legal basis for this file any",
                        "its legal basis is gone",
                    )
                ),
            ):
                act()
        with self.assertRaisesRegex(UserError, "Record a new legal basis"):
            case.write({"wish": "x"})

    def test_no_door_leads_around_it(self):
        """Outcomes, ratings, files and the decision on deletion itself wait, too."""
        goal, dropped = self._new("kim.case.goal", name="g") | self._new(
            "kim.case.goal", name="h"
        )
        dropped.action_drop("Too far")
        begun = fields.Datetime.now() - timedelta(hours=3)
        meeting = self._new("kim.case.appointment", name="a", start=begun)
        held = self._new("kim.case.appointment", name="b", start=begun)
        held.action_held()
        deadline = self._new("kim.case.deadline", date=self.due)
        self._withdraw()
        decision = self.case.deadline_ids.filtered("is_deletion")
        notes = self._as(self.env["kim.case.note"], self.cm_a)
        for name, act in (
            ("give up a goal", lambda: goal.action_drop("Content")),
            ("take up a goal", dropped.action_take_up),
            ("held", meeting.action_held),
            ("missed", meeting.action_missed),
            ("undo", held.action_undo),
            ("deadline", deadline.action_done),
            ("decision on deletion", decision.action_done),
            ("hold", lambda: self.case.action_hold("Content")),
            ("file of the case", lambda: self._attach(self.case)),
            ("file of a part", lambda: self._attach(goal)),
            ("draft", lambda: notes.kim_draft_keep(self.case.id, {"note": "x"})),
        ):
            with (
                self.subTest(name),
                self.assertRaisesRegex(UserError, "Record a new legal basis"),
            ):
                act()
        self.assertFalse(decision.done_on)
        # Taken up again where it was left.
        self._new("kim.consent", purpose="documentation", form="signed")
        meeting.action_held()
        self._attach(goal)

    def test_no_foreign_answer(self):
        """Who may not open the file does not learn that it is restricted."""
        self._withdraw()
        case = self._as(self.case, self.cm_a2)
        client = self._as(self.env["kim.client"], self.cm_a2).browse(self.client_id)
        for name, act in (
            ("case", lambda: case.write({"wish": "x"})),
            ("person", lambda: client.write({"phone": "x"})),
            ("hold", lambda: case.action_hold("Content")),
            ("note", lambda: self._new("kim.case.note", self.cm_a2, note="x")),
            ("part", lambda: self._as(self.step, self.cm_a2).write({"name": "x"})),
            ("step", self._as(self.step, self.cm_a2).action_done),
            ("release", self._as(self.release, self.cm_a2).action_give),
        ):
            with self.subTest(name), self.assertRefused(NOT_YOURS, AccessError):
                act()
        with self.assertRaises(AccessError):  # in Odoo's words, as for any file
            self._attach(case)

    def _attach(self, record):
        return record.env["ir.attachment"].create(
            {
                "name": "x.txt",
                "res_model": record._name,
                "res_id": record.id,
                "raw": b"x",
            }
        )

    def test_new_basis_is_one_that_is_allowed_here(self):
        """Neither given nor prepared, a basis of another organisation lifts nothing."""
        self._withdraw()
        for basis in ("public_task", "legacy"):
            with self.subTest(basis), self.assertRaisesRegex(UserError, "not allowed"):
                self._new("kim.consent", purpose="documentation", basis=basis)
            prepared = self._new(
                "kim.consent", purpose="documentation", basis=basis, state="draft"
            )
            with self.subTest(basis), self.assertRaisesRegex(UserError, "not allowed"):
                prepared.action_give()
        self.assertTrue(self.case.restricted_on)
        controller = self.env["kim.controller"]._of(self.company_town_a)
        controller.documentation_basis = "public_task"
        self._new("kim.consent", purpose="documentation", basis="public_task")
        self.assertFalse(self.case.restricted_on)

    def _stage(self, kind):
        return self.case.district_id.stage_ids.filtered(lambda s: s.phase_kind == kind)

    def _pass_on(self, **vals):
        disclosure = self._new(
            "kim.disclosure",
            partner_id=self.jobcenter.id,
            category_ids=[Command.set(self.cat_language.ids)],
            **vals,
        )
        disclosure.action_send()
        return disclosure

    def test_what_is_still_possible(self):
        """Read, export, protect a child, withdraw, close, and a new basis."""
        self._withdraw()
        self.assertIn("models", self.case._archive_data())
        self.release.action_withdraw()
        self._pass_on(
            basis="child_protection", law="kkg4", parents="told", reasons="Weighty"
        )
        self.case.action_close_case(
            self.closure_reason.id, outcome="She moved", self_help_end="3"
        )
        self.assertEqual(self.case.phase_kind, "closed")
        with self.assertRefused("its legal basis is gone"):
            self.case.action_reopen("x")

    def test_another_basis_keeps_it_open(self):
        self._new("kim.consent", purpose="documentation", form="signed")
        self.case.consent_ids[-1:].action_withdraw()
        self.assertFalse(self.case.restricted_on)
        self._new("kim.consent", purpose="photo", form="signed").action_withdraw()
        self.assertFalse(self.case.restricted_on, "another purpose")

    def test_a_new_basis_lifts_it(self):
        self._withdraw()
        deadline = self.case.deadline_ids.filtered("is_deletion")
        self.assertFalse(deadline.done_on)
        prepared = self._new(
            "kim.consent", purpose="documentation", form="signed", state="draft"
        )
        self.assertTrue(self.case.restricted_on, "prepared is not given")
        prepared.action_give()
        self.assertFalse(self.case.restricted_on)
        self.assertTrue(deadline.done_on)
        self.case.write({"wish": "y"})
        self._withdraw()
        self.assertTrue(self.case.restricted_on)
        self._new("kim.consent", purpose="documentation", form="signed")
        self.assertFalse(self.case.restricted_on, "in one go, too")

    def test_basis_that_ends_by_its_date(self):
        self._new(
            "kim.consent",
            purpose="documentation",
            form="signed",
            valid_until=self.today + timedelta(days=5),
        )
        self.case.consent_ids.filtered(lambda c: not c.valid_until).action_withdraw()
        self.assertFalse(self.case.restricted_on)
        with freeze_time(fields.Datetime.now() + timedelta(days=6)):
            self._fresh()
            self.env["kim.release"]._cron_ended()
            self.assertTrue(self.case.restricted_on)
            self.assertEqual(len(self.case.deadline_ids.filtered("is_deletion")), 1)
            self.env["kim.release"]._cron_ended()
            self.assertEqual(len(self.case.deadline_ids.filtered("is_deletion")), 1)

    def test_who_is_told(self):
        self._withdraw()
        deadline = self.case.deadline_ids.filtered("is_deletion")
        self.assertEqual((deadline.date, deadline.remind_date), (self.due, self.today))
        things = self._as(self.env["kim.case"], self.cm_a).kim_home()["today"]
        self.assertIn(deadline.id, [thing["id"] for thing in things])
        told = self._told(self.dpo).filtered(
            lambda m: "no legal basis" in (m.subject or "")
        )
        self.assertEqual(len(told), 1)
        self.assertNotIn("Unverwechselbar", told.body)
        register = self._as(self.env["kim.case.register"], self.dpo)
        line = register.search([("restricted_on", "!=", False)])
        self.assertEqual((line.case_id.id, line.deletion_due), (self.case.id, self.due))

    def _hold(self, user, **vals):
        form = self._as(self.env["kim.case.request.set"], user).create(
            {
                "kind": "hold",
                "number": self.case.number,
                "reason": "A lawsuit is running",
                "date_until": self.today + timedelta(days=100),
                **vals,
            }
        )
        form.action_propose()
        return form

    def test_hold_of_the_officer(self):
        with self.assertRefused("This file is not restricted: its legal basis"):
            self._hold(self.dpo)  # not restricted
        self._withdraw()
        for user in (self.cm_a, self.team_lead, self.coordination, self.kim_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    (
                        "Only data protection officers put a deletion",
                        "You have no right to",
                    ),
                    AccessError,
                ),
            ):
                self._hold(user)
        for vals in (
            {"date_until": self.today},
            {"date_until": self.today + timedelta(days=500)},
            {"date_until": False},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    "Please give a last day within the next 12", ValidationError
                ),
            ):
                self._hold(self.dpo, **vals)
        with self.assertRefused("Please give a reason of at most"):
            self._hold(self.dpo, reason=" ")
        form = self._hold(self.dpo)
        self.assertFalse(form.exists())
        self._fresh()
        until = self.today + timedelta(days=100)
        self.assertEqual(self.case.deletion_hold_until, until)
        self.assertEqual(self.case.deletion_hold_reason, "A lawsuit is running")
        self.assertEqual(self.case.deletion_hold_by_id, self.dpo)
        self.assertEqual(
            self.case.deadline_ids.filtered("is_deletion").date, until, "asks again"
        )
        self.assertTrue(self.case.restricted_on)
        self.case.sudo().exclusion_ids.create(
            {"case_id": self.case.id, "user_id": self.dpo.id}
        )
        with self.assertRefused("There is no case with this number in your"):
            self._hold(self.dpo)

    def test_not_by_value(self):
        self._withdraw()
        for vals in (
            {"restricted_on": False},
            {"deletion_hold_until": self.due},
            {"deletion_hold_reason": "x", "outcome": "y"},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused("cannot be set directly", AccessError),
            ):
                self.case.write(vals)
        deadline = self._as(self.env["kim.case.deadline"], self.cm_a2)
        own = self._case(self.cm_a2)
        made = deadline.create(
            {"case_id": own.id, "date": self.due, "is_deletion": True}
        )
        self.assertFalse(made.is_deletion)
