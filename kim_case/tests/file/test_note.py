"""Contact notes: next step in one go, drafts that survive, minutes only where asked."""

from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestNote(KimCommon):
    """What a case manager notes between two appointments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.second = cls._case()
        cls.notes = cls.env["kim.case.note"].with_user(cls.cm_a)

    def test_next_step_stands_on_the_case(self):
        self.notes.create(
            {
                "case_id": self.case.id,
                "note": "Telefonat",
                "next_step": "Termin Schule",
                "next_step_date": self.today,
            }
        )
        self.assertEqual(self.case.next_step, "Termin Schule")
        self.assertEqual(self.case.next_step_date, self.today)

    # ------------------------------------------------------------------
    # First talk
    # ------------------------------------------------------------------
    def test_first_talk(self):
        note = self.notes.create({"case_id": self.case.id, "note": "Brief kam an"})
        note.kind = "message"
        self.assertFalse(self.case.first_talk_on, "a message is no talk")
        days_ago = {days: self.today - timedelta(days=days) for days in (1, 4)}
        late, early = self.notes.create(
            [
                {"case_id": self.case.id, "note": "Gespräch", "date": f"{day} 22:30:00"}
                for day in days_ago.values()
            ]
        )
        # 22:30 in UTC is the next day in North Rhine-Westphalia, or the same in winter.
        early_day = self.case.first_talk_on
        self.assertIn(early_day - days_ago[4], (timedelta(0), timedelta(days=1)))
        early.kind = "other"
        self.assertGreater(self.case.first_talk_on, early_day)
        late.date = f"{days_ago[4]} 10:00:00"
        self.assertEqual(self.case.first_talk_on, days_ago[4])
        self.assertFalse(self.second.first_talk_on)

    # ------------------------------------------------------------------
    # Drafts
    # ------------------------------------------------------------------
    def test_draft_comes_back_for_its_case(self):
        typed = {"note": "Halb getippt", "next_step": "Anrufen", "case_id": 1}
        self.assertTrue(self.notes.kim_draft_keep(self.case.id, typed))
        self.notes.kim_draft_keep(self.case.id, {**typed, "note": "Ganz getippt"})
        draft = self.notes.kim_draft_get(self.case.id)
        self.assertEqual(draft["vals"]["note"], "Ganz getippt")
        self.assertEqual(
            draft["vals"]["case_id"],
            {"id": self.case.id, "display_name": self.case.number},
        )
        self.assertFalse(self.notes.kim_draft_get(self.second.id))
        # quick entry without a case: whatever was typed last
        self.assertEqual(self.notes.kim_draft_get()["case_id"], self.case.id)
        # it is no draft of the case itself
        self.assertFalse(self.case.kim_draft_offer())
        self.assertEqual(self.env["kim.draft"].with_user(self.cm_a)._own_places(), [])

    def test_draft_before_a_case_is_chosen(self):
        self.notes.kim_draft_keep(False, {"note": "Wer war das?"})
        self.assertEqual(
            self.notes.kim_draft_get(),
            {"case_id": False, "vals": {"note": "Wer war das?"}},
        )
        self.notes.kim_draft_keep(self.case.id, {"note": "Frau K."})
        drafts = self.env["kim.draft"].search([("create_uid", "=", self.cm_a.id)])
        self.assertEqual(len(drafts), 1)

    def test_saving_emptying_and_dropping_forget_it(self):
        self.notes.kim_draft_keep(self.case.id, {"note": "x"})
        self.notes.create({"case_id": self.case.id, "note": "x"})
        self.assertFalse(self.notes.kim_draft_get(self.case.id))
        self.notes.kim_draft_keep(self.case.id, {"note": "x"})
        self.notes.kim_draft_keep(self.case.id, {"note": "", "kind": "phone"})
        self.assertFalse(self.notes.kim_draft_get())
        self.notes.kim_draft_keep(self.case.id, {"note": "x"})
        self.notes.kim_note_draft_drop(self.case.id)
        self.assertFalse(self.notes.kim_draft_get())

    def test_draft_belongs_to_its_author(self):
        self.notes.kim_draft_keep(self.case.id, {"note": "Nur für mich"})
        others = self.env["kim.case.note"].with_user(self.cm_a2)
        self.assertFalse(others.kim_draft_get())
        for call in (others.kim_draft_get, others.kim_note_draft_drop):
            with self.assertRefused("you may not open it", AccessError):
                call(self.case.id)
        with self.assertRefused("you may not open it", AccessError):
            others.kim_draft_keep(self.case.id, {"note": "x"})
        self.assertTrue(self.notes.kim_draft_get(self.case.id))

    def test_a_right_that_ends_takes_the_draft_along(self):
        self.notes.kim_draft_keep(self.case.id, {"note": "Vor der Übergabe"})
        self.case.sudo().access_ids.filtered(
            lambda row: row.user_id == self.cm_a
        )._door_write(
            {
                "valid_from": self.yesterday - timedelta(days=1),
                "valid_until": self.yesterday,
            }
        )
        self.assertFalse(self.notes.kim_draft_get())
        with self.assertRefused("you may not open it", AccessError):
            self.notes.kim_draft_get(self.case.id)

    def test_bad_input(self):
        with self.assertRefused("The note is too long (at most", ValidationError):
            self.notes.kim_draft_keep(self.case.id, {"note": "x" * 60_000})
        for minutes in (-1, 100_000):
            with self.assertRefused("Minutes lie between 0 and", ValidationError):
                self.notes.create(
                    {"case_id": self.case.id, "note": "x", "minutes": minutes}
                )

    # ------------------------------------------------------------------
    # Minutes
    # ------------------------------------------------------------------
    def test_minutes_only_where_the_district_asks(self):
        note = self.notes.create({"case_id": self.case.id, "note": "x"})
        self.assertFalse(note.record_minutes)
        self.district_north.note_minutes = True
        self.assertTrue(note.record_minutes)
