from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestOffer(KimCommon):
    """What institutions offer: kept by the network, found from a case, overlaps seen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school, cls.club = cls.env["res.partner"].create(
            [
                {"name": "Language school (test)", "is_company": True},
                {"name": "Club (test)", "is_company": True},
            ]
        )
        cls.arabic = cls._catalogue("kim.language", "Arabic (test)")
        cls.families = cls._catalogue("kim.target.group", "Families (test)")
        cls.tag = cls._catalogue("kim.field.tag", "Language field (test)")

    def _offer(self, user=None, **vals):
        return self._as(self.env["kim.offer"], user or self.cm_a).create(
            {
                "name": "Language course",
                "partner_id": self.school.id,
                "district_id": self.district_north.id,
                "life_domain_ids": [Command.set(self.domain_language.ids)],
                **vals,
            }
        )

    def test_network_keeps_offers_without_rights_on_contacts(self):
        for user in (self.cm_a, self.participant, self.coordination):
            offer = self._offer(user)
            offer.write({"contact": "Mondays"})
            self.assertEqual(offer.partner_id, self.school)
        with self.assertRaises(AccessError):
            self._as(self.school, self.participant).write({"name": "Renamed"})
        with self.assertRefused("You have no right to", AccessError):
            self._as(offer, self.participant).unlink()
        self._as(offer, self.coordination).unlink()
        offer = self._offer()
        for user in (self.auditor, self.dpo, self.kim_admin, self.plain_user):
            self.assertSees(user, offer)
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._as(offer, user).write({"name": "x"})
        self.assertSeesNot(self.coordination_south, offer)
        with self.assertRefused("You have no right to", AccessError):
            self._offer(self.coordination_south)

    def test_own_district_is_proposed(self):
        offers = self._as(self.env["kim.offer"], self.cm_a)
        proposed = offers.with_company(self.company_town_a).default_get(["district_id"])
        self.assertEqual(proposed["district_id"], self.district_north.id)

    def test_bad_values(self):
        person = self.env["res.partner"].create({"name": "A person"})
        for vals in (
            {"partner_id": person.id},
            {"municipality_ids": [Command.set(self.town_s.ids)]},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    (
                        "An offer belongs to an institution, not to a",
                        "Please choose towns of the district of the",
                    ),
                    ValidationError,
                ),
            ):
                self._offer(self.env.user, **vals)
        with self.assertRefused(
            "You have no right to", AccessError
        ):  # towns of others are not even seen
            self._offer(municipality_ids=[Command.set(self.town_s.ids)])

    def test_found_by_domain_field_town_and_language(self):
        here = self._offer(
            municipality_ids=[Command.set(self.town_a.ids)],
            language_ids=[Command.set(self.arabic.ids)],
            field_tag_ids=[Command.set(self.tag.ids)],
        )
        everywhere = self._offer(name="For the whole district")
        elsewhere = self._offer(municipality_ids=[Command.set(self.town_b.ids)])
        other = self._offer(life_domain_ids=[Command.set(self.domain_work.ids)])
        ended = self._offer(date_until=self.yesterday)
        ahead = self._offer(date_from=self.today + timedelta(days=1))
        mine = here | everywhere | elsewhere | other | ended | ahead
        offers = self._as(self.env["kim.offer"], self.cm_a)
        within = [("id", "in", mine.ids)]
        current = offers.search([*within, ("is_current", "=", True)])
        self.assertEqual(current, mine - ended - ahead)
        self.assertEqual(mine.filtered("is_current"), current)
        for name, value, found in (
            ("life_domain_ids", "Work (test)", other),
            ("field_tag_ids", "Language field (test)", here),
            ("municipality_ids", self.town_b.name, elsewhere),
            ("language_ids", "Arabic (test)", here),
        ):
            self.assertEqual(offers.search([*within, (name, "=", value)]), found, name)
        case = self._case(life_domain_ids=[Command.set(self.domain_language.ids)])
        case.client_id.language_id = self.arabic
        action = case.action_find_offer()
        self.assertEqual(action["res_model"], "kim.offer")
        fitting = offers.with_context(**action["context"])
        self.assertEqual(
            fitting.search(
                [*within, ("fits_case", "=", True), ("is_current", "=", True)]
            ),
            here | everywhere,
        )
        self.assertEqual(fitting.search([*within, ("speaks", "=", True)]), here)
        self.assertEqual(offers.search([*within, ("fits_case", "=", True)]), mine)
        with self.assertRefused("You have no right to", AccessError):
            self._as(case, self.cm_a2).action_find_offer()

    def test_nothing_leads_from_an_offer_to_a_case(self):
        left = self.env.registry["kim.left.mixin"]
        for model in ("kim.offer", "kim.offer.report"):
            for name, field in self.env[model]._fields.items():
                if field.relational:
                    target = self.env.registry[field.comodel_name]
                    self.assertFalse(issubclass(target, left), f"{model}.{name}")

    def _overlaps(self, user=None):
        lines = self._as(self.env["kim.offer.report"], user or self.coordination)
        self.env.flush_all()
        self.env.invalidate_all()  # lines of a view have no lasting ids
        return lines.search(
            [("partner_id", "in", (self.school | self.club).ids)],
        )

    def test_overlaps(self):
        """The same for the same people in the same town, by two institutions."""
        groups = [Command.set(self.families.ids)]
        town = [Command.set(self.town_a.ids)]
        first = self._offer(target_group_ids=groups, municipality_ids=town)
        again = self._offer(target_group_ids=groups, municipality_ids=town)
        self.assertEqual(set(self._overlaps().mapped("institutions")), {1})
        second = self._offer(partner_id=self.club.id, target_group_ids=groups)
        lines = self._overlaps()
        both = lines.filtered(lambda line: line.institutions == 2)
        self.assertEqual(both.offer_id, first | again | second)
        self.assertEqual(both.municipality_id, self.town_a)
        self.assertEqual(both.target_group_id, self.families)
        alone = lines - both
        self.assertEqual(alone.municipality_id, self.town_b, "offered there by one")
        second.date_until = self.yesterday
        self.assertEqual(set(self._overlaps().mapped("institutions")), {1})
        self.assertFalse(self._overlaps(self.coordination_south))

    def test_offers_on_the_institution(self):
        offer = self._offer()
        partner = self._as(self.school, self.cm_a)
        self.assertEqual(partner.kim_offer_ids, offer)
        action = partner.action_kim_new_offer()
        self.assertEqual(action["context"], {"default_partner_id": self.school.id})
