"""Appointments of a case, and in whose calendar they stand."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestAppointment(KimCommon):
    """An appointment from the calendar to its outcome."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()

    def _appointment(self, hours=1, **vals):
        return (
            self.env["kim.case.appointment"]
            .with_user(self.cm_a)
            .create(
                {
                    "case_id": self.case.id,
                    "name": "Elterngespräch",
                    "start": fields.Datetime.now() + timedelta(hours=hours),
                    **vals,
                }
            )
        )

    def test_lasts_an_hour_unless_said(self):
        appointment = self._appointment()
        self.assertEqual(appointment.stop - appointment.start, timedelta(hours=1))
        with self.assertRefused("Please check the dates", ValidationError):
            self._appointment(stop=appointment.start + timedelta(days=400))

    def test_outcome_by_its_buttons(self):
        past = self._appointment(-3)
        with self.assertRefused("cannot be set directly", AccessError):
            past.write({"state": "held"})
        past.action_missed()
        with self.assertRefused("This appointment has its outcome already"):
            past.action_held()
        past.action_undo()
        past.action_held()
        self.assertEqual(past.state, "held")
        coming = self._appointment(30)
        with self.assertRefused("This appointment still lies ahead"):
            coming.action_held()
        coming.action_cancel()
        self.assertEqual(coming.state, "cancelled")

    def test_today_stands_on_the_home(self):
        self._appointment(stop=fields.Datetime.now() + timedelta(hours=2), hours=-1)
        self._appointment(72)
        things = self.env["kim.case"].with_user(self.cm_a).kim_home()["today"]
        self.assertEqual([thing["kind"] for thing in things], ["appointment"])
        self.assertRegex(things[0]["time"], r"^\d\d:\d\d$")

    def test_in_nobodys_other_calendar(self):
        """No calendar event, no message, no mail; colleagues see nothing."""
        names = ["mail.message", "mail.mail", "calendar.event"]
        models = [self.env[name] for name in names if name in self.env]
        before = [model.search_count([]) for model in models]
        appointment = self._appointment()
        self.assertEqual([model.search_count([]) for model in models], before)
        for user in (self.cm_a2, self.team_lead, self.coordination):
            self.assertSeesNot(user, appointment)
