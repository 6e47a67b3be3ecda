"""Scenario A4 in the browser: what leaves a case, under which release, and what ends it.

Tours: ``kim_case/static/tests/tours/kim_consent_tour.js``. Between them the database and
the PDF are asked, and the doors that the screen does not show are tried.
"""

import io
import json

from pypdf import PdfReader

from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.kim_case.tests.common import KimCommon

SURNAME = "Musterova"
LANGUAGE = "Kurs B1 gesucht"
WORK = "War Schneiderin"
HEALTH = "Asthmabehandlung"


@tagged("post_install", "-at_install")
class TestStoryConsent(HttpCase, KimCommon):
    """Disclosure only with release, told by the case manager on German screens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        (cls.cm_a | cls.cm_a2 | cls.team_lead | cls.dpo).lang = "de_DE"
        cls.case = cls._case(last_name=SURNAME)
        cls.case.client_id.language_id = cls.env["kim.language"].search([], limit=1)
        cls.case.env["kim.case.assessment"].create(
            [
                {"case_id": cls.case.id, "life_domain_id": domain.id, "needs": needs}
                for domain, needs in (
                    (cls.domain_language, LANGUAGE),
                    (cls.domain_work, WORK),
                )
            ]
        )
        cls.case.env["kim.case.special"].create(
            {"case_id": cls.case.id, "kind": "health", "content": HEALTH}
        )
        cls.jobcenter, cls.youth_office = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True}
                for name in ("Jobcenter (story)", "Jugendamt (story)")
            ]
        )
        cls.cat_language, cls.cat_work = cls.env["kim.data.category"].create(
            [
                {
                    "name": name,
                    "sequence": 1,
                    "life_domain_ids": [Command.set(domain.ids)],
                }
                for name, domain in (
                    ("Language (category)", cls.domain_language),
                    ("Work (category)", cls.domain_work),
                )
            ]
        )
        cls.cat_health = cls.env.ref("kim_case.kim_data_category_health")

    def _tour(self, name):
        self.start_tour(
            f"/odoo/kim-cases/{self.case.id}", name, login=self.cm_a.login, timeout=180
        )
        self.env.invalidate_all()

    def _rpc(self, method, *args, model="kim.disclosure"):
        """Call a method of a model over the web; return the answer as a dict."""
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": {"context": {"lang": "de_DE"}},
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def _create_over_web(self, categories):
        return self._rpc(
            "create",
            [
                {
                    "case_id": self.case.id,
                    "partner_id": self.jobcenter.id,
                    "category_ids": [[6, 0, categories.ids]],
                }
            ],
        )

    def test_story(self):
        """A4: limited release, blocked and logged disclosure, withdrawal, exception."""
        self._tour("kim_story_release")
        release = self.case.release_ids
        self.assertEqual((release.validity, release.has_special), ("valid", False))
        self.assertEqual(release.category_ids, self.cat_language | self.cat_work)
        sent = self.case.disclosure_ids.filtered(lambda d: d.state == "sent")
        pending = self.case.disclosure_ids.filtered(lambda d: d.state == "draft")
        self.assertEqual(
            (sent.category_ids, pending.category_ids),
            (self.cat_language, self.cat_work),
        )
        self.assertEqual(sent.user_id, self.cm_a)

        self.authenticate(self.cm_a.login, self.cm_a.login)
        refused = self._create_over_web(self.cat_language | self.cat_health)
        self.assertIn("deckt nicht ab: Gesundheit", refused["error"]["data"]["message"])
        text = self._pdf_text(sent)
        self.assertIn(LANGUAGE, text)
        for other in (WORK, HEALTH, SURNAME, self.case.number):
            self.assertNotIn(other, text)
        self.authenticate(self.cm_a2.login, self.cm_a2.login)
        stranger = self.url_open(f"/report/pdf/kim_case.report_disclosure/{sent.id}")
        self.assertNotEqual(stranger.status_code, 200)
        self.assertNotIn(LANGUAGE, stranger.text)

        self._tour("kim_story_withdrawal")
        self.assertEqual(release.validity, "withdrawn")
        self.assertEqual(pending.state, "cancelled")
        self.assertEqual((sent.notice, sent.notified_on), ("withdrawn", self.today))
        self.authenticate(self.cm_a.login, self.cm_a.login)
        refused = self._create_over_web(self.cat_language)
        self.assertIn("keine gültige Entbindung", refused["error"]["data"]["message"])
        exception = self.case.disclosure_ids - sent - pending
        self.assertEqual((exception.state, exception.law), ("sent", "kkg4"))
        self.assertFalse(exception.release_id)
        for user in (self.team_lead, self.dpo):
            told = self._told(user).filtered(
                lambda m: m.subject == "KIM: Weitergabe ohne Entbindung"
            )
            self.assertEqual(len(told), 1, user.login)
            self.assertNotIn(self.case.number, told.body)
            self.assertNotIn("Anhaltspunkte", told.body)
        printed = self.env["kim.access.log"].search(
            [("case_id", "=", self.case.id), ("action", "=", "print")]
        )
        self.assertEqual(printed.user_id, self.cm_a)

    def test_referral(self):
        """A4: an institution is asked only with a release, and no longer without."""
        school = self.env["res.partner"].create(
            {"name": "Grundschule (story)", "is_company": True}
        )
        step = self.case.env["kim.case.step"].create(
            {
                "case_id": self.case.id,
                "name": "Anmeldung zum Schuljahr",
                "who": "institution",
                "partner_id": school.id,
                "told_by": "letter",
                "told_category_ids": [Command.set(self.cat_language.ids)],
            }
        )
        self._tour("kim_story_referral")
        self.assertEqual(step.state, "planned")
        self.assertFalse(self.case.disclosure_ids)

        release = self.case.env["kim.release"].create(
            {
                "case_id": self.case.id,
                "partner_id": school.id,
                "purpose": "Schulanmeldung",
                "category_ids": [Command.set((self.cat_language | self.cat_work).ids)],
                "language_id": self.case.language_id.id,
                "refusal_explained": True,
                "form": "signed",
            }
        )
        release.action_give()
        self.authenticate(self.cm_a.login, self.cm_a.login)
        asked = self._rpc("action_ask", [step.id], model="kim.case.step")
        self.assertNotIn("error", asked)
        self.env.invalidate_all()
        sent = self.case.disclosure_ids
        self.assertEqual((step.state, sent.step_id), ("asked", step))
        text = self._pdf_text(sent)
        self.assertIn(LANGUAGE, text)
        for other in (WORK, HEALTH, SURNAME, self.case.number):
            self.assertNotIn(other, text)

        self._rpc("action_withdraw", [release.id], model="kim.release")
        self.env.invalidate_all()
        self.assertEqual(
            (step.state, step.reason), ("stopped", "Entbindung widerrufen")
        )
        self.assertEqual((sent.notice, sent.notified_on), ("withdrawn", False))
        refused = self._rpc("action_ask", [step.id], model="kim.case.step")
        self.assertIn("darf nicht angefragt", refused["error"]["data"]["message"])

    def _pdf_text(self, disclosure):
        """Fetch the print as who is logged in; return its text and metadata."""
        answer = self.url_open(
            f"/report/pdf/kim_case.report_disclosure/{disclosure.id}"
            '?context={"force_report_rendering": true}'  # else tests get HTML
        )
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.content.startswith(b"%PDF"), answer.text[:200])
        pdf = PdfReader(io.BytesIO(answer.content))
        text = " ".join(page.extract_text() for page in pdf.pages)
        return f"{text} {pdf.metadata}"
