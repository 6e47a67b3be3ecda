"""Demo data: offers of the network and the network map of one family."""

from odoo import api, models
from odoo.fields import Command

OFFERS = [
    # institution, kind, place, city, offer, life domains, for whom, towns, languages, way
    (
        ("Sprachschule (Demo)", "language_school", "outside", "Halle (Westf.)"),
        "Integrationskurs am Vormittag mit Kinderbetreuung",
        ("language", "childcare"),
        ("newcomers",),
        ("Borgholzhausen", "Halle (Westf.)"),
        ("de", "ar", "uk"),
        "Anmeldung telefonisch, montags 9–12 Uhr",
    ),
    (
        ("Kreisfamilienzentrum", "family_centre", "inside", "Borgholzhausen"),
        "Eltern-Kind-Gruppe „Sprache im Alltag“",
        ("language", "family"),
        ("families",),
        ("Borgholzhausen",),
        ("de", "ckb", "ar"),
        "Offen, dienstags 15 Uhr",
    ),
    (
        ("Caritas", "welfare_association", "outside", "Gütersloh"),
        "Migrationsberatung für Erwachsene",
        ("orientation", "residence", "livelihood"),
        ("newcomers",),
        (),
        ("de", "en", "ar", "fa"),
        "Termin nach Vereinbarung",
    ),
    (
        ("DRK", "welfare_association", "outside", "Gütersloh"),
        "Migrationsberatung und Begleitung zu Ämtern",
        ("orientation", "residence"),
        ("newcomers",),
        (),
        ("de", "en", "tr"),
        "Offene Sprechstunde donnerstags",
    ),
    (
        ("Jobcenter Kreis Gütersloh", "jobcenter", "inside", "Gütersloh"),
        "Beratung zu Ausbildung und Arbeit",
        ("work", "training"),
        ("young",),
        (),
        ("de", "en"),
        "Über die Eingangszone",
    ),
    (
        ("Schuldnerberatung (Demo)", "debt_counselling", "outside", "Gütersloh"),
        "Schuldner- und Budgetberatung",
        ("debt", "livelihood"),
        (),
        (),
        ("de", "ru", "tr"),
        "Termin telefonisch, Wartezeit drei Wochen",
    ),
    (
        ("Digitalcafé (Demo)", "association", "outside", "Borgholzhausen"),
        "Hilfe bei Online-Formularen",
        ("digital", "education"),
        (),
        ("Borgholzhausen",),
        ("de", "en"),
        "Freitags 16–18 Uhr, ohne Anmeldung",
    ),
]
RELATIONS = [
    # name or institution, is it an institution, area, strength, in conflict
    ("AWO Kitas", True, "school", "strong", False),
    ("Grundschule (Demo)", True, "school", "medium", False),
    ("Jobcenter Kreis Gütersloh", True, "authority", "medium", True),
    ("Nachbarin", False, "neighbours", "strong", False),
    ("Bruder in Bielefeld", False, "family", "weak", False),
    ("Vermieter", False, "neighbours", "medium", True),
    ("Fußballverein", False, "leisure", "weak", False),
]


class KimDemo(models.AbstractModel):
    """Offers of the district of Gütersloh, and the network of the demo family."""

    _inherit = "kim.demo"

    @api.model
    def _load_kim_case(self):
        """Add offers and network map once the cases stand."""
        new = not self.env["kim.district"].search_count([], limit=1)
        result = super()._load_kim_case()
        if new:
            self._demo_offers()
            self._demo_network_map()
        return result

    def _demo_by_code(self, model, codes):
        return Command.set(self.env[model].search([("code", "in", codes)]).ids)

    def _demo_offers(self):
        district = self.env["kim.district"].search(
            [("municipality_ids.name", "=", "Borgholzhausen")], limit=1
        )
        for institution, name, domains, groups, towns, languages, way in OFFERS:
            self.env["kim.offer"].create(
                {
                    "name": name,
                    "partner_id": self._demo_network_partner(*institution).id,
                    "district_id": district.id,
                    "life_domain_ids": [self._demo_by_code("kim.life.domain", domains)],
                    "target_group_ids": [
                        self._demo_by_code("kim.target.group", groups)
                    ],
                    "language_ids": [self._demo_by_code("kim.language", languages)],
                    "municipality_ids": [
                        Command.set(
                            district.municipality_ids.filtered(
                                lambda town, towns=towns: town.name in towns
                            ).ids
                        )
                    ],
                    "contact": way,
                }
            )

    def _demo_network_map(self):
        case = self.env["kim.case"].search(
            [("client_id.last_name", "=like", "% 07")], limit=1
        )
        case = case.with_user(case.responsible_id)
        partners = self.env["res.partner"]
        for name, institution, kind, strength, conflict in RELATIONS:
            partner = partners
            if institution:
                partner = partners.search(
                    [("name", "=", name), ("is_company", "=", True)], limit=1
                )
            case.env["kim.case.relation"].create(
                {
                    "case_id": case.id,
                    "name": False if partner else name,
                    "partner_id": partner.id,
                    "node": "institution" if institution else "person",
                    "kind": kind,
                    "strength": strength,
                    "conflict": conflict,
                }
            )
