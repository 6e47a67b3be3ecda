from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """Eight themes of one conference, bundled with those of three towns (30, 12, 13)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        builder = cls.env["kim.demo"]
        builder._load_kim_case()
        builder._load_kim_conference()
        builder._load_kim_themes()

    def test_themes_and_clusters(self):
        session = self.env["kim.session"].search([("number", "=", "GT-2024-PK-01")])
        themes = self.env["kim.theme"].search([("session_id", "=", session.id)])
        self.assertEqual(len(themes), 8)
        everything = self.env["kim.theme"].search(
            [("district_id", "=", session.district_id.id)]
        )
        self.assertEqual(len(everything), 23)
        self.assertEqual(len(everything.municipality_id), 4)
        self.assertEqual(len(everything.cluster_id), 5)
        self.assertFalse(everything.filtered(lambda t: not t.cluster_id))

    def test_mandate_and_results(self):
        decision = self.env["kim.decision"].search([("mandate", "=", True)])
        self.assertEqual(decision.state, "recorded")
        self.assertEqual(
            decision.project_group_ids.mapped("name"), ["Elterninfos mehrsprachig"]
        )
        self.assertEqual(
            set(self.env["kim.result"].search([]).mapped("kind")),
            {"translated_form", "symposium"},
        )
