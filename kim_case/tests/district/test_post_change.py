from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import NOT_YOURS, KimCommon


@tagged("post_install", "-at_install")
class TestPostChange(KimCommon):
    """What a post and its holders were on past days is not rewritten (100, 123, 129)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cm_b = cls._user("kim_cm_b", "case_manager", cls.company_town_a)
        cls.start = cls.today - timedelta(days=400)
        cls.holder = cls._assign(
            cls.cm_b, cls.town_a, cls.company_town_a, date_from=cls.start
        )
        cls.post = cls.holder.post_id
        cls._entered_earlier(cls.holder, cls.post)
        cls.block_3 = cls.env["kim.funding.block"].search([("code", "=", "b3")])

    @classmethod
    def _entered_earlier(cls, *rows):
        """On the day of its entry a row is free: these were entered long ago."""
        for row in rows:
            row.flush_recordset()
            cls.env.cr.execute(
                f'UPDATE "{row._table}" SET create_date = %s WHERE id = %s',
                [cls.today - timedelta(days=399), row.id],
            )
            row.invalidate_recordset()

    def _mine(self, record):
        return self._as(record, self.coordination)

    def _dialog(self, row):
        action = self._mine(row).action_change()
        forms = self._mine(self.env["kim.post.change"])
        return Form(forms.with_context(**action["context"]))

    def _fte_on(self, day):
        rows = self.env["kim.staffing"].with_context(kim_reference_date=str(day))
        mine = rows.search(
            [("is_latest", "=", True), ("employer_id", "=", self.post.employer_id.id)]
        )
        return sum(mine.mapped("fte"))

    def test_begun_rows_are_not_rewritten(self):
        later = self.today + timedelta(days=3)
        for row, vals in (
            (self.post, {"fte": 2}),
            (self.post, {"block_id": self.block_3.id}),
            (self.post, {"function": "coordination"}),
            (self.post, {"date_from": self.start - timedelta(days=1)}),
            (self.holder, {"fte": 0.5}),
            (self.holder, {"municipality_ids": [Command.clear()]}),
            (self.holder, {"holder_id": self.cm_a.partner_id.id}),
            (self.holder, {"date_from": later}),
            (
                self.post,
                {"assignment_ids": [Command.update(self.holder.id, {"fte": 0.1})]},
            ),
        ):
            with self.subTest(vals=vals), self.assertRefused("Change from a day on"):
                self._mine(row).write(vals)
        with self.assertRefused("Change from a day on"):
            self._mine(self.holder).unlink()
        # the same value, and an end, are no rewriting
        self._mine(self.post).write({"fte": self.post.fte, "name": "Renamed"})
        yesterday = self.today - timedelta(days=1)
        self._mine(self.holder).date_until = yesterday
        with self.assertRefused("Change from a day on"):
            self._mine(self.holder).date_until = later

    def test_free_on_the_day_of_its_entry(self):
        fresh = self._assign(
            self.cm_a, self.town_a, self.company_town_a, date_from=self.start
        )
        self._mine(fresh).fte = 0.5
        self._mine(fresh).unlink()

    def test_post_changes_from_a_day_on(self):
        day = self.today + timedelta(days=10)
        before = self._fte_on(self.today)
        dialog = self._dialog(self.post)
        dialog.day = day
        dialog.fte = 1.5
        dialog.block_id = self.block_3
        dialog.save().action_apply()
        follower = self.holder.search([("holder_id", "=", self.cm_b.partner_id.id)])[0]
        self.assertEqual(self.holder.post_id, self.post)
        self.assertEqual(self.holder.date_until, day - timedelta(days=1))
        self.assertEqual((follower.date_from, follower.fte), (day, 1))
        self.assertEqual(follower.municipality_ids, self.town_a)
        post = follower.post_id
        self.assertEqual((post.fte, post.block_id), (1.5, self.block_3))
        self.assertEqual(post.date_until, date(2999, 12, 31))
        self.assertEqual(self._fte_on(self.today), before)
        self.assertEqual(self._fte_on(day), before + 0.5)

    def test_too_small_for_its_holders(self):
        dialog = self._dialog(self.post)
        dialog.day = self.today + timedelta(days=10)
        dialog.fte = 0.5
        form = dialog.save()
        with self.assertRefused("would be filled with", ValidationError):
            form.action_apply()
        self.assertEqual(self.post.date_until, date(2999, 12, 31))

    def test_holder_changes_in_the_past_with_a_reason(self):
        day = self.today - timedelta(days=30)
        dialog = self._dialog(self.holder)
        dialog.day = day
        dialog.fte = 0.5
        form = dialog.save()
        with self.assertRefused("Please give the reason"):
            form.action_apply()
        form.reason = "Part time since last month"
        form.action_apply()
        self.assertEqual(self.holder.date_until, day - timedelta(days=1))
        now = self.post.assignment_ids - self.holder
        self.assertEqual((now.fte, now.date_from), (0.5, day))
        self.assertEqual(now.change_reason, "Part time since last month")

    def test_correction_of_an_error(self):
        dialog = self._dialog(self.holder)
        dialog.kind = "correct"
        dialog.fte = 0.75
        dialog.holder_id = self.cm_a.partner_id
        dialog.date_from = self.start + timedelta(days=1)
        dialog.reason = "Typed wrongly"
        dialog.save().action_apply()
        self.assertEqual(self.holder.fte, 0.75)
        self.assertEqual(self.holder.date_from, self.start + timedelta(days=1))
        self.assertEqual(self.holder.change_reason, "Typed wrongly")
        kept = self.holder.recorded_contacts["holder_id"]["name"]
        self.assertEqual(kept, self.cm_a.partner_id.name)

    def test_what_is_not_named_stays(self):
        """A caller who corrects the share alone takes no town away."""
        towns = self.holder.municipality_ids
        change = self._mine(self.env["kim.post.change"]).create(
            {
                "assignment_id": self.holder.id,
                "kind": "correct",
                "fte": 0.5,
                "reason": "Typing error",
            }
        )
        change.action_apply()
        self.assertEqual(self.holder.fte, 0.5)
        self.assertEqual(self.holder.municipality_ids, towns)
        self.assertEqual(self.holder.holder_id, self.cm_b.partner_id)
        self.assertEqual(self.holder.date_from, self.start)

    def test_day_lies_within_the_row(self):
        for day in (self.start, self.start - timedelta(days=1), date(3000, 1, 1)):
            dialog = self._dialog(self.post)
            dialog.day = day
            form = dialog.save()
            with self.subTest(day=day), self.assertRefused("begins after"):
                form.action_apply()

    def test_who_may(self):
        for user in (self.team_lead, self.cm_b, self.auditor):
            with (
                self.subTest(user=user.login),
                self.assertRefused(NOT_YOURS, AccessError),
            ):
                self._as(self.post, user).action_change()
        forms = self._mine(self.env["kim.post.change"])
        with self.assertRefused("from a post", UserError):
            forms.create({}).action_apply()
        abroad = self._assign(self.cm_s, self.town_s, self.company_carrier)
        with self.assertRefused("only to what belongs to your own", AccessError):
            forms.create({"post_id": abroad.post_id.id}).action_apply()
