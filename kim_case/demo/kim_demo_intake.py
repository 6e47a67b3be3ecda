"""Demo inquiries: what comes in before there is a case; all invented."""

from datetime import timedelta

from odoo import models
from odoo.fields import Command

from ..tools.dates import berlin_today

SERVICES = [
    # name, kind of institution, place
    ("Migrationsberatung (Demo)", "migration_counselling", "Borgholzhausen"),
    ("Jugendmigrationsdienst (Demo)", "youth_migration_service", "Gütersloh"),
    ("Schuldnerberatung (Demo)", "debt_counselling", "Halle (Westf.)"),
]
INQUIRIES = [
    # days ago, way, life domains, institutions, language, other case management, outcome
    (40, "flyer", ["language"], [], "uk", False, "no_need"),
    (25, "self", ["housing"], ["landlord"], "ar", False, "elsewhere"),
    (12, "jobcenter", ["debt"], ["jobcenter"], "tr", False, "refer"),
    (
        6,
        "school",
        ["school_upbringing", "housing", "health"],
        ["school", "jobcenter", "migration_counselling"],
        "ar",
        False,
        None,
    ),
    (
        3,
        "youth_office",
        ["family", "language"],
        ["youth_office", "school"],
        "fa",
        True,
        None,
    ),
    (1, "volunteers", ["language"], ["volunteers"], "ti", False, None),
]


class KimDemo(models.AbstractModel):
    """Inquiries of the demo town: two declined, one referred, three open."""

    _inherit = "kim.demo"

    def _demo_inquiries(self, town, manager):
        """Take the demo inquiries as a case manager.

        :param town: ``kim.municipality`` record
        :param manager: ``res.users`` who takes them
        """
        services = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "city": city,
                    "kim_actor_kind_id": self._demo_codes("kim.actor.kind", [kind])[0],
                    "kim_place": "outside",
                }
                for name, kind, city in SERVICES
            ]
        )
        inquiries = self.env["kim.inquiry"].with_user(manager)
        for days, way, domains, kinds, language, other, outcome in INQUIRIES:
            inquiry = inquiries.with_company(manager.company_id).create(
                {
                    "municipality_id": town.id,
                    "company_id": manager.company_id.id,
                    "date": berlin_today() - timedelta(days=days),
                    "access_route_id": self._demo_codes("kim.access.route", [way])[0],
                    "life_domain_ids": [
                        Command.set(self._demo_codes("kim.life.domain", domains))
                    ],
                    "actor_kind_ids": [
                        Command.set(self._demo_codes("kim.actor.kind", kinds))
                    ],
                    "language_id": self._demo_codes("kim.language", [language])[0],
                    "interpreter_needed": language in ("ar", "ti"),
                    "other_case_management": other,
                    "other_partner_id": services[1].id if other else False,
                }
            )
            if outcome == "refer":
                inquiry.referred_partner_id = services[2]
                inquiry.action_refer()
            elif outcome:
                inquiry.decline_reason = outcome
                inquiry.action_decline()

    def _demo_codes(self, model, codes):
        """Return the ids of shared catalogue entries."""
        return (
            self.env[model]
            .search([("code", "in", codes), ("district_id", "=", False)])
            .ids
        )
