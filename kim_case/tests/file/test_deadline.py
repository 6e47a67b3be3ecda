"""Deadlines: how they are counted, who sets and ends them, whom they remind."""

import doctest
from datetime import date, timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.kim_case.tools import periods

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestPeriods(KimCommon):
    """German periods, by the calendar."""

    def test_doctests(self):
        outcome = doctest.testmod(periods)
        self.assertTrue(outcome.attempted)
        self.assertFalse(outcome.failed)

    def test_objection(self):
        for posted, arrived, end in (
            # announced on the fourth day, one month later
            (date(2025, 3, 3), None, date(2025, 4, 7)),
            # posted before 2025: third day, even on a Sunday (23 June 2024)
            (date(2024, 6, 20), None, date(2024, 7, 23)),
            # announced on 31 January: the shorter month ends it
            (date(2025, 1, 27), None, date(2025, 2, 28)),
            # would end on Good Friday: Tuesday after Easter
            (date(2025, 3, 14), None, date(2025, 4, 22)),
            # would end on Corpus Christi, a holiday in NRW: the Friday after
            (date(2025, 5, 15), None, date(2025, 6, 20)),
            # would end on Saturday: Monday
            (date(2025, 4, 6), None, date(2025, 5, 12)),
            # the letter came later than the law supposes
            (date(2025, 3, 3), date(2025, 3, 20), date(2025, 4, 22)),
            # came earlier: the fiction holds
            (date(2025, 3, 3), date(2025, 3, 4), date(2025, 4, 7)),
        ):
            with self.subTest(posted=posted):
                self.assertEqual(periods.objection_end(posted, arrived=arrived), end)

    def test_holidays_of_a_year(self):
        found = [
            day
            for day in (date(2026, 1, 1) + timedelta(days=i) for i in range(365))
            if periods.is_holiday(day)
        ]
        self.assertEqual(len(found), 11)
        self.assertIn(date(2026, 4, 3), found)
        self.assertIn(date(2026, 5, 14), found)
        self.assertIn(date(2026, 6, 4), found)


@tagged("post_install", "-at_install")
class TestDeadline(KimCommon):
    """A deadline of a case, from the notice to the tick."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.kinds = {
            kind.code: kind
            for kind in cls.env["kim.deadline.kind"].search([("code", "!=", False)])
        }

    def _deadline(self, kind="reminder", user=None, case=None, **vals):
        return (
            self.env["kim.case.deadline"]
            .with_user(user or self.cm_a)
            .create(
                {
                    "case_id": (case or self.case).id,
                    "kind_id": self.kinds[kind].id,
                    **vals,
                }
            )
        )

    # ------------------------------------------------------------------
    # Proposals
    # ------------------------------------------------------------------
    def test_objection_is_proposed_and_corrected(self):
        posted = self.today - timedelta(days=10)
        deadline = self._deadline("objection", notice_date=posted)
        self.assertEqual(deadline.date, periods.objection_end(posted))
        self.assertEqual(deadline.name, self.kinds["objection"].name)
        mine = deadline.date + timedelta(days=2)
        deadline.date = mine
        deadline.remark = "Einschreiben"
        self.assertEqual(deadline.date, mine)
        deadline.arrived_on = self.today
        self.assertEqual(
            deadline.date, periods.objection_end(posted, arrived=self.today)
        )

    def test_usual_period_of_the_district(self):
        """The catalogue of a district decides, not the code."""
        kind = self.env["kim.deadline.kind"].create(
            {
                "name": "Half-yearly talk",
                "kind": "review",
                "period_count": 6,
                "period_unit": "month",
                "lead_days": 20,
                "district_id": self.district_north.id,
            }
        )
        self.kinds["own"] = kind
        deadline = self._deadline("own")
        wanted = periods.next_working_day(periods.period_end(self.today, 6, "month"))
        self.assertEqual(deadline.date, wanted)
        self.assertEqual(deadline.remind_date, wanted - timedelta(days=20))
        kind.sudo().district_id = self.district_south
        with self.assertRefused(
            "This kind of deadline belongs to another", ValidationError
        ):
            self._deadline("own")

    def test_bad_input(self):
        for vals in (
            {"date": "0203-05-01"},
            {"date": "2999-12-31"},
            {"notice_date": self.today + timedelta(days=1)},
            {"notice_date": self.today, "arrived_on": self.yesterday},
            {"lead_days": -1},
            {"lead_days": 100_000},
        ):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self._deadline("objection", **{"date": self.today, **vals})
        with self.assertRefused("This belongs to a case"):
            self.env["kim.case.deadline"].with_user(self.cm_a).create(
                {"kind_id": self.kinds["other"].id, "date": self.today}
            )
        with self.assertRefused(
            "The usual period must lie between 0 and", ValidationError
        ):
            self.kinds["other"].period_count = -2

    # ------------------------------------------------------------------
    # Traffic light and the case
    # ------------------------------------------------------------------
    def test_light(self):
        for days, light in ((-1, "overdue"), (0, "due"), (7, "due"), (8, "later")):
            deadline = self._deadline("other", date=self.today + timedelta(days=days))
            self.assertEqual(deadline.light, light, days)
        deadline.action_done()
        self.assertEqual(deadline.light, "done")

    def test_next_deadline_of_the_case(self):
        late = self._deadline("other", date=self.today + timedelta(days=30))
        early = self._deadline("other", date=self.today + timedelta(days=3))
        self.assertEqual(self.case.deadline_date, early.date)
        early.action_done()
        self.assertEqual(self.case.deadline_date, late.date)
        early.action_undo()
        self.assertEqual(self.case.deadline_date, early.date)
        (early | late).action_done()
        self.assertFalse(self.case.deadline_date)
        found = self.env["kim.case"].with_user(self.cm_a)
        self.assertFalse(
            found.search([("deadline_date", "!=", False), ("id", "=", self.case.id)])
        )

    # ------------------------------------------------------------------
    # Done and undone, by its people alone
    # ------------------------------------------------------------------
    def test_done_and_undo(self):
        deadline = self._deadline("other", date=self.today)
        self.assertIs(deadline.action_done(), True)
        self.assertEqual(deadline.done_by_id, self.cm_a)
        with self.assertRefused("This is already done"):
            deadline.action_done()
        deadline.action_undo()
        self.assertFalse(deadline.done_on or deadline.done_by_id)
        with self.assertRefused("This is not done yet"):
            deadline.action_undo()

    def test_review_leads_to_the_next(self):
        review = self._deadline("review")
        action = review.action_done()
        self.assertEqual(action["res_model"], "kim.case.deadline")
        self.assertEqual(action["context"]["default_case_id"], self.case.id)
        following = (
            self.env["kim.case.deadline"]
            .with_user(self.cm_a)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(following.kind, "review")
        self.assertGreater(following.date, self.today + timedelta(days=80))

    def test_others_can_nothing(self):
        deadline = self._deadline("other", date=self.today)
        for user in (self.cm_a2, self.team_lead, self.coordination, self.dpo):
            with self.subTest(user=user.login):
                self.assertSeesNot(user, deadline)
                theirs = self._as(deadline, user)
                for call in (theirs.action_done, theirs.action_undo):
                    with self.assertRefused("You have no right to", AccessError):
                        call()
                with self.assertRefused("You have no right to", AccessError):
                    self._deadline("other", user=user, date=self.today)
        with self.assertRefused("cannot be set directly", AccessError):
            deadline.write({"done_on": "2024-01-01"})
        with self.assertRefused("cannot be set directly", AccessError):
            deadline.write({"case_id": self._case(self.cm_a2).id})
        self.assertFalse(deadline.done_on)

    # ------------------------------------------------------------------
    # Reminders
    # ------------------------------------------------------------------
    def _remind(self, days=0):
        self.env["kim.case.deadline"]._cron_remind(self.today + timedelta(days=days))

    def test_reminders_come_once(self):
        """At the lead time and on the day itself, one message for all, no mail."""
        users = self.cm_a | self.cm_a2 | self.team_lead | self.dpo
        users.notification_type = "email"
        mails = self.env["mail.mail"].search_count([])
        text = "Widerspruch Wohngeld"
        for name in (text, "Zweite Frist"):
            self._deadline(
                "other", date=self.today + timedelta(days=20), lead_days=5, name=name
            )
        before = {user: self._told(user) for user in users}

        def told(user):
            return self._told(user) - before[user]

        self._remind(14)
        self.assertFalse(told(self.cm_a))
        self._remind(15)
        self._remind(15)
        self._remind(16)
        self.assertEqual(len(told(self.cm_a)), 1)
        self._remind(20)
        self._remind(25)
        messages = told(self.cm_a)
        self.assertEqual(len(messages), 2)
        self.assertEqual(
            messages.notification_ids.mapped("notification_type"), ["inbox", "inbox"]
        )
        for message in messages:
            said = f"{message.subject} {message.body}"
            self.assertIn("2", said)
            for word in (text, "Wohngeld", self.case.number, "Test-Klientin"):
                self.assertNotIn(word, said)
        for user in users - self.cm_a:
            self.assertFalse(told(user), user.login)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_deputies_are_reminded_while_they_deputise(self):
        self._deadline("other", date=self.today + timedelta(days=5), lead_days=2)
        self.case.sudo().access_ids.create(
            {
                "case_id": self.case.id,
                "user_id": self.cm_a2.id,
                "kind": "deputy",
                "valid_from": self.yesterday,
                "valid_until": self.today + timedelta(days=1),
                "granted_by_id": self.cm_a.id,
            }
        )
        before = self._told(self.cm_a2)
        self._remind(3)
        self.assertEqual(len(self._told(self.cm_a2) - before), 1)

    def test_the_lead_is_told_where_nobody_leads_any_more(self):
        """Archived, without the role or gone elsewhere: the reminder is not used up."""
        deadline = self._deadline(
            "other", date=self.today + timedelta(days=5), lead_days=2, name="Geheim"
        )
        case_users = self.env.ref("kim_case.group_kim_case_user")
        company = self.company_carrier
        for gone, back in (
            ({"active": False}, {"active": True}),
            (
                {"group_ids": [Command.unlink(case_users.id)]},
                {"group_ids": [Command.link(case_users.id)]},
            ),
            (
                {"company_ids": company.ids, "company_id": company.id},
                {
                    "company_ids": self.company_town_a.ids,
                    "company_id": self.company_town_a.id,
                },
            ),
        ):
            with self.subTest(gone=gone):
                before = self._told(self.team_lead)
                self.cm_a.write(gone)
                self._remind(3)
                told = self._told(self.team_lead) - before
                self.assertEqual(len(told), 1)
                self.assertIn(self.case.number, told.body)
                for word in ("Geheim", "Test-Klientin", self.cm_a.name):
                    self.assertNotIn(word, f"{told.subject} {told.body}")
                self.assertEqual(deadline.next_reminder, self.today + timedelta(days=3))
                self.cm_a.write(back)
        before = self._told(self.cm_a)
        self._remind(3)
        self.assertEqual(len(self._told(self.cm_a) - before), 1)
        self.assertEqual(deadline.next_reminder, self.today + timedelta(days=5))

    def test_notices_for_who_has_left_reach_the_lead(self):
        """And who has no address for mails finds them inside."""
        notices = self.env["kim.notice"]
        self.cm_a.write({"notification_type": "email", "email": False})
        mails = self.env["mail.mail"].search_count([])
        before = self._told(self.cm_a)
        notices._tell(self.cm_a, "Subject", "Body", self.case)
        self.assertEqual(len(self._told(self.cm_a) - before), 1)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.cm_a.active = False
        before, lead = self._told(self.cm_a), self._told(self.team_lead)
        notices._tell(self.cm_a, "Subject", "Body", self.case)
        told = self._told(self.team_lead) - lead
        self.assertEqual(self._told(self.cm_a), before)
        self.assertIn(self.case.number, told.body)
        self.assertNotIn("Subject", f"{told.subject} {told.body}")

    def test_reminding_many_costs_no_more_queries(self):
        """The job asks and writes once for all deadlines, whatever their days are."""

        def queries(number, first_day):
            for i in range(number):
                self._deadline(
                    "other",
                    date=self.today + timedelta(days=first_day + i),
                    lead_days=9,
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._remind(first_day)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(1, 100)  # languages, templates and rules are cached
        few = queries(2, 200)
        self.assertEqual(queries(9, 300), few)

    def test_typed_name_stays_and_a_proposed_one_follows_without_a_query(self):
        deadline = self._deadline("reminder")
        self.assertEqual(deadline.name, self.kinds["reminder"].name)
        deadline.kind_id = self.kinds["review"]
        self.assertEqual(deadline.name, self.kinds["review"].name)
        self.kinds["review"].name = "Renamed"
        deadline.kind_id = self.kinds["other"]
        self.assertEqual(deadline.name, "Review")  # no kind is called so any more
        deadline.name = "Renamed"
        deadline.kind_id = self.kinds["reminder"]
        self.assertEqual(deadline.name, self.kinds["reminder"].name)
        deadline.name = "By hand"
        deadline.kind_id = self.kinds["other"]
        with self.assertQueryCount(0):
            deadline._compute_name()
        self.assertEqual(deadline.name, "By hand")

    def test_done_and_closed_do_not_remind(self):
        done = self._deadline("other", date=self.today + timedelta(days=5))
        done.action_done()
        other = self._case()
        handed = self._deadline(
            "other", case=other, date=self.today + timedelta(days=5)
        )
        other.action_close_case(
            self.closure_reason.id, deadlines={handed.id: {"fate": "handed"}}
        )
        before = self._told(self.cm_a)
        self._remind(5)
        self.assertEqual(self._told(self.cm_a), before)
        done.action_undo()
        self._remind(5)
        self.assertEqual(len(self._told(self.cm_a) - before), 1)

    def test_a_moved_deadline_reminds_again(self):
        deadline = self._deadline(
            "other", date=self.today + timedelta(days=5), lead_days=0
        )
        self._remind(5)
        before = self._told(self.cm_a)
        deadline.date = self.today + timedelta(days=9)
        self._remind(6)
        self.assertEqual(self._told(self.cm_a), before)
        self._remind(9)
        self.assertEqual(len(self._told(self.cm_a) - before), 1)
