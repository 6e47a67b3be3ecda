from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestDeputies(KimCommon):
    """Deputies from day to day, and tandems over all cases of a colleague."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case(wish="A place to learn")
        cls.other_case = cls._case(cls.cm_a)
        cls.until = cls.today + timedelta(days=10)
        cls.special = (
            cls.env["kim.case.special"]
            .with_user(cls.cm_a)
            .create({"case_id": cls.case.id, "kind": "health", "content": "Asthma"})
        )

    def _appoint(self, user=None, by=None, **options):
        return (
            self._as(self.case, by or self.cm_a)
            ._appoint_deputy(user or self.cm_a2, self.today, self.until, **options)
            .sudo()
        )

    def _tandem(self, by=None, user=None, deputy=None, company=None, **options):
        user = user or self.cm_a
        return (
            self.env["kim.case.tandem"]
            .with_user(by or user)
            ._set(
                user,
                deputy or self.cm_a2,
                company or self.company_town_a,
                options.pop("date_from", self.today),
                options.pop("date_until", self.until),
                **options,
            )
        )

    # ------------------------------------------------------------------
    # From day to day
    # ------------------------------------------------------------------
    def test_deputy_sees_this_case_only(self):
        self.assertSeesNot(self.cm_a2, self.case)
        rows = self._appoint()
        self.assertSees(self.cm_a2, self.case)
        self.assertSeesNot(self.cm_a2, self.other_case)
        self.assertSeesNot(self.cm_a2, self.special)
        self._as(self.case, self.cm_a2).write({"next_step": "Call the school"})
        self.assertEqual(rows.granted_by_id, self.cm_a)
        self.assertIn("deputy", self._told(self.cm_a2).subject)

    def test_special_by_choice(self):
        self._appoint(special=True)
        self.assertSees(self.cm_a2, self.special)

    def test_period(self):
        first = self.today + timedelta(days=2)
        self.case._appoint_deputy(self.cm_a2, first, self.until)
        # Days are days in Europe/Berlin, at both edges, in summer and in winter.
        row = self.case.sudo().access_ids.filtered(lambda r: r.user_id == self.cm_a2)
        with freeze_time(row.valid_from - timedelta(seconds=1)):
            self.assertSeesNot(self.cm_a2, self.case)
        with freeze_time(row.valid_from):
            self.assertSees(self.cm_a2, self.case)
        with freeze_time(row.valid_until - timedelta(seconds=1)):
            self.assertSees(self.cm_a2, self.case)
        with freeze_time(row.valid_until):
            self.assertSeesNot(self.cm_a2, self.case)

    def test_day_is_a_day_in_berlin(self):
        cases = self.env["kim.case"].with_context(tz="America/New_York")
        with freeze_time("2024-03-01 09:00:00"):
            start, end = cases._deputy_period(
                self._day("2024-03-30"), self._day("2024-03-31")
            )
        self.assertEqual(str(start), "2024-03-29 23:00:00")
        self.assertEqual(str(end), "2024-03-31 22:00:00")

    def _day(self, text):
        return self.env["kim.case"]._fields["date_open"].to_date(text)

    def test_wrong_days(self):
        for start, end in (
            (self.yesterday, self.until),
            (self.until, self.today),
            (self.today, None),
            (None, self.until),
            (self.today, self.today + timedelta(days=370)),
        ):
            with self.subTest(start=start, end=end):
                with self.assertRefused(
                    (
                        "A deputy is appointed for at most 12 months",
                        "Please give a first day, today or later, and",
                    ),
                    ValidationError,
                ):
                    self.case._appoint_deputy(self.cm_a2, start, end)

    def test_wrong_people(self):
        for user in (
            self.cm_a,
            self.cm_ab,
            self.team_lead,
            self.system_admin,
            self.portal_user,
        ):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    (
                        "Please choose a case manager of the",
                        "You cannot be your own deputy",
                    )
                ),
            ):
                self._appoint(user)
        with self.assertRefused("Please choose a case manager of the"):
            self.case._appoint_deputy(self.env["res.users"], self.today, self.until)
        self.cm_a2.active = False
        with self.assertRefused("Please choose a case manager of the"):
            self._appoint()

    def test_only_the_responsible_appoints(self):
        self._appoint()
        third = self._user("kim_cm_a3", "case_manager", self.company_town_a)
        for by in (self.cm_a2, third, self.team_lead, self.dpo, self.system_admin):
            with (
                self.subTest(by=by.login),
                self.assertRefused(
                    (
                        "Only the responsible case manager of the case",
                        "You have no right to",
                    ),
                    AccessError,
                ),
            ):
                self._appoint(third, by=by)

    def test_revoke(self):
        row = self._appoint()
        third = self._user("kim_cm_a3", "case_manager", self.company_town_a)
        self._appoint(third)
        with self.assertRefused(
            "The responsible case manager ends the access", AccessError
        ):
            self._as(row, third).action_revoke()
        with self.assertRefused("You have no right to", AccessError):
            self._as(row, self.team_lead).action_revoke()
        own = self.case.access_ids.filtered(lambda r: r.kind == "responsible")
        with self.assertRefused(
            "The responsible case manager ends the access", AccessError
        ):
            own.with_user(self.cm_a2).action_revoke()
        with self.assertRefused(
            "The responsible case manager ends the access", AccessError
        ):
            own.with_user(self.cm_a).action_revoke()
        self._as(row, self.cm_a).action_revoke()
        self.assertSeesNot(self.cm_a2, self.case)
        self.assertTrue(row.exists())

    def test_deputy_gives_back(self):
        self._appoint().with_user(self.cm_a2).action_revoke()
        self.assertSeesNot(self.cm_a2, self.case)

    def test_revoked_before_it_begins(self):
        row = self.case._appoint_deputy(
            self.cm_a2, self.today + timedelta(days=3), self.until
        )
        self._as(row, self.cm_a).action_revoke()
        with freeze_time(self.today + timedelta(days=5)):
            self.assertSeesNot(self.cm_a2, self.case)

    def test_hand_over_ends_deputies(self):
        third = self._user("kim_cm_a3", "case_manager", self.company_town_a)
        self._appoint(third)
        self.case.action_hand_over(self.cm_a2.id)
        self.assertSeesNot(third, self.case)
        self.assertSees(self.cm_a2, self.case)

    def test_nobody_is_offered_to_oneself(self):
        """In a dialog that is just open, too: there nothing is saved yet."""
        for model, user in (
            ("kim.case.deputy.set", self.cm_a),
            ("kim.case.reassign", self.cm_a),
        ):
            with self.subTest(model):
                offered = self._as(self.env[model], user).new({}).allowed_user_ids
                self.assertIn(self.cm_a2, offered._origin)
                self.assertNotIn(user, offered._origin)

    def test_wizard_empties_itself(self):
        wizard = (
            self._as(self.env["kim.case.deputy.set"], self.cm_a)
            .with_context(active_model="kim.case", active_ids=self.case.ids)
            .create({"user_id": self.cm_a2.id, "date_until": self.until})
        )
        self.assertEqual(wizard.case_ids, self.case)
        self.assertIn(self.cm_a2, wizard.allowed_user_ids)
        self.assertNotIn(self.cm_ab, wizard.allowed_user_ids)
        self.assertNotIn(self.cm_a, wizard.allowed_user_ids)
        self.assertSeesNot(self.cm_a2, wizard)
        wizard.action_appoint()
        self.assertFalse(wizard.sudo().exists())
        self.assertSees(self.cm_a2, self.case)

    # ------------------------------------------------------------------
    # Tandem
    # ------------------------------------------------------------------
    def test_tandem_present_and_future_cases(self):
        self._tandem()
        self.assertSees(self.cm_a2, self.case | self.other_case)
        self.assertSeesNot(self.cm_a2, self.special)
        self.assertSees(self.cm_a2, self._case(self.cm_a))
        third = self._user("kim_cm_a3", "case_manager", self.company_town_a)
        self._assign(third, self.town_a, self.company_town_a)
        handed = self._case(third)
        self.assertSeesNot(self.cm_a2, handed)
        handed.action_hand_over(self.cm_a.id)
        self.assertSees(self.cm_a2, handed)
        self.case.action_hand_over(third.id)
        self.assertSeesNot(self.cm_a2, self.case)

    def test_tandem_ends(self):
        tandem = self._tandem(special=True)
        self.assertSees(self.cm_a2, self.special)
        for by in (self.cm_ab, self.dpo, self.system_admin):
            with (
                self.subTest(by=by.login),
                self.assertRefused(
                    (
                        "A tandem is ended by one of the two or the",
                        "You have no right to",
                    ),
                    AccessError,
                ),
            ):
                self._as(tandem, by).action_revoke()
        self._as(tandem, self.cm_a2).action_revoke()
        self.assertSeesNot(self.cm_a2, self.case | self.other_case)
        self.assertSeesNot(self.cm_a2, self._case(self.cm_a))
        self._tandem(by=self.team_lead).with_user(self.team_lead).action_revoke()
        self.assertSeesNot(self.cm_a2, self.case)

    def test_tandem_of_the_period(self):
        self._tandem(date_from=self.today + timedelta(days=2))
        self.assertSeesNot(self.cm_a2, self.case)
        with freeze_time(self.today + timedelta(days=3)):
            self.assertSees(self.cm_a2, self.case)
        with freeze_time(self.until + timedelta(days=1, hours=3)):
            self.assertSeesNot(self.cm_a2, self.case)
            self.assertSeesNot(self.cm_a2, self._case(self.cm_a))

    def test_who_may_set_a_tandem(self):
        third = self._user("kim_cm_a3", "case_manager", self.company_town_a)
        lead_south = self._user("kim_tl_s", "team_lead", self.company_south)
        for by in (third, self.cm_a2, self.dpo, self.system_admin, lead_south):
            with (
                self.subTest(by=by.login),
                self.assertRefused(
                    "A tandem is set by the case manager or the", AccessError
                ),
            ):
                self._tandem(by=by)
        # A team lead who is a case manager too does not give herself the cases.
        self.cm_a2.group_ids += self.env.ref("kim_case.group_kim_team_lead")
        with self.assertRefused("You cannot give yourself the cases of a", AccessError):
            self._tandem(by=self.cm_a2)
        self._tandem(by=self.team_lead)
        self.assertSees(self.cm_a2, self.case)
        self.assertIn("tandem", self._told(self.cm_a).mapped("subject")[0])

    def test_wrong_tandems(self):
        with self.assertRefused("Please choose a case manager of the"):
            self._tandem(deputy=self.cm_ab)
        with self.assertRefused("You cannot be your own deputy"):
            self._tandem(deputy=self.cm_a)
        with self.assertRefused("Please choose a case manager of the"):
            self._tandem(company=self.company_carrier)
        with self.assertRefused(
            "A deputy is appointed for at most 12 months", ValidationError
        ):
            self._tandem(date_until=self.today + timedelta(days=380))
        self._tandem()
        with self.assertRefused("These two are already a tandem"):
            self._tandem()

    def test_tandem_by_value_is_refused(self):
        tandem = self._tandem()
        for by in (self.cm_a, self.cm_a2, self.team_lead, self.env.user):
            with (
                self.subTest(by=by.login),
                self.assertRefused("cannot be set directly", AccessError),
            ):
                self._as(tandem, by).write({"valid_until": "2999-01-01"})
        with self.assertRefused("You have no right to", AccessError):
            self._as(tandem, self.cm_a2).copy_data() and self._as(
                self.env["kim.case.tandem"], self.cm_a2
            ).create(
                {
                    "company_id": self.company_town_a.id,
                    "user_id": self.cm_a.id,
                    "deputy_id": self.cm_a2.id,
                    "valid_from": "2024-01-01",
                    "valid_until": "2999-01-01",
                    "set_by_id": self.cm_a.id,
                }
            )

    def test_deputy_who_is_no_case_manager_any_more_joins_nothing(self):
        self._tandem()
        self.cm_a2.kim_role = "participant"
        case = self._case(self.cm_a)
        self.assertNotIn(self.cm_a2, case.sudo().access_ids.user_id)
        self.assertSeesNotByGroup(self.cm_a2, self.case)

    def assertSeesNotByGroup(self, user, records):
        self.env.invalidate_all()
        self.assertFalse(records.with_user(user).has_access("read"))

    def test_tandem_wizard(self):
        wizard = self._as(self.env["kim.case.tandem.set"], self.cm_a).create(
            {"deputy_id": self.cm_a2.id, "date_until": self.until}
        )
        self.assertEqual(wizard.user_id, self.cm_a)
        wizard.action_set()
        self.assertFalse(wizard.sudo().exists())
        self.assertSees(self.cm_a2, self.case)
