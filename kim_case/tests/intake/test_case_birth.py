from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.kim_case.tools.dates import berlin_day

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestCaseBirth(KimCommon):
    """One door, which checks right, company, town and the basis of documentation."""

    def test_birth(self):
        case = self._case(life_domain_ids=[(6, 0, self.domain_work.ids)])
        self.assertEqual(case.env.user, self.cm_a)
        year = case.date_open.year
        self.assertEqual(case.number, f"TNA-{year}-001")
        self.assertEqual(case.display_name, case.number)
        self.assertEqual(case.client_id.display_name, f"K-{year}-001")
        self.assertEqual(case.responsible_id, self.cm_a)
        self.assertEqual(case.phase_kind, "clarification")
        self.assertEqual(case.spell_ids.mapped("date_to"), [False])
        self.assertEqual(case.access_ids.mapped("kind"), ["responsible"])
        self.assertEqual(case.consent_ids.purpose, "documentation")
        self.assertEqual(self._case().number, f"TNA-{year}-002")

    def _births(self, count, **vals):
        return [
            {
                "municipality": self.town_a.with_user(self.cm_a),
                "client": {"last_name": f"Many {n}"},
                "consent": self._basis(),
                "case": {"wish": f"wish {n}"},
                **vals,
            }
            for n in range(count)
        ]

    def test_many_at_once(self):
        """As many cases in one act, each as if it were alone, in as many queries."""
        cases = self.env["kim.case"].with_user(self.cm_a)
        known = self._case().client_id
        day = self.today - timedelta(days=40)
        births = self._births(3)
        births[1]["client"] = {"id": known.id}
        births[2]["case"]["date_open"] = day
        many = cases._open_many(self.company_town_a, births)
        self.assertEqual(many.mapped("wish"), ["wish 0", "wish 1", "wish 2"])
        self.assertEqual(many[1].client_id, known)
        self.assertEqual(len(set(many.mapped("number"))), 3)
        self.assertEqual(many[2].date_open, day)
        self.assertEqual(berlin_day(many[2].spell_ids.date_from), day)
        for case in many:
            self.assertEqual(case.access_ids.kind, "responsible")
            self.assertTrue(case.access_ids.special)
            self.assertEqual(case.consent_ids.purpose, "documentation")
            self.assertTrue(case.consent_ids.legal_basis_id)
            self.assertEqual(case.information_ids.given_by_id, self.cm_a)
        self.assertSees(self.cm_a, many)
        self.assertSeesNot(self.cm_a2, many)
        queries = []
        for count in (2, 30):
            before = self.env.cr.sql_log_count
            cases._open_many(self.company_town_a, self._births(count))
            self.env.flush_all()
            queries.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(queries[1], queries[0] + 2)

    def test_many_or_none(self):
        cases = self.env["kim.case"].with_user(self.cm_a)
        foreign = self._case(self.cm_a2).client_id
        for wrong, error in (
            ({"municipality": self.town_b}, AccessError),
            ({"municipality": self.town_b.browse()}, AccessError),
            ({"client": {"id": foreign.id}}, AccessError),
            ({"client": {"last_name": "X", "number": "1"}}, ValidationError),
            ({"consent": {"basis": "consent"}}, UserError),
            ({"case": {"stage_id": 1}}, ValidationError),
            ({"case": {"date_open": self.today + timedelta(days=1)}}, ValidationError),
        ):
            births = [*self._births(2), *self._births(1, **wrong)]
            with self.subTest(wrong=wrong), self.assertRaises(error):
                cases._open_many(self.company_town_a, births)
        self.assertFalse(
            self.env["kim.client"].search([("last_name", "=like", "Many %")])
        )

    def test_wrong_person_company_or_town(self):
        person = {"last_name": "X"}
        for user, company, town in (
            (self.coordination, self.company_north, self.town_a),
            (self.kim_admin, self.company_town_a, self.town_a),
            (self.system_admin, self.company_town_a, self.town_a),
            (self.cm_a, self.company_carrier, self.town_a),
            (self.cm_a, self.company_town_a, self.town_b),
            (self.cm_s, self.company_carrier, self.town_a),
        ):
            with self.subTest(user=user.login, town=town.name):
                with self.assertRefused(
                    (
                        "Only case managers open cases",
                        "You do not work for this organisation",
                        "You do not work in this town today",
                    ),
                    AccessError,
                ):
                    self.env["kim.case"].with_user(user)._open(
                        company, town.with_user(user), person, self._basis()
                    )

    def test_ended_post_ends_the_right(self):
        self.env["kim.post.assignment"].search(
            [("holder_id", "=", self.cm_a.partner_id.id)]
        ).date_until = self.yesterday
        with self.assertRefused("You do not work in this town today", AccessError):
            self._case()

    def test_basis_first(self):
        cases = self.env["kim.case"].with_user(self.cm_a)
        for basis in (
            {},
            {"basis": "consent", "form": "signed"},
            self._basis(basis="public_task"),
            self._basis(basis="legacy"),
        ):
            with (
                self.subTest(basis=basis),
                self.assertRefused(
                    (
                        "Please hand over the information sheet first",
                        "Please record the legal basis of the",
                        "The data protection officer of this",
                    )
                ),
            ):
                cases._open(self.company_town_a, self.town_a, {"last_name": "X"}, basis)
        self.assertFalse(
            self.env["kim.client"].search([("company_id", "=", self.company_town_a.id)])
        )
        with self.assertRefused(
            "An oral consent needs a date for its signature", ValidationError
        ):
            cases._open(
                self.company_town_a,
                self.town_a,
                {"last_name": "X"},
                self._basis(form="oral"),
            )

    def test_future_and_unknown_fields(self):
        with self.assertRefused(
            "A case cannot be opened in the future", ValidationError
        ):
            self._case(date_open=self.today + timedelta(days=1))
        with self.assertRefused(
            "These fields cannot be set when a case is", ValidationError
        ):
            self._case(responsible_id=self.cm_a2.id)

    def test_nobody_creates_by_rpc(self):
        case = self._case()
        for model in ("kim.case", "kim.client", "kim.case.access", "kim.case.spell"):
            with (
                self.subTest(model=model),
                self.assertRefused(
                    (
                        "A case is opened from an inquiry or by import",
                        "You have no right to",
                    ),
                    AccessError,
                ),
            ):
                self.env[model].with_user(self.cm_a).create({"case_id": case.id})
