from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.kim_case.tools.dates import berlin_day

from .common import ThemesCommon


@tagged("post_install", "-at_install")
class TestDecision(ThemesCommon):
    """Decisions: who records, what is fixed, what follows for the themes."""

    def test_record(self):
        theme = self._theme()
        meeting = self._meeting()
        decision = self._decision(self._item(theme, meeting), rank=2)
        year = berlin_day(meeting.date_start).year
        self.assertEqual(decision.number, f"{year}/01")
        self.assertEqual(decision.state, "recorded")
        self.assertEqual(decision.body_id, self.steering_group)
        self.assertEqual(theme.state, "prioritised")
        self.assertEqual(theme.priority_rank, 2)
        self.assertEqual(
            theme.event_ids.sorted("id").mapped("state"),
            ["raw", "submitted", "prioritised"],
        )
        other = self._decision(self._item(self._theme(), meeting))
        self.assertEqual(other.number, f"{year}/02")

    def test_coordination_records(self):
        item = self._item(self._theme())
        draft = self._decision(item, record=False, user=self.assistant)
        for user in (self.assistant, self.cm_a, self.team_lead, self.auditor):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    "The coordination records the decisions of a", AccessError
                ),
            ):
                draft.with_user(user).action_record()
        draft.with_user(self.coordination).action_record()
        self.assertEqual(draft.state, "recorded")

    def test_recorded_is_not_changed(self):
        decision = self._decision(self._item(self._theme()))
        for vals in (
            {"wording": "anders"},
            {"result": "noted"},
            {"theme_ids": [Command.clear()]},
            {"date_due": self.today},
            {"state": "draft"},
            {"number": "2020/99"},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    "A recorded decision is not changed", ValidationError
                ),
            ):
                decision.write(vals)
        with self.assertRefused("You have no right to", AccessError):
            decision.unlink()
        with self.assertRefused("A recorded decision is not changed", ValidationError):
            decision.action_record()
        with self.assertRefused("cannot be set directly", AccessError):
            self._decision(self._item(self._theme()), record=False, state="recorded")

    def test_session_of_a_decision_is_fixed(self):
        """Neither body nor day nor the way of deciding changes behind a decision."""
        theme = self._theme()
        meeting = self._meeting()
        decision = self._decision(self._item(theme, meeting))
        other = self.env["kim.body"].create(
            {"name": "Other (test)", "district_id": self.district_north.id}
        )
        moved = {"date_start": meeting.date_start - timedelta(days=400)}
        for vals in ({"body_id": False}, {"body_id": other.id}, moved):
            with self.assertRefused("Correct details"):
                meeting.sudo().write(vals)
            with self.assertRefused("Decisions were recorded"):
                meeting._correct_head(vals, "Wrong")
        with self.assertRefused("the session took place"):
            meeting._transition("cancelled")
        meeting._correct_head({"venue": "Library"}, "Wrong room")
        self.assertEqual(decision.body_id, self.steering_group)
        self.steering_group.decision_mode = "vote"
        self.assertEqual(decision.decision_mode, "consensus")

    def test_responsible_keeps_the_name_of_that_day(self):
        office = self.env["res.partner"].create({"name": "Office (test)"})
        decision = self._decision(self._item(self._theme()), responsible_id=office.id)
        office.name = "Renamed (test)"
        self.assertEqual(decision._prepare_minutes()["responsible"], "Office (test)")
        self.assertIn("Office (test)", decision.recorded_text)

    def test_one_decision_in_force_per_item(self):
        item = self._item(self._theme())
        decision = self._decision(item)
        second = self._decision(item, record=False)
        with self.assertRefused("This agenda item already has a decision"):
            second.action_record()
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            second._door_write({"state": "recorded"})
            second.flush_recordset()
        action = decision.action_supersede()
        draft = self.env["kim.decision"].browse(action["res_id"])
        draft = draft.with_user(self.coordination)
        self.assertEqual(draft.wording, decision.wording)
        self.assertEqual(draft.theme_ids, decision.theme_ids)
        draft.wording = "Die Lenkungsgruppe stellt richtig …"
        draft.action_record()
        self.assertEqual(decision.state, "superseded")
        self.assertEqual(item.decision_id, draft)
        self.assertNotEqual(draft.number, decision.number)
        with self.assertRefused("Only a decision in force is replaced"):
            decision.action_supersede()

    def test_results(self):
        for result, adopted in (
            ("consensus", True),
            ("consensus_with_reservation", True),
            ("no_consensus", False),
            ("noted", False),
        ):
            theme = self._theme()
            decision = self._decision(
                self._item(theme), result=result, reservation="Vorbehalt des Jobcenters"
            )
            with self.subTest(result=result):
                self.assertEqual(decision.is_adopted, adopted)
                self.assertEqual(theme.state, "prioritised" if adopted else "raw")
                self.assertIn(decision.number, theme.event_ids.sorted("id")[-1].note)

    def test_incomplete(self):
        for vals in (
            {"result": "consensus_with_reservation"},
            {"result": "vote", "vote_yes": 1},
            {"mandate": True},
            {"kind": "measure"},
        ):
            draft = self._decision(self._item(self._theme()), record=False, **vals)
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    (
                        "A mandate names its project group and its goal",
                        "Please choose the measures that are decided on",
                        "Please enter the reservation",
                        "decides by consensus",
                    )
                ),
            ):
                draft.action_record()

    def test_not_before_the_meeting(self):
        """What the body has not discussed yet is not recorded as decided."""
        meeting = self._meeting(1)
        theme = self._theme()
        draft = self._decision(self._item(theme, meeting), record=False)
        with self.assertRaisesRegex(UserError, "still to come"):
            draft.action_record()
        self.assertEqual((draft.state, theme.state), ("draft", "raw"))
        meeting.sudo().date_start = fields.Datetime.now()
        draft.action_record()
        self.assertEqual(draft.state, "recorded")

    def test_vote_by_voting_seats_only(self):
        self.steering_group.decision_mode = "vote"
        self.env["kim.body.seat"].create(
            {
                "body_id": self.steering_group.id,
                "name": "Coordination (test)",
                "vote_kind": "advisory",
                "number": 5,
            }
        )
        draft = self._decision(
            self._item(self._theme()), record=False, result="vote", vote_yes=2
        )
        with self.assertRaisesRegex(UserError, "voting seats"):
            draft.action_record()
        draft.vote_yes = 1
        draft.action_record()
        self.assertTrue(draft.is_adopted)
        theme = self._theme()
        lost = self._decision(self._item(theme), result="vote", vote_no=1)
        self.assertFalse(lost.is_adopted)
        self.assertEqual(theme.state, "raw")

    def test_bodies_decide(self):
        session = self._session(self.coordination)
        item = self.env["kim.agenda.item"].create(
            {"session_id": session.id, "name": "Aussprache"}
        )
        with self.assertRefused(
            "has no body; record an agreement there", ValidationError
        ):
            self._decision(item)

    def test_submit_cluster_with_one_button(self):
        themes = self._theme() | self._theme()
        cluster = self._cluster()
        themes.write({"cluster_id": cluster.id})
        with self.assertRaisesRegex(UserError, "steering"):
            cluster.action_submit()
        later = self._meeting(60)
        meeting = self._meeting(7)
        action = cluster.action_submit()
        self.assertEqual(action["res_id"], meeting.id)
        self.assertFalse(later.agenda_item_ids)
        item = meeting.agenda_item_ids
        self.assertEqual((item.cluster_id, item.theme_ids), (cluster, themes))
        self.assertEqual(set(themes.mapped("state")), {"submitted"})
        with self.assertRefused("There is no theme here that can be submitted"):
            cluster.action_submit()
