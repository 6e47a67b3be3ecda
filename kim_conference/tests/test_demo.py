from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The conference of 14 May 2024 and the steering groups as published (17, 30, 116)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kim.demo"]._load_kim_case()
        cls.env["kim.demo"]._load_kim_conference()

    def test_conference(self):
        session = self.env["kim.session"].search([("number", "=", "GT-2024-PK-01")])
        self.assertEqual(set(session.type_ids.mapped("code")), {"kickoff", "planning"})
        self.assertEqual(session.participant_count, 18)
        self.assertEqual(session.institution_count, 8)
        self.assertEqual(session.vignette_ids.age_band, "28_37")

    def test_people_are_a_crowd_at_once(self):
        """A vignette can be tried on the day on which the demo was loaded."""
        clients = self.env["kim.client"].search([("case_ids", "!=", False)])
        self.assertTrue(clients)
        self.assertFalse(any(clients.mapped("crowd_since")))

    def test_steering_group_of_siegen(self):
        body = self.env["kim.body"].search(
            [
                ("district_id.name", "=", "Kreis Siegen-Wittgenstein (Demo)"),
                ("kind", "=", "steering"),
            ]
        )
        self.assertEqual(body.voting_count, 13)
        self.assertEqual(len(body.session_ids), 3)
