from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestCaseTransition(KimCommon):
    """One door for every change of state, which writes the course of the case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.stages = {stage.phase_kind: stage for stage in cls.district_north.stage_ids}

    def _spells(self, case=None):
        return (case or self.case).sudo().spell_ids.sorted("id")

    def _moment(self, days):
        return fields.Datetime.now() - timedelta(days=days)

    # ------------------------------------------------------------------
    # By value
    # ------------------------------------------------------------------
    def test_state_is_refused_by_value(self):
        case = self.case.sudo()
        vals = {
            "stage_id": self.stages["planning"].id,
            "phase_kind": "planning",
            "on_hold": True,
            "on_hold_reason": "x",
            "responsible_id": self.cm_a2.id,
            "municipality_id": self.town_b.id,
            "company_id": self.company_carrier.id,
            "client_id": self._case().client_id.id,
            "date_open": "2020-01-01",
            "date_close": "2024-01-01",
            "closure_reason_id": self.closure_reason.id,
            "retention_date": "2099-01-01",
            "number": "X-1",
            "district_id": self.district_south.id,
        }
        self.assertLessEqual(set(vals), case._door_fields)
        contexts = ({}, {"kim_door": True, "force": True, "import_file": True})
        for user in (self.env.user, self.cm_a, self.system_admin):
            for context in contexts:
                record = self.case.with_user(user).with_context(**context)
                for name, value in vals.items():
                    with self.subTest(user=user.login, field=name):
                        with self.assertRefused("cannot be set directly", AccessError):
                            record.write({name: value})
                        with self.assertRefused("cannot be set directly", AccessError):
                            record.web_save({name: value}, {})
        with self.assertRefused("cannot be set directly", AccessError):
            case.sudo().write({"on_hold": True})
        with self.assertRefused("cannot be set directly", AccessError):
            self.case.write({"wish": "fine", "stage_id": self.stages["planning"].id})
        self.assertFalse(self.case.wish)

    def test_no_case_by_create(self):
        vals = {
            "number": "X-2",
            "company_id": self.company_town_a.id,
            "municipality_id": self.town_a.id,
            "client_id": self.case.client_id.id,
            "stage_id": self.stages["planning"].id,
            "date_open": "2024-01-01",
        }
        for user in (self.cm_a, self.system_admin, self.kim_admin):
            cases = self.env["kim.case"].with_user(user)
            for context in ({}, {"default_number": "X-2", "kim_door": True}):
                with (
                    self.subTest(user=user.login),
                    self.assertRefused(
                        "A case is opened from an inquiry or by import", AccessError
                    ),
                ):
                    cases.with_context(**context).create(vals)

    def test_spells_by_value(self):
        spell = self._spells()
        for by in (self.env.user, self.cm_a, self.system_admin):
            with (
                self.subTest(by=by.login),
                self.assertRefused("cannot be set directly", AccessError),
            ):
                spell.with_user(by).write({"date_from": "2020-01-01"})
        with self.assertRefused("You have no right to", AccessError):
            spell.with_user(self.cm_a).create(spell.copy_data()[0])

    # ------------------------------------------------------------------
    # Phases
    # ------------------------------------------------------------------
    def test_phase_and_spells_are_half_open(self):
        when = self._moment(5)
        self.case.action_set_stage(self.stages["planning"].id, when)
        first, second = self._spells()
        self.assertEqual(first.date_to, second.date_from)
        self.assertEqual(second.date_from, when.replace(microsecond=0))
        self.assertFalse(second.date_to)
        self.assertEqual(first.phase_kind, "clarification")
        self.assertEqual(second.phase_kind, "planning")
        self.assertEqual(self.case.phase_kind, "planning")
        # Phases advise: back is possible, and twice in a second too.
        self.case.action_set_stage(self.stages["assessment"].id)
        self.case.action_set_stage(self.stages["planning"].id)
        self.case.action_set_stage(self.stages["monitoring"].id)
        spells = self._spells()
        self.assertEqual(len(spells), 5)
        for earlier, later in zip(spells, spells[1:], strict=False):
            self.assertEqual(earlier.date_to, later.date_from)

    def test_effective_dates(self):
        planning = self.stages["planning"].id
        self.case.action_set_stage(planning, self._moment(5))
        for days in (6, -1):
            with (
                self.subTest(days=days),
                self.assertRefused(
                    "The date must lie between the last change of", ValidationError
                ),
            ):
                self.case.action_set_stage(planning, self._moment(days))
        self.assertEqual(len(self._spells()), 2)

    def test_wrong_phase(self):
        with self.assertRefused(
            "This phase does not belong to the district of", ValidationError
        ):
            self.case.action_set_stage(self.district_south.stage_ids[0].id)
        with self.assertRefused("To close the case use “Close case” and give"):
            self.case.action_set_stage(self.stages["closed"].id)
        with self.assertRefused(
            "This phase does not belong to the district of", ValidationError
        ):
            self.case.action_set_stage(0)

    def test_hold_and_resume(self):
        for reason in ("", "  ", False, "x" * 501):
            with (
                self.subTest(reason=reason),
                self.assertRefused(
                    "Please give a reason of at most 500 characters", ValidationError
                ),
            ):
                self.case.action_hold(reason)
        self.case.action_hold("Abroad for two months")
        self.assertTrue(self.case.on_hold)
        self.assertTrue(self._spells()[-1].on_hold)
        with self.assertRefused("Only a running case can be put on hold"):
            self.case.action_hold("again")
        self.case.action_resume()
        self.assertFalse(self.case.on_hold or self.case.on_hold_reason)
        self.assertFalse(self._spells()[-1].on_hold)
        with self.assertRefused("This case is not on hold"):
            self.case.action_resume()

    # ------------------------------------------------------------------
    # Closing and reopening
    # ------------------------------------------------------------------
    def test_close(self):
        with self.assertRefused("Please choose why the case is closed"):
            self.case.action_close_case(False)
        self.case.action_hold("x")
        self.case.action_close_case(self.closure_reason.id)
        self.assertEqual(self.case.phase_kind, "closed")
        self.assertFalse(self.case.on_hold)
        self.assertEqual(self.case.date_close, self.today)
        self.assertEqual(str(self.case.retention_date), f"{self.today.year + 3}-12-31")
        for act in (
            lambda: self.case.action_close_case(self.closure_reason.id),
            lambda: self.case.action_set_stage(self.stages["planning"].id),
            lambda: self.case.action_hold("x"),
        ):
            with self.assertRefused(
                (
                    "Only a running case can be put on hold",
                    "The case is already closed",
                    "The case is closed",
                )
            ):
                act()

    def test_close_day_is_a_day_in_berlin(self):
        year = self.today.year
        with freeze_time(f"{year}-12-31 23:30:00"):
            case = self._case(date_open=fields.Date.to_date(f"{year}-12-01"))
            case.with_context(tz="America/New_York").action_close_case(
                self.closure_reason.id
            )
        self.assertEqual(str(case.date_close), f"{year + 1}-01-01")
        self.assertEqual(str(case.retention_date), f"{year + 4}-12-31")

    def test_reopen(self):
        with self.assertRefused("This case is open"):
            self.case.action_reopen()
        self.case.action_close_case(self.closure_reason.id)
        self.case.action_reopen()
        self.assertEqual(self.case.phase_kind, "clarification")
        self.assertFalse(self.case.date_close or self.case.retention_date)
        self.assertFalse(self.case.closure_reason_id)
        self.assertEqual(len(self._spells()), 3)
        self.case.action_close_case(self.closure_reason.id)
        with freeze_time(self.today + timedelta(days=200)):
            with self.assertRefused("Open a new case for this person"):
                self.case.action_reopen()

    # ------------------------------------------------------------------
    # Handing over
    # ------------------------------------------------------------------
    def test_hand_over(self):
        self.case.action_hand_over(self.cm_a2.id, "Please call the school")
        case = self.case.sudo()
        self.assertEqual(case.responsible_id, self.cm_a2)
        self.assertEqual(self._spells()[-1].responsible_id, self.cm_a2)
        self.assertSees(self.cm_a2, self.case)
        self.assertSeesNot(self.cm_a, self.case)
        self.assertEqual(case.note_ids.author_id, self.cm_a)
        rows = case.access_ids.filtered(lambda row: row.kind == "responsible")
        self.assertEqual(len(rows), 2)
        # Back again at once: one responsible person at any time.
        self._as(self.case, self.cm_a2).action_hand_over(self.cm_a.id)
        self.assertSees(self.cm_a, self.case)

    def test_hand_over_to_the_wrong_person(self):
        self.cm_ab.company_ids |= self.company_town_a
        participant = self._user("kim_part_a", "participant", self.company_town_a)
        for user in (
            self.cm_s,
            participant,
            self.team_lead,
            self.cm_a,
            self.portal_user,
        ):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    (
                        "Please choose a case manager of the",
                        "You are already responsible for this case",
                    )
                ),
            ):
                self.case.action_hand_over(user.id)
        for wrong in (False, 0, 2**30):
            with (
                self.subTest(wrong=wrong),
                self.assertRefused("Please choose a case manager of the"),
            ):
                self.case.action_hand_over(wrong)
        self.case.action_hand_over(self.cm_ab.id)
        self.assertEqual(self.case.sudo().responsible_id, self.cm_ab)

    def test_who_may(self):
        self.case._appoint_deputy(self.cm_a2, self.today, self.today)
        with self.assertRefused(
            "Only the responsible case manager of the case", AccessError
        ):
            self._as(self.case, self.cm_a2).action_hand_over(self.cm_a2.id)
        self._as(self.case, self.cm_a2).action_hold("Deputies may do the daily work")
        third = self._user("kim_cm_a3", "case_manager", self.company_town_a)
        for user in (
            third,
            self.team_lead,
            self.dpo,
            self.coordination,
            self.system_admin,
        ):
            case = self._as(self.case, user)
            doors = {
                "phase": lambda c=case: c.action_set_stage(self.stages["planning"].id),
                "hold": lambda c=case: c.action_hold("x"),
                "resume": lambda c=case: c.action_resume(),
                "close": lambda c=case: c.action_close_case(self.closure_reason.id),
                "reopen": lambda c=case: c.action_reopen(),
                "hand over": lambda c=case, u=user: c.action_hand_over(u.id),
            }
            for name, door in doors.items():
                self.env.invalidate_all()
                with self.subTest(user=user.login, door=name):
                    with self.assertRefused("You have no right to", AccessError):
                        door()
