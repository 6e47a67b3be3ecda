from datetime import date

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestOrgTour(KimCommon, HttpCase):
    """In the browser, in German: reassigning, import, caseload of a day (A5, A10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        for user in (cls.cm_a, cls.cm_a2, cls.team_lead, cls.coordination):
            user.lang = "de_DE"

    def _tour(self, path, name, user):
        self.start_tour(path, name, login=user.login, timeout=120)

    def test_reassigning(self):
        """Access moves at once; the one who must not have a case does not get it."""
        cases = [self._case(last_name=f"Demo {number}") for number in range(3)]
        kept = cases[0]
        kept.sudo().exclusion_ids.create({"case_id": kept.id, "user_id": self.cm_a2.id})
        self._tour("/odoo/kim-register", "kim_case_reassign", self.team_lead)
        moved = cases[1] | cases[2]
        self.assertSees(self.cm_a2, moved)
        self.assertSeesNot(self.cm_a, moved)
        self.assertSeesNot(self.team_lead, moved)
        self.assertSees(self.cm_a, kept)
        self.assertSeesNot(self.cm_a2, kept)
        notes = moved.with_user(self.cm_a2).note_ids
        self.assertEqual(set(notes.mapped("note")), {"Bitte zuerst anrufen"})
        self.assertFalse(self.env["kim.case.reassign"].search([]))

    def test_import(self):
        self._tour("/odoo/kim-import", "kim_case_import", self.cm_a)
        client = self.env["kim.client"].search([("last_name", "=like", "Demo-%")])
        self.assertEqual(client.mapped("last_name"), ["Demo-Liste"])
        self.assertSees(self.cm_a, client.case_ids)
        self.assertFalse(self.env["kim.case.import"].search([]))
        self.assertFalse(self.env["kim.case.import.line"].search([]))

    def test_caseload_of_a_day(self):
        town = self._town("Town P", "TNP", self.district_north)
        user = self._user("kim_p", "case_manager", self.company_town_a)
        post = self._assign(
            user, town, self.company_town_a, date_from=date(2023, 1, 1), fte=0.5
        ).post_id
        post.fte = 1
        self.env["kim.post.assignment"].create(
            {
                "post_id": post.id,
                "holder_id": self.cm_city.partner_id.id,
                "fte": 0.5,
                "date_from": date(2023, 1, 1),
                "date_until": date(2024, 6, 30),
                "municipality_ids": [Command.set(town.ids)],
            }
        )
        for number in range(16):
            self._case(
                user, town, last_name=f"Demo {number}", date_open=date(2024, 2, 1)
            )
        self._tour("/odoo/kim-caseload", "kim_caseload_of_a_day", self.coordination)
