from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestBounds(KimCommon):
    """Nobody moves what lies right of the line into another district, or takes it."""

    def setUp(self):
        super().setUp()
        self.coordination_env = self.env(
            user=self.coordination.id,
            context={"allowed_company_ids": self.coordination.company_ids.ids},
        )

    def _mine(self, record):
        return record.with_env(self.coordination_env)

    def _records(self):
        block = self.env["kim.funding.block"].search([("code", "=", "b2")], limit=1)
        district = self.district_north.id
        unit = self.env["kim.unit"].create(
            {"name": "KI", "kind": "ki", "district_id": district}
        )
        return (
            self.town_a,
            unit,
            self.district_north.stage_ids[0],
            self.env["kim.life.domain"].create({"name": "X", "district_id": district}),
            self.env["kim.post"].search([("district_id", "=", district)], limit=1),
            self.env["kim.post.assignment"].search(
                [("district_id", "=", district)], limit=1
            ),
            block.copy({"district_id": district}),
        )

    def test_nothing_is_moved_to_another_district(self):
        for record in self._records():
            with (
                self.subTest(model=record._name),
                self.assertRefused(
                    (
                        "Towns and unit of a post must lie in its",
                        "” cannot be set to this",
                    )
                ),  # of rights or of data
            ):
                self._mine(record).write({"district_id": self.district_south.id})

    def test_nothing_links_to_another_district(self):
        south = self.env["kim.controller"]._of(self.company_south)
        town, unit, _stage, _domain, post, assignment, _block = self._records()
        for record, vals in (
            (unit, {"controller_id": south.id}),
            (unit, {"municipality_id": self.town_s.id}),
            (post, {"employer_id": south.id}),
            (assignment, {"employer_id": south.id}),
        ):
            # by the rule of links, or before it by who takes part in the district
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    (
                        "This organisation does not take part in this",
                        "” cannot be set to this",
                    )
                ),
            ):
                self._mine(record).write(vals)
        units = self._mine(self.env["kim.unit"])
        vals = {"name": "X", "kind": "ki", "district_id": self.district_north.id}
        with self.assertRefused("” cannot be set to this", AccessError):
            units.create({**vals, "municipality_id": self.town_s.id})
        with self.assertRefused("” cannot be set to this", AccessError):
            units.with_context(default_controller_id=south.id).create(vals)
        # what belongs to the district is linked as ever
        carrier = self.env["kim.controller"]._of(self.company_carrier)
        self._mine(unit).write(
            {"controller_id": carrier.id, "municipality_id": town.id}
        )
        self.assertEqual(unit.controller_id, carrier)
        self._mine(unit).controller_id = False

    def test_derived_links_are_no_values(self):
        post = self.env["kim.post"].search(
            [("district_id", "=", self.district_north.id)], limit=1
        )
        post.fte += 2  # room for two more
        vals = {
            "post_id": post.id,
            "holder_id": self.cm_a2.partner_id.id,
            "date_from": post.date_from,
        }
        lines = self._mine(self.env["kim.post.assignment"])
        south = self.district_south.id
        for line in (
            lines.create({**vals, "district_id": south}),
            lines.with_context(default_district_id=south).create(vals),
        ):
            self.assertEqual(line.sudo().district_id, self.district_north)

    def test_someone_of_two_districts_does_not_move_a_town(self):
        self.coordination.company_ids |= self.company_south
        both = self.env(
            user=self.coordination.id,
            context={"allowed_company_ids": self.coordination.company_ids.ids},
        )
        for record in (self.town_a, self.district_north.stage_ids[0]):
            with (
                self.subTest(model=record._name),
                self.assertRefused("” cannot be set to this", AccessError),
            ):
                record.with_env(both).district_id = self.district_south
            record.with_env(both).district_id = self.district_north  # no change

    def test_controller_stays_with_its_company(self):
        controller = self.env["kim.controller"]._of(self.company_town_a)
        free = self.env["res.company"].create({"name": "KIM Test free"})
        for user in (self.kim_admin, self.dpo):
            for company in (free, self.company_empty):
                with (
                    self.subTest(user=user.login),
                    self.assertRefused("” cannot be set to this", AccessError),
                ):
                    self._as(controller, user).company_id = company
        self.kim_admin.company_ids |= free
        with self.assertRefused("” cannot be set to this", AccessError):
            self._as(controller, self.kim_admin).company_id = free
        with self.assertRefused("You have no right to", AccessError):
            self._as(self.env["kim.controller"], self.kim_admin).create(
                {"company_id": self.env["res.company"].create({"name": "KIM X"}).id}
            )

    # ------------------------------------------------------------------
    # Who lets a company take part
    # ------------------------------------------------------------------
    def test_coordination_adds_no_company(self):
        own = self.env["res.company"].create({"name": "KIM Test own"})
        self.coordination.company_ids |= own
        for company in (own, self.company_empty):
            with self.subTest(company=company.name), self.assertRaises(AccessError):
                self._as(self.district_north, self.coordination).write(
                    {"company_ids": [Command.link(company.id)]}
                )
        with self.assertRefused(
            "An organisation takes part in a district, or", AccessError
        ):
            self._as(self.district_north, self.coordination).write(
                {"company_ids": [Command.unlink(self.company_carrier.id)]}
            )
        with self.assertRefused(
            "An organisation takes part in a district, or", AccessError
        ):
            self._as(self.district_north, self.coordination).write(
                {"company_id": self.company_carrier.id}
            )
        self._as(self.district_north, self.coordination).reopen_months = 7

    def test_administration_adds_its_own(self):
        district = self._as(self.district_north, self.kim_admin)
        with self.assertRaises(AccessError):
            district.company_ids = [Command.link(self.company_empty.id)]
        with self.assertRefused(
            "An organisation takes part in a district, or", AccessError
        ):
            district.company_ids = [Command.unlink(self.company_carrier.id)]
        self.kim_admin.company_ids |= self.company_empty
        district = self._as(self.district_north, self.kim_admin)
        district.company_ids = [Command.link(self.company_empty.id)]
        self.assertIn(self.company_empty, self.district_north.company_ids)
        district.company_ids = [Command.unlink(self.company_empty.id)]
        self.assertNotIn(self.company_empty, self.district_north.company_ids)
        self.kim_admin.company_ids |= self.company_north  # coordinating organisation
        district = self._as(self.district_north, self.kim_admin)
        district.company_ids = [Command.unlink(self.company_carrier.id)]
        self.assertNotIn(self.company_carrier, self.district_north.company_ids)

    def test_a_new_district_takes_no_foreign_company(self):
        districts = self._as(self.env["kim.district"], self.kim_admin)
        vals = {"name": "KIM Test new", "company_id": self.company_town_a.id}
        companies = self.company_town_a | self.company_empty
        with self.assertRaises(AccessError):
            districts.create({**vals, "company_ids": [Command.set(companies.ids)]})
        companies = self.company_town_a
        districts.create({**vals, "company_ids": [Command.set(companies.ids)]})

    def test_no_company_joins_from_its_own_side(self):
        link = [Command.link(self.district_north.id)]
        company = self.company_empty.with_user(self.system_admin)
        with self.assertRefused(
            "Which districts a company takes part in is", AccessError
        ):
            company.kim_district_ids = link
        with self.assertRefused(
            "Which districts a company takes part in is", AccessError
        ):
            company.create({"name": "KIM Test side", "kim_district_ids": link})
        company.name = "KIM Test renamed"

    def test_company_that_takes_part_stays(self):
        company = self.env["res.company"].create({"name": "KIM Test joined"})
        self.district_north.company_ids |= company
        for user in (self.system_admin, self.env.user):
            with self.assertRefused("This is used in KIM and cannot be deleted."):
                company.with_user(user).unlink()
        self.district_north.company_ids -= company
        company.unlink()

    def test_lists_from_both_sides_are_deleted_alike(self):
        """Whichever side is set up last, the database keeps the same rule."""
        rules = {}
        for model in self.env.values():
            for field in model._fields.values():
                relation = getattr(field, "relation", None)
                if field.type == "many2many" and (relation or "").startswith("kim_"):
                    for column, rule in (
                        (field.column1, "cascade"),
                        (field.column2, field.ondelete),
                    ):
                        rules.setdefault((relation, column), set()).add(rule)
        self.assertGreater(len(rules), 20)
        self.assertFalse({key: said for key, said in rules.items() if len(said) > 1})

    def test_texts_stay_with_their_organisation(self):
        """What one organisation wrote is never printed in the name of another (7)."""
        own = self.env["kim.controller"]._of(self.company_town_a)
        other = self.env["kim.controller"]._of(self.company_carrier)
        language = self.env["kim.language"].search([("code", "=", "de")], limit=1)
        self.dpo.company_ids |= self.company_carrier  # reads both, moves nothing
        user_env = self.env(
            user=self.dpo.id,
            context={"allowed_company_ids": self.dpo.company_ids.ids},
        )
        vals = {
            "language_id": language.id,
            "controller_id": own.id,
            "title": "Eigener Text",
            "body": "Text",
        }
        for model, more in (
            ("kim.text.template", {"kind": "release"}),
            ("kim.information.sheet", {"version": "2026-01"}),
        ):
            text = user_env[model].create({**vals, **more})
            for target in (other.id, False):
                with self.subTest(model=model, target=target):
                    with self.assertRefused("” cannot be set to this", AccessError):
                        text.write({"controller_id": target})
                    self.assertEqual(text.sudo().controller_id, own)
