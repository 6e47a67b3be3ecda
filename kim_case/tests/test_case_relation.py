from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .common import KimCommon


@tagged("post_install", "-at_install")
class TestCaseRelation(KimCommon, HttpCase):
    """The network around a person: recorded, drawn, moved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.school = cls.env["res.partner"].create(
            {"name": "School (map)", "is_company": True}
        )

    def _relation(self, user=None, **vals):
        return self._as(self.env["kim.case.relation"], user or self.cm_a).create(
            {"case_id": self.case.id, "name": "Neighbour", **vals}
        )

    def test_who_it_is(self):
        person = self.case.env["kim.case.person"].create(
            {
                "case_id": self.case.id,
                "first_name": "Ada",
                "last_name": "Demo",
                "relation": "child",
            }
        )
        self.assertEqual(self._relation().label, "Neighbour")
        self.assertEqual(
            self._relation(name=False, person_id=person.id).label, "Ada Demo"
        )
        institution = self._relation(
            name=False, partner_id=self.school.id, node="institution"
        )
        self.assertEqual(institution.label, "School (map)")
        with self.assertRaises(ValidationError):
            self._relation(name=False)
        other = self._case(last_name="Other")
        with self.assertRaises(ValidationError):
            self._relation(case_id=other.id, name=False, person_id=person.id)

    def test_who_may(self):
        relation = self._relation()
        self.case._grant(self.cm_ab, "inspection")
        for user in (self.cm_a2, self.team_lead, self.coordination, self.system_admin):
            self.assertSeesNot(user, relation)
            with self.assertRaises(AccessError):
                self._relation(user)
        with self.assertRaises(UserError):
            relation.unlink()

    def test_map_in_the_browser(self):
        """Drawn with its table; a node is moved by mouse and by keyboard, and saved."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.cm_a.lang = "de_DE"
        neighbour = self._relation(strength="strong")
        school = self._relation(
            name=False, partner_id=self.school.id, node="institution", conflict=True
        )
        self.start_tour(
            f"/odoo/kim-cases/{self.case.id}",
            "kim_eco_map",
            login=self.cm_a.login,
            timeout=120,
        )
        self.env.invalidate_all()
        self.assertTrue(school.pos_x and school.pos_y, "moved by mouse")
        self.assertTrue(neighbour.pos_x and neighbour.pos_y, "moved by arrow keys")
        added = self.case.relation_ids - neighbour - school
        self.assertEqual((added.label, added.strength), ("Cousine", "medium"))
