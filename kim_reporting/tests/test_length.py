from odoo.tests import tagged

from odoo.addons.kim_case.tests.length_common import LengthCommon

from .test_report import ReportCommon


@tagged("post_install", "-at_install")
class TestLength(ReportCommon, LengthCommon):
    """Reports take no text that nobody could read."""

    def test_every_typed_text(self):
        self.assertTextsAreGuarded("kim_reporting", 3)

    def test_names(self):
        self.assertBounded(self._report(), {}, "name")
