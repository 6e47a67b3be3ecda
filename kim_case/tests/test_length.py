from odoo.tests import tagged

from .common import KimCommon
from .length_common import LengthCommon


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
        for number in (2**31 - 1, -(2**31)):
            with self.assertRefused("check the number at"):
                domain.sequence = number
        domain.sequence = 1_000
