from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import KimCommon


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
                with self.assertRaises(AccessError):
                    self.env["kim.case"].with_user(user)._open(
                        company, town.with_user(user), person, self._basis()
                    )

    def test_ended_post_ends_the_right(self):
        self.env["kim.post.assignment"].search(
            [("holder_id", "=", self.cm_a.partner_id.id)]
        ).date_until = self.yesterday
        with self.assertRaises(AccessError):
            self._case()

    def test_basis_first(self):
        cases = self.env["kim.case"].with_user(self.cm_a)
        for basis in (
            {},
            {"basis": "consent", "form": "signed"},
            self._basis(basis="public_task"),
            self._basis(basis="legacy"),
        ):
            with self.subTest(basis=basis), self.assertRaises(UserError):
                cases._open(self.company_town_a, self.town_a, {"last_name": "X"}, basis)
        self.assertFalse(
            self.env["kim.client"].search([("company_id", "=", self.company_town_a.id)])
        )
        with self.assertRaises(ValidationError):
            cases._open(
                self.company_town_a,
                self.town_a,
                {"last_name": "X"},
                self._basis(form="oral"),
            )

    def test_future_and_unknown_fields(self):
        with self.assertRaises(ValidationError):
            self._case(date_open=self.today + timedelta(days=1))
        with self.assertRaises(ValidationError):
            self._case(responsible_id=self.cm_a2.id)

    def test_nobody_creates_by_rpc(self):
        case = self._case()
        for model in ("kim.case", "kim.client", "kim.case.access", "kim.case.spell"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.cm_a).create({"case_id": case.id})
