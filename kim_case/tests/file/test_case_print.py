import io
from datetime import timedelta

from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.kim_case.tools.dates import berlin_day

from ..common import NOT_YOURS, KimCommon

SURNAME = "Musterova"
KINDS = (
    "plan",
    "consent_documentation",
    "consent_special",
    "consent_vignette",
    "release",
    "appointment",
)


@tagged("post_install", "-at_install")
class TestCasePrint(KimCommon):
    """What the person takes home: in German and in her language, numbers as names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case(last_name=SURNAME, wish="Ich möchte wieder nähen.")
        cls.arabic = cls.env.ref("kim_case.kim_language_ar")
        cls.env["kim.case.goal"].with_user(cls.cm_a).create(
            {
                "case_id": cls.case.id,
                "name": "Arbeit als Schneiderin",
                "criterion": "Ein Vertrag",
                "date_due": cls.today,
            }
        )

    def _form(self, document="plan", language=None, **vals):
        return (
            self.env["kim.case.print"]
            .with_user(self.cm_a)
            .create(
                {
                    "case_id": self.case.id,
                    "document": document,
                    "language_id": language and language.id,
                    "starts_at": fields.Datetime.now(),
                    **vals,
                }
            )
        )

    def _pdf(self, form):
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.cm_a)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("kim_case.report_print", form.ids)
        )
        self.assertEqual(kind, "pdf")
        reader = PdfReader(io.BytesIO(content))
        return " ".join(page.extract_text() for page in reader.pages), reader.metadata

    def test_every_document_in_every_shipped_language(self):
        """Texts stand in five languages, all as drafts to be checked."""
        texts = self.env["kim.text.template"]
        for kind in KINDS:
            words = set(texts._words(kind))
            for code in ("de", "en", "uk", "ar", "tr"):
                language = self.env.ref(f"kim_case.kim_language_{code}")
                text = texts._for(kind, language)
                with self.subTest(kind=kind, language=code):
                    self.assertEqual(text.language_id, language)
                    self.assertEqual(text.state, "draft")
                    if kind in ("plan", "appointment"):
                        self.assertEqual(set(texts._words(kind, language)), words)
                    else:
                        self.assertIn("\n# ", text.body)

    def test_plan(self):
        """Beginning with what she wants; marked as a draft; no name in the file."""
        text, metadata = self._pdf(self._form("plan", self.arabic))
        self.assertIn("vom Träger zu prüfen", text)
        self.assertIn("Ich möchte wieder nähen.", text)
        self.assertLess(text.index("wieder nähen"), text.index("Schneiderin"))
        self.assertIn("Arbeit als Schneiderin", text)
        self.assertNotIn(SURNAME, f"{text} {metadata}")
        plan = self.case.action_agree_plan("spoken")
        self.case.goal_ids.name = "Etwas anderes"
        text, _metadata = self._pdf(self._form("plan", plan_id=plan.id))
        self.assertIn("Arbeit als Schneiderin", text)
        self.assertNotIn("Etwas anderes", text)

    def test_plan_says_who_and_where_to(self):
        """Who does a step, where it leads, who took part, where to complain."""
        self.case.plan_aim = "Auf eigenen Füßen stehen"
        jobcenter = self.env["res.partner"].create(
            {"name": "Jobcenter (test)", "is_company": True}
        )
        self.env["kim.case.step"].with_user(self.cm_a).create(
            [
                {
                    "case_id": self.case.id,
                    "name": "Termin holen",
                    "who": "client",
                    "partner_id": jobcenter.id,
                },
                {"case_id": self.case.id, "name": "W" * 180, "who": "other"},
            ]
        )
        controller = self.env["kim.controller"]._of(self.company_town_a)
        controller.complaint_contact = "Beschwerdestelle, 05241 99"
        wizard = self.env["kim.case.plan.agree"].with_user(self.cm_a)
        wizard = wizard.create({"case_id": self.case.id, "form": "spoken"})
        self.assertNotIn(SURNAME, wizard.took_part)
        wizard.took_part += ", Frau Sprachmittlerin"
        wizard.action_agree()
        plan = self.case.plan_ids
        self.assertEqual(self.case.plan_state, "agreed")
        text, _metadata = self._pdf(self._form("plan", plan_id=plan.id))
        for words in (
            "Auf eigenen Füßen stehen",
            "Ich selbst – Jobcenter (test)",
            "Sprachmittlerin",
            "Beschwerdestelle, 05241 99",
        ):
            self.assertIn(words, text)
        self.assertNotIn("W" * 180, text)  # broken, not cut
        self.assertIn("W" * 180, text.replace("\n", ""))
        self.case.plan_aim = "Etwas anderes"
        self.assertEqual(self.case.plan_state, "changed")

    def test_two_columns_right_to_left(self):
        form = self._form("consent_documentation", self.arabic)
        german, arabic = form._sheet()["columns"]
        self.assertEqual((german["dir"], arabic["dir"]), ("ltr", "rtl"))
        text, _metadata = self._pdf(form)
        self.assertIn(self.company_town_a.name, text)
        self.assertIn("Einwilligung", text)

    def test_card_and_release(self):
        text, _metadata = self._pdf(self._form("appointment", place="Rathaus, Raum 3"))
        self.assertIn("Rathaus, Raum 3", text)
        text, _metadata = self._pdf(
            self._form("release", purpose="Kursplatz", until=self.today)
        )
        self.assertIn("Kursplatz", text)
        self.assertIn("……", text)  # the rest is filled in by hand

    def _relations(self):
        return self.case.env["kim.case.relation"].create(
            [
                {"case_id": self.case.id, "name": "Nachbarin Anneliese"},
                {"case_id": self.case.id, "name": "Onkel Bertram", "conflict": True},
            ]
        )

    def test_map_shows_only_whom_one_ticks(self):
        """It names other people: never by itself, and only those who were chosen."""
        neighbour, uncle = self._relations()
        for vals in ({}, {"relation_ids": neighbour.ids}, {"with_map": True}):
            with self.subTest(vals=vals):
                text, _meta = self._pdf(self._form(**vals))
                self.assertNotIn("Anneliese", text)
                self.assertNotIn("Bertram", text)
        form = self._form(with_map=True, relation_ids=neighbour.ids)
        text, metadata = self._pdf(form)
        self.assertIn("Wer zu mir gehört", text)
        self.assertIn("Nachbarin Anneliese", text)
        self.assertNotIn("Bertram", f"{text} {metadata}")
        self.assertNotIn("Anneliese", f"{metadata} {form.display_name}")
        self.assertEqual(len(form._sheet()["map"]["nodes"]), 1)
        self.assertNotIn(uncle.id, form.relation_ids.ids)

    def test_ticked_parts_belong_to_the_case(self):
        neighbour = self._relations()[0]
        other = self._case()
        with self.assertRefused("What you have ticked belongs to another case"):
            self._form(case_id=other.id, relation_ids=neighbour.ids, with_map=True)
        foreign = self._case(self.cm_a2)
        relation = foreign.env["kim.case.relation"].create(
            {"case_id": foreign.id, "name": "Fremde"}
        )
        with self.assertRefused(NOT_YOURS, AccessError):
            self._form(relation_ids=relation.ids, with_map=True)

    def test_card_from_the_appointments_of_the_case(self):
        """The next one is ticked; its name stays off the card unless one wants it."""
        self.case.language_id = self.arabic
        start = fields.Datetime.now() + timedelta(days=3)
        first, second, past = self.case.env["kim.case.appointment"].create(
            [
                {
                    "case_id": self.case.id,
                    "name": name,
                    "start": start + timedelta(days=days),
                    "place": place,
                    "interpreter": True,
                    "bring": "Ausweis",
                }
                for name, days, place in (
                    ("Frauenberatung", 0, "Rathaus, Zimmer 3"),
                    ("Schule", 7, "Schulhof"),
                    ("Vorbei", -9, "Gestern"),
                )
            ]
        )
        form = self._form("appointment", self.arabic)
        self.assertEqual(form.appointment_ids, first)
        text, _meta = self._pdf(form)
        for word in (
            "Rathaus, Zimmer 3",
            "Ausweis",
            "Arabisch",
            f"{berlin_day(first.start):%d.%m.%Y}",
        ):
            self.assertIn(word, text)
        self.assertNotIn("Frauenberatung", text)
        form.write({"appointment_ids": [Command.link(second.id)], "with_subject": True})
        text, _meta = self._pdf(form)
        for word in ("Schulhof", "Frauenberatung"):
            self.assertIn(word, text)
        self.assertNotIn(past.place, text)
        for code in ("en", "uk", "tr"):
            words = self.env["kim.text.template"]._words(
                "appointment", self.env.ref(f"kim_case.kim_language_{code}")
            )
            text, _meta = self._pdf(
                self._form("appointment", self.env.ref(f"kim_case.kim_language_{code}"))
            )
            self.assertIn(words["place"], text, code)

    def test_information_sheet(self):
        """The sheet of the organisation's law, beside the person's language."""
        form = self._form("information", self.arabic)
        german, arabic = form._sheet()["columns"]
        self.assertEqual((german["lang"], arabic["lang"]), ("de", "ar"))
        text, _metadata = self._pdf(form)
        self.assertIn(self.company_town_a.name, text)
        self.assertTrue(
            self._form(
                "information", self.env.ref("kim_case.kim_language_gsg")
            ).language_note
        )

    def test_approved_text_is_no_draft(self):
        texts = self.env["kim.text.template"].with_user(self.dpo)
        shared = texts.search(
            [("kind", "=", "release"), ("language_id.code", "=", "de")]
        )
        for call in (shared.action_approve, lambda: shared.write({"body": "x"})):
            with self.assertRefused(NOT_YOURS):
                call()
        own = texts.browse(shared.action_take_over()["res_id"])
        own.body = "Eigener Text von {organisation}"
        self.assertTrue(self._form("release")._sheet()["draft"])
        own.action_approve()
        sheet = self._form("release")._sheet()
        self.assertFalse(sheet["draft"])
        self.assertIn("Eigener Text", sheet["columns"][0]["body"])
        with self.assertRefused("cannot be set directly", AccessError):
            own.write({"state": "draft"})
        own.body = "Anders"
        self.assertEqual(own.state, "draft")
        with self.assertRefused(NOT_YOURS, AccessError):
            own.with_user(self.cm_a).write({"body": "x"})

    def test_file_name_and_rights(self):
        self.assertEqual(self._form().display_name, f"{self.case.number}-P")
        self.assertEqual(self._form("release").display_name, f"{self.case.number}-S")
        for user in (self.cm_a2, self.team_lead, self.system_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused(NOT_YOURS, AccessError),
            ):
                self.env["kim.case.print"].with_user(user).create(
                    {"case_id": self.case.id}
                )
        form = self._form()
        with self.assertRefused(
            "This cannot be printed: it no longer exists", AccessError
        ):
            self.env["ir.actions.report"].with_user(self.cm_a2)._render_qweb_pdf(
                "kim_case.report_print", form.ids
            )
        other = self._case()
        plan = self.case.action_agree_plan("spoken")
        with self.assertRefused("This version belongs to another case"):
            self._form(case_id=other.id, plan_id=plan.id)

    def test_form_tells_nothing_of_a_foreign_case(self):
        """What a form fills in by itself is read with the user's own rights."""
        self.case.client_id.language_id = self.arabic
        self.case.write({"outcome": "GEHEIM", "self_help_end": "4"})
        for name, field in (
            ("kim.case.print", "language_id"),
            ("kim.case.plan.agree", "language_id"),
            ("kim.case.change", "outcome"),
        ):
            spec = {"case_id": {}, field: {}}
            for user, refused in ((self.cm_a, False), (self.cm_a2, True)):
                forms = self.env[name].with_user(user).with_company(user.company_id)
                values = {"case_id": self.case.id}
                with self.subTest(form=name, user=user.login):
                    self.env.invalidate_all()
                    if refused:
                        with self.assertRefused(NOT_YOURS, AccessError):
                            forms.onchange(values, ["case_id"], spec)
                    else:
                        found = forms.onchange(values, ["case_id"], spec)["value"]
                        self.assertTrue(found[field])

    def test_print_is_logged(self):
        self._pdf(self._form())
        self.env.cr.flush()
        logs = self.env["kim.access.log"].search(
            [("case_id", "=", self.case.id), ("action", "=", "print")]
        )
        self.assertEqual(logs.user_id, self.cm_a)
