from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import KimCommon


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
        with self.assertRaises(UserError):
            release.write({"purpose": "Changed after it was explained"})
        release.action_redraft()
        self.assertFalse(release.explained_on)
        release.action_give()
        self.assertEqual(release.validity, "valid")
        self.assertEqual(release.explained_on, self.today)
        self.assertEqual(release.signed_on, release.given_on)
        with self.assertRaises(UserError):
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
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self._draft(**vals)
        for vals in (
            {"state": "given"},
            {"withdrawn_on": self.today},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
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
                        with self.assertRaises(UserError):
                            record.with_user(user).write(vals)
                        with self.assertRaises(UserError):
                            record.with_user(user).sudo().write(vals)
        for command in (
            Command.update(release.id, {"category_ids": [Command.clear()]}),
            Command.delete(release.id),
            Command.unlink(release.id),
        ):
            with self.assertRaises(UserError):
                self.case.write({"release_ids": [command]})
                self.env.flush_all()
        with self.assertRaises(UserError):
            release.category_ids = [Command.link(self.cat_health.id)]

    def test_oral(self):
        release = self._given(
            form="oral", signature_due=self.today + timedelta(days=14)
        )
        self.assertEqual(release.validity, "signature_missing")
        self.assertTrue(release._in_force())
        with freeze_time(datetime.now() + timedelta(days=15)):
            self._fresh()
            self.assertEqual(release.validity, "signature_overdue")
            self.assertEqual(release.case_id.privacy_lines[1]["level"], "danger")
        self._fresh()
        with self.assertRaises(ValidationError):
            release.action_sign(self.today + timedelta(days=1))
        release.action_sign()
        self.assertEqual((release.validity, release.signed_on), ("valid", self.today))
        with self.assertRaises(UserError):
            release.action_sign()

    def test_expiry_by_date_in_berlin(self):
        """The last day ends at midnight in Berlin; no job has to run."""
        release = self._given(valid_until=date(2031, 7, 1), given_on=self.today)
        searched = self._as(self.env["kim.release"], self.cm_a)
        domain = [("id", "=", release.id), ("validity", "=", "valid")]
        for moment, validity in (
            ("2031-07-01 21:59:59", "valid"),
            ("2031-07-01 22:00:00", "expired"),  # midnight of summer time
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self._fresh()
                self.assertEqual(release.validity, validity)
                self.assertEqual(len(searched.search(domain)), int(validity == "valid"))
                self.assertEqual(bool(release._in_force()), validity == "valid")

    def test_search_and_compute_agree(self):
        releases = (
            self._draft()
            | self._given()
            | self._given(form="oral", signature_due=self.today)
            | self._given(
                form="oral",
                given_on=self.today - timedelta(days=9),
                signature_due=self.yesterday,
            )
            | self._given(
                given_on=self.today - timedelta(days=9), valid_until=self.yesterday
            )
            | self._given(form="electronic", valid_until=self.today)
        )
        explained = self._draft()
        explained.action_explain()
        withdrawn = self._given()
        withdrawn.action_withdraw()
        releases |= explained | withdrawn
        self._fresh()
        labels = dict(releases._fields["validity"].selection)
        self.assertEqual(set(releases.mapped("validity")), set(labels))
        for validity in labels:
            found = releases.search(
                [("id", "in", releases.ids), ("validity", "=", validity)]
            )
            self.assertEqual(
                found,
                releases.filtered(lambda r, v=validity: r.validity == v),
                validity,
            )
            rest = releases.search(
                [("id", "in", releases.ids), ("validity", "!=", validity)]
            )
            self.assertEqual(rest, releases - found, validity)
        soon = releases.search([("id", "in", releases.ids), ("ends_soon", "=", True)])
        self.assertEqual(soon, releases.filtered("ends_soon"))
        self.assertEqual(len(soon), 1)
        register = self._as(self.env["kim.release.register"], self.team_lead)
        lines = register.search([("case_id", "=", self.case.id)])
        self.assertEqual(
            {line.id: line.validity for line in lines},
            {
                r.id: r.validity
                for r in releases
                if r.validity not in ("draft", "explained")
            },
        )

    def test_ending_soon(self):
        """The controller says how early; one query for a person's home."""
        controller = self.env["kim.controller"]._of(self.company_town_a)
        controller.release_notice_days = 10
        soon = self._given(valid_until=self.today + timedelta(days=9))
        today = self._given(valid_until=self.today)
        self._given(valid_until=self.today + timedelta(days=11))
        other = self._case(self.cm_a2)
        self._given(self.cm_a2, other, valid_until=self.today)
        self.assertEqual(soon.ends_in, "ends in 9 d.")
        self.assertEqual(today.ends_in, "ends today")
        releases = self._as(self.env["kim.release"], self.cm_a)
        self._fresh()
        self.assertEqual(releases._ending_soon(), today | soon)
        cases = self._as(self.env["kim.case"], self.cm_a)
        self.assertEqual(
            cases.search([("release_ids.ends_soon", "=", True)]), self.case
        )
        self.case.action_close_case(self.closure_reason.id)
        self.assertFalse(releases._ending_soon())

    def test_on_the_home(self):
        """What ends, what lacks a signature and whom to tell stands on the home."""
        self._given(valid_until=self.today + timedelta(days=3))
        self._given(partner_id=self.kita.id, form="oral", signature_due=self.yesterday)
        withdrawn = self._given(valid_until=self.today + timedelta(days=90))
        disclosure = self._as(self.env["kim.disclosure"], self.cm_a).create(
            {
                "case_id": self.case.id,
                "release_id": withdrawn.id,
                "partner_id": self.jobcenter.id,
                "category_ids": [Command.set(self.cat_work.ids)],
            }
        )
        disclosure.action_send()
        withdrawn.action_withdraw()
        self._fresh()
        found = {
            (thing["kind"], thing["what"], thing["days"])
            for thing in self._as(self.env["kim.case"], self.cm_a).kim_home()["today"]
        }
        self.assertLessEqual(
            {
                ("release", "Jobcenter (test)", 3),
                ("signature", "Kita (test)", -1),
                ("notice", "Jobcenter (test)", 0),
            },
            found,
        )
        others = self._as(self.env["kim.case"], self.cm_a2).kim_home()["today"]
        self.assertFalse({"release", "notice"} & {thing["kind"] for thing in others})

    def test_ending_soon_is_one_query(self):
        releases = self._as(self.env["kim.release"], self.cm_a)
        counts = []
        for number in (2, 12):
            for _each in range(number):
                self._given(valid_until=self.today)
            self._fresh()
            releases._ending_soon()  # rules and settings are cached
            self._fresh()
            start = self.env.cr.sql_log_count
            releases._ending_soon()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(counts[0], counts[1], counts)

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
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(self._as(release, user), method)()
            with self.assertRaises(AccessError):
                self._draft(user)
        self.case._grant(self.cm_ab, "inspection")
        with self.assertRaises(AccessError):
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
        with self.assertRaises(ValidationError):
            self._consent()  # neither oral nor signed

    def test_prepared(self):
        consent = self._consent(state="draft")
        consent.write({"text_version": "2026/1"})
        with self.assertRaises(UserError):
            consent.action_withdraw()
        with self.assertRaises(ValidationError):
            consent.action_give()  # neither oral nor signed
        consent.write({"form": "electronic"})
        consent.action_give()
        self.assertEqual(consent.validity, "valid")
        with self.assertRaises(UserError):
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
