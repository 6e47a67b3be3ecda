from odoo.tests import tagged

from ..common import KimCommon
from ..length_common import LengthCommon


@tagged("post_install", "-at_install")
class TestLength(KimCommon, LengthCommon):
    """Catalogues, posts, settings and forms take no text that nobody could read."""

    def test_every_typed_text(self):
        self.assertTextsAreGuarded("kim_case", 90)

    def test_names_of_the_configuration(self):
        self.assertBounded(
            self._as(self.env["kim.life.domain"], self.kim_admin),
            {"name": "Domain", "district_id": self.district_north.id},
            "name",
        )
        self.assertBounded(
            self._as(self.env["kim.unit"], self.kim_admin),
            {"name": "Unit", "district_id": self.district_north.id, "kind": "ki"},
            "name",
        )
        self.assertBounded(self._as(self.district_north, self.kim_admin), {}, "name")

    def test_forms(self):
        """A form refuses what the record behind it would cut."""
        case = self._case()
        self.assertBounded(
            self._as(self.env["kim.case.request.set"], self.cm_a2),
            {"number": case.number, "reason": "x", "kind": "takeover"},
            "reason",
        )

    def test_wild_numbers(self):
        """Neither a typing error nor its sum breaks a screen."""
        domain = self._as(self.env["kim.life.domain"], self.kim_admin).create(
            {"name": "Domain", "district_id": self.district_north.id}
        )
        for number in (2**31 - 1, -(2**31), str(2**31 - 1), 2.0**31 - 1):
            with self.assertRefused("check the number at"):
                domain.sequence = number
            with self.assertRefused("check the number at"):
                domain.with_context(default_sequence=number).create(
                    {"name": "Other domain", "district_id": self.district_north.id}
                )
        domain.sequence = 1_000

    def test_wild_amounts(self):
        """Places on the map and the like are bounded as whole numbers are."""
        relations = self.env["kim.case.relation"]
        for number in (1e300, "-1e300", 10**12):
            with self.assertRefused("check the number at"):
                relations._refuse_wild_numbers({"pos_x": number})
        relations._refuse_wild_numbers({"pos_x": "0.5", "pos_y": False})

    def test_defaults_of_the_caller(self):
        """What a caller's context says is typed as well."""
        units = self._as(self.env["kim.unit"], self.kim_admin)
        with self.assertRefused("is too long"):
            units.with_context(default_name="x" * 10_000).create(
                {"district_id": self.district_north.id, "kind": "ki"}
            )
