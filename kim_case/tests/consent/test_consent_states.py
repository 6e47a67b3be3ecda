from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestConsentStates(KimCommon):
    """A consent is recorded in one go, or prepared for the next talk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()

    def _consent(self, **vals):
        return self._as(self.env["kim.consent"], self.cm_a).create(
            {"case_id": self.case.id, "purpose": "messenger", **vals}
        )

    def test_in_one_go(self):
        consent = self._consent(form="signed")
        self.assertEqual((consent.state, consent.validity), ("given", "valid"))
        with self.assertRefused(
            "Please say whether the consent is oral or", ValidationError
        ):
            self._consent()  # neither oral nor signed

    def test_prepared(self):
        consent = self._consent(state="draft")
        consent.write({"text_version": "2026/1"})
        with self.assertRefused("What was not given cannot be withdrawn"):
            consent.action_withdraw()
        with self.assertRefused(
            "Please say whether it is given orally, signed", ValidationError
        ):
            consent.action_give()  # neither oral nor signed
        consent.write({"form": "electronic"})
        consent.action_give()
        self.assertEqual(consent.validity, "valid")
        with self.assertRefused("A recorded consent cannot be changed"):
            consent.write({"text_version": "x"})
        prepared = self.env["kim.consent"].with_user(self.cm_a)
        prepared = prepared.with_context(default_state="draft").create(
            {"case_id": self.case.id, "purpose": "photo"}
        )
        self.assertEqual(prepared.state, "draft")

    def test_end_by_date(self):
        consent = self._consent(
            form="signed",
            given_on=self.today - timedelta(days=9),
            valid_until=self.yesterday,
        )
        self.assertEqual(consent.validity, "expired")
        register = self._as(
            self.env["kim.consent.register"].browse(consent.id), self.team_lead
        )
        self.assertEqual(register.validity, "expired")
        draft = self._consent(state="draft")
        self.env.flush_all()
        self.assertFalse(
            register.search([("id", "=", draft.id)]), "a draft is no consent"
        )
