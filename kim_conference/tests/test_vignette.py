from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ConferenceCommon


@tagged("post_install", "-at_install")
class TestVignetteReview(ConferenceCommon):
    """Second person, cut link, consent and its withdrawal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls._crowd(5)
        cls.case = cls.cases[0]

    def test_approval_cuts_the_link(self):
        draft = self._draft(self.case)
        draft.action_propose()
        proposal = draft.vignette_id
        old_id, old_number = proposal.id, proposal.sudo().number
        self.assertEqual(draft.state, "review")
        with self.assertRefused("The vignette is with the second person"):
            draft.notes = "changed behind the second person's back"
        action = proposal.with_user(self.second_person).action_approve()
        vignette = self.env["kim.vignette"].browse(action["res_id"])
        self.assertFalse(draft.exists() or proposal.exists())
        self.assertNotEqual((vignette.id, vignette.number), (old_id, old_number))
        self.assertEqual(vignette.state, "approved")
        self.assertFalse(vignette.author_id or vignette.company_id)
        self.assertEqual(vignette.month, self.today.replace(day=1))
        self.assertEqual(vignette.age_band, "28_37")
        self.assertEqual(vignette.life_domain_ids, self.domain_language)
        for name in ("create_uid", "create_date", "write_uid", "write_date"):
            self.assertNotIn(name, vignette._fields)
        self.assertFalse(self.case.note_ids, "not with the crossing")
        for model in ("kim.vignette", "kim.vignette.draft"):
            self.assertFalse(
                self.env["ir.attachment"].search([("res_model", "=", model)])
            )
        with self.assertRefused("A vignette cannot be changed after its check"):
            vignette.sudo().write({"notes": "x"})
        with self.assertRefused("Vignettes are not deleted by hand"):
            vignette.sudo().unlink()

    def test_who_decides(self):
        draft = self._draft(self.case)
        draft.action_propose()
        controller = self.env["kim.controller"]._of(self.company_town_a)
        controller._set_second_persons(controller.second_person_ids | self.cm_a)
        for user in (
            self.cm_a,
            self.cm_a2,
            self.team_lead,
            self.coordination,
            self.dpo,
            self.system_admin,
        ):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    (
                        "The second person whom the organisation has",
                        "You have no right to",
                    ),
                    AccessError,
                ),
            ):
                draft.vignette_id.with_user(user).action_approve()
        seen = self.env["kim.vignette"].with_user
        found = {
            user.login
            for user in (
                self.cm_a,
                self.cm_a2,
                self.team_lead,
                self.coordination,
                self.dpo,
                self.second_person,
                self.participant,
                self.auditor,
            )
            if user != self.auditor and seen(user).search([("state", "=", "review")])
        }
        self.assertEqual(found, {"kim_cm_a", "kim_tl", "kim_dpo", "kim_second"})
        with self.assertRefused("You have no right to", AccessError):
            draft.with_user(self.second_person).read(["notes"])

    def test_a_named_coordination_sees_the_proposal_and_never_the_file(self):
        controller = self.env["kim.controller"]._of(self.company_town_a)
        controller._set_second_persons(self.coordination)
        draft = self._draft(self.case)
        draft.action_propose()
        proposal = draft.vignette_id.with_user(self.coordination)
        self.assertTrue(proposal.can_decide)
        with self.assertRefused("You have no right to", AccessError):
            self.case.with_user(self.coordination).read(["wish"])
        proposal.action_approve()

    def test_excluded_second_person_sees_no_proposal(self):
        controller = self.env["kim.controller"]._of(self.company_town_a)
        controller._set_second_persons(
            controller.second_person_ids | self.dpo | self.team_lead
        )
        draft = self._draft(self.case)
        draft.action_propose()
        proposal = draft.vignette_id
        excluded = (self.second_person, self.dpo, self.team_lead)
        for user in excluded:
            self.assertSees(user, proposal)
            self.case.with_user(self.cm_a)._exclude(user)
            with self.subTest(user=user.login):
                self.assertSeesNot(user, proposal)
                self.assertFalse(
                    proposal.with_user(user).sudo(False)._is_second_person()
                )
                with self.assertRefused("You have no right to", AccessError):
                    proposal.with_user(user).action_approve()
                with self.assertRefused("You have no right to", AccessError):
                    proposal.with_user(user).action_send_back("No")
        draft.action_take_back()
        with self.assertRefused(
            "Your organisation has named no second person"
        ):  # nobody is left to check it
            draft.action_propose()
        self.case.with_user(self.cm_a).exclusion_ids[0].action_lift()
        draft.action_propose()
        self.assertSees(excluded[0], draft.vignette_id)
        self.assertFalse(proposal.sudo().exists())

    def test_approved_vignette_is_read_by_the_excluded_too(self):
        """No rule tells an approved vignette from another: there is no link left."""
        self.case.with_user(self.cm_a)._exclude(self.team_lead)
        vignette = self._vignette(self.case)
        self.assertFalse(vignette.sudo().draft_ids)
        self.assertSees(self.team_lead, vignette)

    def test_nobody_named(self):
        self.env["kim.controller"]._of(self.company_town_a)._set_second_persons(
            self.env["res.users"]
        )
        with self.assertRefused("Your organisation has named no second person"):
            self._draft(self.case).action_propose()

    def test_send_back_and_take_back(self):
        draft = self._draft(self.case)
        draft.action_propose()
        self.env["kim.vignette.send.back"].with_user(self.second_person).create(
            {"vignette_id": draft.vignette_id.id, "remark": "Too close."}
        ).action_send_back()
        self.assertEqual((draft.state, draft.review_remark), ("rejected", "Too close."))
        self.assertFalse(draft.vignette_id)
        draft.notes = "Elterninfos fehlen."
        draft.action_propose()
        proposal = draft.vignette_id
        draft.action_take_back()
        self.assertFalse(proposal.exists())
        self.assertEqual(draft.state, "draft")
        draft.action_discard()
        self.assertFalse(draft.exists())

    def test_changes_between_proposal_and_approval(self):
        draft = self._draft(self.case)
        draft.action_propose()
        self.cases[1].client_id.gender = "male"
        with self.assertRefused(
            "The vignette no longer passes the check of"
        ) as refused:
            draft.vignette_id.with_user(self.second_person).action_approve()
        self.assertNotIn("4", str(refused.exception))

    def test_state_and_links_are_no_values(self):
        draft = self._draft(self.case, state="review", author_id=self.cm_a2.id)
        self.assertEqual((draft.state, draft.author_id), ("draft", self.cm_a))
        for vals in (
            {"state": "review"},
            {"case_id": self.cases[1].id},
            {"author_id": self.cm_a2.id},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused("cannot be set directly", AccessError),
            ):
                draft.write(vals)
        with self.assertRefused("A vignette begins in a case: use “Vignette”"):
            self.env["kim.vignette"].with_user(self.cm_a).create(
                {"district_id": self.district_north.id, "state": "approved"}
            )
        foreign = self._case(self.cm_a2)
        with self.assertRefused("You have no right to", AccessError):
            self._draft(foreign)
        drafts = self.env["kim.vignette.draft"].with_user(self.cm_a)
        values = {"case_id": foreign.id, "notes": "Frau Test-Klientin"}
        for name in ("finding_text", "k_reached", "case_text"):
            with self.subTest(field=name):
                self.assertFormTellsNothing(drafts, values, name)

    # ------------------------------------------------------------------
    # By consent
    # ------------------------------------------------------------------
    def _by_consent(self, session):
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
                    "withdrawal_code": "known",
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
        action = draft.vignette_id.with_user(self.second_person).action_approve()
        # The second person sees the proposal, and is told that it is approved.
        self.assertEqual(action["tag"], "display_notification")
        vignette = self.env["kim.vignette"].search(
            [("consent_session_ids", "in", session.ids), ("state", "=", "approved")]
        )
        return consent, vignette

    def test_by_consent_is_for_the_sessions_named(self):
        """Who prepares a session named reads it; others of the district do not."""
        session = self._session()
        _consent, vignette = self._by_consent(session)

        def reads(user):
            vignettes = self.env["kim.vignette"].with_user(user)
            return bool(vignettes.search([("id", "=", vignette.id)]))

        for user in (self.cm_a, self.coordination):
            with self.subTest(user=user.login):
                self.assertTrue(reads(user))
        outsiders = (self.second_person, self.participant)
        for user in outsiders:
            with self.subTest(user=user.login):
                self.assertFalse(reads(user))
                with self.assertRefused("You have no right to", AccessError):
                    vignette.with_user(user).read(["notes"])
        session.write(
            {
                "agenda_item_ids": [
                    Command.create({"name": "TOP", "vignette_id": vignette.id})
                ],
                "participation_ids": [
                    Command.create({"partner_id": self.second_person.partner_id.id})
                ],
            }
        )
        self.assertFalse(reads(self.second_person), "not invited yet")
        session.sudo()._door_write({"state": "invited"})
        self.assertTrue(reads(self.second_person), "takes part")
        vignette._door_write({"valid_until": self.today - timedelta(days=1)})
        for user in (self.cm_a, self.coordination, self.second_person):
            with self.subTest(user=user.login):
                self.assertFalse(reads(user), "the consent has ended")

    def test_by_consent(self):
        session, other = self._session(), self._session()
        consent, vignette = self._by_consent(session)
        self.assertNotEqual(consent.withdrawal_code, "known")
        self.assertTrue(vignette.withdrawal_hash)
        self.assertNotEqual(vignette.withdrawal_hash, consent.withdrawal_code)
        self.assertEqual(vignette.valid_until.day, 1)
        session.vignette_ids = vignette
        with self.assertRefused(
            "The person has consented to other sessions", ValidationError
        ):
            other.vignette_ids = vignette
        item = self.env["kim.agenda.item"].create(
            {"session_id": session.id, "name": "TOP", "vignette_id": vignette.id}
        )
        consent.action_withdraw()
        self.assertFalse(vignette.exists())
        self.assertFalse(item.vignette_id or session.vignette_ids)

    def test_consent_ends(self):
        _consent, vignette = self._by_consent(self._session())
        self.env["kim.vignette"]._cron_expire()
        self.assertTrue(vignette.exists())
        vignette._door_write({"valid_until": self.today - timedelta(days=1)})
        self.env["kim.vignette"]._cron_expire()
        self.assertFalse(vignette.exists())

    def test_consent_of_this_person(self):
        documentation = self.case.consent_ids
        with self.assertRefused(
            "The consent must be this person's, for a", ValidationError
        ):
            self._draft(self.case, consent_id=documentation.id)
        draft = self._draft(self.case, kind="consent")
        with self.assertRefused("Record the person's consent for a vignette"):
            draft.action_propose()

    def test_approved_vignette_on_agenda(self):
        vignette = self._vignette(self.case)
        session = self._steering_session()
        as_member = vignette.with_user(self.steering_member)
        with self.assertRefused("You have no right to", AccessError):
            as_member.read(["notes"])
        self.env["kim.agenda.item"].create(
            {"session_id": session.id, "name": "TOP", "vignette_id": vignette.id}
        )
        session.action_invite()
        self.assertTrue(as_member.read(["notes"]))
        self.assertEqual(session.vignette_ids, vignette)
        with self.assertRefused(
            "Only approved vignettes of the same district", ValidationError
        ):
            self.env["kim.session"].create(
                {
                    "name": "South",
                    "district_id": self.district_south.id,
                    "date_start": "2024-05-14 07:00:00",
                    "vignette_ids": [Command.link(vignette.id)],
                }
            )
        vignette.with_user(self.cm_a2).action_archive_vignette()
        self.assertEqual(vignette.state, "archived")
