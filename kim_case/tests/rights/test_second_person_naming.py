from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.kim_case.tools.dates import day_start

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestSecondPersonNaming(KimCommon):
    """Nobody staffs the own control: second persons are proposed, agreed to, told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.controller = cls.env["kim.controller"]._of(cls.company_town_a)
        cls.case = cls._case(last_name="Unverwechselbar")
        # The people of the fixture got their roles yesterday.
        cls.day = cls.today + timedelta(days=1)
        cls.noon = day_start(cls.day) + timedelta(hours=12)
        cls.next_noon = cls.noon + timedelta(days=1)

    def setUp(self):
        super().setUp()
        clock = freeze_time(self.noon)
        clock.start()
        self.addCleanup(clock.stop)

    def _propose(self, person, by=None, change="name"):
        return self._as(self.env["kim.second.person"], by or self.dpo).create(
            {
                "controller_id": self.controller.id,
                "user_id": person.id,
                "change": change,
            }
        )

    def _named(self):
        self.controller.invalidate_recordset()
        return self.controller.second_person_ids

    def test_who_names_does_not_staff_the_own_control(self):
        """The data protection officer names the assistant, and wants all files."""
        row = self._propose(self.assistant)
        for user in (self.dpo, self.assistant):
            self.assertFalse(self._as(row, user).can_decide)
        with self.assertRefused("never the one who proposes", AccessError):
            row.action_approve()
        self.assertEqual(
            self._told(self.team_lead).mapped("subject")[:1],
            ["KIM: a proposal waits for you"],
        )
        self._as(row, self.team_lead).action_approve()
        # Named today, counts tomorrow: nobody checks today what was thought of today.
        self.assertFalse(self._named())
        archives = self._as(self.env["kim.company.archive"], self.dpo)
        with self.assertRefused("needs a second person"):
            archives.create({"reason": "Change of the software"})
        with freeze_time(self.next_noon):
            self.assertEqual(self._named(), self.assistant)
            archive = archives.create({"reason": "Change of the software"})
            self.assertTrue(self._as(archive, self.assistant).can_decide)

    def test_those_named_before_decide_and_all_are_told(self):
        self.controller._set_second_persons(self.coordination | self.cm_a2)
        row = self._propose(self.assistant, self.kim_admin)
        self.assertFalse(self._as(row, self.team_lead).can_decide)
        with self.assertRefused("never the one who proposes", AccessError):
            self._as(row, self.team_lead).action_approve()
        self._as(row, self.coordination).action_approve()
        for user in (self.cm_a2, self.team_lead, self.dpo, self.assistant):
            with self.subTest(user=user.login):
                self.assertIn(
                    "KIM: second persons change", self._told(user).mapped("subject")
                )
        log = self.env["kim.rights.log"].search(
            [("definition", "=like", f"kim.second.person,{row.id} %")]
        )
        self.assertEqual(log.user_id, self.assistant)
        self.assertEqual(log.changed_by_id, self.kim_admin)
        with self.assertRefused("already decided"):
            self._as(row, self.cm_a2).action_refuse()

    def test_the_end_needs_somebody_else_too(self):
        self.controller._set_second_persons(self.coordination | self.cm_a2)
        row = self._propose(self.coordination, change="end")
        for user in (self.dpo, self.coordination):
            with self.subTest(user=user.login):
                with self.assertRefused("never the one who proposes", AccessError):
                    self._as(row, user).action_approve()
        self._as(row, self.cm_a2).action_approve()
        self.assertIn(self.coordination, self._named())
        with freeze_time(self.next_noon):
            self.assertEqual(self._named(), self.cm_a2)

    def test_refused_changes_nothing(self):
        row = self._propose(self.assistant)
        self._as(row, self.team_lead).action_refuse()
        with freeze_time(self.next_noon):
            self.assertFalse(self._named())
        self.assertIn(
            "KIM: your proposal was decided", self._told(self.dpo).mapped("subject")
        )

    def test_a_role_given_today_decides_nothing_today(self):
        friend = self._user("kim_friend", "team_lead", self.company_town_a)
        row = self._propose(self.assistant)
        self.assertFalse(self._as(row, friend).can_decide)
        self.team_lead.active = False
        other = self._user("kim_admin_2", "admin", self.company_town_a)
        self.assertFalse(self._as(row, friend).can_decide)
        self.assertFalse(self._as(row, other).can_decide)
        self.assertTrue(self._as(row, self.kim_admin).can_decide)
        self.kim_admin.active = False
        with self.assertRefused("needs somebody else who agrees"):
            self._propose(self.cm_a2)

    def test_proposals_that_make_no_sense(self):
        with self.assertRefused("Nobody names herself"):
            self._propose(self.dpo)
        with self.assertRefused("would change nothing"):
            self._propose(self.assistant, change="end")
        with self.assertRefused("colleagues who work with KIM"):
            self._propose(self.portal_user)
        self._propose(self.assistant)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self._propose(self.assistant)

    def test_who_may_propose(self):
        for user in (self.cm_a, self.team_lead, self.coordination, self.auditor):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._propose(self.assistant, user)
        dpo_south = self._user("kim_dpo_s", "dpo", self.company_south)
        with self.assertRefused(
            ("You have no right to", "organisation of one's own"), AccessError
        ):
            self._propose(self.assistant, dpo_south)

    def test_no_other_door(self):
        row = self._propose(self.assistant)
        commands = [Command.link(self.assistant.id)]
        forged = {"user_id": self.assistant.id, "state": "approved"}
        for user in (self.dpo, self.kim_admin, self.env.user):
            controller = self._as(self.controller, user)
            for vals in (
                {"second_person_ids": commands},
                {"second_person_change_ids": [Command.create(forged)]},
                {"second_person_change_ids": [Command.update(row.id, forged)]},
            ):
                with self.subTest(user=user.login, vals=vals):
                    with self.assertRefused("with the button made for it", AccessError):
                        controller.write(vals)
        with self.assertRefused("with the button made for it", AccessError):
            self._as(self.env["kim.controller"], self.kim_admin).create(
                {"company_id": self.company_town_a.id, "second_person_ids": commands}
            )
        result = self._as(self.env["kim.controller"], self.kim_admin).load(
            [".id", "second_person_ids/.id"],
            [[str(self.controller.id), str(self.assistant.id)]],
        )
        self.assertFalse(result["ids"])
        with self.assertRefused("cannot be set directly", AccessError):
            row.sudo().write({"state": "approved", "date_from": self.today})
        with self.assertRefused("is kept"):
            row.sudo().unlink()
        forged_row = self._as(self.env["kim.second.person"], self.dpo).create(
            {
                **forged,
                "user_id": self.cm_a2.id,
                "controller_id": self.controller.id,
                "requester_id": self.team_lead.id,
                "decided_by_id": self.team_lead.id,
                "date_from": self.today,
            }
        )
        self.assertEqual(forged_row.state, "requested")
        self.assertEqual(forged_row.requester_id, self.dpo)
        self.assertFalse(forged_row.date_from)
        self.assertFalse(self._named())

    def test_a_controller_made_anew_has_the_same_second_persons(self):
        self.controller._set_second_persons(self.coordination)
        with self.assertRefused("used in KIM"):
            self._as(self.controller, self.kim_admin).unlink()

    def test_one_list_of_all_that_waits(self):
        """What a second person decides stands in one list, until it is decided."""
        self.controller._set_second_persons(self.coordination)
        self.assertEqual(
            self._as(self.env["kim.waiting"], self.coordination).kim_count(), 0
        )
        request = self._as(self.env["kim.case.request"], self.cm_a2)._take_over(
            self.case.number, "Family moved"
        )
        archive = self._as(self.env["kim.company.archive"], self.dpo).create(
            {"reason": "Change of the software"}
        )
        row = self._propose(self.assistant)
        waiting = self._as(self.env["kim.waiting"], self.coordination)
        self.assertEqual(waiting.kim_count(), 3)
        self.assertEqual(waiting.action_show()["res_model"], "kim.waiting")
        lines = waiting.search([])
        self.assertEqual(
            {(line.res_model, line.res_id) for line in lines},
            {(record._name, record.id) for record in (request, archive, row)},
        )
        self.assertEqual(
            set(lines.mapped("what")),
            {"Take over the case", "Archive of all cases", "Who is second person"},
        )
        self.assertEqual(lines[0].action_open()["res_model"], lines[0].res_model)
        self.assertSeesNot(self.cm_a2, lines)
        for user in (self.cm_a2, self.dpo, self.plain_user, self.cm_s):
            with self.subTest(user=user.login):
                other = self._as(self.env["kim.waiting"], user)
                other.action_show()
                self.assertFalse(other.search([]))
                self.assertEqual(other.kim_count(), 0)
        self._as(request, self.coordination).action_refuse()
        self.assertEqual(waiting.kim_count(), 2)
        self.assertNotIn("kim.case.request", waiting.search([]).mapped("res_model"))

    def test_a_forged_line_tells_nothing(self):
        self.controller._set_second_persons(self.coordination)
        request = self._as(self.env["kim.case.request"], self.cm_a2)._take_over(
            self.case.number, "Family moved"
        )
        forged = {"res_model": "kim.case.request", "res_id": request.id}
        lines = self._as(self.env["kim.waiting"], self.coordination)
        with self.assertRefused("You have no right to", AccessError):
            lines.onchange(forged, ["res_id"], {"number": {}, "what": {}})
        with self.assertRefused("You have no right to", AccessError):
            lines.create(forged)
        self.assertFalse(lines.new(forged).number)
