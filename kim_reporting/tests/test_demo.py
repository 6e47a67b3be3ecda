from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from odoo.addons.kim_case.tools.dates import berlin_today


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """A released report of a past period in each of two demo districts (119, 120)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        builder = cls.env["kim.demo"]
        builder._load_kim_case()
        builder._load_kim_conference()
        builder._load_kim_themes()
        builder._load_kim_reporting()

    def _reports(self, district):
        return self.env["kim.report"].search(
            [("district_id.name", "=", f"Kreis {district} (Demo)")]
        )

    def test_frozen_reports(self):
        for district in ("Gütersloh", "Siegen-Wittgenstein"):
            with self.subTest(district=district):
                report = self._reports(district)
                self.assertEqual(len(report), 1)
                self.assertEqual(report.state, "released")
                self.assertLess(report.date_to, berlin_today())
                self.assertEqual(report.digest, report._digest())
                with self.assertRaises(UserError):
                    report.action_count()

    def test_figures_are_counted(self):
        report = self._reports("Gütersloh")
        figures = {line.code: line.value for line in report.line_ids if not line.label}
        self.assertEqual(figures["cases_closed"], 3)
        self.assertEqual(figures["themes"], 23)
        self.assertGreater(figures["sessions"], 0)
        self.assertGreater(self._reports("Siegen-Wittgenstein").line_ids[:1].value, 0)

    def test_loading_twice_changes_nothing(self):
        before = self.env["kim.report"].search([]).ids
        self.env["kim.demo"]._load_kim_reporting()
        self.assertEqual(self.env["kim.report"].search([]).ids, before)
