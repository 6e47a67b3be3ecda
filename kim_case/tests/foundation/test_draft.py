from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.kim_case.models.foundation.kim_lost_update_mixin import (
    LostUpdateError,
)

from ..common import KimCommon
from .test_lost_update import LostUpdateCommon


@tagged("post_install", "-at_install")
class TestDraft(LostUpdateCommon):
    """A save refused while the tab closes is offered again, to its author alone."""

    def setUp(self):
        super().setUp()
        self.theirs.wish = "A flat"
        vals = {"wish": "A course", "note_ids": [[0, "v1", {"note": "New talk"}]]}
        self.assertEqual(self._save(vals, {"wish": "A job"}, closing=True), [])

    def test_refused_save_is_kept(self):
        self.assertEqual(self.mine.wish, "A flat")
        offer = self.mine.kim_draft_offer()
        said = {found["key"]: found["mine"] for found in offer["conflicts"]}
        self.assertEqual(said["wish"], "A course")
        self.assertIn("New talk", said["note_ids/v1"])
        drafts = self.env["kim.draft"].with_user(self.cm_a)
        self.assertEqual(drafts._own_places(), [["kim.case", self.mine.id]])

    def test_choose(self):
        offer = self.mine.kim_draft_offer()
        seen = {found["key"]: found["current"] for found in offer["conflicts"]}
        self.mine.kim_draft_save(offer["id"], seen, [])
        self.assertEqual(self.mine.wish, "A course")
        self.assertEqual(self.mine.note_ids.mapped("note"), ["New talk"])
        self.assertFalse(self.mine.kim_draft_offer())
        self.assertFalse(self.env["kim.draft"].search([]))

    def test_choose_the_other_version(self):
        offer = self.mine.kim_draft_offer()
        seen = {found["key"]: found["current"] for found in offer["conflicts"]}
        self.mine.kim_draft_save(offer["id"], seen, list(seen))
        self.assertEqual(self.mine.wish, "A flat")
        self.assertFalse(self.mine.note_ids)
        self.assertFalse(self.mine.kim_draft_offer())

    def test_changed_again_since_the_question(self):
        offer = self.mine.kim_draft_offer()
        seen = {found["key"]: found["current"] for found in offer["conflicts"]}
        self.theirs.wish = "A house"
        with self.assertRaises(LostUpdateError):
            self.mine.kim_draft_save(offer["id"], seen, [])
        self.assertTrue(self.mine.kim_draft_offer())

    def test_drop(self):
        self.mine.kim_draft_drop(self.mine.kim_draft_offer()["id"])
        self.assertFalse(self.env["kim.draft"].search([]))

    def test_author_only(self):
        draft = self.env["kim.draft"].search([])
        self.assertFalse(self.theirs.kim_draft_offer())
        self.theirs.kim_draft_drop(draft.id)
        self.theirs.kim_draft_save(draft.id)
        self.assertTrue(draft.exists())
        self.assertEqual(self.theirs.wish, "A flat")
        for user in (self.cm_a, self.cm_a2, self.kim_admin, self.system_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                draft.with_user(user).read(["vals"])

    def test_right_lost_draft_lost(self):
        self.env["kim.case.access"].search(
            [("case_id", "=", self.mine.id), ("user_id", "=", self.cm_a.id)]
        )._revoke()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.mine.kim_draft_offer())

    def test_goes_with_time_and_with_the_record(self):
        draft = self.env["kim.draft"].search([])
        note = self._note()
        note.with_user(self.cm_a2).note = "Their text"
        self._save({"note": "Mine"}, {"note": "First talk"}, note, closing=True)
        self.assertEqual(self.env["kim.draft"].search_count([]), 2)
        note.sudo()._retention_unlink()
        self.assertEqual(self.env["kim.draft"].search([]), draft)
        old = draft.create_date - timedelta(hours=73)
        self.env.cr.execute(
            "UPDATE kim_draft SET create_date = %s, write_date = %s", (old, old)
        )
        self.env["kim.draft"]._transient_vacuum()
        self.assertFalse(draft.exists())


@tagged("post_install", "-at_install")
class TestNewDraft(KimCommon):
    """What is typed into a new record is there again, for its author alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.mine = cls.env["kim.case.appointment"].with_user(cls.cm_a)
        cls.notes = cls.env["kim.case.note"].with_user(cls.cm_a)
        cls.vals = {"case_id": cls.case.id, "place": "Library"}
        cls.second = cls._case()
        cls.other = {"case_id": cls.second.id, "place": "Bank"}

    def test_kept_until_saved(self):
        self.assertTrue(self.mine.kim_new_draft_keep({"place": "Li"}))
        self.assertTrue(self.mine.kim_new_draft_keep(self.vals | {"x": 1}))
        self.assertEqual(self.mine.kim_new_draft_get(), self.vals)
        self.assertEqual(self.mine.kim_new_draft_get(self.case.id), self.vals)
        theirs = self.mine.with_user(self.cm_a2)
        self.assertFalse(theirs.kim_new_draft_get())
        theirs.kim_new_draft_drop()
        self.mine.web_save(self.vals | {"name": "Library card"}, {"place": {}})
        self.assertFalse(self.mine.kim_new_draft_get())
        self.assertFalse(self.env["kim.draft"].search([]))

    def test_each_case_has_its_own(self):
        """What was typed for one person neither goes to another nor is lost with her."""
        self.mine.kim_new_draft_keep(self.vals)
        self.assertFalse(self.mine.kim_new_draft_get(self.second.id))
        self.mine.kim_new_draft_keep(self.other)
        self.assertEqual(self.mine.kim_new_draft_get(self.case.id), self.vals)
        self.assertEqual(self.mine.kim_new_draft_get(self.second.id), self.other)
        self.mine.web_save(self.other | {"name": "Account"}, {"place": {}})
        self.assertFalse(self.mine.kim_new_draft_get(self.second.id))
        for none_of_them in (self.second.id, False, "x", [self.case.id]):
            self.mine.kim_new_draft_drop(none_of_them)
            self.assertEqual(self.mine.kim_new_draft_get(self.case.id), self.vals)

    def test_notes_keep_theirs(self):
        """A note that is saved leaves the notes begun for others alone."""
        self.notes.kim_draft_keep(self.case.id, {"note": "Begun"})
        self.notes.web_save({"case_id": self.second.id, "note": "Done"}, {"note": {}})
        kept = self.notes.kim_draft_get(self.case.id)
        self.assertEqual(kept["vals"]["note"], "Begun")

    def test_no_right_no_draft(self):
        theirs = self._as(self.mine, self.cm_s)
        for case_id in (self.case.id, 2**30):  # the same where there is none
            with self.assertRefused("you may not open it", AccessError):
                theirs.kim_new_draft_keep({"case_id": case_id})
            with self.assertRefused("you may not open it", AccessError):
                self._as(self.notes, self.cm_s).kim_draft_keep(case_id, {"note": "x"})
        self.mine.kim_new_draft_keep(self.vals)
        self.case.env["kim.case.access"].sudo().search(
            [("case_id", "=", self.case.id), ("user_id", "=", self.cm_a.id)]
        )._revoke()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.mine.kim_new_draft_get())

    def test_bounded(self):
        with self.assertRefused("too much for a draft", ValidationError):
            self.mine.kim_new_draft_keep({"place": "x" * 300_001})
