import base64
import io
from datetime import timedelta

from pypdf import PdfReader

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import NOT_YOURS
from .test_release import ReleaseCommon

PDF = base64.b64encode(b"%PDF-1.7 signed").decode()


@tagged("post_install", "-at_install")
class TestReleaseForm(ReleaseCommon):
    """The paper of a release: printed as it was recorded, put back signed."""

    def _printed(self, release, **vals):
        action = release.action_print_form()
        context = {**action["context"], "lang": "en_US"}
        form = self._as(self.env["kim.case.print"], self.cm_a)
        return form.with_context(**context).create(vals)

    def test_print_says_what_the_release_says(self):
        arabic = self.env.ref("kim_case.kim_language_ar")
        self.case.client_id.language_id = arabic
        release = self._draft(direction="two_way", purpose="GEHEIMER Kursplatz")
        form = self._printed(
            release,
            purpose="Something else",
            recipient_id=self.kita.id,
            categories="Everything",
            until=self.today + timedelta(days=999),
        )
        form.write({"purpose": "Something else again"})
        self.assertEqual(form.language_id, arabic)
        self.assertEqual(form.display_name, f"{self.case.number}-S")
        self.assertEqual(
            (form.purpose, form.recipient_id, form.direction, form.until),
            ("GEHEIMER Kursplatz", self.jobcenter, "both", release.valid_until),
        )
        self.assertEqual(
            [column["lang"] for column in form._sheet()["columns"]], ["de", "ar"]
        )
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.cm_a)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("kim_case.report_print", form.ids)
        )
        text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages)
        for said in ("GEHEIMER", "Jobcenter (test)", "Language (category)"):
            self.assertIn(said, text)
        for unsaid in (
            "Something else",
            "Kita (test)",
            "Everything",
            "Unverwechselbar",
        ):
            self.assertNotIn(unsaid, text)

    def test_release_of_another_case_is_refused(self):
        foreign = self._case(self.cm_a2)
        theirs = self._given(self.cm_a2, foreign)
        mine = self._given(case=self._case(self.cm_a))
        forms = self._as(self.env["kim.case.print"], self.cm_a)
        for release, words in (
            (theirs, NOT_YOURS),
            (mine, "The release belongs to another case"),
        ):
            with self.assertRefused(words):
                forms.create({"case_id": self.case.id, "release_id": release.id})
        with self.assertRefused(NOT_YOURS, AccessError):
            forms.onchange(
                {"case_id": self.case.id, "release_id": theirs.id},
                ["release_id"],
                {"release_id": {}, "purpose": {}, "categories": {}},
            )

    def _signed(self, release, user=None, **vals):
        documents = self._as(self.env["kim.case.document"], user or self.cm_a)
        return documents.create(
            {
                "case_id": self.case.id,
                "release_id": release.id,
                "name": "Signed form",
                "kind": "form",
                "file": PDF,
                "file_name": "form.pdf",
                **vals,
            }
        )

    def test_signed_form_is_the_signature(self):
        """It ends “signature by”, wherever that is shown."""
        release = self._given(
            form="oral",
            given_on=self.today - timedelta(days=9),
            signature_due=self.today,
        )
        home = self._as(self.env["kim.case"], self.cm_a)
        kinds = {thing["kind"] for thing in home.kim_home()["today"]}
        self.assertIn("signature", kinds)
        context = release.action_add_signed()["context"]
        self.assertEqual(context["default_release_id"], release.id)
        document = self._signed(release, date=self.yesterday)
        self._fresh()
        self.assertEqual(
            (release.validity, release.signed_on), ("valid", self.yesterday)
        )
        self.assertEqual(release.document_ids, document)
        self.assertEqual(document.release_partner, "Jobcenter (test)")
        kinds = {thing["kind"] for thing in home.kim_home()["today"]}
        self.assertNotIn("signature", kinds)
        again = self._signed(release)
        self.assertEqual(release.signed_on, self.yesterday, "the first one counts")
        with self.assertRefused("cannot be set directly", AccessError):
            again.write({"release_id": False})

    def test_form_filled_in_before_is_signed_when_it_is_given(self):
        release = self._given(form="oral", signature_due=self.today)
        self._signed(release, date=self.yesterday)
        self.assertEqual(release.signed_on, release.given_on)

    def test_values_of_the_context_change_nothing_on_the_form(self):
        """What is signed is what was recorded, by whatever way it is said otherwise."""
        release = self._given()
        forms = self._as(self.env["kim.case.print"], self.cm_a).with_context(
            default_case_id=self.case.id,
            default_release_id=release.id,
            default_purpose="Forged",
            default_recipient_id=self.kita.id,
            default_categories="Forged",
        )
        form = forms.create({"document": "release"})
        self.assertEqual(
            (form.purpose, form.recipient_id), (release.purpose, release.partner_id)
        )
        self.assertNotIn("Forged", form.categories)

    def test_signed_form_of_a_draft_gives_nothing(self):
        release = self._draft(form="oral", signature_due=self.today)
        self._signed(release)
        self.assertEqual((release.state, release.signed_on), ("draft", False))

    def test_refused(self):
        other = self._given(case=self._case(self.cm_a))
        theirs = self._given(self.cm_a2, self._case(self.cm_a2))
        for release in (other, theirs):
            with self.assertRefused(
                "The release belongs to another case", ValidationError
            ):
                self._signed(release)
        mine = self._given()
        for user in (self.cm_a2, self.team_lead, self.system_admin):
            with self.subTest(user=user.login):
                for method in ("action_print_form", "action_add_signed"):
                    with self.assertRefused("You have no right to", AccessError):
                        getattr(self._as(mine, user), method)()
                with self.assertRefused("You have no right to", AccessError):
                    self._signed(mine, user)
        self.case._grant(self.cm_ab, "inspection")
        with self.assertRefused("You have no right to", AccessError):
            self._as(mine, self.cm_ab).action_add_signed()
        self.assertFalse(mine.document_ids)
