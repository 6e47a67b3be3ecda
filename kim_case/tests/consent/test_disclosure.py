import io
from datetime import timedelta

from pypdf import PdfReader

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .test_release import ReleaseCommon

HEALTH = "Asthmabehandlung"
WORK = "War Schneiderin"
LANGUAGE = "Kurs B1 gesucht"


class DisclosureCommon(ReleaseCommon):
    """A release for language and work; the file holds language, work and health."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case.env["kim.case.assessment"].create(
            [
                {
                    "case_id": cls.case.id,
                    "life_domain_id": domain.id,
                    "needs": text,
                }
                for domain, text in (
                    (cls.domain_language, LANGUAGE),
                    (cls.domain_work, WORK),
                )
            ]
        )
        cls.case.env["kim.case.special"].create(
            {"case_id": cls.case.id, "kind": "health", "content": HEALTH}
        )
        cls.case.env["kim.case.note"].create(
            {"case_id": cls.case.id, "note": "GEHEIME Notiz"}
        )

    def _disclosure(self, categories, user=None, **vals):
        return self._as(self.env["kim.disclosure"], user or self.cm_a).create(
            {
                "case_id": self.case.id,
                "partner_id": self.jobcenter.id,
                "category_ids": [Command.set(categories.ids)],
                **vals,
            }
        )

    def _protection(self, user=None, **vals):
        return self._disclosure(
            self.cat_identity,
            user,
            basis="child_protection",
            **{
                "law": "kkg4",
                "parents": "danger",
                "reasons": "GEHEIM: weighty signs",
                "partner_id": self.kita.id,
                **vals,
            },
        )


@tagged("post_install", "-at_install")
class TestDisclosure(DisclosureCommon):
    """Nothing leaves the case without a release that covers it."""

    def test_blocked_without_release(self):
        with self.assertRefused(
            "There is no valid release for this institution", ValidationError
        ):
            self._disclosure(self.cat_language)
        self._draft()
        with self.assertRefused(
            "There is no valid release for this institution", ValidationError
        ):
            self._disclosure(self.cat_language)

    def test_blocked_where_not_covered(self):
        release = self._given()
        for user in (self.cm_a, self.env.user):  # the superuser neither
            with self.assertRefused(
                "Leave it out, or take up a new release first", ValidationError
            ) as caught:
                self._disclosure(
                    self.cat_language | self.cat_health, user, release_id=release.id
                )
            self.assertIn(self.cat_health.name, str(caught.exception))
            with self.assertRefused(
                "The release names another institution", ValidationError
            ):
                self._disclosure(
                    self.cat_language,
                    user,
                    release_id=release.id,
                    partner_id=self.kita.id,
                )
        disclosure = self._disclosure(self.cat_language)
        self.assertEqual(disclosure.release_id, release)
        for record in (disclosure, disclosure.sudo()):
            with self.assertRefused(
                "Leave it out, or take up a new release first", ValidationError
            ):
                record.write({"category_ids": [Command.link(self.cat_health.id)]})
            with self.assertRefused(
                "The release names another institution", ValidationError
            ):
                record.write({"partner_id": self.kita.id})
            with self.assertRefused("cannot be set directly", AccessError):
                record.write({"basis": "child_protection"})
        self.assertEqual(
            disclosure.allowed_category_ids, self.cat_language | self.cat_work
        )
        self.assertEqual(disclosure.allowed_partner_ids, self.jobcenter)

    def test_release_of_another_case(self):
        other = self._case(self.cm_a, last_name="Andere")
        release = self._given(case=other)
        with self.assertRefused("The release belongs to another case", ValidationError):
            self._disclosure(self.cat_language, release_id=release.id)
        foreign = self._given(self.cm_a2, self._case(self.cm_a2))
        with self.assertRefused("The release belongs to another case"):
            self._disclosure(self.cat_language, release_id=foreign.id)

    def test_expired_since(self):
        release = self._given()
        disclosure = self._disclosure(self.cat_language)
        release.sudo()._door_write(
            {
                "given_on": self.today - timedelta(days=9),
                "valid_until": self.yesterday,
            }
        )
        with self.assertRefused(
            "There is no valid release for this institution", ValidationError
        ):
            disclosure.action_send()
        self.assertEqual(disclosure.state, "draft")
        with self.assertRefused("This release is not valid"):
            release.action_disclose()

    def test_says_only_what_it_covers(self):
        self._given()
        disclosure = self._disclosure(self.cat_language, addressee="Frau X")
        self.assertIn(LANGUAGE, disclosure.preview)
        disclosure.action_send()
        self.assertEqual(disclosure.state, "sent")
        self.assertEqual(disclosure.user_id, self.cm_a)
        self.assertTrue(disclosure.sent_on)
        self.assertIn(LANGUAGE, disclosure.content)
        # What is changed in the file later does not change what was said.
        self.case.assessment_ids.write({"needs": "Changed later"})
        text = self._print(disclosure)
        self.assertIn(LANGUAGE, text)
        self.assertIn("Frau X", text)
        for other in (
            *(WORK, HEALTH, "GEHEIM", "Unverwechselbar", "Changed later"),
            self.case.number,
        ):
            self.assertNotIn(other, text)

    def _print(self, disclosure):
        report = self.env["ir.actions.report"].with_user(self.cm_a)
        content, _kind = report.with_context(
            force_report_rendering=True
        )._render_qweb_pdf("kim_case.kim_disclosure_report", disclosure.ids)
        pdf = PdfReader(io.BytesIO(content))
        text = " ".join(page.extract_text() for page in pdf.pages)
        return f"{text} {pdf.metadata}"

    def test_letter(self):
        """Address, sender who can be reached, own sentence, enclosures; kept as sent."""
        self._given()
        self.jobcenter.write({"street": "Amtsweg 1", "zip": "01067", "city": "Ort"})
        self.cm_a.partner_id.phone = "05241 4711"
        disclosure = self._disclosure(
            self.cat_language,
            addressee="Frau Sachbearbeitung",
            own_words="Bitte melden Sie sich bald.",
            enclosures="Kopie des Bescheids\n\nZeugnis",
        )
        disclosure.action_send()
        texts = self.env["kim.text.template"]
        controller = self.env["kim.controller"]._of(self.company_town_a)
        own = texts._for("letter_release")._own_version(controller)
        own.body = "Guten Tag,\n{data}\nANDERS"
        self.jobcenter.write({"name": "Renamed", "street": "Moved 2"})
        printed = " ".join(self._print(disclosure).split())
        for words in (
            "Jobcenter (test)",
            "Frau Sachbearbeitung",
            "Amtsweg 1",
            "01067 Ort",
            "05241 4711",
            "Bitte melden Sie sich bald.",
            LANGUAGE,
            "Kopie des Bescheids",
            "Zeugnis",
            "Find a language course",
        ):
            self.assertIn(words, printed)
        for words in ("Renamed", "Moved 2", "ANDERS", "{data}", self.case.number):
            self.assertNotIn(words, printed)
        later = self._disclosure(self.cat_work, own_words="{data} {purpose}")
        later.action_send()
        printed = self._print(later)
        self.assertIn("ANDERS", printed)
        self.assertIn(WORK, printed)
        with self.assertRaisesRegex(ValidationError, "needs a line"):
            own.body = "Guten Tag"

    def test_special_part_has_its_own_access(self):
        """A deputy without special categories reads and prints none of it."""
        categories = self.cat_language | self.cat_health
        self._given(category_ids=[Command.set(categories.ids)], explicit_special=True)
        self.case._appoint_deputy(self.cm_a2, self.today, self.today)
        draft = self._disclosure(self.cat_language, self.cm_a2)
        with self.assertRaises(AccessError):
            self._disclosure(categories, self.cm_a2).action_send()
        self.assertEqual(draft.state, "draft")
        disclosure = self._disclosure(categories)
        disclosure.action_send()
        self.assertIn(HEALTH, self._print(disclosure))
        self.assertNotIn(HEALTH, disclosure.content)
        self.assertEqual(disclosure.special_ids.content.split("\n")[1], HEALTH)
        mine = self._as(disclosure, self.cm_a2)
        self._fresh()
        self.assertNotIn(HEALTH, str(mine.read()))
        self.assertFalse(mine.special_ids)
        self.assertSeesNot(self.cm_a2, disclosure.special_ids)
        with self.assertRefused(
            "You may not see the special categories of", AccessError
        ):
            mine.action_print()
        with self.assertRefused("You have no right to", AccessError):
            self.env["kim.disclosure.special"].with_user(self.cm_a).create(
                {
                    "case_id": self.case.id,
                    "disclosure_id": disclosure.id,
                    "content": "x",
                }
            )

    def test_spoken_word_is_not_printed(self):
        self._given()
        disclosure = self._disclosure(self.cat_language, channel="phone")
        self.assertFalse(disclosure.preview)
        disclosure.action_send()
        self.assertFalse(disclosure.content)
        with self.assertRefused("Only what was passed on in writing can be"):
            disclosure.action_print()

    def test_immutable_once_sent(self):
        self._given()
        disclosure = self._disclosure(self.cat_language)
        disclosure.action_send()
        for record in (disclosure, disclosure.sudo()):
            for vals in (
                {"remark": "x"},
                {"category_ids": [Command.clear()]},
                {"content": "x"},
                {"state": "draft"},
                {"notified_on": self.today},
            ):
                with (
                    self.subTest(vals=vals),
                    self.assertRefused("What was passed on stands in the file as it"),
                ):
                    record.write(vals)
        for method in ("action_send", "action_cancel", "action_notified"):
            with self.assertRefused(
                (
                    "Nobody is waiting to be told here",
                    "This was passed on or cancelled already",
                )
            ):
                getattr(disclosure, method)()
        for vals in ({"state": "sent"},):
            with self.assertRefused(
                "Something is passed on by the button, not by", AccessError
            ):
                self._disclosure(self.cat_language, **vals)
        forged = self._disclosure(
            self.cat_language, user_id=self.cm_a2.id, content="x", notice="withdrawn"
        )
        self.assertEqual(forged.user_id, self.cm_a)
        self.assertFalse(forged.content or forged.notice)

    def test_withdrawal_stops_and_tells(self):
        release = self._given()
        sent = self._disclosure(self.cat_language)
        sent.action_send()
        pending = self._disclosure(self.cat_work)
        other = self._given(partner_id=self.kita.id)
        elsewhere = self._disclosure(self.cat_work, partner_id=self.kita.id)
        action = release.action_withdraw()
        self.assertEqual(action["domain"], [("id", "in", sent.ids)])
        self.assertEqual(
            (release.state, release.withdrawn_on), ("withdrawn", self.today)
        )
        self.assertEqual(pending.state, "cancelled")
        self.assertEqual(elsewhere.state, "draft", "another release, another person")
        self.assertEqual(sent.notice, "withdrawn")
        self.assertIn("Recipients to be told", str(self.case.privacy_lines))
        with self.assertRefused(
            "There is no valid release for this institution", ValidationError
        ):
            self._disclosure(self.cat_language)
        with self.assertRefused("This consent was already withdrawn"):
            release.action_withdraw()
        cases = self._as(self.env["kim.case"], self.cm_a)
        waiting = [
            (
                "disclosure_ids",
                "any",
                [("notice", "!=", False), ("notified_on", "=", False)],
            )
        ]
        self.assertEqual(cases.search(waiting), self.case)
        sent.action_notified()
        self.assertEqual(sent.notified_on, self.today)
        self.assertFalse(cases.search(waiting))
        self.assertIsNone(other.action_withdraw(), "nobody got anything")
        sent.action_notify_correction()
        self.assertEqual((sent.notice, sent.notified_on), ("correction", False))

    def _told_of_exception(self, user):
        return self._told(user).filtered(
            lambda message: "without a release" in (message.subject or "")
        )

    def test_child_protection(self):
        disclosure = self._protection()
        self.assertFalse(disclosure.release_id)
        disclosure.action_send()
        self.assertIn("Unverwechselbar", disclosure.content)
        for user in (self.team_lead, self.dpo):
            told = self._told_of_exception(user)
            self.assertEqual(len(told), 1, user.login)
            self.assertIn(self.cm_a.name, told.body, "whom to talk to")
            for secret in ("GEHEIM", "Unverwechselbar", "Kita", "child"):
                self.assertNotIn(secret, f"{told.subject} {told.body}")
        self.assertFalse(self._told_of_exception(self.coordination))
        line = self._as(
            self.env["kim.disclosure.register"].browse(disclosure.id), self.dpo
        )
        self.assertEqual(line.basis, "child_protection")
        self.assertFalse(line.second_look)
        self.assertNotIn("GEHEIM", str(line.read()))
        self.assertNotIn("Kita", str(line.read()))
        for user in (self.team_lead, self.dpo, self.auditor, self.cm_a2):
            self.assertSeesNot(user, disclosure)
        for user in (self.team_lead, self.auditor, self.cm_a2, self.coordination):
            self.assertSeesNot(
                user, self.env["kim.disclosure.register"].browse(disclosure.id)
            )

    def test_child_protection_needs_reasons(self):
        for vals in (
            {"law": False},
            {"reasons": " "},
            {"parents": False},
            {"category_ids": [Command.clear()]},
        ):
            disclosure = self._protection(**vals)
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    (
                        "Please choose which data are passed on",
                        "Without a release only the protection of a",
                    ),
                    ValidationError,
                ),
            ):
                disclosure.action_send()
            self.assertEqual(disclosure.state, "draft")
        self.assertFalse(self._told_of_exception(self.dpo))
        with self.assertRaises(
            ValidationError
        ):  # the register would count a second look
            self._protection(specialist_on=self.today + timedelta(days=1))

    def test_excluded_are_not_told(self):
        self.env["kim.case.exclusion"].with_user(self.cm_a).create(
            {"case_id": self.case.id, "user_id": self.team_lead.id}
        )
        self._protection().action_send()
        self.assertFalse(self._told_of_exception(self.team_lead))
        self.assertTrue(self._told_of_exception(self.dpo))

    def test_bad_input(self):
        self._given()
        long = "x" * 30_000
        with self.assertRefused("” is too long: please use at most", ValidationError):
            self._disclosure(self.cat_language, remark=long)
        markup = "<script>alert(1)</script>"
        self.case.assessment_ids.write({"needs": markup})
        disclosure = self._disclosure(self.cat_language)
        disclosure.action_send()
        report = self.env["ir.actions.report"].with_user(self.cm_a)
        html, _kind = report._render_qweb_html(
            "kim_case.kim_disclosure_report", disclosure.ids
        )
        self.assertNotIn(markup.encode(), html)
        self.assertIn(b"&lt;script&gt;", html)
