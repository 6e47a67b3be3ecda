from odoo.tests import tagged

from odoo.addons.kim_case.tests.length_common import LengthCommon

from .common import ThemesCommon


@tagged("post_install", "-at_install")
class TestLength(ThemesCommon, LengthCommon):
    """Themes, clusters and decisions take no text that nobody could read."""

    def test_every_typed_text(self):
        self.assertTextsAreGuarded("kim_themes", 10)

    def test_names(self):
        self.assertBounded(self._theme(), {}, "name")
        self.assertBounded(
            self._as(self.env["kim.theme.cluster"], self.coordination),
            {"name": "Cluster", "district_id": self.district_north.id},
            "name",
        )
