from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestSecondPerson(KimCommon):
    """Taking over a case and inspecting a file: proposed, decided by another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case(last_name="Unverwechselbar")
        cls.controller = cls.env["kim.controller"]._of(cls.company_town_a)
        cls.controller._set_second_persons(cls.coordination | cls.cm_a2)

    def _take_over(self, user=None):
        user = user or self.cm_a2
        return self._as(self.env["kim.case.request"], user)._take_over(
            self.case.number, "Family moved to my quarter"
        )

    def test_approved_by_a_second_person(self):
        request = self._take_over()
        self.assertEqual(request._name, "kim.case.request")
        self.assertSeesNot(self.cm_a2, self.case)
        self.assertEqual(self.case.sudo().responsible_id, self.cm_a)
        self.assertIn("proposal", self._told(self.coordination).mapped("subject")[0])
        # The second person sees the proposal, even of another organisation, no file.
        self.assertSees(self.coordination, request)
        self.assertSeesNot(self.coordination, self.case)
        seen = self._as(request, self.coordination)
        self.assertEqual(seen.number, self.case.sudo().number)
        self.assertTrue(seen.can_decide)
        seen.action_approve()
        self.assertSees(self.cm_a2, self.case)
        self.assertSeesNot(self.cm_a, self.case)
        self.assertSeesNot(self.coordination, self.case)
        row = self.case.sudo().access_ids.filtered(
            lambda r: r.kind == "responsible" and r.user_id == self.cm_a2
        )
        self.assertEqual(row.second_person_id, self.coordination)
        self.assertFalse(row.confirmation)
        told = self._told(self.cm_a).filtered(lambda m: "reassigned" in m.subject)
        self.assertEqual(len(told), 1)
        self.assertNotIn(self.case.sudo().number, f"{told.subject}{told.body}")

    def test_never_decided_by_the_proposer_or_others(self):
        request = self._take_over()
        self.assertFalse(request.can_decide)
        for user in (self.cm_a2, self.dpo):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    "A second person named by the organisation", AccessError
                ),
            ):
                self._as(request, user).action_approve()
        for user in (self.cm_a, self.team_lead, self.system_admin, self.kim_admin):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                with self.assertRefused("You have no right to", AccessError):
                    self._as(request, user).action_approve()
                with self.assertRefused("You have no right to", AccessError):
                    self._as(request, user).action_refuse()

    def test_refuse_and_take_back(self):
        request = self._take_over()
        with self.assertRefused("You have already proposed this"):
            self._take_over()
        self._as(request, self.coordination).action_refuse()
        self.assertSeesNot(self.cm_a2, self.case)
        with self.assertRefused("This proposal was already decided"):
            self._as(request, self.coordination).action_approve()
        again = self._take_over()
        with self.assertRefused("Only the proposer takes a proposal back", AccessError):
            self._as(again, self.coordination).action_withdraw()
        again.action_withdraw()
        with self.assertRefused("This proposal was already decided"):
            self._as(again, self.coordination).action_approve()

    def test_named_no_longer(self):
        request = self._take_over()
        self.controller._set_second_persons(self.cm_a2)
        self.assertSeesNot(self.coordination, request)
        with self.assertRefused("You have no right to", AccessError):
            self._as(request, self.coordination).action_approve()

    def test_without_a_second_person(self):
        # The only one named proposes herself: nobody is left to decide.
        self.controller._set_second_persons(self.cm_a2)
        case = self._take_over()
        self.assertEqual(case, self._as(self.case, self.cm_a2))
        self.assertSees(self.cm_a2, self.case)
        self.assertSeesNot(self.cm_a, self.case)
        line = self._as(self.env["kim.access.report"], self.dpo).search(
            [("confirmation", "=", "open")]
        )
        self.assertEqual(line.user_id, self.cm_a2)
        self.assertIn("taken over", self._told(self.dpo).mapped("subject")[0])
        self.assertTrue(self._told(self.cm_a))
        line.action_confirm()

    def test_excluded_after_the_proposal(self):
        request = self._take_over()
        self.case._exclude(self.cm_a2)
        with self.assertRefused("is excluded from"):
            self._as(request, self.coordination).action_approve()

    def test_excluded_second_person(self):
        self.case._exclude(self.coordination)
        third = self._user("kim_cm_a3", "case_manager", self.company_town_a)
        request = self._take_over(third)
        self.assertSeesNot(self.coordination, request)
        with self.assertRefused("You have no right to", AccessError):
            self._as(request, self.coordination).action_approve()
        self.assertSees(self.cm_a2, request)

    def test_who_may_propose(self):
        for user in (self.team_lead, self.coordination, self.dpo, self.system_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused("Only case managers take over cases", AccessError),
            ):
                self._take_over(user)
        for user in (self.cm_a, self.cm_ab, self.cm_s):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    (
                        "There is no case with this number in your",
                        "You are already responsible for this case",
                    )
                ),
            ):
                self._take_over(user)

    def test_wizard(self):
        wizard = self._as(self.env["kim.case.request.set"], self.cm_a2).create(
            {"number": self.case.number, "reason": "Quarter"}
        )
        action = wizard.action_propose()
        self.assertEqual(action["res_model"], "kim.case.request")
        self.assertFalse(wizard.sudo().exists())

    # ------------------------------------------------------------------
    # Inspection
    # ------------------------------------------------------------------
    def _inspect(self, user=None, days=7):
        user = user or self.dpo
        return self._as(self.env["kim.case.request"], user)._inspect(
            self.case.number, "Complaint", self.today + timedelta(days=days)
        )

    def test_inspection(self):
        special = self._as(self.env["kim.case.special"], self.cm_a).create(
            {"case_id": self.case.id, "kind": "health", "content": "Asthma"}
        )
        request = self._inspect()
        self.assertSeesNot(self.dpo, self.case)
        with self.assertRefused(
            "A second person named by the organisation", AccessError
        ):
            request.action_approve()
        self._as(request, self.cm_a2).action_approve()
        self.assertSees(self.dpo, self.case)
        self.assertSeesNot(self.dpo, special)
        with self.assertRefused("You have no right to", AccessError):
            self._as(self.case, self.dpo).write({"wish": "x"})
        row = self.case.sudo().access_ids.filtered(lambda r: r.kind == "inspection")
        self.assertEqual(row.second_person_id, self.cm_a2)
        self.assertTrue(self._told(self.cm_a))
        with freeze_time(row.valid_until - timedelta(seconds=1)):
            self.assertSees(self.dpo, self.case)
        with freeze_time(row.valid_until):
            self.assertSeesNot(self.dpo, self.case)
        self._as(row, self.dpo).action_revoke()
        self.assertSeesNot(self.dpo, self.case)

    def test_no_inspection(self):
        for user in (self.auditor, self.team_lead, self.cm_a2, self.system_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    "Only data protection officers inspect a file", AccessError
                ),
            ):
                self._inspect(user)
        for days in (-1, 15):
            with (
                self.subTest(days=days),
                self.assertRefused(
                    "Please give a last day within the next 14 days", ValidationError
                ),
            ):
                self._inspect(days=days)
        request = self._inspect()
        self.dpo.kim_role = "auditor"
        with self.assertRefused("The proposer is no longer data protection"):
            self._as(request, self.cm_a2).action_approve()
        self.dpo.kim_role = "dpo"
        self.controller._set_second_persons(self.env["res.users"])
        with self.assertRefused("An inspection needs a second person"):
            self._inspect()

    def test_proposal_by_value_is_refused(self):
        request = self._take_over()
        for user in (self.env.user, self.cm_a2, self.coordination):
            for vals in (
                {"state": "approved"},
                {"requester_id": self.cm_a.id},
                {"case_id": self._case().id},
            ):
                with self.subTest(user=user.login, vals=vals):
                    with self.assertRefused("cannot be set directly", AccessError):
                        self._as(request, user).write(vals)
        with self.assertRefused("You have no right to", AccessError):
            self._as(self.env["kim.case.request"], self.cm_a2).create(
                {
                    "case_id": self.case.id,
                    "kind": "inspection",
                    "company_id": self.company_town_a.id,
                    "requester_id": self.cm_a2.id,
                    "requested_on": fields.Datetime.now(),
                    "reason": "x",
                }
            )
