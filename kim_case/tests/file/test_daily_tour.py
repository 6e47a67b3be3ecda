"""The acts of every day in the browser: three taps, one hand, drafts, hidden names."""

import base64
from datetime import timedelta

from odoo.tests import HttpCase, tagged

from odoo.addons.kim_case.tools import periods
from odoo.addons.kim_case.tools.dates import BERLIN

from ..common import KimCommon


class DailyTour(KimCommon, HttpCase):
    """A case manager with one case, in German."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.cm_a.lang = "de_DE"
        cls.cm_a.tz = BERLIN.key
        cls.case = cls._case()
        cls.kinds = cls.env["kim.deadline.kind"]

    def _deadline(self, code="other", **vals):
        kind = self.kinds.search([("code", "=", code)])
        return self.case.env["kim.case.deadline"].create(
            {
                "case_id": self.case.id,
                "kind_id": kind.id,
                "date": self.today + timedelta(days=1),
                **vals,
            }
        )

    def _tour(self, name, path="/odoo/kim-cases"):
        self.start_tour(path, name, login=self.cm_a.login, timeout=120)
        self.env.invalidate_all()

    def _two_clicks_from_a_notice(self):
        """From the open document to the saved end of its objection period."""
        posted = self.today - timedelta(days=3)
        document = self.case.env["kim.case.document"].create(
            {
                "case_id": self.case.id,
                "name": "Bescheid vom Jobcenter",
                "kind": "notice",
                "date": posted,
                "file": base64.b64encode(b"%PDF-1.7 Bescheid"),
                "file_name": "bescheid.pdf",
            }
        )
        self._tour("kim_daily_notice", f"/odoo/kim-documents/{document.id}")
        deadline = document.deadline_ids
        self.assertEqual(deadline.kind, "objection")
        self.assertEqual(deadline.date, periods.objection_end(posted))


@tagged("post_install", "-at_install")
class TestDailyTour(DailyTour):
    """At a desk."""

    def test_note_with_next_step(self):
        self._tour("kim_daily_note")
        self.assertEqual(self.case.note_ids.note, "Kurz telefoniert.")
        self.assertEqual(self.case.next_step, "Kita anrufen")
        self.assertEqual(str(self.case.next_step_date), "2030-12-31")

    def test_deadline_set(self):
        self._tour("kim_daily_deadline")
        self.assertEqual(self.case.deadline_ids.name, "Wohngeld beantragen")
        self.assertGreater(self.case.deadline_ids.date, self.today)

    def test_review_done(self):
        review = self._deadline("review")
        self._tour("kim_daily_review")
        self.assertEqual(review.done_by_id, self.cm_a)
        following = self.case.deadline_ids - review
        self.assertEqual(following.kind, "review")
        self.assertGreater(following.date, review.date)

    def test_two_clicks_from_a_notice(self):
        self._two_clicks_from_a_notice()

    def test_done_and_undo(self):
        deadline = self._deadline()
        self._tour("kim_daily_done_and_undo")
        self.assertFalse(deadline.done_on)

    def test_draft_survives_a_closed_browser(self):
        self._tour("kim_daily_draft")
        self.assertEqual(self.case.note_ids.note, "Halb getippt")

    def test_discreet_hides_names(self):
        self._deadline()
        self.case.write({"next_step": "Anrufen", "next_step_date": self.today})
        self._tour("kim_daily_discreet")
        self.assertTrue(self.cm_a.kim_discreet)


@tagged("post_install", "-at_install")
class TestDailyPhone(DailyTour):
    """On a phone, with one hand."""

    browser_size = "360x740"
    touch_enabled = True

    def test_one_hand(self):
        deadline = self._deadline()
        self._tour("kim_daily_phone")
        self.assertTrue(deadline.done_on)
        self.assertEqual(self.case.note_ids.note, "Unterwegs notiert.")
        self.assertIn("Unterwegs", self.case.deadline_ids.mapped("name"))

    def test_taps(self):
        """The same number of taps as at a desk, in dialogs that one hand can fill."""
        review = self._deadline("review")
        self._tour("kim_daily_review")
        self.assertEqual(review.done_by_id, self.cm_a)
        self._tour("kim_daily_note")
        self.assertEqual(self.case.next_step, "Kita anrufen")
        self._tour("kim_daily_deadline")
        self.assertIn("Wohngeld beantragen", self.case.deadline_ids.mapped("name"))

    def test_two_clicks_from_a_notice(self):
        self._two_clicks_from_a_notice()

    def test_photo_into_the_case(self):
        """8 MB from the camera, a hole in the network, and nothing typed is lost."""
        self._tour("kim_daily_photo", f"/odoo/kim-cases/{self.case.id}")
        document = self.case.document_ids
        self.assertEqual(len(document), 1)
        self.assertRegex(document.file_name, r"^Foto \d{4}-\d\d-\d\d \d\d\.\d\d\.jpg$")
        photo = base64.b64decode(document.file)
        self.assertTrue(photo.startswith(b"\xff\xd8"), "a JPEG")
        self.assertLess(len(photo), 8 * 1024 * 1024, "smaller than it was taken")
        self.assertEqual(self.case.going_well, "Die Nachbarin hilft.")
