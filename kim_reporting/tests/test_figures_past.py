import random
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.kim_case.tools.dates import day_end, day_start

from ..tools.scope import Scope
from .test_report import ReportCommon


@tagged("post_install", "-at_install")
class TestFiguresOfThePast(ReportCommon):
    """What was counted once is counted again, whatever happens later."""

    def _count(self, start, end, reference=None):
        scope = Scope(self.district_north.id, start, end, reference or end)
        figures = self.env["kim.figure"].search([])
        return {
            (figure.code, label): value
            for figure, label, value in figures._count(scope)
        }

    def _at(self, day):
        return freeze_time(datetime.combine(day, datetime.min.time()).replace(hour=10))

    def _born(self, day):
        """Open a case on ``day``, which is today for everybody."""
        return (
            self.env["kim.case"]
            .with_user(self.cm_a)
            .with_company(self.company_town_a)
            ._open(
                self.company_town_a,
                self.town_a.with_user(self.cm_a),
                {"last_name": "Test-Klientin", "first_name": "Demo"},
                self._basis(information_on=day),
                {"date_open": day},
            )
            .sudo()
        )

    def test_reopening_leaves_last_half_year(self):
        start = self.today - timedelta(days=200)
        with self._at(start + timedelta(days=10)):
            case = self._born(start + timedelta(days=10))
        with self._at(start + timedelta(days=20)):
            case.action_close_case(self.closure_reason.id)
        period = (start, start + timedelta(days=30))
        before = self._count(*period)
        self.assertEqual(before["cases_closed", ""], 1)
        case.action_reopen()
        self.assertEqual(self._count(*period), before)
        now = self._count(start + timedelta(days=31), self.today)
        self.assertEqual(now["cases_reopened", ""], 1)
        self.assertEqual(now["cases_new", ""], 0)

    def test_archiving_a_post_leaves_last_year(self):
        assignment = self._assign(
            self.cm_a2,
            self.town_b,
            self.company_town_a,
            date_from=self.today - timedelta(days=500),
            date_until=self.today - timedelta(days=100),
        )
        day = self.today - timedelta(days=200)
        before = self._count(day, day)
        post = assignment.post_id
        with self.assertRaisesRegex(UserError, "still runs"):
            post.action_archive()
        post.date_until = self.today - timedelta(days=100)
        post.action_archive()
        self.assertEqual(self._count(day, day), before)
        rows = self.env["kim.staffing"].with_context(kim_reference_date=str(day))
        self.assertIn(post, rows.search([]).post_id)

    def test_dissolving_a_cluster_leaves_last_year(self):
        clusters = self._as(self.env["kim.theme.cluster"], self.coordination)
        day = self.today - timedelta(days=30)
        cluster = clusters.create({"name": "C", "date": day - timedelta(days=9)})
        clusters.create({"name": "D"})
        with self.assertRefused("formed today or", ValidationError):
            clusters.create({"name": "E", "date": self.today + timedelta(days=1)})
        with self.assertRefused("cannot be set directly", AccessError):
            cluster.date = self.today
        self.assertEqual(self._count(day, day)["clusters", ""], 1)
        cluster.action_archive()
        self.assertEqual(self._count(day, day)["clusters", ""], 1)
        self.assertEqual(self._count(self.today, self.today)["clusters", ""], 1)
        cluster.action_unarchive()
        self.assertEqual(self._count(self.today, self.today)["clusters", ""], 2)

    def test_measures_by_the_state_of_that_day(self):
        project = self.env["project.project"].create(
            {"name": "Group", "kim_district_id": self.district_north.id}
        )
        day = self.today - timedelta(days=30)
        with self._at(day):
            measure = self.env["project.task"].create(
                {"name": "Measure", "project_id": project.id}
            )
        before = self._count(day, day)
        self.assertEqual(before["measures", "Idea"], 1)
        self._as(measure, self.coordination).sudo(False).action_kim_solution()
        self.assertEqual(self._count(day, day), before)
        now = self._count(self.today, self.today)
        self.assertEqual(now["measures", "Proposed solution"], 1)
        with self.assertRefused("is not deleted"):
            measure.unlink()
        measure.project_id = self.env["project.project"].create({"name": "Other"})
        self.assertEqual(self._count(day, day), before)
        self.assertEqual(self._count(self.today, self.today)["measures", ""], 0)

    def test_inquiries_by_the_outcome_of_that_period(self):
        last_month = self.today.replace(day=1) - timedelta(days=1)
        with self._at(last_month):
            inquiry = self._as(self.env["kim.inquiry"], self.cm_a).create(
                {
                    "company_id": self.company_town_a.id,
                    "municipality_id": self.town_a.id,
                    "access_route_id": self.route.id,
                    "decline_reason": "no_need",
                }
            )
            inquiry.action_decline()
        period = (last_month.replace(day=1), last_month)
        before = self._count(*period)
        self.assertEqual(before["inquiries", "Declined"], 1)
        with self.assertRefused("a month that is over"):
            inquiry.action_reopen()
        self.assertEqual(
            self._count(last_month.replace(day=1), last_month - timedelta(days=1)).get(
                ("inquiries", ""), 0
            ),
            0,
        )

    def test_towns_by_their_posts(self):
        """A tick of today changes nothing of last year."""
        day = self.today - timedelta(days=200)
        before = self._count(day, day)
        self.town_a.participating = False
        self.assertEqual(self._count(day, day), before)
        self.assertEqual(before["towns", "taking part"], 2)

    def test_stock_and_flow_agree(self):
        """Opening + new + reopened - closed = closing, over random histories."""
        for seed in range(4):
            with self.subTest(seed=seed):
                self._random_history(random.Random(seed))

    def _random_history(self, dice):
        first = self.today - timedelta(days=120)
        runs = []
        cases = []
        day = first
        while day < self.today:
            with self._at(day):
                moment = datetime.combine(day, datetime.min.time()).replace(hour=10)
                for index, case in enumerate(cases):
                    throw = dice.random()
                    if case.phase_kind == "closed" and throw < 0.4:
                        case.action_reopen()
                        runs[index].append([moment, None])
                    elif case.phase_kind != "closed" and throw < 0.3:
                        case.action_close_case(self.closure_reason.id)
                        runs[index][-1][1] = moment
                    elif case.phase_kind != "closed" and not case.on_hold:
                        case.action_hold("Away")
                if len(cases) < 6 and dice.random() < 0.7:
                    cases.append(self._born(day))
                    runs.append([[datetime.combine(day, datetime.min.time()), None]])
            day += timedelta(days=dice.randrange(3, 15))
        base = self._count(first - timedelta(days=1), first - timedelta(days=1))
        for _turn in range(12):
            start = first + timedelta(days=dice.randrange(0, 100))
            end = start + timedelta(days=dice.randrange(0, 60))
            found = self._count(start, end)
            stock = {
                code: found[code, ""]
                for code in (
                    "cases_opening",
                    "cases_new",
                    "cases_reopened",
                    "cases_closed",
                    "cases_open",
                )
            }
            expected = self._recount(runs, day_start(start), day_end(end))
            expected["cases_opening"] += base["cases_open", ""]
            expected["cases_open"] += base["cases_open", ""]
            self.assertEqual(stock, expected)
            self.assertEqual(
                stock["cases_opening"]
                + stock["cases_new"]
                + stock["cases_reopened"]
                - stock["cases_closed"],
                stock["cases_open"],
            )
        # the next history begins where nothing is open
        for case in cases:
            if case.phase_kind != "closed":
                case.action_close_case(self.closure_reason.id)
        self.env.cr.execute(
            "UPDATE kim_case_spell SET district_id = %s WHERE case_id = ANY(%s)",
            [self.district_empty.id, [case.id for case in cases]],
        )

    def _recount(self, runs, start, end):
        """Return the figures as somebody with a pencil counts them."""
        every = [(*run, number) for case in runs for number, run in enumerate(case)]
        return {
            "cases_opening": sum(
                a < start and (b is None or b >= start) for a, b, _n in every
            ),
            "cases_new": sum(start <= a < end and not n for a, _b, n in every),
            "cases_reopened": sum(start <= a < end and n > 0 for a, _b, n in every),
            "cases_closed": sum(
                b is not None and start <= b < end for _a, b, _n in every
            ),
            "cases_open": sum(
                a < end and (b is None or b >= end) for a, b, _n in every
            ),
        }
