from collections import Counter

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.dates import berlin_today, day_start

CLIENT_FIELDS = frozenset(
    {
        "birth_date",
        "birth_day_unknown",
        "birth_year",
        "city",
        "country_id",
        "education_level",
        "email",
        "family_status",
        "first_name",
        "gender",
        "interpreter_needed",
        "language_id",
        "last_name",
        "nationality_id",
        "nationality_status",
        "phone",
        "street",
        "street2",
        "zip",
    }
)
CASE_FIELDS = frozenset(
    {
        "actor_kind_ids",
        "going_well",
        "life_domain_ids",
        "next_step",
        "next_step_date",
        "wish",
    }
)


class KimCase(models.Model):
    """The birth door: client, case, access row and first spell in one act."""

    _inherit = "kim.case"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse creation past the birth door.

        :raises AccessError: unless the superuser of the door creates
        """
        if not self.env.su:
            raise AccessError(
                self.env._("A case is opened from an inquiry or by import.")
            )
        return super().create(vals_list)

    @api.model
    def _open(self, company, municipality, client_vals, consent_vals, case_vals=None):
        """Open a case for a person; the only way a case comes into being.

        :param company: ``res.company`` of the controller
        :param municipality: ``kim.municipality`` the person lives in
        :param dict client_vals, consent_vals, case_vals: as for ``_open_many``
        :return: the case, in the user's environment
        """
        return self._open_many(
            company,
            [
                {
                    "municipality": municipality,
                    "client": client_vals,
                    "consent": consent_vals,
                    "case": case_vals or {},
                }
            ],
        )

    @api.model
    def _open_many(self, company, births):
        """Open cases of one controller; all of them, or none when one is refused.

        Checks right, company and towns as the user, then creates clients, cases,
        access rows, first spells and the basis of documentation as superuser, in a
        number of queries that does not grow with the cases.

        :param company: ``res.company`` of the controller
        :param list births: dicts of ``municipality`` (``kim.municipality``) and of

            - ``client``: fields of ``kim.client``, or ``{"id": n}`` of a client whose
              file the user may already write
            - ``consent``: legal basis, fields of ``kim.consent``; and what the person
              was told: ``information_on`` (date), ``information_form`` and
              ``sheet_id``, fields of ``kim.case.information``
            - ``case``: further fields of the case; ``date_open`` (date, default today)
              may lie in the past for imports
        :return: the cases in the order given, in the user's environment
        :raises AccessError: wrong person, company or town
        :raises UserError: the information or the legal basis is missing
        """
        towns = {birth["municipality"] for birth in births}
        self._check_birth_right(company, towns)
        controller_sudo = self.env["kim.controller"]._of(company)
        births = [self._checked_birth(controller_sudo, birth) for birth in births]
        clients = self._birth_clients(company, births)
        stages = {
            district: self._first_stage(district)
            for district in {town.district_id for town in towns}
        }
        numbers = self._birth_numbers(
            company,
            [(each["municipality"].code, each["opened"].year) for each in births],
        )
        cases_sudo = self.sudo().create(  # nobody may create; the door has checked
            [
                {
                    **birth["case"],
                    "number": number,
                    "company_id": company.id,
                    "municipality_id": birth["municipality"].id,
                    "client_id": client.id,
                    "responsible_id": self.env.uid,
                    "stage_id": stages[birth["municipality"].district_id].id,
                    "date_open": birth["opened"],
                }
                for birth, number, client in zip(births, numbers, clients, strict=True)
            ]
        )
        cases_sudo._grant(self.env.user, "responsible", special=True, valid_from=None)
        cases_sudo._join_tandems()
        cases_sudo._open_spell(
            {
                case.id: day_start(birth["opened"])
                for case, birth in zip(cases_sudo, births, strict=True)
            }
        )
        cases_sudo._birth_basis([birth["consent"] for birth in births])
        new = self.env["kim.client"].union(
            *(
                client
                for client, birth in zip(clients, births, strict=True)
                if not birth["client"].get("id")
            )
        )
        new.with_env(self.env)._check_duplicates()
        return cases_sudo.with_env(self.env)

    @api.model
    def _checked_birth(self, controller, birth):
        """Return a birth with its day apart, when nothing is wrong with it."""
        self.env["kim.consent"]._check_basis(controller, birth["consent"])
        case_vals = dict(birth["case"])
        today = berlin_today()
        opened = case_vals.pop("date_open", None) or today
        if opened > today:
            raise ValidationError(self.env._("A case cannot be opened in the future."))
        unknown = (set(case_vals) - CASE_FIELDS) | (
            set(birth["client"]) - CLIENT_FIELDS - {"id"}
        )
        if unknown:
            raise ValidationError(
                self.env._(
                    "These fields cannot be set when a case is opened: %(fields)s",
                    fields=", ".join(sorted(unknown)),
                )
            )
        return {**birth, "case": case_vals, "opened": opened}

    @api.model
    def _birth_numbers(self, company, wanted):
        """Return a running number for each (prefix, year), in the order given."""
        counter_sudo = self.env["kim.case.counter"].sudo()  # it belongs to the door
        drawn = {
            key: iter(counter_sudo._next_many(company, *key, count))
            for key, count in Counter(wanted).items()
        }
        return [next(drawn[key]) for key in wanted]

    def _birth_basis(self, consents):
        """Record what the persons were told and on what documentation rests.

        :param list consents: for each of these cases the dict ``consent``, as for
            ``_open_many``
        """
        rows, told = [], []
        sheets = {}
        for case, given in zip(self, consents, strict=True):
            vals = dict(given)
            told_on = vals.pop("information_on", None)
            form = vals.pop("information_form", None) or "paper"
            sheet_id = vals.pop("sheet_id", None)
            rows.append({**vals, "case_id": case.id, "purpose": "documentation"})
            if not told_on:
                continue
            language = self.env["kim.language"].browse(vals.get("language_id"))
            key = (case.company_id, sheet_id, language)
            if key not in sheets:
                sheet = self.env["kim.information.sheet"].browse(sheet_id).exists()
                sheets[key] = sheet or sheet._for(
                    self.env["kim.controller"]._of(case.company_id), language
                )
            sheet = sheets[key]
            told.append(
                {
                    "case_id": case.id,
                    "date": told_on,
                    "form": form,
                    "language_id": sheet.language_id.id or language.id,
                    "interpreter": vals.get("interpreter"),
                    "sheet_id": sheet.id,
                }
            )
        self.env["kim.consent"].create(rows)
        self.env["kim.case.information"].create(told)

    def _check_birth_right(self, company, municipalities):
        if self.env.su:  # demo data and import run by the system
            return
        if not self.env.user.has_group("kim_case.group_kim_case_user"):
            raise AccessError(self.env._("Only case managers open cases."))
        if company not in self.env.user.company_ids:
            raise AccessError(
                self.env._("You do not work for this organisation. Choose your own.")
            )
        towns = self.env["kim.municipality"]
        own = towns.search(towns._own_town_domain())
        for municipality in municipalities:
            if municipality not in own or company not in (
                municipality.district_id._companies_sudo()
            ):
                raise AccessError(
                    self.env._(
                        "You do not work in this town today. Your posts are kept by the "
                        "coordination of the district."
                    )
                )

    def _birth_clients(self, company, births):
        """Return the client of each birth: the known one, or a new one in sudo."""
        clients = self.env["kim.client"]
        new = [birth for birth in births if not birth["client"].get("id")]
        numbers = self._birth_numbers(
            company, [("K", birth["opened"].year) for birth in new]
        )
        made = iter(
            clients.sudo().create(  # nobody may create; the door has checked
                [
                    {**birth["client"], "company_id": company.id, "number": number}
                    for birth, number in zip(new, numbers, strict=True)
                ]
            )
        )
        return [
            self._known_client(company, birth["client"]["id"])
            if birth["client"].get("id")
            else next(made)
            for birth in births
        ]

    def _known_client(self, company, client_id):
        client = self.env["kim.client"].browse(client_id)
        client.check_access("write")
        if client.sudo().company_id != company:  # her number says nothing more
            raise AccessError(
                self.env._("This client belongs to another organisation.")
            )
        return client

    def _first_stage(self, district):
        stage = self.env["kim.case.stage"].search(
            [("district_id", "=", district.id), ("phase_kind", "!=", "closed")],
            order="sequence, id",
            limit=1,
        )
        if not stage:
            raise UserError(
                self.env._("This district has no phases yet. Ask its coordination.")
            )
        return stage
