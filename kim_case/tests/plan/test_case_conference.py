from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.kim_case.tools.dates import berlin_day

from ..consent.test_release import ReleaseCommon


@tagged("post_install", "-at_install")
class TestCaseConference(ReleaseCommon):
    """A named person is talked about only with releases of all who are there."""

    def _conference(self, user=None, **vals):
        return self._as(self.env["kim.case.conference"], user or self.cm_a).create(
            {
                "case_id": self.case.id,
                "partner_ids": [Command.set((self.jobcenter | self.kita).ids)],
                "category_ids": [Command.set(self.cat_language.ids)],
                **vals,
            }
        )

    def test_only_with_releases_of_all(self):
        conference = self._conference()
        self._given()
        self.assertIn("Kita", conference.missing)
        self.assertNotIn("Jobcenter", conference.missing)
        for record in (conference, conference.sudo()):
            with self.assertRaises(ValidationError):
                record.action_confirm()
        self._given(
            partner_id=self.kita.id, category_ids=[Command.set(self.cat_work.ids)]
        )
        self._fresh()
        self.assertIn(self.cat_language.name, conference.missing, "other data")
        self._given(partner_id=self.kita.id)
        self._fresh()
        self.assertFalse(conference.missing)
        conference.action_confirm()
        for record in (conference, conference.sudo()):
            with self.assertRefused("The releases were checked for exactly these"):
                record.write({"partner_ids": [Command.clear()]})
        conference.action_hold()
        self.assertEqual(conference.state, "held")
        made = self.case.disclosure_ids
        self.assertEqual(made.partner_id, self.jobcenter | self.kita)
        self.assertEqual(set(made.mapped("channel")), {"conference"})
        self.assertEqual(set(made.mapped("state")), {"sent"})
        self.assertEqual(made.category_ids, self.cat_language)
        conference.write({"result": "Jobcenter books the course"})

    def test_release_must_last_until_the_day(self):
        self._given(valid_until=self.today + timedelta(days=5))
        conference = self._conference(
            partner_ids=[Command.set(self.jobcenter.ids)],
            date=fields.Datetime.now() + timedelta(days=10),
        )
        self.assertIn("ends on", conference.missing)
        with self.assertRaises(ValidationError):
            conference.action_confirm()
        conference.write({"date": fields.Datetime.now() + timedelta(days=2)})
        conference.action_confirm()
        with self.assertRefused("This conference has not taken place yet"):
            conference.action_hold()  # it lies ahead

    def test_withdrawal_takes_the_clearance_back(self):
        release = self._given()
        conference = self._conference(
            partner_ids=[Command.set(self.jobcenter.ids)],
            date=fields.Datetime.now() + timedelta(hours=1),
        )
        conference.action_confirm()
        release.action_withdraw()
        self.assertEqual(conference.state, "planned")
        with self.assertRaises(ValidationError):
            conference.action_confirm()
        with self.assertRefused("This is not possible at this point"):
            conference.action_hold()
        self.assertFalse(self.case.disclosure_ids)

    def test_written_down_after_the_release_has_ended(self):
        """What counts is the day of the conference, not the day of writing it down."""
        self._given(
            given_on=self.today - timedelta(days=30), valid_until=self.yesterday
        )
        held = fields.Datetime.now() - timedelta(days=3)
        conference = self._conference(
            partner_ids=[Command.set(self.jobcenter.ids)], date=held
        )
        self.assertFalse(conference.missing)
        conference.action_confirm()
        conference.action_hold()
        told = self.case.disclosure_ids
        self.assertEqual((told.state, told.told_on), ("sent", berlin_day(held)))
        for day in (fields.Datetime.now(), held - timedelta(days=40)):
            other = self._conference(
                partner_ids=[Command.set(self.jobcenter.ids)], date=day
            )
            self.assertTrue(other.missing)
            with self.subTest(day=day), self.assertRaises(ValidationError):
                other.action_confirm()

    def test_held_before_the_withdrawal(self):
        """A conference that took place is recorded; its recipients are to be told."""
        release = self._given(given_on=self.today - timedelta(days=30))
        conference = self._conference(
            partner_ids=[Command.set(self.jobcenter.ids)],
            date=fields.Datetime.now() - timedelta(days=3),
        )
        conference.action_confirm()
        release.action_withdraw()
        self.assertEqual(conference.state, "confirmed", "it lies behind")
        conference.action_hold()
        self.assertEqual(self.case.disclosure_ids.notice, "withdrawn")

    def test_who_may(self):
        conference = self._conference()
        for user in (self.cm_a2, self.team_lead, self.coordination, self.dpo):
            self.assertSeesNot(user, conference)
            with self.assertRefused("You have no right to", AccessError):
                self._as(conference, user).action_confirm()
            with self.assertRefused("You have no right to", AccessError):
                self._conference(user)
        with self.assertRefused("A case conference begins as planned", AccessError):
            self._conference(state="held")
        with self.assertRefused("cannot be set directly", AccessError):
            conference.write({"state": "confirmed"})
        conference.action_cancel()
        with self.assertRefused("The releases were checked for exactly these"):
            conference.write({"place": "x"})
        conference.action_replan()
        self.assertEqual(conference.state, "planned")
