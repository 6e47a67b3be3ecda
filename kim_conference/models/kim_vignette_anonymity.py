from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.kim_case.tools.dates import berlin_today, day_start

from ..tools.age_band import band_of
from ..tools.anonymity import Crowd, Row
from ..tools.text_check import find_names, find_numbers, find_patterns

# A country is shown only where at least so many current cases come from it.
COUNTRY_K = 5
# Younger ages are too often counts of something else.
MIN_AGE = 14
# Questions a day that the check of anonymity answers: from one case, and in all.
QUESTIONS_EACH = 30
QUESTIONS_DAILY = 150
# Attributes by which people are alike; who was changed in one counts from tomorrow on.
CROWD_FIELDS = frozenset(
    {
        "birth_date",
        "birth_year",
        "country_id",
        "education_level",
        "family_status",
        "gender",
    }
)
LEVEL_FIELDS = {
    "age": "age_level",
    "gender": "gender_level",
    "family": "family_level",
    "origin": "origin_level",
    "education": "education_level_shown",
}


class KimVignetteDraft(models.Model):
    """Anonymity and text check of a vignette (docs/architecture.md).

    Nothing here tells a number below k, or anything about another person's name.
    """

    _inherit = "kim.vignette.draft"

    # ------------------------------------------------------------------
    # k
    # ------------------------------------------------------------------
    def _k_reached(self):
        """Say whether at least k current cases share what is shown.

        Counted are persons of the author's own controller and town, as they stood last
        midnight; those whom the author does not know only when they are several.

        :return: bool; False too when the user has asked too often today
        """
        self.ensure_one()
        if not self._may_ask():
            return False
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
        if not self._may_ask():
            return None
        crowd, levels, k, country_k = self._crowd()
        return crowd.propose(levels, k, country_k)

    def _may_ask(self):
        """Count a question to the check; the same one within a request counts once.

        :return: bool: whether it is answered, after so many today
        """
        case = self.case_id._origin
        case.check_access("read")  # see _text_findings
        row, levels = self._row(self.case_id.client_id), self._levels()
        question = (self.env.uid, case.id, row, tuple(levels.items()))
        asked = self.env.cr.cache.setdefault("kim_crowd_questions", {})
        if question not in asked:
            self.env["kim.access.log"]._note_look(case, "question")
            asked[question] = self.env["kim.question"]._may_ask(
                "crowd", case.id, QUESTIONS_EACH, QUESTIONS_DAILY
            )
        return asked[question]

    def _levels(self):
        return {name: self[field] for name, field in LEVEL_FIELDS.items()}

    def _crowd(self):
        own = self._row(self.case_id.client_id)
        known, others = self._current_rows()
        k = self.case_id.district_id.sudo().k_threshold  # a setting is no secret
        return Crowd(known, own, others), self._levels(), k, max(k, COUNTRY_K)

    def _current_rows(self):
        """Return the attributes of everyone with a current case in controller and town.

        Who was changed, or came, since last midnight is left out: else one would ask
        before and after a colleague's work.

        :return: two lists of ``Row``, one a person: those on whose cases the author or
            the user has or had rights, and all others
        """
        case_sudo = self.case_id.sudo()  # counted only; no number leaves this model
        self.env.flush_all()
        today = berlin_today()
        regions = self._regions()
        known, others = [], []
        for is_known, age, gender, family, country, education in self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (
                           SELECT FROM kim_case
                             LEFT JOIN kim_case_access
                               ON kim_case_access.case_id = kim_case.id
                            WHERE kim_case.client_id = client.id
                              AND (kim_case_access.user_id = ANY(%(askers)s)
                                   OR kim_case.responsible_id = ANY(%(askers)s))),
                       CASE WHEN birth_date IS NOT NULL
                            THEN EXTRACT(YEAR FROM age(%(today)s, birth_date))::int
                            WHEN birth_year > 0 THEN %(year)s - birth_year
                       END,
                       gender, family_status, country_id, education_level
                  FROM kim_client AS client
                 WHERE (client.crowd_since IS NULL OR client.crowd_since < %(today)s)
                   AND id IN (
                       SELECT kim_case.client_id
                         FROM kim_case
                         JOIN kim_case_spell AS spell ON spell.case_id = kim_case.id
                        WHERE kim_case.company_id = %(company)s
                          AND kim_case.municipality_id = %(town)s
                          AND kim_case.phase_kind != 'closed'
                          AND spell.company_id = %(company)s
                          AND spell.municipality_id = %(town)s
                          AND spell.phase_kind != 'closed'
                          AND spell.create_date < %(midnight)s
                          AND spell.date_from < %(midnight)s
                          AND (spell.date_to IS NULL OR spell.date_to >= %(midnight)s))
                """,
                # as recorded: a form not saved yet holds any author
                askers=[self.env.uid, *self._origin.author_id.ids],
                today=today,
                year=today.year,
                midnight=day_start(today),
                company=case_sudo.company_id.id,
                town=case_sudo.municipality_id.id,
            )
        ):
            (known if is_known else others).append(
                Row(age, gender, family, country, regions.get(country), education)
            )
        return known, others

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
        if not self._may_ask():
            return self._asked_enough()
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

    @api.model
    def _asked_enough(self):
        return self.env._(
            "The check of anonymity was asked often enough today. Go on tomorrow, or "
            "choose “By consent”."
        )

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
            "length": self.env._("begins a text that is too long to be checked"),
        }


class KimAccessLog(models.Model):
    _inherit = "kim.access.log"

    action = fields.Selection(
        selection_add=[("question", "Asked whether enough people are alike")],
        ondelete={"question": "set open"},
    )


class KimClient(models.Model):
    _inherit = "kim.client"

    crowd_since = fields.Date(
        readonly=True,
        copy=False,
        default=berlin_today,
        groups=fields.NO_ACCESS,
        help="Day on which an attribute of vignettes was changed last.",
    )

    def write(self, vals):
        """Let who was changed count in a crowd from tomorrow on."""
        names = CROWD_FIELDS & set(vals)
        before = {client.id: client._crowd_values() for client in self if names}
        result = super().write(vals)
        changed = self.filtered(
            lambda client: names and client._crowd_values() != before[client.id]
        )
        if changed:
            # a mark of the check, which nobody reads
            super(KimClient, changed.sudo()).write({"crowd_since": berlin_today()})
        return result

    def _crowd_values(self):
        return tuple(self.sudo()[name] for name in sorted(CROWD_FIELDS))  # compared

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
