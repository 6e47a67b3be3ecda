from datetime import datetime

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    """The demo districts hold what the public sources state (21, 39, 41, 100, 123)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["kim.demo"]._load_kim_case()

    def _town(self, name):
        return self.env["kim.municipality"].search([("name", "=", name)], limit=1)

    def test_borgholzhausen_on_14_may_2024(self):
        moment = datetime(2024, 5, 14, 22, 0)
        spells = self.env["kim.case.spell"].search(
            [
                ("municipality_id", "=", self._town("Borgholzhausen").id),
                ("date_from", "<", moment),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", moment),
            ]
        )
        kinds = spells.grouped("phase_kind")
        self.assertEqual(
            {kind: len(kinds[kind]) for kind in kinds},
            {
                "clarification": 1,
                "assessment": 2,
                "planning": 3,
                "linking": 4,
                "monitoring": 5,
                "evaluation": 1,
                "closed": 3,
            },
        )
        still_open = spells.filtered(lambda s: s.phase_kind != "closed")
        managers = still_open.grouped("responsible_id")
        self.assertEqual(sorted(len(rows) for rows in managers.values()), [7, 9])

    def test_start_of_a_town_is_the_first_working_day(self):
        for town, day in (("Borgholzhausen", "2023-01-01"), ("Rietberg", "2021-12-01")):
            self.assertEqual(str(self._town(town).start_date), day)

    def test_posts_of_siegen_2022(self):
        posts = self.env["kim.post"].search(
            [("district_id.name", "=", "Kreis Siegen-Wittgenstein (Demo)")]
        )
        blocks = posts.grouped("block_id")
        self.assertEqual(
            {block.code: sum(blocks[block].mapped("fte")) for block in blocks},
            {"b1": 5.0, "b2": 14.0, "b3": 4.0},
        )

    def test_second_load_changes_nothing(self):
        count = self.env["kim.case"].search_count([])
        self.env["kim.demo"]._load_kim_case()
        self.assertEqual(self.env["kim.case"].search_count([]), count)
