"""Emergency access by number: a day, read only, told and confirmed afterwards."""

from datetime import timedelta

from freezegun import freeze_time

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
