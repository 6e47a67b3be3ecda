from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ConferenceCommon


@tagged("post_install", "-at_install")
class TestSessionHead(ConferenceCommon):
    """What a session was, when and where stays once it was held."""

    def _held(self, user=None, **vals):
        session = self._session(user, **vals)
        session.action_mark_held()
        return session

    def _changes(self, session):
        return {
            "name": "Other",
            "type_ids": [Command.set(self.type_kickoff.ids)],
            "body_id": self.steering_group.id,
            "municipality_id": False,
            "date_start": session.date_start - timedelta(days=400),
            "date_stop": session.date_start + timedelta(hours=1),
            "venue": "Elsewhere",
            "host_partner_ids": [Command.link(self.cm_a.partner_id.id)],
        }

    def test_nothing_moves(self):
        session = self._held()
        for state in ("held", "minuted", "published"):
            session._door_write({"state": state})
            for name, value in self._changes(session).items():
                for record in (session.with_user(self.coordination), session.sudo()):
                    with self.subTest(state=state, field=name, su=record.env.su):
                        with self.assertRefused("Correct details"):
                            record.write({name: value})
            session.write({"name": session.name, "venue": session.venue})
        planned = self._session()
        for name, value in self._changes(planned).items():
            planned.with_user(self.coordination).write({name: value})

    def test_correction_keeps_what_was(self):
        session = self._held(venue="Town hall")
        form = self.env["kim.session.correct"].with_user(self.cm_a)
        form = form.create({"session_id": session.id, "reason": "Wrong room"})
        self.assertEqual(form.venue, "Town hall")
        with self.assertRefused("Nothing was changed"):
            form.action_correct()
        form.venue = "Library"
        form.action_correct()
        self.assertEqual(session.venue, "Library")
        for words in ("Town hall → Library", "Wrong room", self.cm_a.name):
            self.assertIn(words, session.corrections)
        session._correct_head({"venue": "Gym"}, "Again")
        self.assertEqual(len(session.corrections.split("\n")), 2)
        with self.assertRefused("say why"):
            session._correct_head({"venue": "Cellar"}, "  ")
        with self.assertRefused("cannot be set directly", AccessError):
            session.write({"corrections": False})

    def test_who_corrects(self):
        session = self._held()
        form = self.env["kim.session.correct"]
        for user in (self.participant, self.auditor, self.participant_south):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                form.with_user(user).create({"session_id": session.id, "reason": "x"})
        other = self._session(
            self.coordination_south,
            municipality_id=self.town_s.id,
            district_id=self.district_south.id,
        )
        other.action_mark_held()
        with self.assertRaises(AccessError):
            session._correct_head({"municipality_id": self.town_s.id}, "Move it")
        with self.assertRaises(AccessError):
            form.with_user(self.cm_a).create({"session_id": other.id, "reason": "x"})

    def test_papers_after_the_minutes(self):
        session = self._held()
        agreement = self.env["kim.agreement"].with_user(self.cm_a)
        agreement = agreement.create(
            {"session_id": session.id, "name": "Call", "responsible": "KI"}
        )
        session.action_minute()
        for vals in ({"name": "Other"}, {"responsible": "Other"}):
            with self.assertRefused("Correct minutes"):
                agreement.write(vals)
        with self.assertRefused("Correct minutes"):
            agreement.unlink()
        agreement.date_due = self.today
        agreement.action_done()
        session.summary = "Short"
        session._door_write({"state": "published"})
        with self.assertRefused("Withdraw the publication"):
            session.summary = "Other"

    def test_a_body_that_has_met(self):
        self._held(
            self.coordination, body_id=self.steering_group.id, municipality_id=False
        )
        with self.assertRefused("has met already"):
            self.steering_group.kind = "expert_group"
        other = self.env["kim.body"].create(
            {"name": "Fresh (test)", "district_id": self.district_north.id}
        )
        other.kind = "expert_group"
