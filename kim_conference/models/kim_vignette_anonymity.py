from odoo import api, models
from odoo.tools import SQL

from odoo.addons.kim_case.tools.dates import berlin_today

from ..tools.age_band import band_of
from ..tools.anonymity import Crowd, Row
from ..tools.text_check import find_names, find_numbers, find_patterns

# A country is shown only where at least so many current cases come from it.
COUNTRY_K = 5
# Younger ages are too often counts of something else.
MIN_AGE = 14
LEVEL_FIELDS = {
    "age": "age_level",
    "gender": "gender_level",
    "family": "family_level",
    "origin": "origin_level",
    "education": "education_level_shown",
}


class KimVignetteDraft(models.Model):
    """Anonymity and text check of a vignette (§ 4.5; decisions, no. 21).

    Nothing here tells a number below k, or anything about another person's name.
    """

    _inherit = "kim.vignette.draft"

    # ------------------------------------------------------------------
    # k
    # ------------------------------------------------------------------
    def _k_reached(self):
        """Say whether at least k current cases share what is shown.

        Counted are persons of the author's own controller and town.

        :return: bool
        """
        self.ensure_one()
        crowd, levels, k, country_k = self._crowd()
        if levels.get("origin") == "country" and (
            crowd.count({"origin": "country"}) < country_k
        ):
            return False
        return crowd.count(levels) >= k

    def _proposal(self):
        """Return the levels that would reach k at the least loss.

        :return: dict attribute -> level, ``None`` where none reaches it
        """
        self.ensure_one()
        crowd, levels, k, country_k = self._crowd()
        return crowd.propose(levels, k, country_k)

    def _crowd(self):
        self.ensure_one()
        self.case_id._origin.check_access("read")  # see _text_findings
        own = self._row(self.case_id.client_id)
        rows = self._current_rows()
        levels = {name: self[field] for name, field in LEVEL_FIELDS.items()}
        k = self.case_id.district_id.sudo().k_threshold  # a setting is no secret
        return Crowd(rows, own), levels, k, max(k, COUNTRY_K)

    def _current_rows(self):
        """Return the attributes of everyone with a current case in controller and town.

        :return: list of ``Row``, one a person
        """
        case_sudo = self.case_id.sudo()  # counted only; no number leaves this model
        self.env["kim.case"].flush_model()
        self.env["kim.client"].flush_model()
        today = berlin_today()
        regions = self._regions()
        return [
            Row(age, gender, family, country, regions.get(country), education)
            for age, gender, family, country, education in self.env.execute_query(
                SQL(
                    """
                    SELECT CASE WHEN birth_date IS NOT NULL
                                THEN EXTRACT(YEAR FROM age(%s, birth_date))::int
                                WHEN birth_year > 0 THEN %s - birth_year
                           END,
                           gender, family_status, country_id, education_level
                      FROM kim_client
                     WHERE id IN (
                           SELECT client_id FROM kim_case
                            WHERE company_id = %s AND municipality_id = %s
                              AND phase_kind != 'closed')
                    """,
                    today,
                    today.year,
                    case_sudo.company_id.id,
                    case_sudo.municipality_id.id,
                )
            )
        ]

    @api.model
    def _regions(self):
        """Return country id -> region id, the first region that names the country."""
        regions = {}
        for region in self.env["kim.origin.region"].search(
            [("country_ids", "!=", False)]
        ):
            for country_id in region.country_ids.ids:
                regions.setdefault(country_id, region.id)
        return regions

    def _row(self, client):
        return Row(
            client._age(),
            client.gender or None,
            client.family_status or None,
            client.country_id.id or None,
            self._regions().get(client.country_id.id),
            client.education_level or None,
        )

    def _shown_attributes(self):
        """Return what the levels let through of the case's own attributes."""
        self.ensure_one()
        row = self._row(self.case_id.client_id)
        shown = "shown"
        return {
            "age_band": band_of(row.age, self.age_level),
            "gender": self.gender_level == shown and row.gender,
            "family_status": self.family_level == shown and row.family,
            "origin_region_id": self.origin_level == "region" and row.region,
            "origin_country_id": self.origin_level == "country" and row.country,
            "education_level": self.education_level_shown == shown and row.education,
        }

    @api.model
    def _level_values(self, levels):
        return {LEVEL_FIELDS[name]: level for name, level in levels.items()}

    def _proposal_label(self):
        """Return the proposed coarsening in words, without any number of people."""
        self.ensure_one()
        levels = self._proposal()
        if not levels:
            return self.env._("However coarse, it is not anonymous: only by consent.")
        labels = []
        for name, level in levels.items():
            field = self._fields[LEVEL_FIELDS[name]]
            if self[field.name] == level:
                continue
            value = dict(field._description_selection(self.env))[level]
            if name == "age" and level != "hidden":
                band = band_of(self.case_id.client_id._age(), level)
                age_labels = self._fields["age_band"]._description_selection(self.env)
                value = dict(age_labels)[band]
            what = {
                "age": self.env._("Age"),
                "gender": self.env._("Gender"),
                "family": self.env._("Family status"),
                "origin": self.env._("Origin"),
                "education": self.env._("Education"),
            }[name]
            labels.append(f"{what}: {value}")
        return self.env._("%(changes)s → reached", changes="; ".join(labels))

    # ------------------------------------------------------------------
    # Text
    # ------------------------------------------------------------------
    def _findings(self):
        """Return what in the texts could lead to the person.

        :return: list of ``Finding``
        """
        self.ensure_one()
        text = "\n".join(filter(None, (self.needs, self.notes)))
        return self.case_id._text_findings(text) if self.case_id else []


class KimCase(models.Model):
    _inherit = "kim.case"

    def _text_findings(self, text):
        """Return what in ``text`` could lead to people of this very case.

        Names are those of this case alone: a check against other people's names would
        tell who else has a case.

        :param str text: written from this case
        :return: list of ``Finding``
        """
        # Else the check would tell names of any case; a form not saved yet holds the
        # case as a new record, whose access nobody checks.
        (self._origin or self).check_access("read")
        if not (text or "").strip():
            return []
        return list(
            dict.fromkeys(
                find_names(text, self._own_names())
                + find_numbers(text, self._own_numbers())
                + find_patterns(text)
            )
        )

    def _own_names(self):
        """Return the names and numbers of this case's own people and places.

        :return: dict text -> kind of finding
        """
        case_sudo = self.sudo()  # the text is checked, the names are not shown
        client, persons = case_sudo.client_id, case_sudo.person_ids
        names = {}
        for person in (client, *persons):
            for name in (person.last_name, person.first_name):
                names[name] = "name"
        for user in case_sudo.responsible_id | case_sudo.access_ids.user_id:
            names[user.name] = "staff"
        for town in (client.city, case_sudo.municipality_id.name):
            names[town] = "place"
        names[client.street] = names[client.street2] = "street"
        names[case_sudo.number] = "case"
        names.pop(False, None)
        names.pop(None, None)
        return names

    def _own_numbers(self):
        """Return age and year of birth of the client, in so far as they are known.

        :return: dict number -> kind of finding
        """
        client_sudo = self.sudo().client_id  # the text is checked, nothing is shown
        age, year = client_sudo._age(), client_sudo.birth_year
        return {number: "age" for number in (age, year) if number and number >= MIN_AGE}

    @api.model
    def _finding_labels(self):
        """Return kind of finding -> why it is one, in the user's language."""
        return {
            "name": self.env._("names a person of this case"),
            "staff": self.env._("names someone who works on this case"),
            "place": self.env._("names a place of this case"),
            "case": self.env._("is a case number"),
            "date": self.env._("is a date"),
            "phone": self.env._("looks like a telephone number"),
            "email": self.env._("is an e-mail address"),
            "street": self.env._("looks like an address"),
            "number": self.env._("looks like a reference number"),
            "age": self.env._("is an exact age; the band is shown instead"),
        }


class KimClient(models.Model):
    _inherit = "kim.client"

    def _age(self):
        """Return the age in full years; by the year alone where no day is known.

        :return: int or None
        """
        today = berlin_today()
        if self.birth_date:
            had_birthday = (today.month, today.day) >= (
                self.birth_date.month,
                self.birth_date.day,
            )
            return today.year - self.birth_date.year - (not had_birthday)
        return today.year - self.birth_year if self.birth_year else None
