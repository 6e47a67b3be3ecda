from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ConferenceCommon


@tagged("post_install", "-at_install")
class TestGuards(ConferenceCommon):
    """Guards that protect people: each of these tests fails without its guard."""

    def test_k_counts_own_town(self):
        """Of people of the same controller in another town nobody is alike."""
        cases = self._crowd(4)
        other = self.env["kim.case"]
        for position in range(4):
            other |= self.env["kim.case"]._open(
                self.company_town_a,
                self.town_b,
                {"last_name": f"Other{position}", "first_name": "Demo"},
                self._basis(),
                {"date_open": self.today - timedelta(days=30)},
            )
        copied = ("birth_year", "gender", "family_status", "education_level")
        for client in other.client_id:
            client.write({name: cases[0].client_id[name] for name in copied})
            client.country_id = cases[0].client_id.country_id
        self._since_yesterday(other)
        draft = self._draft(cases[0])
        self.assertFalse(draft.k_reached)
        with self.assertRaisesRegex(UserError, "Too few cases share"):
            draft.action_propose()

    def test_text_is_checked_again_at_approval(self):
        """What was no name when it was proposed may be one by now."""
        case = self._crowd(5)[0]
        draft = self._draft(case)
        draft.action_propose()
        self.env["kim.case.person"].with_user(self.cm_a).create(
            {"case_id": case.id, "relation": "child", "first_name": "Elterninfos"}
        )
        proposal = draft.vignette_id.with_user(self.second_person)
        with self.assertRaisesRegex(UserError, "no longer passes the check") as refused:
            proposal.action_approve()
        self.assertNotIn("Elterninfos", str(refused.exception))
        case.person_ids.sudo()._door_write({"first_name": "Lio"})
        self.assertTrue(proposal.action_approve())

    def test_consent_is_in_force_at_approval(self):
        session = self._session()
        case = self._case(last_name="Alleinstehend")
        consent = (
            self.env["kim.consent"]
            .with_user(self.cm_a)
            .create(
                {
                    "case_id": case.id,
                    "purpose": "vignette",
                    "basis": "consent",
                    "form": "signed",
                    "given_on": self.today - timedelta(days=9),
                }
            )
        )
        draft = self._draft(
            case,
            kind="consent",
            consent_id=consent.id,
            consent_reason="Zu wenige Fälle.",
            consent_session_ids=[Command.set(session.ids)],
        )
        draft.action_propose()
        consent.sudo()._door_write({"valid_until": self.yesterday})
        proposal = draft.vignette_id.with_user(self.second_person)
        with self.assertRaisesRegex(UserError, "consent was withdrawn"):
            proposal.action_approve()
        consent.sudo()._door_write({"valid_until": self.today})
        self.assertTrue(proposal.action_approve())

    def test_only_approved_minutes_are_published(self):
        session = self._session(summary="18 people have found themes.")
        session.agenda_item_ids = [Command.create({"name": "TOP"})]
        session.action_mark_held()
        session.action_minute()
        with self.assertRaisesRegex(UserError, "minutes approved first"):
            session.action_publish()
        session.minutes_ids.action_approve()
        session.action_publish()
        self.assertEqual(session.state, "published")
        session.action_withdraw()
        # a newer version that nobody has approved
        session.minutes_ids.sudo().create(
            {"session_id": session.id, "number": 9, "content": "{}"}
        )
        with self.assertRaisesRegex(UserError, "minutes approved first"):
            session.action_publish()
