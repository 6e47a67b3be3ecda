"""The home of a case manager: what needs her today, what she carries, names hidden."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.kim_case.models.file.kim_case_home import KimCase
from odoo.addons.kim_case.tools.dates import berlin_today

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestCaseHome(KimCommon):
    """One call, under the user's own rights, never more for more cases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        kinds = cls.env["kim.deadline.kind"]
        cls.other = kinds.search([("code", "=", "other")])
        cls.review = kinds.search([("code", "=", "review")])

    def _deadline(self, days, case=None, kind=None, **vals):
        case = case or self.case
        return case.env["kim.case.deadline"].create(
            {
                "case_id": case.id,
                "kind_id": (kind or self.other).id,
                "date": self.today + timedelta(days=days),
                "lead_days": 7,
                **vals,
            }
        )

    def _home(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["kim.case"].with_user(user or self.cm_a).kim_home()

    def test_room_of_later_addons_is_empty_alone(self):
        """Without them nothing is shown in their place."""
        self.assertEqual(KimCase._home_rooms(self.env["kim.case"]), [])

    def test_what_needs_me(self):
        """Deadline, review, next step, signature, inquiry: the most pressing first."""
        self._deadline(-3, name="Wohngeld")
        self._deadline(8, name="Not yet")
        self._deadline(2, kind=self.review)
        self.case.write({"next_step": "Anrufen", "next_step_date": self.today})
        self.case.consent_ids.sudo()._door_write(
            {
                "form": "oral",
                "signed_on": False,
                "signature_due": self.today + timedelta(days=1),
            }
        )
        self.env["kim.inquiry"].with_user(self.cm_a2).create(
            {"access_route_id": self.route.id, "company_id": self.company_town_a.id}
        )
        home = self._home()
        self.assertEqual(
            [(thing["kind"], thing["days"]) for thing in home["today"]],
            [
                ("deadline", -3),
                ("inquiry", 0),
                ("step", 0),
                ("signature", 1),
                ("review", 2),
            ],
        )
        first = home["today"][0]
        self.assertEqual(first["what"], "Wohngeld")
        self.assertEqual(first["light"], "overdue")
        self.assertEqual(first["number"], self.case.number)
        self.assertEqual(first["last_name"], "Test-Klientin")
        self.assertEqual(home["total"], 5)

    def test_at_most_seven(self):
        for days in range(12):
            self._deadline(-days)
        home = self._home()
        self.assertEqual(len(home["today"]), 7)
        self.assertEqual(home["total"], 12)
        everything = self.env["kim.case"].with_user(self.cm_a).kim_home(True)
        self.assertEqual(len(everything["today"]), 12)
        self.assertEqual(home["today"][0]["days"], -11)

    def test_done_and_closed_are_gone(self):
        done = self._deadline(0)
        closed = self._case()
        handed = self._deadline(0, case=closed)
        self.assertEqual(self._home()["total"], 2)
        done.action_done()
        closed.action_close_case(
            self.closure_reason.id, deadlines={handed.id: {"fate": "handed"}}
        )
        self.assertEqual(self._home()["total"], 0)

    def test_nothing_of_others(self):
        """A colleague of the town sees nothing of it; looking on is no daily work."""
        self._deadline(0, name="Wohngeld")
        self.case.write({"next_step": "Anrufen", "next_step_date": self.today})
        colleague = self._home(self.cm_a2)
        self.assertEqual(colleague["total"], 0)
        self.assertEqual(colleague["load"]["cases"], 0)
        self.case.sudo().access_ids.create(
            {
                "case_id": self.case.id,
                "user_id": self.cm_a2.id,
                "kind": "break_glass",
                "valid_from": self.yesterday,
                "valid_until": self.today + timedelta(days=1),
                "reason": "x",
            }
        )
        self.assertEqual(self._home(self.cm_a2)["total"], 0)
        for user in (self.team_lead, self.coordination, self.dpo, self.plain_user):
            with (
                self.subTest(user=user.login),
                self.assertRefused("This page is for case managers", AccessError),
            ):
                self._home(user)

    def test_deputy_sees_what_presses(self):
        self._deadline(0)
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
        home = self._home(self.cm_a2)
        self.assertEqual(home["total"], 1)
        self.assertEqual(home["load"]["cases"], 0)
        self.assertEqual(home["load"]["deputising"], 1)

    def test_second_person_is_asked(self):
        self.env["kim.controller"]._of(self.company_town_a)._set_second_persons(
            self.cm_a2
        )
        self.env["kim.case.request"].sudo()._propose(
            "takeover", self.case.sudo(), "Vertretung auf Dauer"
        )
        asked = self._home(self.cm_a2)["today"]
        self.assertEqual([thing["kind"] for thing in asked], ["request"])
        self.assertNotIn("Vertretung", str(asked))
        self.assertNotIn("Test-Klientin", str(asked))

    # ------------------------------------------------------------------
    # Caseload
    # ------------------------------------------------------------------
    def test_caseload(self):
        """Cases per full-time equivalent, on hold included, closed not."""
        self.env["kim.post.assignment"].search(
            [("holder_id", "=", self.cm_a.partner_id.id)]
        ).fte = 0.5
        held, closed = self._case(), self._case()
        held.action_hold("verreist")
        closed.action_close_case(self.closure_reason.id)
        load = self._home()["load"]
        self.assertEqual((load["cases"], load["fte"], load["per_fte"]), (2, 0.5, 4.0))
        self.assertEqual(len(load["months"]), 12)
        self.assertEqual(load["months"][-1]["cases"], 2)
        self.assertEqual(load["months"][0]["cases"], 0)
        self.assertEqual(load["months"][-1]["month"], str(self.today.replace(day=1)))

    def test_caseload_without_a_post(self):
        newcomer = self._user("kim_cm_new", "case_manager", self.company_town_a)
        load = self._home(newcomer)["load"]
        self.assertEqual((load["cases"], load["fte"]), (0, 0))
        self.assertIs(load["per_fte"], False)

    def test_same_number_of_queries(self):
        """Thirty cases cost what three cost."""

        def cost():
            self.env.flush_all()
            self.env.invalidate_all()
            cases = self.env["kim.case"].with_user(self.cm_a)
            cases.kim_home()  # what the registry keeps is not counted
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cases.kim_home()
            return self.cr.sql_log_count - before

        for days in range(8):
            self._deadline(-days)
            self._case(next_step="x", next_step_date=self.today)
        few = cost()
        for days in range(20):
            case = self._case(next_step="x", next_step_date=self.today)
            self._deadline(-days, case=case)
        self.assertEqual(cost(), few)
        self.assertLess(few, 40)

    # ------------------------------------------------------------------
    # Names
    # ------------------------------------------------------------------
    def test_discreet_is_the_users_own_switch(self):
        user = self.cm_a.with_user(self.cm_a)
        user.kim_set_discreet(True)
        self.assertTrue(self.cm_a.kim_discreet)
        self.cm_a2.with_user(self.cm_a).kim_set_discreet(True)
        self.assertFalse(self.cm_a2.kim_discreet)
        user.kim_set_discreet(False)
        self.assertFalse(self.cm_a.kim_discreet)

    def test_names_in_the_drop_down(self):
        """The label is the number; the name is read under the reader's own rule."""

        def options(user):
            self.env.invalidate_all()
            return (
                self.env["kim.case"]
                .with_user(user)
                .web_name_search(
                    "Test-Klient", {"display_name": {}, "client_last_name": {}}
                )
            )

        mine = options(self.cm_a)
        self.assertEqual(
            [(row["display_name"], row["client_last_name"]) for row in mine],
            [(self.case.number, "Test-Klientin")],
        )
        self.assertFalse(options(self.cm_a2))

    def test_looking_at_names_is_logged(self):
        self._deadline(0)
        self._home()
        self.env.cr.flush()
        logged = self.env["kim.access.log"].search(
            [("case_id", "=", self.case.id), ("day", "=", berlin_today())]
        )
        self.assertIn(self.cm_a, logged.user_id)
