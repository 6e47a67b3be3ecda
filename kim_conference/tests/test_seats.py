from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import ConferenceCommon


@tagged("post_install", "-at_install")
class TestSeats(ConferenceCommon):
    """Never more holders than places on any day, and one person once."""

    def setUp(self):
        super().setUp()
        self.people = self.env["res.partner"].create(
            [{"name": f"Person {number}"} for number in range(4)]
        )
        self.pair = self.env["kim.body.seat"].create(
            {"body_id": self.steering_group.id, "name": "Welfare", "number": 2}
        )

    def _day(self, days):
        return self.today + timedelta(days=days)

    def _hold(self, person, start, end):
        return self.env["kim.body.seat.holder"].create(
            {
                "seat_id": self.pair.id,
                "partner_id": person.id,
                "date_from": self._day(start),
                "date_until": self._day(end),
            }
        )

    def test_places_of_a_day(self):
        """Three terms that overlap a long one, but never three on one day."""
        self._hold(self.people[0], 0, 100)
        self._hold(self.people[1], 0, 20)
        self._hold(self.people[2], 21, 40)
        self._hold(self.people[3], 41, 60)
        with self.assertRefused("place(s)", ValidationError):
            self._hold(self.people[3], 15, 25)
        with self.assertRefused("place(s)", ValidationError):
            self.pair.number = 1

    def test_one_person_once(self):
        self._hold(self.people[0], 0, 20)
        with self.assertRefused("twice", ValidationError):
            self._hold(self.people[0], 20, 30)
        self._hold(self.people[0], 21, 30)

    def test_a_term_that_has_begun_keeps_its_person(self):
        began = self._hold(self.people[0], -5, 20)
        for record in (began, began.with_user(self.coordination)):
            with self.assertRefused("term has begun"):
                record.partner_id = self.people[1]
            with self.assertRefused("term has begun"):
                record.unlink()
        began.date_until = self.today
        self._hold(self.people[1], 5, 20).unlink()

    def test_contacts_of_terms_and_attendance(self):
        """Renamed later, they are called as on their day; they are not merged."""
        self._hold(self.people[0], 0, 20)
        session = self._session()
        school = self.env["res.partner"].create(
            {"name": "School (test)", "is_company": True}
        )
        self.env["kim.participation"].create(
            {
                "session_id": session.id,
                "institution_id": school.id,
                "attendance": "attended",
            }
        )
        session.action_mark_held()
        session.action_minute()
        school.name = self.people[0].name = "Renamed (test)"
        self.assertEqual(session.participation_ids._group_label(), "School (test)")
        self.assertIn("Person 0", self.pair.holder_ids.recorded_text)
        wizard = self.env["base.partner.merge.automatic.wizard"]
        for contact in (self.people[0], school):
            pair = contact | self.people[3]
            with self.assertRefused("cannot be merged"):
                wizard._merge(pair.ids, contact)
            with self.assertRefused("used in KIM"):
                contact.unlink()
        with self.assertRefused("kept by KIM", AccessError):
            self.pair.holder_ids.write({"recorded_contacts": False})
