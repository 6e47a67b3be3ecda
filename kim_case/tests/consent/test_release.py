from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import KimCommon


class ReleaseCommon(KimCommon):
    """A case of ``cm_a`` with an institution and categories of data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case(last_name="Unverwechselbar")
        cls.jobcenter, cls.kita = cls.env["res.partner"].create(
            [
                {"name": "Jobcenter (test)", "is_company": True},
                {"name": "Kita (test)", "is_company": True},
            ]
        )
        cls.language = cls.env["kim.language"].search([], limit=1)
        categories = cls.env["kim.data.category"]
        cls.cat_identity = cls.env.ref("kim_case.kim_data_category_identity")
        cls.cat_health = cls.env.ref("kim_case.kim_data_category_health")
        cls.cat_language, cls.cat_work = categories.create(
            [
                {
                    "name": "Language (category)",
                    "kind": "domains",
                    "life_domain_ids": [Command.set(cls.domain_language.ids)],
                },
                {
                    "name": "Work (category)",
                    "kind": "domains",
                    "life_domain_ids": [Command.set(cls.domain_work.ids)],
                },
            ]
        )

    def _draft(self, user=None, case=None, **vals):
        return self._as(self.env["kim.release"], user or self.cm_a).create(
            {
                "case_id": (case or self.case).id,
                "partner_id": self.jobcenter.id,
                "purpose": "Find a language course",
                "category_ids": [Command.set((self.cat_language | self.cat_work).ids)],
                "valid_until": self.today + timedelta(days=90),
                "language_id": self.language.id,
                "refusal_explained": True,
                "form": "signed",
                **vals,
            }
        )

    def _given(self, user=None, case=None, **vals):
        release = self._draft(user, case, **vals)
        release.action_give()
        return release

    def _fresh(self):
        """Forget what is cached: states follow the clock."""
        self.env.flush_all()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestRelease(ReleaseCommon):
    """From the draft to the end of a release, and what nobody can do to it."""

    def test_from_draft_to_given(self):
        release = self._draft()
        self.assertEqual((release.state, release.validity), ("draft", "draft"))
        release.write({"purpose": "Another purpose"})
        release.action_explain()
        self.assertEqual(release.validity, "explained")
        self.assertEqual(release.explained_on, self.today)
        with self.assertRefused("A recorded consent cannot be changed"):
            release.write({"purpose": "Changed after it was explained"})
        release.action_redraft()
        self.assertFalse(release.explained_on)
        release.action_give()
        self.assertEqual(release.validity, "valid")
        self.assertEqual(release.explained_on, self.today)
        self.assertEqual(release.signed_on, release.given_on)
        with self.assertRefused("This was recorded as given already"):
            release.action_give()

    def test_language_of_the_person_is_proposed(self):
        self.case.client_id.write(
            {"language_id": self.language.id, "interpreter_needed": True}
        )
        for model in ("kim.release", "kim.consent"):
            values = (
                self._as(self.env[model], self.cm_a)
                .with_context(default_case_id=self.case.id)
                .default_get(["case_id", "language_id", "interpreter"])
            )
            self.assertEqual(values["language_id"], self.language.id)
            self.assertTrue(values["interpreter"])
            values = (
                self._as(self.env[model], self.cm_a2)
                .with_context(default_case_id=self.case.id)
                .default_get(["case_id", "language_id", "interpreter"])
            )
            self.assertFalse(values.get("language_id"), "not the colleague's business")

    def test_what_is_missing(self):
        for vals in (
            {"refusal_explained": False},
            {"language_id": False},
            {"form": False},
            {"form": "oral"},
            {"category_ids": [Command.clear()]},
            {"category_ids": [Command.set(self.cat_health.ids)]},
        ):
            release = self._draft(**vals)
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                release.action_give()
            self.assertEqual(release.state, "draft")
        release = self._draft(
            category_ids=[Command.set(self.cat_health.ids)], explicit_special=True
        )
        release.action_give()
        self.assertTrue(release.has_special)

    def test_wrong_values(self):
        person = self.env["res.partner"].create({"name": "A person"})
        for vals in (
            {"partner_id": person.id},
            {"valid_until": self.yesterday},
            {"given_on": self.today + timedelta(days=1)},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    (
                        "A release names an institution, not a person",
                        "Consent and information cannot lie in the",
                        "It would end before it was given",
                    ),
                    ValidationError,
                ),
            ):
                self._draft(**vals)
        for vals in (
            {"state": "given"},
            {"withdrawn_on": self.today},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    "It begins as a draft or as given, nothing else", AccessError
                ),
            ):
                self._draft(**vals)
        release = (
            self.env["kim.release"]
            .with_user(self.cm_a)
            .with_context(default_state="given")
        )
        self.assertEqual(self._draft_with(release).state, "draft")

    def _draft_with(self, model):
        return model.create(
            {
                "case_id": self.case.id,
                "partner_id": self.jobcenter.id,
                "purpose": "x",
            }
        )

    def test_immutable_once_given(self):
        """Not by its case manager, not by RPC, not as the superuser."""
        release = self._given()
        consent = self.case.consent_ids
        for record in (release, consent):
            for user in (self.cm_a, self.system_admin, self.env.user):
                for vals in (
                    {"given_on": self.yesterday},
                    {"valid_until": self.today + timedelta(days=900)},
                    {"language_id": False},
                    {"state": "draft"},
                    {"withdrawn_on": self.today},
                ):
                    with self.subTest(user=user.login, vals=vals):
                        with self.assertRefused("A recorded consent cannot be changed"):
                            record.with_user(user).write(vals)
                        with self.assertRefused("A recorded consent cannot be changed"):
                            record.with_user(user).sudo().write(vals)
        for command in (
            Command.update(release.id, {"category_ids": [Command.clear()]}),
            Command.delete(release.id),
            Command.unlink(release.id),
        ):
            with self.assertRefused(
                (
                    "A recorded consent cannot be changed",
                    "Case data is not deleted by hand",
                )
            ):
                self.case.write({"release_ids": [command]})
                self.env.flush_all()
        with self.assertRefused("A recorded consent cannot be changed"):
            release.category_ids = [Command.link(self.cat_health.id)]

    def test_oral(self):
        release = self._given(
            form="oral", signature_due=self.today + timedelta(days=14)
        )
        self.assertEqual(release.validity, "signature_missing")
        self.assertTrue(release._in_force())
        with freeze_time(fields.Datetime.now() + timedelta(days=15)):
            self._fresh()
            self.assertEqual(release.validity, "signature_overdue")
            self.assertEqual(release.case_id.privacy_lines[1]["level"], "danger")
        self._fresh()
        with self.assertRefused("The signature lies in the future", ValidationError):
            release.action_sign(self.today + timedelta(days=1))
        with self.assertRaisesRegex(ValidationError, "before it was given"):
            release.action_sign(release.given_on - timedelta(days=1))
        release.action_sign()
        self.assertEqual((release.validity, release.signed_on), ("valid", self.today))
        with self.assertRefused("There is no signature to be recorded"):
            release.action_sign()

    def test_who_may(self):
        release = self._given()
        self.case._appoint_deputy(self.cm_a2, self.today, self.today)
        self.assertSees(self.cm_a2, release)
        self._given(self.cm_a2)
        for user in (
            self.cm_ab,
            self.team_lead,
            self.coordination,
            self.dpo,
            self.auditor,
            self.participant,
            self.system_admin,
        ):
            self.assertSeesNot(user, release)
            for method in ("action_withdraw", "action_sign", "action_disclose"):
                with (
                    self.subTest(user=user.login),
                    self.assertRefused("You have no right to", AccessError),
                ):
                    getattr(self._as(release, user), method)()
            with self.assertRefused("You have no right to", AccessError):
                self._draft(user)
        self.case._grant(self.cm_ab, "inspection")
        with self.assertRefused("You have no right to", AccessError):
            self._as(release, self.cm_ab).action_withdraw()

    def test_registers_say_nothing(self):
        release = self._given(purpose="GEHEIM")
        for user in (self.team_lead, self.dpo):
            line = self._as(
                self.env["kim.release.register"].browse(release.id), user
            ).read()[0]
            self.assertNotIn("GEHEIM", str(line))
            self.assertNotIn("Jobcenter", str(line))
            self.assertEqual(line["number"], self.case.number)
        for user in (self.cm_a2, self.coordination, self.auditor, self.system_admin):
            self.assertSeesNot(
                user, self.env["kim.release.register"].browse(release.id)
            )

    def test_box_on_the_case(self):
        self._given(valid_until=self.today + timedelta(days=9))
        self._given(partner_id=self.kita.id)
        self._fresh()
        lines = {line["text"]: line for line in self.case.privacy_lines}
        self.assertEqual(lines["Legal basis"]["level"], "success")
        self.assertEqual(lines["Jobcenter (test)"]["note"], "ends in 9 d.")
        self.assertEqual(lines["Jobcenter (test)"]["level"], "warning")
        self.assertEqual(lines["Kita (test)"]["level"], "success")
        self.case.consent_ids.action_withdraw()
        self._fresh()
        self.assertEqual(self.case.privacy_lines[0]["level"], "danger")
