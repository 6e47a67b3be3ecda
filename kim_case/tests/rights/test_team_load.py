from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import NOT_YOURS, KimCommon

BEYOND = "This goes beyond the posts of the person"


@tagged("post_install", "-at_install")
class TestTeamLoad(KimCommon):
    """What each person carries: seen by the team lead, asked about before the click."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.district_north.load_limit = 3
        cls.cases = cls.env["kim.case"].union(*(cls._case() for _each in range(3)))
        cls.foreign = cls._case(cls.cm_ab)

    def _loads(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self._as(self.env["kim.team.load"], user or self.team_lead).search([])

    def _load(self, person, user=None):
        return self._loads(user).filtered(
            lambda row: row.partner_id == person.partner_id
        )

    def _wizard(self, cases, **vals):
        return (
            self._as(self.env["kim.case.reassign"], self.team_lead)
            .with_context(active_model="kim.case.register", active_ids=cases.ids)
            .create({"user_id": self.cm_a2.id, **vals})
        )

    def _half_post(self, user):
        assignment = self.env["kim.post.assignment"].search(
            [("holder_id", "=", user.partner_id.id)]
        )
        assignment.fte = 0.5
        return assignment

    def test_what_the_team_lead_reads(self):
        self._half_post(self.cm_a)
        load = self._load(self.cm_a)
        self.assertEqual(
            (load.filled_fte, load.open_cases, load.cases_per_fte, load.waiting),
            (0.5, 3, 6.0, 3),
        )
        self.assertEqual((load.user_id, load.load_limit), (self.cm_a, 3))
        self.assertEqual(load.municipality_ids, self.town_a)
        self.assertTrue(load.is_over)
        idle = self._load(self.cm_a2)
        self.assertEqual((idle.filled_fte, idle.open_cases), (1.0, 0))
        self.assertFalse(idle.is_over)
        self.env["kim.case.note"].with_user(self.cm_a).create(
            {"case_id": self.cases[0].id, "kind": "talk", "note": "x"}
        )
        self.cases[1].action_close_case(self.closure_reason.id)
        self.cases[2].action_hold("Verreist")
        load = self._load(self.cm_a)
        self.assertEqual((load.open_cases, load.waiting, load.on_hold), (2, 1, 1))
        shown = self.env["kim.case.register"].search(load.action_cases()["domain"])
        self.assertEqual(shown.case_id, self.cases)

    def test_own_team_alone(self):
        self.assertFalse(self._load(self.cm_ab), "another organisation of the district")
        for user in (self.cm_a, self.coordination, self.dpo, self.kim_admin):
            with self.assertRefused(NOT_YOURS, AccessError):
                self._loads(user)
        lead = self._user("kim_tl_c", "team_lead", self.company_carrier)
        self.assertTrue(self._load(self.cm_ab, lead))
        self.assertFalse(self._load(self.cm_a, lead))

    def test_case_without_the_reader(self):
        """Who is excluded from a case does not learn of it by a number."""
        self._as(self.cases[0], self.cm_a)._exclude(self.team_lead)
        self.assertEqual(self._load(self.cm_a).open_cases, 2)

    def test_without_post(self):
        self.env["kim.post.assignment"].search(
            [("holder_id", "=", self.cm_a.partner_id.id)]
        ).date_until = self.yesterday
        load = self._load(self.cm_a)
        self.assertEqual((load.filled_fte, load.open_cases), (0, 3))
        self.assertFalse(load.cases_per_fte)
        self.assertTrue(load.is_over)

    def test_queries_do_not_grow_with_the_team(self):
        shown = {
            "partner_id": {"fields": {"display_name": {}}},
            "municipality_ids": {"fields": {"display_name": {}}},
            "cases_per_fte": {},
        }

        def queries():
            loads = self._as(self.env["kim.team.load"], self.team_lead)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            loads.web_search_read([], shown)
            return self.cr.sql_log_count - before

        queries()
        few = queries()
        for number in range(6):
            user = self._user(f"kim_more_{number}", "case_manager", self.company_town_a)
            self._assign(user, self.town_a, self.company_town_a)
        queries()  # a new user has the rules read anew
        self.assertEqual(queries(), few)

    def test_chart_divides_all_cases_by_all_posts(self):
        self._half_post(self.cm_a)
        [(per_fte,)] = self._as(self.env["kim.team.load"], self.team_lead)._read_group(
            [("user_id", "in", (self.cm_a | self.cm_a2).ids)],
            aggregates=["cases_per_fte:avg"],
        )
        self.assertEqual(per_fte, 2.0)

    # ------------------------------------------------------------------
    # Before the click
    # ------------------------------------------------------------------
    def test_load_before_and_after(self):
        wizard = self._wizard(self.cases[:2])
        self.assertEqual((wizard.fte, wizard.load_now, wizard.load_after), (1.0, 0, 2))
        self.assertEqual((wizard.per_fte_after, wizard.load_limit), (2.0, 3))
        self.assertEqual(wizard.municipality_ids, self.town_a)
        self.assertFalse(wizard.beyond)
        self.assertTrue(wizard.action_step()["finished"])
        self.assertEqual(self._load(self.cm_a2).open_cases, 2)

    def test_beyond_the_limit_is_asked(self):
        self._half_post(self.cm_a2)
        wizard = self._wizard(self.cases)
        self.assertRegex(wizard.beyond, "3 open cases on 0[.,]50 FTE are 6[.,]0")
        with self.assertRefused(BEYOND):
            wizard.action_step()
        register = self._as(self.env["kim.case.register"], self.team_lead).browse(
            self.cases.ids
        )
        for said in (False, None, "yes", 1):
            with self.assertRefused(BEYOND):
                register.action_reassign(self.cm_a2.id, confirmed=said)
        self.assertEqual(self.cases.sudo().responsible_id, self.cm_a)
        wizard.confirmed = True
        self.assertTrue(wizard.action_step()["finished"])
        self.assertEqual(self.cases.sudo().responsible_id, self.cm_a2)
        # What she has already does not ask again.
        again = register.action_reassign(self.cm_a2.id)
        self.assertEqual(again["done"], 0)

    def test_no_limit(self):
        self.district_north.load_limit = 0
        self._half_post(self.cm_a2)
        self.assertFalse(self._wizard(self.cases).beyond)

    def test_town_that_the_post_does_not_serve(self):
        self._half_post(self.cm_a2).municipality_ids = [Command.set(self.town_b.ids)]
        wizard = self._wizard(self.cases[0])
        self.assertIn(f"does not serve: {self.town_a.display_name}", wizard.beyond)
        with self.assertRefused(BEYOND):
            wizard.action_step()

    def test_confirmed_for_one_person_alone(self):
        self._half_post(self.cm_a2)
        with Form(self._wizard(self.cases)) as form:
            form.confirmed = True
            form.user_id = self.cm_a
            self.assertFalse(form.confirmed)
        wizard = self._wizard(self.cases, confirmed=True)
        wizard.write({"user_id": self.cm_a2.id})
        self.assertFalse(wizard.confirmed)

    def test_form_tells_no_load_of_others(self):
        wizard = self._wizard(self.foreign, user_id=self.cm_ab.id)
        self.assertEqual((wizard.fte, wizard.load_now, wizard.load_after), (0, 0, 0))
