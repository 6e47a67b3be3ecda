from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.kim_case.models.consent.kim_consent_minor import is_minor

from ..intake.test_intake import IntakeCommon
from .test_release import ReleaseCommon

GUARDIAN = {
    "given_by": "guardian",
    "guardian_name": "Demo Sorgeberechtigte",
    "guardian_role": "parent",
    "assent": "yes",
}


@tagged("post_install", "-at_install")
class TestMinor(ReleaseCommon):
    """Under 18 the guardian consents and the person is asked; capacity is judged."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case.client_id.birth_date = cls.today - relativedelta(years=16)

    def _consent(self, **vals):
        return self.case.env["kim.consent"].create(
            {"case_id": self.case.id, "purpose": "photo", "form": "signed", **vals}
        )

    def test_age(self):
        day = date(2026, 3, 1)
        for born, year, minor in (
            (date(2008, 3, 1), 0, False),
            (date(2008, 3, 2), 0, True),
            (date(2008, 2, 29), 0, False),
            (None, 2009, True),
            (None, 2008, False),
            (None, 0, False),
        ):
            self.assertEqual(is_minor(born, year, day), minor, (born, year))
        self.assertTrue(is_minor(date(2008, 2, 29), 0, date(2026, 2, 28)))

    def test_what_a_minors_consent_needs(self):
        for vals in (
            {},
            {"given_by": "guardian"},
            {**GUARDIAN, "guardian_name": " "},
            {**GUARDIAN, "guardian_role": False},
            {**GUARDIAN, "assent": False},
            {**GUARDIAN, "assent": "no"},
            {**GUARDIAN, "assent": "not_judged", "assent_reason": "  "},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    (
                        "Please name who consents for the person, and",
                        "Please say why the person's own assent is",
                        "The person is under 18: please record who",
                        "The person is under 18: please say whether",
                    ),
                    ValidationError,
                ),
            ):
                self._consent(**vals)
        self._consent(**GUARDIAN)
        self._consent(**{**GUARDIAN, "assent": "not_judged", "assent_reason": "Is 4"})
        self._consent(assent_reason="17, understands what it is about")
        self._consent(basis="public_task", form=False)

    def test_release(self):
        draft = self._draft()
        self.assertTrue(draft.is_minor)
        with self.assertRefused(
            "The person is under 18: please record who", ValidationError
        ):
            draft.action_give()
        draft.write(GUARDIAN)
        draft.action_give()
        self.assertEqual(draft.state, "given")
        with self.assertRefused("A recorded consent cannot be changed"):
            draft.guardian_name = "Other"
        draft.action_withdraw()

    def test_adult(self):
        self.case.client_id.birth_date = self.today - relativedelta(years=18)
        self.assertFalse(self._consent().is_minor)
        with self.assertRefused(
            "Please name who consents for the person, and", ValidationError
        ):
            self._consent(given_by="guardian")
        self._consent(
            given_by="guardian", guardian_name="Carer", guardian_role="legal_carer"
        )

    def test_advice_at_the_gate(self):
        """A consent of before the age was known is advised on, and stops nothing."""
        words = [line for line in self.case._gate_clarification() if "under 18" in line]
        self.assertEqual(len(words), 1)
        consent = self.case.consent_ids
        consent.action_withdraw()
        self._consent(purpose="documentation", **GUARDIAN)
        self.assertFalse(
            [line for line in self.case._gate_clarification() if "under 18" in line]
        )

    def test_print(self):
        """The form to sign has lines for the guardian and for the young person."""
        wizard = self.case.env["kim.case.print"].create(
            {"case_id": self.case.id, "document": "consent_documentation"}
        )
        self.assertIn("Eigene Zustimmung", self._html(wizard))
        self._consent(**GUARDIAN)
        self.assertIn("Demo Sorgeberechtigte", self._html(wizard))
        wizard.document = "information"
        self.assertNotIn("Eigene Zustimmung", self._html(wizard))
        wizard.document = "consent_documentation"
        self.case.client_id.birth_date = self.today - relativedelta(years=30)
        self.assertNotIn("Eigene Zustimmung", self._html(wizard))

    def _html(self, wizard):
        reports = wizard.env["ir.actions.report"].with_context(kim_html=True)
        html, _kind = reports._render_qweb_html("kim_case.report_print", wizard.ids)
        return html.decode()


@tagged("post_install", "-at_install")
class TestMinorIntake(IntakeCommon):
    """The same at the first talk."""

    def test_open(self):
        form = self._form(
            self._fitting(), birth_date=self.today - timedelta(days=10 * 365)
        )
        self.assertTrue(form.is_minor)
        with self.assertRefused(
            "The person is under 18: please record who", ValidationError
        ):
            form.action_open()
        form.write(GUARDIAN)
        case = self.env["kim.case"].browse(form.action_open()["res_id"])
        self.assertEqual(case.consent_ids.guardian_name, "Demo Sorgeberechtigte")
        self.assertEqual(case.consent_ids.assent, "yes")
