from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestCaseProperty(KimCommon):
    """Additional fields of a district: defined right of the line, filled left of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.entries = cls._as(cls.env["kim.case.property"], cls.kim_admin)

    def _entry(self, **vals):
        return self.entries.create(
            {"district_id": self.district_north.id, "name": "School district", **vals}
        )

    def _read(self, case=None):
        [values] = (case or self.case).read(["properties"])
        return {
            entry["string"]: entry.get("value", False) for entry in values["properties"]
        }

    def _fill(self, entry, value):
        self.case.properties = {entry.key: value}
        self.env.flush_all()

    def test_a_field_appears_in_the_cases_of_the_district(self):
        entry = self._entry()
        choice = self._entry(name="Bus", type="selection", choices="Line 1\n\nLine 2\n")
        self.assertEqual(self._read(), {"School district": False, "Bus": False})
        self._fill(entry, "North")
        self.assertEqual(self._read()["School district"], "North")
        choice.choices = "Line 2\nLine 1\nLine 3"
        entry.name = "Area"
        self.assertEqual(self._read()["Area"], "North")
        city = self._case(self.cm_city, self.town_city)
        self.assertEqual(self._read(city), {})

    def test_filled_fields_are_not_removed(self):
        entry, unused = self._entry(), self._entry(name="Unused")
        self._fill(entry, "North")
        with self.assertRefused("” is filled in in cases and cannot be removed"):
            entry.unlink()
        with self.assertRefused("The kind of an additional field stays as it"):
            entry.type = "integer"
        unused.unlink()
        self.assertEqual(self._read(), {"School district": "North"})

    def test_definitions_are_not_written_past_the_list(self):
        """By value they would hide what cases hold, and link to other records."""
        entry = self._entry()
        self._fill(entry, "North")
        link = [{"name": "x", "string": "X", "type": "many2one", "comodel": "kim.case"}]
        for user in (self.kim_admin, self.coordination):
            district = self._as(self.district_north, user)
            for definition in ([], link):
                with (
                    self.subTest(user=user.login),
                    self.assertRefused("Additional fields are kept in the settings of"),
                ):
                    district.case_properties_definition = definition
            with self.assertRefused("” is filled in in cases and cannot be removed"):
                district.write({"case_property_ids": [Command.delete(entry.id)]})
        self.assertEqual(self._read(), {"School district": "North"})

    def test_wrong_definitions(self):
        with self.assertRefused("Please give the choices of “", ValidationError):
            self._entry(type="selection", choices=" \n")
        with self.assertRefused("not of the right kind"):
            self._entry(type="many2one")

    def test_who_defines(self):
        self._as(self.entries, self.coordination).create(
            {"district_id": self.district_north.id, "name": "By coordination"}
        )
        for user in (self.cm_a, self.team_lead, self.dpo, self.system_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._as(self.entries, user).create(
                    {"district_id": self.district_north.id, "name": "X"}
                )
        with self.assertRefused("You have no right to", AccessError):
            self._entry(district_id=self.district_south.id)

    def test_who_defines_sees_no_value(self):
        entry = self._entry()
        self._fill(entry, "GEHEIM")
        for user in (self.kim_admin, self.coordination, self.team_lead):
            self.assertSeesNot(user, self.case)
            self.assertNotIn("GEHEIM", str(self._as(entry, user).read()))
