from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestEmergency(KimCommon):
    """Emergency access: by number and reason, 24 hours, told, confirmed afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case(last_name="Unverwechselbar")
        cls.special = (
            cls.env["kim.case.special"]
            .with_user(cls.cm_a)
            .create({"case_id": cls.case.id, "kind": "health", "content": "Asthma"})
        )

    def _break(self, user=None, number=None, reason="Police at the door"):
        user = user or self.cm_a2
        return self._as(self.env["kim.case"], user)._break_glass(
            number or self.case.number, reason
        )

    def test_reads_for_a_day_and_writes_nothing(self):
        for user in (self.cm_a2, self.team_lead):
            with self.subTest(user=user.login):
                self.assertSeesNot(user, self.case)
                self._break(user)
                self.assertSees(user, self.case)
                self.assertSeesNot(user, self.special)
                with self.assertRefused("You have no right to", AccessError):
                    self._as(self.case, user).write({"wish": "x"})
                with self.assertRefused("You have no right to", AccessError):
                    self._as(self.case, user).action_hold("x")
                with self.assertRefused("You have no right to", AccessError):
                    self._as(self.env["kim.case.note"], user).create(
                        {"case_id": self.case.id, "note": "x"}
                    )
        row = self.case.sudo().access_ids.filtered(lambda r: r.user_id == self.cm_a2)
        self.assertEqual(row.valid_until - row.valid_from, timedelta(hours=24))
        with freeze_time(row.valid_until - timedelta(seconds=1)):
            self.assertSees(self.cm_a2, self.case)
        with freeze_time(row.valid_until):
            self.assertSeesNot(self.cm_a2, self.case)

    def test_told_without_content_or_number(self):
        self._break()
        for user in (self.cm_a, self.dpo):
            message = self._told(user).filtered(lambda m: "emergency" in m.subject)
            self.assertEqual(len(message), 1)
            text = f"{message.subject} {message.body} {message.record_name}"
            self.assertNotIn(self.case.number, text)
            self.assertNotIn("Unverwechselbar", text)
            self.assertNotIn("Police", text)

    def test_wrong_people_and_numbers(self):
        for user in (
            self.coordination,
            self.participant,
            self.auditor,
            self.dpo,
            self.kim_admin,
            self.system_admin,
            self.plain_user,
        ):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    "Emergency access is for case managers and", AccessError
                ),
            ):
                self._break(user)
        for user in (self.cm_ab, self.cm_s, self.cm_city):
            with (
                self.subTest(user=user.login),
                self.assertRefused("There is no case with this number in your"),
            ):
                self._break(user)
        for number in ("TNA-%", "%", "_" * 12, "", False, self.case.number[:-1]):
            with (
                self.subTest(number=number),
                self.assertRefused("There is no case with this number in your"),
            ):
                self._as(self.env["kim.case"], self.cm_a2)._break_glass(number, "x")
        with self.assertRefused("Please give a reason of at most", ValidationError):
            self._break(reason="x" * 1001)

    def test_own_case_needs_no_emergency(self):
        self._break(self.cm_a)
        self.assertEqual(self.case.sudo().access_ids.mapped("kind"), ["responsible"])

    def test_wizard(self):
        wizard = self._as(self.env["kim.case.break.glass"], self.team_lead).create(
            {"number": self.case.number, "reason": "Police"}
        )
        self.assertSeesNot(self.cm_a2, wizard)
        self.assertEqual(wizard.action_open()["res_id"], self.case.id)
        self.assertFalse(wizard.sudo().exists())

    # ------------------------------------------------------------------
    # Afterwards
    # ------------------------------------------------------------------
    def _line(self, user):
        return self._as(self.env["kim.access.report"], user).search(
            [("case_id", "=", self.case.id), ("kind", "=", "break_glass")]
        )

    def test_confirm(self):
        self._break()
        line = self._line(self.dpo)
        self.assertEqual(line.confirmation, "open")
        self.assertEqual(line.reason, "Police at the door")
        for user in (self.cm_a, self.cm_a2):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    "Only the data protection officer confirms an", AccessError
                ),
            ):
                self._line(user).action_confirm()
        for user in (self.team_lead, self.auditor, self.kim_admin, self.system_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    "Only the data protection officer confirms an", AccessError
                ),
            ):
                self._as(line, user).action_confirm()
        line.action_confirm()
        row = self.env["kim.case.access"].browse(line.id)
        self.assertEqual(row.confirmation, "confirmed")
        self.assertEqual(row.confirmed_by_id, self.dpo)
        self.assertSees(self.cm_a2, self.case)
        self.assertSeesNot(self.dpo, self.case)
        with self.assertRefused("There is nothing to be confirmed"):
            line.action_object()

    def test_object(self):
        self._break()
        self._line(self.dpo).action_object()
        self.assertSeesNot(self.cm_a2, self.case)
        self.assertIn("objection", self._told(self.cm_a2).mapped("subject")[0])

    def test_no_second_time_after_an_objection(self):
        self._break()
        self._line(self.dpo).action_object()
        with self.assertRaisesRegex(UserError, "objected"):
            self._break()
        self.assertSeesNot(self.cm_a2, self.case)
        self._break(self.team_lead)  # the objection was to one person's access
        self.assertSees(self.team_lead, self.case)
        line = self._line(self.dpo).filtered(lambda row: row.user_id == self.cm_a2)
        with self.assertRefused("There is nothing to be confirmed"):
            line.action_object()
        line.action_confirm()
        self.assertSeesNot(self.cm_a2, self.case)  # what ended stays ended
        self._break()
        self.assertSees(self.cm_a2, self.case)

    def test_dpo_of_another_controller(self):
        self._break()
        dpo_south = self._user("kim_dpo_s", "dpo", self.company_south)
        self.assertFalse(self._line(dpo_south))
        line = self.env["kim.access.report"].browse(self._line(self.dpo).id)
        with self.assertRefused("You have no right to", AccessError):
            line.with_user(dpo_south).action_confirm()

    def test_nobody_confirms_her_own(self):
        self.cm_a2.group_ids += self.env.ref("kim_case.group_kim_dpo")
        self._break()
        with self.assertRefused("Nobody confirms her or his own access", AccessError):
            self._line(self.cm_a2).action_confirm()

    def test_confirmation_by_value_is_refused(self):
        self._break()
        row = self.case.sudo().access_ids.filtered(lambda r: r.user_id == self.cm_a2)
        for vals in (
            {"confirmation": "confirmed"},
            {"valid_until": "2999-12-31"},
            {"special": True},
            {"kind": "responsible"},
            {"reason": "x"},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused("cannot be set directly", AccessError),
            ):
                row.write(vals)
            with (
                self.subTest(vals=vals),
                self.assertRefused("cannot be set directly", AccessError),
            ):
                self._as(row, self.cm_a2).write(vals)


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
