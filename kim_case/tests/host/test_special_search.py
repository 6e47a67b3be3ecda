"""A search tells nobody that a special category is there."""

from odoo.tests import tagged

from ..common import KimCommon

WORD = "Geheimwort"


@tagged("post_install", "-at_install")
class TestSpecialExistence(KimCommon):
    """Who may not open special categories does not learn that there are any."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._user("kim_cm_a3", "case_manager", cls.company_town_a)

    def test_search_tells_nothing(self):
        case = self._case()
        special = case.env["kim.case.special"].create(
            {"case_id": case.id, "kind": "health", "content": WORD}
        )
        case._grant(self.cm_a2, "deputy")
        case._grant(self.second, "deputy", special=True)
        for domain in (
            [("special_ids", "!=", False)],
            [("special_ids", "in", special.ids)],
            [("special_ids", "not in", [False, special.id + 1])],
            [("special_ids.kind", "=", "health")],
            [("special_ids", "any", [])],
        ):
            with self.subTest(domain=domain):
                domain = [("id", "=", case.id), *domain]
                self.assertTrue(case.search(domain))
                self.assertTrue(self._as(case, self.second).search(domain))
                self.assertFalse(self._as(case, self.cm_a2).search(domain))
        domain = [("id", "=", case.id), ("special_ids", "=", False)]
        self.assertFalse(case.search(domain))
        self.assertTrue(self._as(case, self.cm_a2).search(domain))

    def test_other_cases_of_a_client(self):
        """Who leads one case of a person learns of no other one by searching."""
        case, other = self._case(), self._case(self.cm_a2)
        other.sudo()._door_write({"client_id": case.client_id.id})
        self.env.flush_all()
        self.env.invalidate_all()
        clients = self._as(self.env["kim.client"], self.cm_a)
        mine = [("id", "=", case.client_id.id)]
        self.assertEqual(clients.search(mine).case_ids, case)
        for domain in (
            [("case_ids", "in", other.ids)],
            [("case_ids.number", "=", other.sudo().number)],
            [("case_ids", "not in", case.ids)],
        ):
            with self.subTest(domain=domain):
                self.assertFalse(clients.search(mine + domain))
                self.assertTrue(
                    clients.sudo().search(mine + [("case_ids", "!=", False)])
                )
        self.assertTrue(clients.search(mine + [("case_ids", "in", case.ids)]))
        self.assertTrue(clients.search(mine + [("case_ids", "!=", False)]))
