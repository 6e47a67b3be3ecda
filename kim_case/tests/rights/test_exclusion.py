from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestExclusion(KimCommon):
    """An excluded person gets nothing, by no door and in no register."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.free_case = cls._case()
        cls.until = cls.today + timedelta(days=10)

    def _exclude(self, user, by=None, case=None):
        (case or self.case).with_user(by or self.cm_a)._exclude(user, "Cousin")

    def test_rows_end(self):
        self.case._appoint_deputy(self.cm_a2, self.today, self.until)
        self.assertSees(self.cm_a2, self.case)
        self._exclude(self.cm_a2)
        self.assertSeesNot(self.cm_a2, self.case)
        self.assertSeesNot(self.cm_a2, self.case.exclusion_ids)
        self.assertSees(self.cm_a, self.case.exclusion_ids)

    def test_doors_of_rights_take_turns(self):
        """A right granted at this very moment does not outlive the exclusion.

        Both write the row of the case, so that PostgreSQL lets one come after the other.
        """

        def version():
            self.env.flush_all()
            self.env.cr.execute(
                "SELECT ctid::text FROM kim_case WHERE id = %s", [self.case.id]
            )
            return self.env.cr.fetchone()

        colleague = self._as(self.env["kim.case"], self.cm_a2)
        for door in (
            lambda: self.case._appoint_deputy(self.cm_a2, self.today, self.until),
            lambda: self._exclude(self.team_lead),
            lambda: self.case.action_hand_over(self.cm_a2.id),
            lambda: self._as(colleague, self.cm_a)._break_glass(
                self.case.number, "Urgent"
            ),
        ):
            before = version()
            door()
            self.assertNotEqual(version(), before)

    def test_no_door_opens(self):
        self._exclude(self.cm_a2)
        as_excluded = self._as(self.env["kim.case"], self.cm_a2)
        doors = {
            "deputy": lambda: self.case._appoint_deputy(
                self.cm_a2, self.today, self.until
            ),
            "hand over": lambda: self.case.action_hand_over(self.cm_a2.id),
            "emergency": lambda: as_excluded._break_glass(self.case.number, "Urgent"),
            "take over": lambda: self._as(
                self.env["kim.case.request"], self.cm_a2
            )._take_over(self.case.number, "Urgent"),
        }
        for name, door in doors.items():
            with (
                self.subTest(door=name),
                self.assertRefused(
                    ("There is no case with this number in your", "is excluded from")
                ),
            ):
                door()
        report = (
            self._as(self.env["kim.case.register"], self.team_lead)
            .browse((self.case | self.free_case).ids)
            .action_reassign(self.cm_a2.id)
        )
        self.assertEqual(report["done"], 1)
        self.assertEqual(
            [number for number, _why in report["failed"]], [self.case.number]
        )
        self.assertEqual(self.case.sudo().responsible_id, self.cm_a)
        self._as(self.env["kim.case.tandem"], self.cm_a)._set(
            self.cm_a, self.cm_a2, self.company_town_a, self.today, self.until
        )
        self.assertSeesNot(self.cm_a2, self.case)
        self.assertNotIn(
            self.cm_a2,
            self.case.sudo()
            .access_ids.filtered(lambda r: r.valid_until > r.create_date)
            .user_id,
        )

    def test_excluded_hears_the_same_as_for_an_unknown_number(self):
        self._exclude(self.cm_a2)
        answers = set()
        for number in (self.case.number, "TNA-1990-999"):
            with self.assertRefused(
                "There is no case with this number in your"
            ) as refused:
                self._as(self.env["kim.case"], self.cm_a2)._break_glass(number, "Why")
            answers.add(str(refused.exception))
        self.assertEqual(len(answers), 1)

    def test_registers_leave_it_out(self):
        cases = self.case | self.free_case
        register = self.env["kim.case.register"].browse(cases.ids)
        consents = self.env["kim.consent.register"].browse(cases.consent_ids.ids)
        report = self.env["kim.access.report"].browse(cases.sudo().access_ids.ids)
        log = self.env["kim.access.log"]
        self._as(self.env["kim.access.log"], self.cm_a)._note_look(cases)
        self.env.cr.precommit.run()
        log = log.search([("case_id", "in", cases.ids)])
        self.assertEqual(len(log.case_id), 2)
        for user in (self.team_lead, self.dpo):
            self.assertEqual(self._sees(user, register).case_id.sudo(), cases.sudo())
            self._exclude(user)
            self.assertEqual(
                self._sees(user, register).case_id.sudo(), self.free_case.sudo()
            )
            self.assertEqual(
                self._sees(user, consents).case_id.sudo(), self.free_case.sudo()
            )
        self.assertEqual(
            self._sees(self.dpo, report).case_id.sudo(), self.free_case.sudo()
        )
        self.assertEqual(
            self._sees(self.dpo, log).case_id.sudo(), self.free_case.sudo()
        )
        with self.assertRefused("You have no right to", AccessError):
            register[0].with_user(self.team_lead).action_reassign(self.cm_a2.id)

    def test_nobody_excludes_herself(self):
        lines = self._as(self.env["kim.case.exclusion"], self.cm_a)
        for door in (
            lambda: self._exclude(self.cm_a),
            lambda: self._exclude(self.dpo, by=self.dpo),
            lambda: lines.create({"case_id": self.case.id, "user_id": self.cm_a.id}),
        ):
            with self.assertRefused("You cannot exclude yourself") as refused:
                door()
            self.assertIn("Hand the case over first", str(refused.exception))
        self.assertSees(self.cm_a, self.case)

    def test_responsible_is_excluded_by_the_officer(self):
        self._exclude(self.cm_a, by=self.dpo)
        self.assertSeesNot(self.cm_a, self.case)
        case = self.case.sudo()
        self.assertFalse(case.responsible_id)
        spell = case.spell_ids.filtered(lambda s: not s.date_to)
        self.assertEqual(len(spell), 1)
        self.assertFalse(spell.responsible_id)
        self.assertIn("without", self._told(self.team_lead).subject)
        register = self._as(self.env["kim.case.register"], self.team_lead)
        line = register.search([("without_responsible", "=", True)])
        self.assertEqual(line.ids, case.ids)
        line.action_reassign(self.cm_a2.id)
        self.assertSees(self.cm_a2, case)
        self.assertFalse(register.search([("without_responsible", "=", True)]))

    def test_who_may_exclude(self):
        self.case._appoint_deputy(self.cm_a2, self.today, self.until)
        dpo_south = self._user("kim_dpo_s", "dpo", self.company_south)
        third = self._user("kim_cm_a3", "case_manager", self.company_town_a)
        for by in (self.cm_a2, third, self.team_lead, self.system_admin, dpo_south):
            with self.subTest(by=by.login), self.assertRaises(AccessError):
                self._exclude(third, by=by)
        with self.assertRefused("You have no right to", AccessError):
            self._as(self.env["kim.case.exclusion"], self.cm_a2).create(
                {"case_id": self.case.id, "user_id": third.id}
            )
        self._exclude(third, by=self.dpo)
        self.assertEqual(self.case.sudo().exclusion_ids.user_id, third)

    def test_it_stays(self):
        self._exclude(self.cm_a2)
        exclusion = self.case.exclusion_ids
        with self.assertRefused("cannot be set directly", AccessError):
            exclusion.sudo().write({"user_id": self.cm_ab.id})
        with self.assertRefused("Case data is not deleted by hand"):
            exclusion.sudo().unlink()
        with self.assertRefused("Case data is not deleted by hand"):
            self._as(exclusion, self.cm_a2).unlink()

    # ------------------------------------------------------------------
    # Lifting
    # ------------------------------------------------------------------
    def _lift(self, by, exclusion=None):
        self.env.flush_all()
        self.env.invalidate_all()
        self._as(exclusion or self.case.exclusion_ids, by).action_lift()

    def test_lifted_by_who_set_it(self):
        self.case._appoint_deputy(self.cm_a2, self.today, self.until)
        self._exclude(self.cm_a2)
        exclusion = self.case.exclusion_ids.sudo()
        self._lift(self.cm_a)
        self.assertEqual(exclusion.lifted_by_id, self.cm_a)
        self.assertLessEqual(exclusion.valid_until, fields.Datetime.now())
        self.assertIn("lifted", self._told(self.dpo)[0].subject)
        self.assertNotIn(self.case.number, self._told(self.dpo)[0].body)
        # what ended does not come back; new rights are possible again
        self.assertSeesNot(self.cm_a2, self.case)
        self.case._appoint_deputy(self.cm_a2, self.today, self.until)
        self.assertSees(self.cm_a2, self.case)
        with self.assertRefused("This exclusion was already lifted"):
            self._lift(self.cm_a, exclusion)
        # and so is a new exclusion
        self._exclude(self.cm_a2)
        self.assertSeesNot(self.cm_a2, self.case)

    def test_lifted_by_the_officer(self):
        self._exclude(self.team_lead)
        register = self.env["kim.case.register"].browse(self.case.id)
        self.assertSeesNot(self.team_lead, register)
        self._lift(self.dpo)
        self.assertSees(self.team_lead, register)
        self.assertIn("lifted", self._told(self.cm_a)[0].subject)

    def test_who_may_not_lift(self):
        self._exclude(self.cm_a2, by=self.dpo)
        exclusion = self.case.exclusion_ids
        dpo_south = self._user("kim_dpo_s", "dpo", self.company_south)
        deputy = self._user("kim_cm_a3", "case_manager", self.company_town_a)
        self.case._appoint_deputy(deputy, self.today, self.until)
        for by in (
            self.cm_a,  # the officer has set it
            self.cm_a2,
            deputy,
            self.team_lead,
            self.auditor,
            self.kim_admin,
            self.system_admin,
            dpo_south,
        ):
            with (
                self.subTest(by=by.login),
                self.assertRefused(
                    (
                        "An exclusion is lifted by the data protection",
                        "You have no right to",
                    ),
                    AccessError,
                ),
            ):
                self._lift(by, exclusion)
        for vals in ({"valid_until": "2020-01-01"}, {"lifted_by_id": self.cm_a.id}):
            with (
                self.subTest(vals=vals),
                self.assertRefused("cannot be set directly", AccessError),
            ):
                exclusion.sudo().write(vals)
        self._exclude(self.dpo)
        with self.assertRefused(
            "You have no right to", AccessError
        ):  # nobody lifts her own
            self._lift(self.dpo, self.case.sudo().exclusion_ids[-1])

    def test_born_in_force(self):
        exclusion = self._as(self.env["kim.case.exclusion"], self.cm_a).create(
            {
                "case_id": self.case.id,
                "user_id": self.cm_a2.id,
                "valid_until": "2020-01-01 00:00:00",
            }
        )
        self.assertTrue(exclusion._in_force())
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._exclude(self.cm_a2)

    def test_wizard_of_the_dpo_by_number(self):
        wizard = self._as(self.env["kim.case.exclusion.set"], self.dpo).create(
            {"number": self.case.number, "user_id": self.cm_a2.id}
        )
        wizard.action_exclude()
        self.assertFalse(wizard.sudo().exists())
        self.assertEqual(self.case.sudo().exclusion_ids.user_id, self.cm_a2)
        self.assertSeesNot(self.dpo, self.case)

    def test_reason_is_needed_for_emergency(self):
        with self.assertRefused("Please give a reason of at most", ValidationError):
            self._as(self.env["kim.case"], self.cm_a2)._break_glass(
                self.case.number, "  "
            )
