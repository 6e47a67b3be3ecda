from odoo.tests import tagged

from .common import ConferenceCommon


@tagged("post_install", "-at_install")
class TestVignetteAnonymity(ConferenceCommon):
    """k over one's own controller and town; no number is ever told."""

    def test_k(self):
        case = self._crowd(5)[0]
        draft = self._draft(case)
        self.assertEqual(
            (draft.age_band, draft.gender, draft.origin_region_id),
            ("28_37", "female", self.region),
        )
        self.assertTrue(draft.k_reached)
        self.assertFalse(draft.proposal_text)
        case.client_id.gender = "male"  # now alone with it
        draft.invalidate_recordset()
        self.assertFalse(draft.k_reached)

    def test_other_controller_town_and_closed_cases_do_not_count(self):
        cases = self._crowd(4)
        self._crowd(3, user=self.cm_ab, town=self.town_a)
        self._crowd(3, user=self.cm_ab, town=self.town_b)
        closed = self._crowd(1)
        closed.with_user(self.cm_a).action_close_case(self.closure_reason.id)
        draft = self._draft(cases[0])
        self.assertFalse(draft.k_reached)
        self.assertIn("consent", draft.proposal_text)
        with self.assertRefused("Too few cases share these attributes: the"):
            draft.action_propose()
        with self.assertRefused("However coarse, too few cases share these"):
            draft.action_adopt()

    def test_a_person_counts_once(self):
        cases = self._crowd(4)
        client = cases[0].client_id
        self.env["kim.case"].with_user(self.cm_a)._open(
            self.company_town_a,
            self.town_a.with_user(self.cm_a),
            {"id": client.id},
            self._basis(),
        )
        self.assertFalse(self._draft(cases[0]).k_reached)

    def test_proposal(self):
        case = self._crowd(3)[0]
        self._crowd(2, birth_year=self.today.year - 40)
        draft = self._draft(case)
        self.assertFalse(draft.k_reached)
        self.assertEqual(draft._proposal()["age"], "up")
        self.assertIn("28–47", draft.proposal_text)
        for digit in "3":  # three share all: that number must not be told
            self.assertNotIn(digit, draft.proposal_text.replace("28–47", ""))
        draft.action_adopt()
        self.assertEqual(draft.age_band, "28_47")
        self.assertTrue(draft.k_reached)

    def test_country_needs_its_own_crowd(self):
        self.district_north.k_threshold = 3
        case = self._crowd(4)[0]
        draft = self._draft(case, origin_level="country")
        self.assertFalse(draft.k_reached)
        self.assertEqual(draft._proposal()["origin"], "region")
        self._crowd(1, gender="male")
        draft.invalidate_recordset()
        self.assertTrue(draft.k_reached)

    def test_unknown_attributes_are_not_shown_and_match_nobody(self):
        case = self._crowd(5)[0]
        case.client_id.write({"gender": False, "birth_year": 0})
        self._since_yesterday(case)
        draft = self._draft(case)
        self.assertFalse(draft.age_band or draft.gender)
        self.assertFalse(draft.k_reached)
        draft.write({"age_level": "hidden", "gender_level": "hidden"})
        self.assertTrue(draft.k_reached)


@tagged("post_install", "-at_install")
class TestVignetteText(ConferenceCommon):
    """The text check knows this case's own people, and nobody else's."""

    def test_findings(self):
        case = self._case(last_name="Müller-Özdemir")
        case.client_id.write(
            {
                "first_name": "Ada",
                "birth_year": self.today.year - 34,
                "street": "Am Bach 5",
            }
        )
        self.env["kim.case.person"].with_user(self.cm_a).create(
            {"case_id": case.id, "relation": "child", "first_name": "Lio"}
        )
        self._case(last_name="Unbekannt")
        for text, kind in (
            ("Müllers sind oft dabei.", "name"),
            ("OEZDEMIR", "name"),
            ("Ada weint.", "name"),
            ("Lios Kita", "name"),
            ("Sie ist 34.", "age"),
            ("eine vierunddreißigjährige Frau ist 34 Jahre alt", "age"),
            (f"geboren {self.today.year - 34}", "age"),
            ("wohnt am Bach", "street"),
            (case.number, "case"),
            ("am 12.03.2024", "date"),
            ("Tel. 05425 123456", "phone"),
            ("a@example.org", "email"),
            ("Lindenstraße 7", "street"),
        ):
            with self.subTest(text=text):
                self.assertIn(kind, [f.kind for f in case._text_findings(text)])
        for text in (
            "Elterninfos gibt es nur auf Deutsch.",
            "6 Schuljahre, 3 Kinder, Warten auf den Kurs.",
            "Frau Unbekannt",  # someone else's name: no guard tells who has a case
        ):
            with self.subTest(text=text):
                self.assertFalse(case._text_findings(text))
