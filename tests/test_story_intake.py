"""Intake in the browser: refer with a list, or accept against the advice (A2).

Tours: ``kim_reporting/static/tests/tours/kim_story_intake_tour.js``. Afterwards the
database is asked what arose, and the figures what they count.
"""

from datetime import timedelta

from odoo.tests import HttpCase, tagged

from odoo.addons.kim_case.tests.common import KimCommon


@tagged("post_install", "-at_install")
class TestStoryIntake(HttpCase, KimCommon):
    """A case manager of Town A, on German screens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.cm_a.lang = "de_DE"
        service = cls._catalogue("kim.actor.kind", "Counselling (test)")
        service.service = "counselling"
        cls.service = cls.env["res.partner"].create(
            {
                "name": "KIM Test MBE",
                "is_company": True,
                "city": cls.town_a.name,
                "kim_actor_kind_id": service.id,
            }
        )

    def _tour(self, name):
        inquiries = self.env["kim.inquiry"].search([])
        self.start_tour(
            "/odoo/kim-inquiries/new", name, login=self.cm_a.login, timeout=180
        )
        self.env.invalidate_all()
        return self.env["kim.inquiry"].search([]) - inquiries

    def test_refer_and_count(self):
        """The referral counts, and no case and no person arises."""
        before = (
            self.env["kim.case"].search_count([]),
            self.env["kim.client"].search_count([]),
        )
        inquiry = self._tour("kim_story_intake_refer")
        self.assertEqual(inquiry.state, "referred")
        self.assertEqual(inquiry.referred_partner_id, self.service)
        after = (
            self.env["kim.case"].search_count([]),
            self.env["kim.client"].search_count([]),
        )
        self.assertEqual(after, before)
        report = (
            self.env["kim.report"]
            .with_user(self.coordination)
            .create(
                {
                    "name": "Test report",
                    "district_id": self.district_north.id,
                    "date_from": self.today - timedelta(days=365),
                    "date_to": self.today,
                }
            )
        )
        report.action_count()
        figures = {
            (line.code, line.label or ""): line.value for line in report.sudo().line_ids
        }
        self.assertEqual(figures["inquiries", ""], 1)
        self.assertEqual(figures["inquiries", "Referred"], 1)

    def test_accept_against_the_advice(self):
        """Information, language and oral consent stand before the name."""
        inquiry = self._tour("kim_story_intake_accept")
        self.assertEqual((inquiry.state, inquiry.accept_reason), ("accepted", "agreed"))
        case = inquiry.case_id
        self.assertEqual(case.client_id.last_name, "Musterova")
        self.assertEqual(case.information_ids.language_id.code, "ar")
        self.assertEqual(case.information_ids.date, self.today)
        consent = case.consent_ids
        self.assertEqual((consent.form, consent.signed_on), ("oral", False))
        self.assertEqual(consent.signature_due, self.today + timedelta(days=14))
        self.assertFalse(self.env["kim.case.open"].search([]), "the form is emptied")
