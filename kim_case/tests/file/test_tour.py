from odoo.tests import HttpCase, tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestTour(KimCommon, HttpCase):
    """In the browser, in German: what a role does most, from the first click on."""

    def test_inquiry_to_note(self):
        """As a case manager: inquiry, information, person, note, next step, phase."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.cm_a.lang = "de_DE"
        self.start_tour(
            "/odoo/kim-inquiries",
            "kim_case_inquiry_to_note",
            login=self.cm_a.login,
            timeout=120,
        )
        case = self.env["kim.case"].search(
            [("client_id.last_name", "=", "Demo-Klientin Tour")]
        )
        self.assertEqual(case.next_step, "Termin in der Schule")
        self.assertEqual(case.phase_kind, "assessment")
        self.assertEqual(case.responsible_id, self.cm_a)
        self.assertEqual(len(case.note_ids), 1)
        opened = self.env["kim.access.log"].search([("case_id", "=", case.id)])
        self.assertIn("open", opened.mapped("action"))
        self.assertNotIn("special", opened.mapped("action"))

    def test_district_setup(self):
        """As KIM administration: companies made on the way are switched on at the end."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.kim_admin.lang = "de_DE"
        self.start_tour(
            "/odoo/kim-districts",
            "kim_district_setup",
            login=self.kim_admin.login,
            timeout=120,
        )
        district = self.env["kim.district"].search([("name", "=", "Kreis Tour")])
        self.assertEqual(district.municipality_ids.mapped("code"), ["ALT", "NDR"])
        self.assertEqual(
            sorted(district.company_ids.mapped("name")),
            ["Altstadt", "Kreis Tour", "Neudorf"],
        )
