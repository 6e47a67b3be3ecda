from datetime import date, timedelta

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .test_release import ReleaseCommon


@tagged("post_install", "-at_install")
class TestReleaseTerm(ReleaseCommon):
    """A release ends by the clock, is found by it and is said in time."""

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
