"""A default of the caller decides no state."""

from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestContextDefaults(KimCommon):
    """A default from the caller's context sets no state and no link."""

    def test_inquiry_begins_open(self):
        case = self._case(self.cm_a2, self.town_a)
        inquiry = (
            self._as(self.env["kim.inquiry"], self.cm_a2)
            .with_context(
                default_state="accepted",
                default_case_id=case.id,
                default_date_done=str(self.yesterday),
                default_number="X",
            )
            .create(
                {"municipality_id": self.town_a.id, "access_route_id": self.route.id}
            )
        )
        self.assertEqual(inquiry.state, "open")
        self.assertFalse(inquiry.case_id or inquiry.date_done)
        self.assertNotEqual(inquiry.number, "X")

    def test_consent_begins_given(self):
        case = self._case()
        consent = (
            case.env["kim.consent"]
            .with_context(
                default_state="withdrawn", default_withdrawn_on=str(self.yesterday)
            )
            .create({"case_id": case.id, "purpose": "special", "form": "signed"})
        )
        self.assertEqual(consent.state, "given")
        self.assertFalse(consent.withdrawn_on)
