from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..intake.test_intake import IntakeCommon


@tagged("post_install", "-at_install")
class TestInformation(IntakeCommon):
    """Before anything about a person: the sheet of the controller's law, and a basis."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.arabic = cls.env.ref("kim_case.kim_language_ar")
        cls.controller = cls.env["kim.controller"]._of(cls.company_town_a)

    def test_every_law_has_its_articles_basis_and_authority(self):
        laws = dict(self.env["kim.controller"]._fields["law"].selection)
        for law in laws:
            with self.subTest(law=law):
                self.controller.law = law
                record = self.env["kim.privacy.law"]._of(self.controller)
                self.assertTrue(record.authority)
                for kind in ("consent", "public_task", "legacy"):
                    basis = self.env["kim.legal.basis"]._find(self.controller, kind)
                    self.assertTrue(basis.article and basis.article_special)
        church = self.env["kim.privacy.law"].search([("law", "=", "kdg")])
        self.assertIn("KDG", church.access)
        self.assertNotIn("DSGVO", church.access + church.erasure + church.complaint)

    def test_sheet_names_law_authority_and_organisation(self):
        self.controller.write({"law": "kdg", "dpo_contact": "dpo@example.org"})
        sheet = self.env["kim.information.sheet"]._for(
            self.controller, self.env.ref("kim_case.kim_language_de")
        )
        text = sheet._text(self.controller)
        self.assertIn("§ 17 KDG", text)
        self.assertIn("Katholisches Datenschutzzentrum", text)
        self.assertIn(self.company_town_a.name, text)
        self.assertIn("dpo@example.org", text)
        self.assertNotIn("{", text)
        self.controller.law = "gdpr_dsg_nrw"
        self.assertIn("Art. 15 DSGVO", sheet._text(self.controller))
        self.assertNotIn("KDG", sheet._text(self.controller))

    def test_all_languages_name_every_right(self):
        for code in ("de", "en", "uk", "ar", "tr"):
            sheet = self.env.ref(f"kim_case.kim_information_sheet_{code}")
            with self.subTest(language=code):
                self.assertEqual(sheet.state, "draft", "nobody has checked it yet")
                text = sheet._text(self.controller)
                for article in (15, 16, 17, 18, 20, 21, 77):
                    self.assertIn(f"Art. {article} DSGVO", text)
                self.assertNotIn("{", text)
        self.assertIn(
            'dir="rtl"',
            self.env.ref("kim_case.kim_information_sheet_ar")._html(self.controller),
        )

    def test_markup_in_a_text_stays_text(self):
        sheet = self.env["kim.information.sheet"].create(
            {
                "language_id": self.arabic.id,
                "version": "x",
                "title": "<b>T</b>",
                "body": "# <script>alert(1)</script>\n- {nothing}",
            }
        )
        html = sheet._html(self.controller)
        self.assertNotIn("<script>", html)
        self.assertIn("&lt;script&gt;", html)
        self.assertIn("{nothing}", html)
        with self.assertRefused("” is too long: please use at most", ValidationError):
            sheet.body = "x" * 30_000

    def test_own_approved_version_is_used(self):
        sheets = self.env["kim.information.sheet"].with_user(self.dpo)
        sheets = sheets.with_company(self.company_town_a)
        shared = sheets._for(self.controller, self.arabic)
        self.assertEqual(shared, self.env.ref("kim_case.kim_information_sheet_ar"))
        with self.assertRefused("You have no right to", AccessError):
            shared.write({"title": "changed"})
        with self.assertRefused("You have no right to", AccessError):
            shared.action_approve()
        own = sheets.browse(shared.action_take_over()["res_id"])
        own.title = "checked"
        own.action_approve()
        self.assertEqual(own.approved_by_id, self.dpo)
        self.assertEqual(sheets._for(self.controller, self.arabic), own)
        carrier = self.env["kim.controller"]._of(self.company_carrier)
        self.assertEqual(sheets._for(carrier, self.arabic), shared)
        with self.assertRefused("This version is approved or was handed over"):
            own.title = "changed"
        with self.assertRefused("This version is approved or was handed over"):
            own.unlink()
        with self.assertRefused("cannot be set directly", AccessError):
            own.write({"state": "draft"})
        own.action_withdraw()
        self.assertEqual(sheets._for(self.controller, self.arabic), shared)

    def test_shared_draft_is_nobodys_to_change(self):
        """What one administration types is not handed over in the name of others."""
        shared = self.env.ref("kim_case.kim_information_sheet_uk")
        body = shared.body
        carrier_admin = self._user("kim_admin_c", "admin", self.company_carrier)
        for user in (self.kim_admin, carrier_admin, self.dpo):
            mine = shared.with_user(user).with_company(user.company_id)
            with self.subTest(user=user.login):
                with self.assertRefused("You have no right to", AccessError):
                    mine.body = "changed for everybody"
                with self.assertRefused("You have no right to", AccessError):
                    mine.unlink()
                with self.assertRefused("You have no right to", AccessError):
                    mine.create(
                        {
                            "language_id": self.arabic.id,
                            "version": "x",
                            "title": "x",
                            "body": "x",
                            "controller_id": False,
                        }
                    )
        self.env.invalidate_all()
        self.assertEqual(shared.body, body)
        own = shared.browse(
            shared.with_user(self.kim_admin).action_take_over()["res_id"]
        )
        self.assertEqual(own.controller_id, self.controller)
        own.with_user(self.kim_admin).body = "ours"
        with self.assertRefused("You have no right to", AccessError):
            own.with_user(carrier_admin).body = "theirs"

    def test_approving_is_for_those_who_answer_for_it(self):
        own = self.env["kim.information.sheet"].browse(
            self.env["kim.information.sheet"]
            .with_user(self.dpo)
            .browse(self.env.ref("kim_case.kim_information_sheet_tr").id)
            .action_take_over()["res_id"]
        )
        for user in (self.cm_a, self.coordination, self.team_lead, self.auditor):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                own.with_user(user).action_approve()
        self.assertEqual(own.state, "draft")

    def test_what_was_told_is_recorded_with_the_case(self):
        inquiry = self._fitting(language_id=self.arabic.id, interpreter_needed=True)
        form = self._form(inquiry, information_form="read")
        self.assertEqual((form.language_id, form.interpreter), (self.arabic, True))
        self.assertTrue(form.sheet_is_draft)
        sheet = form.sheet_id
        self.assertEqual(sheet.language_id, self.arabic)
        form.action_open()
        told = inquiry.case_id.information_ids
        self.assertEqual(
            (told.date, told.language_id, told.form, told.interpreter),
            (self.today, self.arabic, "read", True),
        )
        self.assertEqual((told.sheet_id, told.given_by_id), (sheet, self.cm_a))
        consent = inquiry.case_id.consent_ids
        self.assertEqual(consent.legal_basis_id.kind, "consent")
        self.assertEqual(consent.legal_basis_id.law, self.controller.law)
        with self.assertRefused("This version is approved or was handed over"):
            sheet.title = "changed after it was handed over"
        with self.assertRefused("What was recorded here stays"):
            told.write({"date": self.yesterday})

    def test_language_without_sheet_falls_back_to_german(self):
        inquiry = self._fitting(language_id=self.env.ref("kim_case.kim_language_ti").id)
        form = self._form(inquiry)
        self.assertEqual(form.sheet_id.language_id.code, "de")
        self.assertTrue(form.sheet_is_other_language)

    def test_what_is_missing_is_marked(self):
        wizards = self.env["kim.case.open"].with_user(self.cm_a)
        inquiry = self._fitting()
        form = Form(wizards.with_context(default_inquiry_id=inquiry.id))
        form.information_on = self.today
        form.consent_form = "oral"
        with self.assertRaisesRegex(AssertionError, "signature_due is a required"):
            form.save()
        form.signature_due = self.today
        self.assertTrue(form.is_informed)

    def test_nothing_about_a_person_before(self):
        clients = self.env["kim.client"].search_count([])
        for missing in ("information_on", "legal_basis_id", "consent_form"):
            form = self._form(self._fitting(), **{missing: False})
            with self.subTest(missing=missing):
                self.assertFalse(form.is_informed)
                with self.assertRefused(
                    (
                        "Please hand over the information sheet first",
                        "Please record the legal basis of the",
                        "Please say whether the consent is oral or",
                    )
                ):
                    form.action_open()
        self.assertEqual(self.env["kim.client"].search_count([]), clients)

    def test_basis_of_another_law_is_refused(self):
        foreign = self.env.ref("kim_case.kim_legal_basis_kdg_consent")
        with self.assertRefused(
            "This legal basis does not belong to the law", ValidationError
        ):
            self._form(self._fitting(), legal_basis_id=foreign.id).action_open()
        task = self.env.ref("kim_case.kim_legal_basis_gdpr_dsg_nrw_public_task")
        form = self._form(self._fitting(), legal_basis_id=task.id)
        with self.assertRefused("The data protection officer of this"):
            form.action_open()
        self.controller.documentation_basis = "public_task"
        form.action_open()

    def test_others_of_the_case_are_informed_too(self):
        case = self._case()
        child = self.env["kim.case.person"].create(
            {"case_id": case.id, "relation": "child", "first_name": "Demo"}
        )
        told = case.env["kim.case.information"].create(
            {"case_id": case.id, "person_id": child.id, "form": "read"}
        )
        self.assertEqual(told.given_by_id, self.cm_a)
        other = self._case()
        with self.assertRefused(
            "This person does not belong to the case", ValidationError
        ):
            case.env["kim.case.information"].create(
                {"case_id": other.id, "person_id": child.id}
            )
        with self.assertRefused(
            "Consent and information cannot lie in the", ValidationError
        ):
            case.env["kim.case.information"].create(
                {"case_id": case.id, "date": self.today + timedelta(days=1)}
            )
        with self.assertRefused("You have no right to", AccessError):
            told.with_user(self.cm_a2).read(["date"])
