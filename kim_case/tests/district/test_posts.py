from datetime import date, datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestPosts(KimCommon):
    """Posts, holders, vacancy, and cases per filled FTE as of a day (A10)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.block = cls.env["kim.funding.block"].search([("code", "=", "b2")], limit=1)
        cls.employer = cls.env["kim.controller"]._of(cls.company_town_a)
        cls.holders = cls.env["res.partner"].create(
            [{"name": "KIM Test holder 1"}, {"name": "KIM Test holder 2"}]
        )
        cls.town = cls._town("Town P", "TNP", cls.district_north)
        cls.post = cls._post()

    @classmethod
    def _post(cls, **vals):
        return cls.env["kim.post"].create(
            {
                "name": "Test post",
                "district_id": cls.district_north.id,
                "block_id": cls.block.id,
                "function": "case_management",
                "employer_id": cls.employer.id,
                "fte": 1,
                "date_from": date(2023, 1, 1),
                "municipality_ids": [Command.set(cls.town.ids)],
                **vals,
            }
        )

    @classmethod
    def _holder(cls, holder, fte, start, until=date(2999, 12, 31), post=None, **vals):
        return cls.env["kim.post.assignment"].create(
            {
                "post_id": (post or cls.post).id,
                "holder_id": holder.id,
                "fte": fte,
                "date_from": start,
                "date_until": until,
                "municipality_ids": [Command.set(cls.town.ids)],
                **vals,
            }
        )

    def _on(self, model, day, user=None):
        rows = self._as(self.env[model], user or self.coordination)
        return rows.with_context(kim_reference_date=str(day))

    def _load(self, day, user=None):
        return self._on("kim.caseload", day, user).search(
            [("is_latest", "=", True), ("municipality_id", "=", self.town.id)]
        )

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    def test_holders_never_exceed_the_post(self):
        first, second = self.holders
        self._holder(first, 0.5, date(2023, 1, 1))
        half = self._holder(second, 0.5, date(2023, 1, 1), date(2023, 6, 30))
        self._holder(first, 0.5, date(2023, 7, 1), date(2023, 12, 31))
        with self.assertRaises(ValidationError):
            self._holder(second, 0.25, date(2023, 12, 31))
        with self.assertRaises(ValidationError):
            half.date_until = date(2023, 7, 1)
        with self.assertRaises(ValidationError):
            half.fte = 0.6
        with self.assertRaises(ValidationError):
            self.post.fte = 0.9
        self._holder(second, 0.5, date(2024, 1, 1))
        with self.assertRaisesRegex(ValidationError, "approved are 1.00"):
            self.post.assignment_ids = [
                Command.create(
                    {
                        "holder_id": first.id,
                        "fte": 0.1,
                        "date_from": date(2025, 1, 1),
                    }
                )
            ]

    def test_holders_stay_inside_the_time_of_the_post(self):
        self.post.date_until = date(2024, 12, 31)
        with self.assertRefused("Change one of the two", ValidationError):
            self._holder(self.holders[0], 1, date(2022, 12, 31), date(2023, 2, 1))
        with self.assertRefused("Change one of the two", ValidationError):
            self._holder(self.holders[0], 1, date(2023, 1, 1))
        self._holder(self.holders[0], 1, date(2023, 1, 1), date(2024, 12, 31))
        with self.assertRefused("Change one of the two", ValidationError):
            self.post.date_until = date(2024, 6, 30)

    @mute_logger("odoo.sql_db")
    def test_wrong_values(self):
        elsewhere = self.env["kim.controller"]._of(self.company_city)
        for vals, error in (
            ({"fte": 0}, IntegrityError),
            ({"fte": 100}, IntegrityError),
            ({"date_until": date(2022, 1, 1)}, IntegrityError),
            ({"municipality_ids": [Command.set(self.town_s.ids)]}, ValidationError),
            ({"employer_id": elsewhere.id}, ValidationError),
        ):
            with self.subTest(vals=vals), self.assertRaises(error):
                with self.env.cr.savepoint():
                    self._post(**vals).flush_recordset()
        with self.assertRefused(
            "A day of the certificate belongs to a", ValidationError
        ):
            self._holder(
                self.holders[0], 1, date(2023, 1, 1), training_on=date(2024, 1, 1)
            )

    def test_who_writes_posts(self):
        post = self._as(self.post, self.coordination)
        post.fte = 2
        for user in (self.team_lead, self.auditor, self.cm_a):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._as(self.post, user).fte = 3

    def test_form(self):
        form = Form(self._as(self.env["kim.post"], self.coordination))
        form.name = "By form"
        form.district_id = self.district_north
        form.block_id = self.block
        form.function = "coordination"
        form.employer_id = self.employer
        form.date_from = date(2024, 1, 1)
        self.assertEqual(form.save().fte, 1.0)

    # ------------------------------------------------------------------
    # Vacancy
    # ------------------------------------------------------------------
    def test_vacancy_today(self):
        posts = self._as(self.env["kim.post"], self.coordination)
        vacant = [("is_vacant", "=", True), ("id", "=", self.post.id)]
        self.assertEqual(self.post.vacant_fte, 1)
        self.assertTrue(posts.search(vacant))
        holder = self._holder(self.holders[0], 0.75, date(2023, 1, 1))
        self.assertEqual((self.post.filled_fte, self.post.vacant_fte), (0.75, 0.25))
        self.assertTrue(posts.search(vacant))
        holder.fte = 1
        self.env.flush_all()
        self.assertFalse(self.post.is_vacant)
        self.assertFalse(posts.search(vacant))
        holder.date_until = self.yesterday
        self.env.flush_all()
        self.assertTrue(posts.search(vacant))
        self.post.date_until = self.yesterday  # a post that has ended is not vacant
        self.env.flush_all()
        self.assertFalse(posts.search(vacant))
        self.assertFalse(posts.search([("is_vacant", "!=", True)]) - posts.search([]))

    def test_staffing_per_block_and_day(self):
        self._holder(self.holders[0], 0.5, date(2023, 1, 1), date(2024, 6, 30))
        self._holder(self.holders[1], 0.5, date(2023, 1, 1))

        def on(day):
            rows = self._on("kim.staffing", day).search(
                [("post_id", "=", self.post.id)]
            )
            self.assertEqual(len(rows), 1)
            return rows.fte, rows.filled_fte, rows.vacant_fte, rows.head_count

        self.assertEqual(on("2024-06-30"), (1, 1, 0, 2))
        self.assertEqual(on("2024-07-01"), (1, 0.5, 0.5, 1))
        self.assertFalse(self._on("kim.staffing", "2022-12-31").search([]))
        [(total,)] = self._on("kim.staffing", "2024-07-01")._read_group(
            [("post_id", "=", self.post.id)], [], ["vacant_fte:sum"]
        )
        self.assertEqual(total, 0.5)
        # Without a day asked for: today and the ends of the months before.
        days = self._as(self.env["kim.staffing"], self.coordination).search(
            [("post_id", "=", self.post.id)]
        )
        self.assertEqual(days[0].date, self.today)
        self.assertEqual(len(days.filtered("is_latest")), 1)
        self.assertGreaterEqual(len(days), 24)
        with self.assertRefused(
            "Please give the reference date as a day", ValidationError
        ):
            self._on("kim.staffing", "nonsense").search([])

    def test_grant_that_pays_twice(self):
        self.assertFalse(self.post.is_paid_twice)
        self.post.write(
            {
                "second_grant": "EU fund",
                "second_grant_from": date(2024, 1, 1),
                "second_grant_until": date(2024, 12, 31),
            }
        )
        found = self.env["kim.post"].search([("is_paid_twice", "=", True)])
        self.assertTrue(self.post.is_paid_twice)
        self.assertIn(self.post, found)
        self.post.date_until = date(2023, 12, 31)
        self.assertFalse(self.post.is_paid_twice)
        self.assertNotIn(
            self.post, self.env["kim.post"].search([("is_paid_twice", "=", True)])
        )

    def test_own_town_is_known_to_roles_that_read_no_posts(self):
        """A new form starts with it; who has no town, or two, gets none by chance."""
        self._assign(self.assistant, self.town_b, self.company_north)
        for user, town in (
            (self.cm_a, self.town_a),
            (self.assistant, self.town_b),
            (self.cm_ab, self.env["kim.municipality"]),
            (self.participant, self.env["kim.municipality"]),
        ):
            with self.subTest(user=user.login):
                towns = self._as(self.env["kim.municipality"], user)
                self.assertEqual(towns._default(), town)

    def test_start_of_a_town(self):
        self.assertFalse(self.town.start_date)
        self._holder(self.holders[0], 0.5, date(2023, 4, 17))
        self._holder(self.holders[1], 0.5, date(2023, 2, 1))
        self.assertEqual(self.town.start_date, date(2023, 2, 1))

    # ------------------------------------------------------------------
    # Caseload
    # ------------------------------------------------------------------
    def _cases(self, count, opened):
        for number in range(count):
            self._case(
                self.holder_user,
                self.town,
                last_name=f"Test {number}",
                date_open=opened,
            )

    def test_caseload_of_a_day(self):
        """16 cases on 1.0 FTE; one of two halves ends: 32.0 on what is left."""
        self.holder_user = self._user("kim_p", "case_manager", self.company_town_a)
        ends = self._holder(self.holders[0], 0.5, date(2023, 1, 1))
        self._holder(self.holder_user.partner_id, 0.5, date(2023, 1, 1))
        self._cases(16, date(2024, 2, 1))
        self._case(self.holder_user, self.town, date_open=date(2024, 5, 15))
        row = self._load("2024-05-14")
        self.assertEqual((row.open_cases, row.filled_fte), (16, 1.0))
        self.assertEqual(row.cases_per_fte, 16.0)
        self.assertFalse(row.below_minimum)
        ends.date_until = date(2024, 6, 30)
        row = self._load("2024-06-30")
        self.assertEqual((row.filled_fte, row.vacant_fte), (1.0, 0))
        row = self._load("2024-07-01")
        self.assertEqual((row.open_cases, row.vacant_fte), (17, 0.5))
        self.assertEqual(row.cases_per_fte, 34.0)
        self.assertTrue(row.below_minimum)
        # Who closes a case lowers the load from the next day on.
        case = self.env["kim.case"].search([("municipality_id", "=", self.town.id)])[0]
        case.with_user(self.holder_user).action_close_case(
            self.closure_reason.id, datetime(2024, 7, 10, 9, 0)
        )
        self.assertEqual(self._load("2024-07-09").open_cases, 17)
        self.assertEqual(self._load("2024-07-10").open_cases, 16)

    def test_caseload_groups_divide_sums(self):
        self.holder_user = self._user("kim_p", "case_manager", self.company_town_a)
        self._holder(self.holder_user.partner_id, 0.5, date(2023, 1, 1))
        self._cases(3, date(2024, 2, 1))
        [(per_fte, cases, fte)] = self._on("kim.caseload", self.today)._read_group(
            [("district_id", "=", self.district_north.id)],
            [],
            ["cases_per_fte:avg", "open_cases:sum", "filled_fte:sum"],
        )
        self.assertAlmostEqual(per_fte, cases / fte)

    def test_one_post_for_two_towns_counts_once(self):
        other = self._town("Town Q", "TNQ", self.district_north)
        both = [Command.set((self.town | other).ids)]
        self.post.municipality_ids = both
        self._holder(self.holders[0], 1, date(2023, 1, 1), municipality_ids=both)
        rows = self._on("kim.caseload", self.today).search(
            [("municipality_id", "in", (self.town | other).ids)]
        )
        self.assertEqual(rows.mapped("filled_fte"), [0.5, 0.5])
        self.assertTrue(all(rows.mapped("below_minimum")))

    def test_cases_without_case_manager_in_office(self):
        """The team lead finds them by number when a post has ended."""
        self.holder_user = self._user("kim_p", "case_manager", self.company_town_a)
        holder = self._holder(self.holder_user.partner_id, 0.5, date(2023, 1, 1))
        self._cases(2, date(2024, 2, 1))
        register = self._as(self.env["kim.case.register"], self.team_lead)
        waiting = [("without_post", "=", True), ("municipality_id", "=", self.town.id)]
        self.assertFalse(register.search(waiting))
        holder.date_until = self.yesterday
        self.env.flush_all()
        self.assertEqual(len(register.search(waiting)), 2)
        self.assertFalse(register.search(waiting).filtered("without_responsible"))

    def test_who_sees_the_caseload(self):
        self._holder(self.holders[0], 0.5, date(2023, 1, 1))
        self.assertTrue(self._load(self.today, self.team_lead))
        for user in (self.cm_a, self.participant, self.kim_admin, self.plain_user):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._load(self.today, user)
        self.assertFalse(self._load(self.today, self.coordination_south))

    def test_other_day(self):
        wizard = self._as(self.env["kim.reference.date.set"], self.coordination).create(
            {"date": date(2024, 5, 14), "kind": "staffing"}
        )
        action = wizard.action_show()
        self.assertEqual(action["context"]["kim_reference_date"], "2024-05-14")
        self.assertEqual(action["res_model"], "kim.staffing")
        self.assertFalse(wizard.sudo().exists())

    def test_caseload_needs_few_queries(self):
        rows = self._load(self.today)
        with self.assertQueryCount(4):
            rows = self._load(self.today - timedelta(days=1))
            rows.mapped("cases_per_fte")
