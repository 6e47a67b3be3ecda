"""Closing and taking up a case: no running deadline is lost on the way."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestCaseClosing(KimCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.kind = cls.env["kim.deadline.kind"].search(
            [("kind", "=", "other")], limit=1
        )
        cls.first, cls.second, cls.third = (
            cls.env["kim.case.deadline"]
            .with_user(cls.cm_a)
            .create(
                [
                    {
                        "case_id": cls.case.id,
                        "kind_id": cls.kind.id,
                        "name": name,
                        "date": cls.today + timedelta(days=days),
                        "lead_days": 2,
                    }
                    for name, days in (("Bescheid", 5), ("Titel", 30), ("Kita", 60))
                ]
            )
        )

    def _close(self, deadlines):
        self.case.action_close_case(self.closure_reason.id, deadlines=deadlines)

    def _all(self, fate, **vals):
        rows = self.first | self.second | self.third
        return {str(row.id): {"fate": fate, **vals} for row in rows}

    def _home(self, user):
        today = self.today + timedelta(days=70)
        things, _count = self.env["kim.case"].with_user(user)._home_deadlines(today)
        return {thing["what"] for thing in things}

    def test_every_running_deadline_is_asked_about(self):
        with self.assertRaisesRegex(UserError, "Bescheid.*Titel.*Kita"):
            self._close(None)
        for junk in (
            [],
            "done",
            {str(self.first.id): "done"},
            {str(self.first.id): {"fate": "lost"}},
            {str(self.first.id): {"fate": ["done"]}},
            {self.first.id: {"fate": "done"}},
        ):
            with self.subTest(junk=junk):
                with self.assertRaisesRegex(UserError, "what becomes of it: .*Titel"):
                    self._close(junk)
        self.assertNotEqual(self.case.phase_kind, "closed")
        self.assertFalse(self.first.done_on)

    def test_what_becomes_of_them(self):
        self._close(
            {
                self.first.id: {"fate": "done"},
                str(self.second.id): {"fate": "handed", "handed_on": self.yesterday},
                self.third.id: {"fate": "kept", "user_id": self.cm_a.id},
            }
        )
        self.assertEqual(self.case.phase_kind, "closed")
        self.assertEqual(self.first.done_by_id, self.cm_a)
        self.assertFalse(self.first.handed_on)
        self.assertEqual(self.second.handed_on, self.yesterday)
        self.assertTrue(self.second.done_on)
        lines = self.case.kim_course(kind="deadline")["entries"]
        self.assertTrue(any("in writing on" in line["text"] for line in lines))
        self.assertFalse(self.third.done_on)
        self.assertEqual(self.third.watcher_id, self.cm_a)
        self.assertEqual(self._home(self.cm_a), {"Kita"})

    def test_a_day_in_the_future_is_refused(self):
        tomorrow = self.today + timedelta(days=1)
        with self.assertRaisesRegex(ValidationError, "handed over"):
            self._close(self._all("handed", handed_on=tomorrow))
        with self.assertRaisesRegex(ValidationError, "no date"):
            self._close(self._all("handed", handed_on="x"))

    def test_only_who_leads_or_deputises_watches(self):
        for user_id in (self.cm_a2.id, self.team_lead.id, [self.cm_a.id], "x"):
            with self.subTest(user=user_id):
                with self.assertRaisesRegex(UserError, "choose one of them"):
                    self._close(self._all("kept", user_id=user_id))
        self.case._appoint_deputy(
            self.cm_a2, self.today, self.today + timedelta(days=3)
        )
        self._close(self._all("kept", user_id=self.cm_a2.id))
        for user in (self.cm_a, self.cm_a2):
            self.assertEqual(self._home(user), {"Bescheid", "Titel", "Kita"})

    def test_a_stranger_closes_nothing(self):
        for user in (self.cm_a2, self.team_lead, self.dpo):
            with self.assertRaises(AccessError):
                self.case.with_user(user).action_close_case(
                    self.closure_reason.id, deadlines=self._all("done")
                )
        with self.assertRaisesRegex(AccessError, "set directly"):
            self.first.watcher_id = self.cm_a2
        with self.assertRaisesRegex(AccessError, "set directly"):
            self.first.handed_on = self.today

    def _remind(self, days):
        self.env["kim.case.deadline"]._cron_remind(self.today + timedelta(days=days))

    def test_who_watches_is_reminded(self):
        self.case._appoint_deputy(
            self.cm_a2, self.today, self.today + timedelta(days=30)
        )
        self._close(self._all("kept", user_id=self.cm_a2.id))
        watcher, responsible = self._told(self.cm_a2), self._told(self.cm_a)
        self._remind(3)
        self.assertEqual(len(self._told(self.cm_a2) - watcher), 1)
        self.assertEqual(self._told(self.cm_a), responsible)
        self.cm_a2.active = False
        self._remind(5)  # who led the case hears of it instead
        self.assertEqual(len(self._told(self.cm_a) - responsible), 1)
        self.cm_a.active = False
        lead = self._told(self.team_lead)
        self._remind(30)
        self.assertIn(self.case.number, (self._told(self.team_lead) - lead).body)

    def test_after_the_end_nothing_is_lost(self):
        self._close(self._all("handed"))
        self.first.action_undo()
        self.assertFalse(self.first.handed_on)
        self.assertEqual(self.first.watcher_id, self.cm_a)
        late = self.first.create(
            {
                "case_id": self.case.id,
                "kind_id": self.kind.id,
                "name": "Nachtrag",
                "date": self.first.date,
            }
        )
        self.assertEqual(late.watcher_id, self.cm_a)
        self.assertEqual(self._home(self.cm_a), {"Bescheid", "Nachtrag"})

    def test_reopening_goes_on_where_it_was(self):
        stages = self.case.district_id.stage_ids.grouped("phase_kind")
        self.case.action_set_stage(stages["planning"][:1].id)
        self._close(self._all("kept"))
        self.case.action_reopen("Neue Kündigung")
        self.assertEqual(self.case.phase_kind, "planning")
        self.assertEqual(self.case.stage_id, stages["planning"][:1])

    def test_the_form_asks(self):
        action = self.env["kim.case.change"].with_user(self.cm_a)
        with Form(
            action.with_context(default_case_id=self.case.id, default_change="close")
        ) as form:
            form.closure_reason_id = self.closure_reason
            form.structural = "none"
            self.assertEqual(len(form.deadline_line_ids), 3)
            for number, fate in enumerate(("done", "handed", "kept")):
                with form.deadline_line_ids.edit(number) as line:
                    self.assertTrue(line.name)
                    line.fate = fate
        wizard = form.record
        for user in (self.cm_a2, self.team_lead):
            with self.assertRaises(AccessError):
                wizard.deadline_line_ids.with_user(user).read(["name"])
        wizard.action_apply()
        self.assertEqual(self.case.phase_kind, "closed")
        self.assertEqual(self.second.handed_on, self.today)
        self.assertEqual(self.third.watcher_id, self.cm_a)
        self.assertFalse(self.env["kim.case.change.deadline"].search([]))

    def test_the_form_shows_nothing_of_a_foreign_case(self):
        forms = self.env["kim.case.change"].with_user(self.cm_a2)
        with self.assertRaises(AccessError):
            forms.create({"case_id": self.case.id, "change": "close"})
        own = forms.create({"case_id": self._case(self.cm_a2).id, "change": "close"})
        rows = self.env["kim.case.change.deadline"].with_user(self.cm_a2)
        with self.assertRaises(AccessError):
            rows.create({"change_id": own.id, "deadline_id": self.first.id})
        with self.assertRaises(AccessError):
            rows.onchange(
                {"deadline_id": self.first.id},
                ["deadline_id"],
                {"name": {}, "date": {}},
            )
