from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import NOT_YOURS
from ..consent.test_release import ReleaseCommon


@tagged("post_install", "-at_install")
class TestReferral(ReleaseCommon):
    """We ask an institution about a person only with her release; she herself may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cm_a.lang = "en_US"  # reasons are written for who leads the case

    def _step(self, user=None, **vals):
        return self._as(self.env["kim.case.step"], user or self.cm_a).create(
            {
                "case_id": self.case.id,
                "name": "Ask for a place in a course",
                "who": "institution",
                "partner_id": self.jobcenter.id,
                "told_category_ids": [Command.set(self.cat_language.ids)],
                **vals,
            }
        )

    def _asked(self, **vals):
        step = self._step(**vals)
        step.action_ask()
        return step

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------
    def test_blocked_without_release(self):
        """Whoever calls, by whatever way: nothing is asked, nothing logged as told."""
        step = self._step()
        draft = self._draft()
        for name, record in (("user", step), ("superuser", step.sudo())):
            for call in (
                record.action_ask,
                lambda record=record: record.action_set_state("asked"),
                lambda record=record: record.action_set_state(
                    "asked", day=self.yesterday
                ),
            ):
                with (
                    self.subTest(name),
                    self.assertRefused("may not be asked") as caught,
                ):
                    call()
                self.assertIn("Jobcenter (test)", str(caught.exception))
                self.assertIn("Take up a release", str(caught.exception))
                self.assertIn("goes there herself", str(caught.exception))
        self.assertEqual(step.state, "planned")
        self.assertFalse(self.case.disclosure_ids)
        draft.action_give()
        step.action_ask()
        self.assertEqual(step.state, "asked")

    def test_release_of_another_institution_case_or_day(self):
        step = self._step()
        self._given(partner_id=self.kita.id)
        other = self._case(self.cm_a)
        self._given(case=other)
        self._given(given_on=self.today - timedelta(days=9), valid_until=self.yesterday)
        self._given(category_ids=[Command.set(self.cat_work.ids)])  # other data
        self._given().action_withdraw()
        self._fresh()
        with self.assertRaisesRegex(UserError, "Language .category."):
            step.action_ask()
        self.assertEqual(step.state, "planned")
        self.assertFalse(self.case.disclosure_ids.filtered(lambda d: d.state == "sent"))

    def test_what_is_no_day_is_said_so(self):
        self._given()
        step = self._step()
        for day in ("x", "2024-13-45", [1], {"a": 1}, 5):
            with self.subTest(day), self.assertRaisesRegex(ValidationError, "no date"):
                step.action_set_state("asked", day=day)
            with self.subTest(day), self.assertRaisesRegex(ValidationError, "no date"):
                self.case.action_hold("A reason", effective=day)
        self.assertEqual((step.state, self.case.on_hold), ("planned", False))

    def test_what_was_told_stays_while_it_runs(self):
        """Else a smaller release would not stop it, and the file would say otherwise."""
        self._given()
        step = self._asked()
        for vals in (
            {"told_category_ids": [Command.set(self.cat_work.ids)]},
            {"told_category_ids": [Command.link(self.cat_work.id)]},
            {"told_category_ids": [Command.clear()]},
            {"told_by": "letter"},
            {"contact": "person"},
            {"partner_id": self.kita.id},
        ):
            for record in (step, step.sudo()):
                with self.subTest(vals), self.assertRaisesRegex(UserError, "already"):
                    record.write(vals)
        self._fresh()
        self.assertEqual(step.told_category_ids, self.cat_language)
        step.write({"name": "Other words", "told_by": "phone"})
        step.action_set_state("declined", "No place")
        step.write({"told_category_ids": [Command.set(self.cat_work.ids)]})

    def test_what_is_told_is_logged(self):
        release = self._given()
        step = self._asked()
        told = self.case.disclosure_ids
        self.assertEqual(
            (told.state, told.release_id, told.partner_id, told.step_id),
            ("sent", release, self.jobcenter, step),
        )
        self.assertEqual(told.category_ids, self.cat_language)
        self.assertEqual((told.user_id, told.told_on), (self.cm_a, self.today))
        self.assertFalse(step.can_print, "told on the phone")
        step.action_set_state("declined", "No place")
        step.write({"told_by": "letter"})
        step.action_ask()
        self.assertEqual(len(self.case.disclosure_ids), 2, "asked twice, told twice")
        self.assertTrue(step.can_print)
        printed = step._printable()
        self.assertEqual(
            [heading for heading, _lines in printed._print_paragraphs()],
            [self.cat_language.name],
        )

    def test_usual_data_are_proposed(self):
        """Who it is, where the release covers it; never a special category unasked."""
        self._given(
            category_ids=[
                Command.set((self.cat_identity | self.cat_work | self.cat_health).ids)
            ],
            explicit_special=True,
        )
        with Form(
            self.env["kim.case.step"]
            .with_user(self.cm_a)
            .with_context(default_case_id=self.case.id, default_who="institution")
        ) as form:
            form.name = "Ask"
            form.partner_id = self.jobcenter
            self.assertEqual(form.told_category_ids.ids, self.cat_identity.ids)
        other = self._given(
            partner_id=self.kita.id,
            category_ids=[Command.set(self.cat_health.ids)],
            explicit_special=True,
        )
        step = self._step(partner_id=self.kita.id, told_category_ids=False)
        with self.assertRefused("is told; at least who it is about"):
            step.action_ask()
        step.told_category_ids = other.category_ids
        step.action_ask()
        self.assertTrue(self.case.disclosure_ids.has_special)

    def test_she_goes_herself(self):
        """No disclosure, no release; a kind of institution is enough."""
        step = self._asked(contact="person")
        kind = self._asked(
            contact="person", partner_id=False, actor_kind_id=self.actor_school.id
        )
        self.assertEqual((step | kind).mapped("state"), ["asked", "asked"])
        self.assertFalse(self.case.disclosure_ids)
        planned = self._step()
        planned.action_person_goes()
        planned.action_ask()
        self.assertFalse(self.case.disclosure_ids)
        with self.assertRefused("Please name the institution: a release is for"):
            self._asked(partner_id=False, actor_kind_id=self.actor_school.id)

    def test_a_running_referral_is_not_turned(self):
        """Neither at another institution nor from “she” to “we”: both need a door."""
        self._given()
        asked, herself = self._asked(), self._asked(contact="person")
        for step, vals in (
            (asked, {"partner_id": self.kita.id}),
            (asked, {"contact": "person"}),
            (herself, {"contact": "we"}),
            (asked.sudo(), {"partner_id": self.kita.id}),
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused("This institution was asked already"),
            ):
                step.write(vals)
        asked.write({"partner_id": self.jobcenter.id, "name": "Same, other words"})

    def test_asked_some_days_ago(self):
        """What counts is the day of asking; the wording on paper leaves today."""
        self._given(given_on=self.today - timedelta(days=9), valid_until=self.yesterday)
        step = self._step()
        with self.assertRefused("may not be asked"):
            step.action_ask()
        with self.assertRefused("may not be asked"):
            step.action_set_state("asked", day=self.today - timedelta(days=10))
        step.action_set_state("asked", day=self.yesterday)
        self.assertEqual(self.case.disclosure_ids.told_on, self.yesterday)
        self.assertEqual((step.state, step.reason), ("stopped", "Release has ended"))
        letter = self._step(told_by="letter")
        with self.assertRefused("may not be asked"):
            letter.action_set_state("asked", day=self.yesterday)

    # ------------------------------------------------------------------
    # The release ends
    # ------------------------------------------------------------------
    def test_withdrawal_stops_at_once(self):
        release = self._given()
        asked, accepted = self._asked(), self._asked()
        accepted.action_accept()
        done, herself = self._asked(), self._asked(contact="person")
        done.action_done()
        other = self._asked_elsewhere()
        action = release.action_withdraw()
        for step in asked | accepted:
            self.assertEqual(
                (step.state, step.reason, step.state_date),
                ("stopped", "Release withdrawn", self.today),
            )
        self.assertEqual(
            (done | herself | other).mapped("state"), ["done", "asked", "asked"]
        )
        told = self.case.disclosure_ids
        self.assertEqual(len(told), 3)
        self.assertEqual(set(told.mapped("notice")), {"withdrawn"})
        self.assertEqual(set(action["domain"][0][2]), set(told.ids))
        with self.assertRefused("may not be asked"):
            asked.action_ask()
        for state in ("accepted", "declined", "stopped"):
            with self.assertRefused("” and cannot become “"):
                asked.action_set_state(state, "x")
        things = self._as(self.env["kim.case"], self.cm_a).kim_home()["today"]
        mine = [thing for thing in things if thing["kind"] == "referral"]
        self.assertEqual({thing["id"] for thing in mine}, set((asked | accepted).ids))
        self.assertTrue(mine[0]["what"].startswith("Jobcenter (test)"))
        others = self._as(self.env["kim.case"], self.cm_a2).kim_home()["today"]
        self.assertNotIn("referral", {thing["kind"] for thing in others})
        self._given()
        asked.action_ask()
        self.assertEqual((asked.state, asked.reason), ("asked", False))
        accepted.action_person_goes()
        accepted.action_ask()

    def _asked_elsewhere(self):
        """Return a referral of a colleague's case to the same institution."""
        case = self._case(self.cm_a2)
        self._given(self.cm_a2, case)
        step = self._step(self.cm_a2, case_id=case.id)
        step.action_ask()
        return step

    def test_another_release_carries_on(self):
        release = self._given()
        step = self._asked()
        self._given(category_ids=[Command.set(self.cat_language.ids)])
        release.action_withdraw()
        self.assertEqual(step.state, "asked")

    def test_expiry_stops_too(self):
        self._given(valid_until=self.today + timedelta(days=5))
        step, herself = self._asked(), self._asked(contact="person")
        releases = self.env["kim.release"]
        releases._cron_ended()
        self.assertEqual(step.state, "asked")
        with freeze_time(fields.Datetime.now() + timedelta(days=6)):
            self._fresh()
            self.assertEqual(releases._cron_ended(), 1)
            self.assertEqual(
                (step.state, step.reason), ("stopped", "Release has ended")
            )
            self.assertEqual(releases._cron_ended(), 0, "once")
        self.assertEqual(herself.state, "asked")

    def test_written_down_after_the_withdrawal(self):
        """The recipient of what is written down late is still to be told."""
        release = self._given(given_on=self.today - timedelta(days=9))
        step = self._step()
        release.action_withdraw()
        with self.assertRefused("may not be asked"):
            step.action_ask()
        step.action_set_state("asked", day=self.yesterday)
        self.assertEqual(self.case.disclosure_ids.notice, "withdrawn")
        self.assertEqual((step.state, step.reason), ("stopped", "Release withdrawn"))

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------
    def test_who_may(self):
        self._given()
        step = self._asked()
        for user in (self.cm_a2, self.team_lead, self.coordination, self.dpo):
            self.assertSeesNot(user, step)
            for method in ("action_ask", "action_print", "action_take_up_release"):
                with (
                    self.subTest(user=user.login),
                    self.assertRefused("You have no right to", AccessError),
                ):
                    getattr(self._as(step, user), method)()

    def test_form_tells_nothing_of_a_foreign_case(self):
        """A form filled in for a foreign case shows neither release nor its data."""
        self._given()
        spec = {
            "case_id": {},
            "contact": {},
            "partner_id": {},
            "release_id": {"fields": {}},
            "release_until": {},
            "release_category_ids": {"fields": {"display_name": {}}},
            "told_category_ids": {"fields": {"display_name": {}}},
        }
        form = self._as(self.env["kim.case.step"], self.cm_a2)
        with self.assertRefused(NOT_YOURS, AccessError):
            form.onchange(
                {
                    "case_id": self.case.id,
                    "partner_id": self.jobcenter.id,
                    "contact": "we",
                },
                ["partner_id", "case_id", "contact"],
                spec,
            )

    def test_day_and_step_of_a_disclosure_are_no_values(self):
        """A disclosure is not dated back to a release that has ended."""
        release = self._given(
            given_on=self.today - timedelta(days=9), valid_until=self.yesterday
        )
        step = self._step()
        disclosures = self._as(self.env["kim.disclosure"], self.cm_a)
        with self.assertRefused("There is no valid release for this institution"):
            disclosures.create(
                {
                    "case_id": self.case.id,
                    "partner_id": self.jobcenter.id,
                    "release_id": release.id,
                    "category_ids": [Command.set(self.cat_language.ids)],
                    "told_on": self.yesterday,
                }
            )
        self._given()
        told = disclosures.create(
            {
                "case_id": self.case.id,
                "partner_id": self.jobcenter.id,
                "category_ids": [Command.set(self.cat_language.ids)],
                "told_on": self.yesterday,
                "step_id": step.id,
            }
        )
        self.assertFalse(told.step_id)
        for vals in ({"told_on": self.yesterday}, {"step_id": step.id}):
            with self.assertRefused("cannot be set directly", AccessError):
                told.write(vals)
        told.action_send()
        self.assertEqual(told.told_on, self.today)
