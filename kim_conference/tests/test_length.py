from odoo.tests import tagged

from odoo.addons.kim_case.tests.length_common import LengthCommon

from .common import ConferenceCommon


@tagged("post_install", "-at_install")
class TestLength(ConferenceCommon, LengthCommon):
    """Sessions, bodies and agendas take no text that nobody could read."""

    def test_every_typed_text(self):
        self.assertTextsAreGuarded("kim_conference", 20)

    def test_names(self):
        self.assertBounded(self._session(), {}, "venue")
        self.assertBounded(
            self._as(self.env["kim.body"], self.coordination),
            {"name": "Body", "district_id": self.district_north.id},
            "name",
        )
