from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..common import NOT_YOURS
from ..consent.test_release import ReleaseCommon


@tagged("post_install", "-at_install")
class TestCaseRelation(ReleaseCommon, HttpCase):
    """The network around a person: recorded, drawn, moved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
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

    def _step(self, partner, contact="person", **vals):
        return self._as(self.env["kim.case.step"], self.cm_a).create(
            {
                "case_id": self.case.id,
                "name": "Ask",
                "who": "institution",
                "contact": contact,
                "partner_id": partner.id,
                **vals,
            }
        )

    def _on_map(self, user=None):
        self.env.invalidate_all()
        return {
            each["name"]: (each["state"], each["relation_ids"])
            for each in self._as(self.case, user or self.cm_a).network_plan or []
        }

    def test_institutions_of_the_plan(self):
        """Each once, as far as its furthest step has come; what has ended drops out."""
        kita, doctor = self.env["res.partner"].create(
            [
                {"name": "Kita Müller", "is_company": True},
                {"name": "Doctor (map)", "is_company": True},
            ]
        )
        self.assertFalse(self.case.network_plan)
        asked, planned = self._step(self.school), self._step(self.school)
        asked.action_ask()
        self._step(kita)
        declined = self._step(doctor)
        self.assertEqual(
            self._on_map(),
            {
                "School (map)": ("asked", []),
                "Kita Müller": ("planned", []),
                "Doctor (map)": ("planned", []),
            },
        )
        declined.action_ask()
        declined.action_set_state("declined", "No place")
        asked.action_done()
        self.assertEqual(self._on_map()["School (map)"][0], "planned")
        planned.action_set_state("dropped", "Moved away")
        self.assertEqual(list(self._on_map()), ["Kita Müller"])
        # No second node for who is there already, by record or written by hand.
        by_hand = self._relation(name="kita mueller", node="institution")
        by_record = self._relation(name=False, partner_id=kita.id, node="institution")
        self.assertEqual(
            self._on_map()["Kita Müller"][1], sorted((by_hand | by_record).ids)
        )

    def test_a_referral_without_release_drops_out(self):
        """On the day the release ends, whether or not the nightly job has run."""
        self._given(partner_id=self.school.id, valid_until=self.today)
        self._step(self.school, contact="we").action_ask()
        self.assertEqual(self._on_map()["School (map)"][0], "asked")
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self.assertFalse(self._on_map())

    def test_the_plan_on_the_map_is_content(self):
        """Who may not read the case reads no institution of its plan, saved or not."""
        self._step(self.school)
        for user in (self.cm_ab, self.team_lead, self.coordination, self.system_admin):
            with self.assertRefused(NOT_YOURS, AccessError):
                self._as(self.case, user).read(["network_plan"])
            draft = self._as(self.env["kim.case"], user).new(origin=self.case)
            with self.assertRefused(NOT_YOURS, AccessError):
                draft.network_plan  # noqa: B018  reading is what is tried
        self.case._grant(self.cm_a2, "deputy")
        self.assertIn("School (map)", self._on_map(self.cm_a2))

    def test_printed_map_names_the_plan(self):
        """Those of the plan and who was ticked; nobody who was left out."""
        self._step(self.school)
        self._relation()
        wizard = self._as(self.env["kim.case.print"], self.cm_a).create(
            {"case_id": self.case.id, "document": "plan", "with_map": True}
        )
        [node] = wizard._map()["nodes"]
        self.assertEqual((node["full"], node["mark"]), ("School (map)", "Plan"))
        relation = self._relation(name=False, partner_id=self.school.id)
        self.assertFalse(wizard._map())
        wizard.relation_ids = relation
        [node] = wizard._map()["nodes"]
        self.assertEqual((node["full"], node["mark"]), ("School (map)", "Plan"))

    def test_map_in_the_browser(self):
        """Drawn with its table; a node is moved by mouse and by keyboard, and saved."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.cm_a.lang = "de_DE"
        neighbour = self._relation(strength="strong")
        school = self._relation(
            name=False, partner_id=self.school.id, node="institution", conflict=True
        )
        library = self.env["res.partner"].create(
            {"name": "Library (map)", "is_company": True}
        )
        self._step(library)
        self._step(self.school)
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
        taken = added.filtered("partner_id")
        self.assertEqual((taken.partner_id, taken.node), (library, "institution"))
        added -= taken
        self.assertEqual((added.label, added.strength), ("Cousine", "medium"))
