from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import KimCommon


class IntakeCommon(KimCommon):
    """An inquiry of ``cm_a`` in Town A, and the form that opens a case from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counselling = cls._catalogue("kim.actor.kind", "Counselling (test)")
        cls.counselling.service = "counselling"
        cls.mbe_far, cls.mbe_near = cls.env["res.partner"].create(
            [
                {
                    "name": f"KIM Test MBE {city}",
                    "is_company": True,
                    "city": city,
                    "kim_actor_kind_id": cls.counselling.id,
                }
                for city in ("Elsewhere", cls.town_a.name)
            ]
        )

    def _inquiry(self, user=None, **vals):
        user = user or self.cm_a
        inquiries = self.env["kim.inquiry"].with_user(user)
        return inquiries.with_company(user.company_id).create(
            {
                "company_id": user.company_id.id,
                "municipality_id": self.town_a.id,
                "access_route_id": self.route.id,
                **vals,
            }
        )

    def _fitting(self, **vals):
        """Return an inquiry for which case management fits."""
        return self._inquiry(
            life_domain_ids=[
                Command.set((self.domain_language | self.domain_work).ids)
            ],
            actor_kind_ids=[
                Command.set((self.actor_school | self.actor_jobcenter).ids)
            ],
            **vals,
        )

    def _form(self, inquiry, **vals):
        forms = inquiry.env["kim.case.open"].with_context(default_inquiry_id=inquiry.id)
        return forms.create(
            {
                "information_on": self.today,
                "consent_form": "signed",
                "last_name": "Test-Klientin",
                **vals,
            }
        )


@tagged("post_install", "-at_install")
class TestIndication(IntakeCommon):
    """The check advises from numbers of the district, and decides nothing (23, 96)."""

    def test_numbers_of_the_district(self):
        inquiry = self._inquiry()
        self.assertEqual(inquiry.advice, "refer")
        inquiry.life_domain_ids = self.domain_language | self.domain_work
        inquiry.actor_kind_ids = self.actor_school
        self.assertEqual(inquiry.advice, "refer")
        inquiry.actor_kind_ids |= self.actor_jobcenter
        self.assertEqual(inquiry.advice, "accept")
        self.district_north.indication_min_domains = 3
        self.assertEqual(inquiry.advice, "refer")
        self.district_north.write(
            {"indication_min_domains": 1, "indication_min_actors": 1}
        )
        self.assertEqual(self._inquiry().advice, "refer")
        inquiry.actor_kind_ids = self.actor_school
        self.assertEqual(inquiry.advice, "accept")

    def test_double_structures_are_warned_of(self):
        inquiry = self._fitting(other_case_management=True)
        self.assertEqual(inquiry.advice, "double")
        managed = self._catalogue("kim.actor.kind", "Other CM (test)")
        managed.service = "case_management"
        inquiry = self._fitting()
        inquiry.actor_kind_ids |= managed
        self.assertEqual(inquiry.advice, "double")
        inquiry = self._fitting()
        self.assertFalse(inquiry.services_at_work)
        inquiry.actor_kind_ids |= self.counselling
        self.assertEqual(inquiry.services_at_work, "Counselling (test)")
        self.assertEqual(inquiry.advice, "accept", "who does what is agreed; no veto")

    def test_where_to_refer(self):
        inquiry = self._inquiry()
        self.assertEqual(inquiry.suggestion_ids[:2], self.mbe_near | self.mbe_far)
        self.assertFalse(self._fitting().suggestion_ids)
        cases = self.env["kim.case"].search_count([])
        partner = self.mbe_near.with_env(inquiry.env).with_context(
            kim_inquiry_id=inquiry.id
        )
        partner.action_kim_refer()
        self.assertEqual(inquiry.state, "referred")
        self.assertEqual(inquiry.referred_partner_id, self.mbe_near)
        self.assertEqual(self.env["kim.case"].search_count([]), cases)

    def test_nobody_refers_the_inquiry_of_another_town(self):
        inquiry = self._inquiry()
        for user in (self.cm_s, self.team_lead, self.participant):
            partner = self.mbe_near.with_user(user).with_context(
                kim_inquiry_id=inquiry.id
            )
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                partner.action_kim_refer()
        self.assertEqual(inquiry.state, "open")

    def test_against_the_advice_with_a_reason(self):
        inquiry = self._inquiry()
        form = self._form(inquiry)
        with self.assertRefused("The advice is another one"):
            form.action_open()
        self.assertEqual(inquiry.state, "open")
        form.accept_reason = "service_full"
        form.action_open()
        self.assertEqual(
            (inquiry.state, inquiry.accept_reason), ("accepted", "service_full")
        )

    def test_no_reason_is_kept_with_the_advice(self):
        inquiry = self._fitting()
        self._form(inquiry, accept_reason="service_full").action_open()
        self.assertEqual(inquiry.state, "accepted")
        self.assertFalse(inquiry.accept_reason)

    def test_taken_up_again(self):
        inquiry = self._inquiry(decline_reason="not_reached")
        inquiry.action_decline()
        with self.assertRefused("This inquiry is closed"):
            inquiry.write({"date": self.yesterday})
        inquiry.action_reopen()
        self.assertEqual((inquiry.state, inquiry.date_done), ("open", False))
        accepted = self._fitting()
        self._form(accepted).action_open()
        with self.assertRefused("Only an inquiry without a case can be taken"):
            accepted.action_reopen()

    def test_days_from_inquiry_to_first_talk(self):
        inquiry = self._fitting(date=self.today - timedelta(days=5))
        self._form(inquiry).action_open()
        case, notes = inquiry.case_id, inquiry.env["kim.case.note"]
        self.assertEqual(case.inquired_on, inquiry.date)
        self.assertFalse(case.first_talk_on or case.days_to_first_talk)
        notes.create({"case_id": case.id, "note": "Erstes Gespräch"})
        self.assertEqual(case.first_talk_on, self.today)
        self.assertEqual(case.days_to_first_talk, 5)
        for name in ("first_talk_on", "inquired_on"):
            with self.subTest(name=name), self.assertRefused("cannot be set directly"):
                case.write({name: inquiry.date})
        imported = self._case()
        notes.create({"case_id": imported.id, "note": "Erstes Gespräch"})
        self.assertFalse(imported.days_to_first_talk, "no inquiry, no waiting time")
        with self.assertRefused("You have no right to", AccessError):
            case.with_user(self.cm_a2).read(["days_to_first_talk"])

    def test_reason_is_no_value(self):
        with self.assertRefused("An inquiry begins as open", AccessError):
            self._inquiry(accept_reason="wish")
        with self.assertRefused("cannot be set directly", AccessError):
            self._inquiry().write({"accept_reason": "wish"})
