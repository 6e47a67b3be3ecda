from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestStatus(KimCommon):
    """Legal area, language, work and housing over time, with source where it binds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asylum = cls.env.ref("kim_case.kim_legal_area_asylblg")
        cls.sgb2 = cls.env.ref("kim_case.kim_legal_area_sgb_2")
        cls.case = cls._case()

    def _status(self, **vals):
        return self.case.env["kim.case.status"].create(
            {"case_id": self.case.id, **vals}
        )

    def test_new_stretch_ends_the_old(self):
        old = self._status(
            kind="language",
            language_level="a1",
            date_from=self.today - timedelta(days=90),
        )
        self._status(kind="work", work="none", date_from=self.yesterday)
        self._status(kind="language", language_level="b1")
        self.assertEqual(old.date_until, self.yesterday)
        self.assertIn("B1", self.case.status_now)
        self.assertNotIn("A1", self.case.status_now)
        future = self._status(
            kind="language",
            language_level="c1",
            date_from=self.today + timedelta(days=30),
        )
        self.assertIn("B1", self.case.status_now, "what comes is not yet")
        self.assertFalse(future.date_until)

    def test_change_of_legal_area_reminds_of_the_handover(self):
        deadlines = self.case.env["kim.case.deadline"]
        mine = [("case_id", "=", self.case.id)]
        self._status(legal_area_id=self.asylum.id, date_from=self.yesterday)
        self.assertFalse(deadlines.search(mine), "the first one is no change")
        self._status(legal_area_id=self.sgb2.id)
        reminder = deadlines.search(mine)
        self.assertEqual(len(reminder), 1)
        self.assertGreater(reminder.date, self.today)

    def test_silence_is_allowed_and_one_value(self):
        self._status(kind="housing", not_recorded=True)
        self.assertFalse(self.case.status_now)
        for vals in (
            {"kind": "work"},
            {"kind": "work", "work": "full", "not_recorded": True},
            {"kind": "work", "housing": "rented"},
            {"kind": "work", "work": "full", "language_level": "b1"},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    "Please choose one value, or “Not recorded”", ValidationError
                ),
            ):
                self._status(**vals)

    def test_social_data_needs_source_and_purpose(self):
        with self.assertRefused(
            "Social data needs its source and its purpose", ValidationError
        ):
            self._status(kind="work", work="none", social_data=True, source="Jobcenter")
        status = self._status(
            kind="work",
            work="none",
            social_data=True,
            source="Jobcenter",
            purpose="Integration agreement",
        )
        with self.assertRefused(
            "Social data needs its source and its purpose", ValidationError
        ):
            status.purpose = False

    def test_person_of_another_case_and_another_colleague(self):
        other = self._case()
        child = other.env["kim.case.person"].create(
            {"case_id": other.id, "relation": "child"}
        )
        with self.assertRefused(
            "This person does not belong to the case", ValidationError
        ):
            self._status(kind="work", work="school", person_id=child.id)
        status = self._status(kind="work", work="none")
        with self.assertRefused("You have no right to", AccessError):
            status.with_user(self.cm_a2).read(["work"])
        with self.assertRefused("You have no right to", AccessError):
            self.env["kim.case.status"].with_user(self.cm_a2).create(
                {"case_id": self.case.id, "kind": "work", "work": "none"}
            )

    def test_protective_shelter_is_special(self):
        """It tells of violence: whoever may not read special categories sees no row."""
        self.case.sudo()._grant(self.cm_a2, "deputy", special=False)
        shelter = self._status(kind="housing", housing="shelter")
        rented = self._status(kind="work", work="full")
        self.assertIn("shelter", self.case.status_now)
        for user, sees in ((self.cm_a, True), (self.cm_a2, False)):
            case = self._as(self.case, user)
            with self.subTest(user=user.login):
                self.assertSees(user, rented)
                self.assertEqual(shelter.id in case.status_ids.ids, sees)
                self.assertEqual("shelter" in case.status_now, sees)
                self.assertEqual(bool(self._sees(user, shelter)), sees)
        with self.assertRaises(AccessError):
            self._as(self.case, self.cm_a2).env["kim.case.status"].create(
                {"case_id": self.case.id, "kind": "housing", "housing": "shelter"}
            )
