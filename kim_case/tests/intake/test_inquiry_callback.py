import contextlib

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import NOT_YOURS
from .test_intake import IntakeCommon

PHONE = "0170 / 12 34 567"


@tagged("post_install", "-at_install")
class TestCallback(IntakeCommon):
    """Who asks for herself leaves a number; it goes with the inquiry."""

    def _number_is_nowhere(self, inquiry):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT callback_phone FROM kim_inquiry WHERE id = %s", (inquiry.id,)
        )
        self.assertEqual(self.env.cr.fetchone(), (None,))
        self.assertFalse(
            self.env["kim.draft"]
            .sudo()
            .search([("res_model", "=", "kim.inquiry"), ("res_id", "=", inquiry.id)])
        )

    def _inquiry_of_herself(self, **vals):
        inquiry = self._fitting(callback_phone=PHONE, **vals)
        self.env["kim.draft"].with_user(self.cm_a)._keep(
            inquiry, {"callback_phone": "0170 7654321"}
        )
        return inquiry

    def test_every_end_deletes_it(self):
        inquiry = self._inquiry_of_herself(referred_partner_id=self.mbe_near.id)
        inquiry.action_refer()
        self._number_is_nowhere(inquiry)
        inquiry.action_reopen()
        self.assertFalse(inquiry.callback_phone)
        inquiry = self._inquiry_of_herself(decline_reason="not_wanted")
        inquiry.action_decline()
        self._number_is_nowhere(inquiry)
        inquiry = self._inquiry_of_herself()
        partner = self.mbe_near.with_user(self.cm_a)
        partner.with_context(kim_inquiry_id=inquiry.id).action_kim_refer()
        self._number_is_nowhere(inquiry)

    def test_taken_over_or_deleted_with_the_case(self):
        for vals, expected in (
            ({}, PHONE),
            ({"keep_callback_phone": False}, False),
            ({"phone": "05425 1"}, "05425 1"),
        ):
            inquiry = self._inquiry_of_herself()
            self._form(inquiry, **vals).action_open()
            self._number_is_nowhere(inquiry)
            self.assertEqual(inquiry.case_id.client_id.phone, expected)

    def test_after_its_time(self):
        months = self.env["kim.controller"]._of(self.company_town_a).inquiry_months
        limit = self.today - relativedelta(months=months)
        late = self._inquiry_of_herself(date=limit - relativedelta(days=1))
        running = self._inquiry_of_herself(date=limit)
        moved = self._inquiry_of_herself(date=self.today)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE kim_inquiry SET create_date = %s WHERE id = %s",
            (limit - relativedelta(days=1), moved.id),
        )
        self.env["kim.inquiry"]._gc_callback_numbers()
        self._number_is_nowhere(late)
        self._number_is_nowhere(moved)  # whatever day the inquiry was moved to
        self.assertEqual(running.callback_phone, PHONE)
        self.assertEqual(late.state, "open")

    def test_a_number_and_no_name(self):
        for phone in ("Frau Muster", "0170 123456 Ali", "123", "(-)", "+", 7):
            with self.assertRefused("telephone number", ValidationError):
                self._inquiry(callback_phone=phone)
        for phone in ("x" * 60_000, "1" * 33):
            with self.assertRefused("is too long", ValidationError):
                self._inquiry(callback_phone=phone)
        for phone in ("+49 (0)5425 80-111", "05425/80111", "0542580111"):
            self.assertTrue(self._inquiry(callback_phone=phone).callback_phone)

    def test_in_no_file_and_no_message(self):
        self.cm_a.group_ids += self.env.ref("base.group_allow_export")
        inquiry = self._inquiry_of_herself()
        with self.assertRefused("is not exported", AccessError):
            inquiry.export_data(["number", "callback_phone"])
        with self.assertRefused("is not exported", AccessError):
            inquiry.export_data(["case_id/client_id/name_key"])
        self.assertTrue(inquiry.export_data(["number", "case_id/number"])["datas"])
        fields = self.env["kim.case"]._archive_fields("kim.inquiry")
        self.assertIn("number", fields)
        self.assertNotIn("callback_phone", fields)
        described = inquiry.fields_get(["callback_phone"], ["groupable", "exportable"])
        self.assertEqual(
            described["callback_phone"], {"groupable": False, "exportable": False}
        )
        self.assertFalse(
            self.env["mail.message"].search([("body", "like", "12 34 567")])
        )
        self.assertNotIn(
            "callback_phone", self.env["kim.inquiry"].get_view(view_type="list")["arch"]
        )

    def test_read_as_the_inquiry_is(self):
        inquiry = self._inquiry_of_herself()
        self.assertEqual(inquiry.with_user(self.cm_a2).callback_phone, PHONE)
        for user in (self.cm_s, self.team_lead, self.coordination, self.dpo):
            self.env.invalidate_all()
            with self.assertRefused(NOT_YOURS, AccessError):
                self._as(inquiry, user).callback_phone  # noqa: B018
            forms = self._as(self.env["kim.case.open"], user)
            shown = {}
            with contextlib.suppress(AccessError):
                shown = forms.onchange(
                    {"inquiry_id": inquiry.id}, ["inquiry_id"], {"callback_phone": {}}
                )
            self.assertNotIn(PHONE, str(shown))


@tagged("post_install", "-at_install")
class TestMentioned(IntakeCommon):
    """What an inquiry mentions begins the assessment, and is none yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = cls.domain_language | cls.domain_work

    def _taken(self):
        inquiry = self._fitting()
        self._form(inquiry).action_open()
        return inquiry.case_id

    def test_areas_begin_the_assessment(self):
        case = self._taken()
        rows = case.assessment_ids
        self.assertEqual(rows.life_domain_id, self.both)
        self.assertTrue(all(row.is_mentioned and row.is_current for row in rows))
        self.assertFalse(case.assessment_chart, "nobody has looked yet")
        with self.assertRefused("No life domain has been assessed yet"):
            case.action_look_again()
        self.assertIn("No life domain has been assessed", str(case._gate_assessment()))

    def test_a_second_inquiry_doubles_nothing(self):
        case = self._taken()
        case._start_assessment(self.both)
        self.assertEqual(len(case.assessment_ids), 2)
        more = self._catalogue("kim.life.domain", "Health (test)")
        case._start_assessment(self.both | more)
        self.assertEqual(case.assessment_ids.life_domain_id, self.both | more)
        self.assertEqual(len(case.assessment_ids), 3)
        # What was looked at is not merely mentioned again.
        case.assessment_ids.write({"situation": "So"})
        case._start_assessment(self.both)
        self.assertEqual(len(case._assessed()), 3)
        self.assertEqual(len(case.assessment_ids), 3)

    def test_first_look(self):
        case = self._taken()
        work, language = (
            case.assessment_ids.filtered(lambda row, d=domain: row.life_domain_id == d)
            for domain in (self.domain_work, self.domain_language)
        )
        work._door_write({"date": self.yesterday})
        work.write({"needs": "Eine Stelle"})
        self.assertFalse(work.is_mentioned)
        self.assertEqual((work.round, work.date), (1, self.today))
        # Added by hand, it is the row that waits; the next one is another look.
        first, again = (
            self.env["kim.case.assessment"]
            .with_user(self.cm_a)
            .create(
                [
                    {
                        "case_id": case.id,
                        "life_domain_id": self.domain_language.id,
                        "needs": needs,
                    }
                    for needs in ("Kurs", "B1")
                ]
            )
        )
        self.assertEqual(first, language)
        self.assertEqual(
            (first.needs, first.round, first.is_current), ("Kurs", 1, False)
        )
        self.assertEqual((again.round, again.is_current), (2, True))
        self.assertEqual(len(case.assessment_chart), 2)

    def test_mark_is_no_value(self):
        case = self._taken()
        row = case.assessment_ids[0]
        with self.assertRefused("cannot be set directly", AccessError):
            row.write({"is_mentioned": False})
        made = row.create(
            {
                "case_id": case.id,
                "life_domain_id": self._catalogue("kim.life.domain", "X (test)").id,
                "is_mentioned": True,
            }
        )
        self.assertFalse(made.is_mentioned)
        self.assertEqual(row.action_look_again()["res_id"], row.id)

    def test_form_of_the_case(self):
        """In the form of the case the rows are edited as any other."""
        case = self._taken()
        row = case.assessment_ids[0]
        case.write({"assessment_ids": [Command.update(row.id, {"situation": "So"})]})
        self.assertFalse(row.is_mentioned)
