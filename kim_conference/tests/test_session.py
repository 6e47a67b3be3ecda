from odoo.exceptions import AccessError, ValidationError
from odoo.fields import NO_ACCESS, Command
from odoo.tests import tagged

from .common import ConferenceCommon


@tagged("post_install", "-at_install")
class TestSession(ConferenceCommon):
    """Sessions: numbers, guarded state, who counts."""

    def test_numbers(self):
        self.district_north.session_code = "NO"
        first, second = self._session(), self._session()
        year = first.date_start.year
        self.assertEqual(first.number, f"NO-{year}-PK-01")
        self.assertEqual(second.number, f"NO-{year}-PK-02")
        self.assertEqual(self._steering_session().number, f"NO-{year}-LG-01")
        both = self._session(
            type_ids=[Command.set((self.type_kickoff | self.type_planning).ids)]
        )
        self.assertEqual(both.number, f"NO-{year}-PK-03")

    def test_body_opens_for_administration(self):
        """KIM administration sets bodies up; their sessions are not in that screen."""
        body = self.env["kim.body"]
        administration = body.with_user(self.kim_admin).get_view(view_type="form")
        coordination = body.with_user(self.coordination).get_view(view_type="form")
        self.assertNotIn('name="session_ids"', administration["arch"])
        self.assertIn('name="session_ids"', coordination["arch"])

    def test_state_is_no_value(self):
        with self.assertRefused("cannot be set directly", AccessError):
            self._session(state="published")
        session = (
            self.env["kim.session"]
            .with_user(self.coordination)
            .with_context(default_state="published")
            .create(
                {
                    "name": "x",
                    "district_id": self.district_north.id,
                    "date_start": "2024-05-14 07:00:00",
                }
            )
        )
        self.assertEqual(session.state, "planned")
        for vals in ({"state": "held"}, {"district_id": self.district_south.id}):
            with self.assertRefused("cannot be set directly", AccessError):
                session.write(vals)

    def test_nobody_moves_a_session_out_of_reach(self):
        session = self._session()
        with self.assertRefused("You have no right to", AccessError):
            session.municipality_id = self.town_b
        with self.assertRefused("You have no right to", AccessError):
            session.body_id = self.steering_group
        with self.assertRefused(
            "Town and body of a session must lie in its", ValidationError
        ):
            session.sudo().municipality_id = self.town_s

    def test_participants(self):
        session = self._session(
            participation_ids=[
                Command.create({"actor_kind_id": self.actor_school.id, "headcount": 3}),
                Command.create(
                    {"actor_kind_id": self.actor_volunteers.id, "headcount": 4}
                ),
                Command.create({"partner_id": self.cm_a.partner_id.id, "role": "host"}),
                Command.create(
                    {
                        "actor_kind_id": self.actor_jobcenter.id,
                        "headcount": 2,
                        "attendance": "excused",
                    }
                ),
            ]
        )
        self.assertEqual((session.participant_count, session.institution_count), (7, 2))
        with self.assertRefused(
            "Please choose an institution, a group or a", ValidationError
        ):
            self.env["kim.participation"].create({"session_id": session.id})
        with self.assertRefused(
            "A named person counts as one; add a line per", ValidationError
        ):
            session.participation_ids.filtered("partner_id").headcount = 2

    def test_agreement(self):
        session = self._session(agreement_ids=[Command.create({"name": "Translate"})])
        agreement = session.agreement_ids
        with self.assertRefused("cannot be set directly", AccessError):
            agreement.state = "done"
        agreement.action_done()
        self.assertEqual(agreement.state, "done")
        with self.assertRefused("This agreement is already settled"):
            agreement.action_drop()

    def test_parts_stay(self):
        session, other = self._session(), self._session()
        item = self.env["kim.agenda.item"].create(
            {"session_id": session.id, "name": "TOP"}
        )
        with self.assertRefused("cannot be set directly", AccessError):
            item.session_id = other

    def test_nothing_points_to_a_case(self):
        """No field right of the line leads to a record left of it.

        But for the field that nobody may read: the rule about excluded persons asks it
        while a vignette is a proposal.
        """
        left = self.env.registry["kim.left.mixin"]
        for name in (
            "kim.session",
            "kim.agenda.item",
            "kim.participation",
            "kim.agreement",
            "kim.minutes",
            "kim.need.report",
            "kim.vignette",
        ):
            for field in self.env[name]._fields.values():
                if field.name == "draft_ids" and field.groups == NO_ACCESS:
                    continue
                target = field.relational and self.env.registry.get(field.comodel_name)
                self.assertFalse(
                    target and issubclass(target, left), f"{name}.{field.name}"
                )
