"""Columns of the import of existing cases, and how a cell becomes a value."""

import re
from collections import namedtuple
from datetime import date, datetime

from odoo.fields import Domain
from odoo.tools.translate import LazyTranslate

from ..models.kim_client import (
    EDUCATION_LEVELS,
    FAMILY_STATUSES,
    GENDERS,
    MAX_NAME,
)
from ..models.kim_consent_minor import ASSENTS, GIVEN_BY, GUARDIAN_ROLES
from ..models.kim_controller import BASES
from ..tools.dates import berlin_today
from ..tools.spreadsheet import FORMULA

_lt = LazyTranslate("kim_case")
MAX_CELL = 10_000
FORMS = [("oral", "Oral"), ("signed", "Signed")]
MODELS = {"client": "kim.client", "consent": "kim.consent", "case": "kim.case"}
YES = {"1", "x", "ja", "j", "yes", "y", "wahr", "true"}
NO = {"", "0", "nein", "n", "no", "falsch", "false"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

# A birth of which the year alone is known, as lists say it: 1990, 00.00.1990, 3/1990.
_VAGUE = re.compile(r"(?:[0xX?*_-]{1,2}\.[\dxX?*_-]{1,2}\.|[\dxX?]{1,2}/)?(\d{4})")

# target: client, case, consent, or none (read by the import itself)
Column = namedtuple("Column", "key label kind target detail required help")


def _column(key, label, kind, target, detail=None, required=False, explanation=""):
    return Column(key, label, kind, target, detail, required, explanation)


COLUMNS = [
    _column(
        "number",
        _lt("Case number"),
        "text",
        None,
        64,
        explanation=_lt("Empty for a new case. Filled: this case of yours is updated."),
    ),
    _column("last_name", _lt("Last name"), "text", "client", MAX_NAME, True),
    _column("first_name", _lt("First name"), "text", "client", MAX_NAME),
    _column("birth_date", _lt("Date of birth"), "birth", "client"),
    _column(
        "birth_year",
        _lt("Year of birth"),
        "year",
        "client",
        explanation=_lt("Where the day is not known."),
    ),
    _column(
        "birth_day_unknown",
        _lt("Day not known"),
        "yes",
        "client",
        explanation=_lt("Where 1 January only stands in the papers."),
    ),
    _column("gender", _lt("Gender"), "choice", "client", GENDERS),
    _column(
        "family_status",
        _lt("Family status"),
        "choice",
        "client",
        FAMILY_STATUSES,
    ),
    _column(
        "education_level",
        _lt("Education"),
        "choice",
        "client",
        EDUCATION_LEVELS,
    ),
    _column(
        "country_id",
        _lt("Country of origin"),
        "one",
        "client",
        "res.country",
        explanation=_lt("Name or two-letter code."),
    ),
    _column("language_id", _lt("Language"), "one", "client", "kim.language"),
    _column("interpreter_needed", _lt("Interpreter needed"), "yes", "client"),
    _column("phone", _lt("Phone"), "text", "client", 64),
    _column("email", _lt("E-mail"), "text", "client", MAX_NAME),
    _column("street", _lt("Street"), "text", "client", MAX_NAME),
    _column("zip", _lt("Postcode"), "text", "client", 16),
    _column("city", _lt("City"), "text", "client", MAX_NAME),
    _column(
        "town",
        _lt("Town"),
        "town",
        None,
        required=True,
        explanation=_lt("Name or short form of a town in which you work."),
    ),
    _column("date_open", _lt("Opened on"), "past", "case", required=True),
    _column(
        "stage",
        _lt("Phase"),
        "stage",
        None,
        explanation=_lt("As your district names it; empty: the first."),
    ),
    _column(
        "basis",
        _lt("Legal basis"),
        "choice",
        "consent",
        BASES,
        True,
        _lt("What documentation rests on. What is allowed, your DPO has decided."),
    ),
    _column(
        "given_on",
        _lt("Date of the legal basis"),
        "past",
        "consent",
        required=True,
        explanation=_lt("Day of the consent, or since when the basis holds."),
    ),
    _column(
        "form",
        _lt("Form of consent"),
        "choice",
        "consent",
        FORMS,
        explanation=_lt("Only where the basis is consent."),
    ),
    _column("signature_due", _lt("Signature by"), "day", "consent"),
    _column(
        "given_by",
        _lt("Consent given by"),
        "choice",
        "consent",
        GIVEN_BY,
        explanation=_lt("Empty: the person."),
    ),
    _column(
        "guardian_name",
        _lt("Name of the guardian"),
        "text",
        "consent",
        MAX_NAME,
        explanation=_lt("Only where a legal guardian consents."),
    ),
    _column("guardian_role", _lt("Guardian is"), "choice", "consent", GUARDIAN_ROLES),
    _column(
        "assent",
        _lt("Own assent"),
        "choice",
        "consent",
        ASSENTS,
        explanation=_lt("Of a person under 18."),
    ),
    _column(
        "assent_reason",
        _lt("Reason on the assent"),
        "text",
        "consent",
        300,
        explanation=_lt("Why the own word of a minor is enough, or why it is missing."),
    ),
    _column(
        "information_on",
        _lt("Information sheet given on"),
        "past",
        "consent",
        explanation=_lt("Required, but for existing files."),
    ),
    _column(
        "information_due",
        _lt("Information follows by"),
        "day",
        None,
        explanation=_lt("Required for existing files: becomes a deadline of the case."),
    ),
    _column("wish", _lt("What she or he wants"), "text", "case", MAX_CELL),
    _column("going_well", _lt("What goes well"), "text", "case", MAX_CELL),
    _column(
        "life_domain_ids",
        _lt("Life domains"),
        "many",
        "case",
        "kim.life.domain",
        explanation=_lt("Several divided by a semicolon."),
    ),
    _column(
        "actor_kind_ids",
        _lt("Institutions involved"),
        "many",
        "case",
        "kim.actor.kind",
        explanation=_lt("Several divided by a semicolon."),
    ),
    _column(
        "goal",
        _lt("Goal"),
        "text",
        None,
        500,
        explanation=_lt("Only for a new case; further goals are added there."),
    ),
    _column("goal_date", _lt("Goal until"), "day", None),
    _column("next_step", _lt("Next step"), "text", "case", 500),
    _column("next_step_date", _lt("Next step by"), "day", "case"),
]


class CellError(Exception):
    """A cell that cannot be read; its text is for the user."""


class CellReader:
    """Turns cells into values; catalogues are read once for the whole file."""

    def __init__(self, env, company):
        self.env = env
        self.company = company
        self.today = berlin_today()
        self._names = {}

    def read(self, column, value):
        """Return the value of a cell for its field, None where it is empty.

        :param Column column: what the cell is
        :param value: as the spreadsheet holds it
        :raises CellError: with what is wrong, in the user's language
        """
        if value is FORMULA:
            raise CellError(
                self.env._("holds a formula. Please paste the values instead")
            )
        if isinstance(value, str):
            if len(value) > MAX_CELL:
                raise CellError(
                    self.env._(
                        "holds %(count)s characters; at most %(max)s fit",
                        count=len(value),
                        max=MAX_CELL,
                    )
                )
            if _CONTROL.search(value):
                raise CellError(self.env._("holds signs that cannot be printed"))
        if value in ("", None):
            return None
        return getattr(self, f"_read_{column.kind}")(column, value)

    # ------------------------------------------------------------------
    # One method for each kind of column
    # ------------------------------------------------------------------
    def _read_text(self, column, value):
        text = str(value)
        if len(text) > column.detail:
            raise CellError(
                self.env._(
                    "holds %(count)s characters; at most %(max)s fit",
                    count=len(text),
                    max=column.detail,
                )
            )
        return text

    def _read_day(self, column, value):
        day = value
        if isinstance(value, datetime):
            day = value.date()
        if not isinstance(day, date):
            day = None
            for pattern in ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y"):
                try:
                    day = datetime.strptime(str(value), pattern).date()
                    break
                except ValueError:
                    continue
        if not day or not 1900 <= day.year <= 2100:
            raise CellError(
                self.env._("“%(value)s” is no date such as 31.12.2024", value=value)
            )
        return day.isoformat()

    def _read_past(self, column, value):
        day = self._read_day(column, value)
        if day > self.today.isoformat():
            raise CellError(self.env._("lies in the future"))
        return day

    def _read_birth(self, column, value):
        """Return the day, or the year (a number) where nobody knows the day."""
        vague = _VAGUE.fullmatch(str(value).strip())
        if vague:
            return self._read_year(column, vague[1])
        return self._read_past(column, value)

    def _read_year(self, column, value):
        if not re.fullmatch(r"\d{4}", str(value)):
            raise CellError(
                self.env._("“%(value)s” is no year such as 1990", value=value)
            )
        if not self.today.year - 120 <= int(value) <= self.today.year:
            raise CellError(self.env._("“%(value)s” cannot be right", value=value))
        return int(value)

    def _read_yes(self, column, value):
        word = str(value).casefold()
        if word in YES:
            return True
        if word in NO:
            return False
        raise CellError(self.env._("“%(value)s” is neither yes nor no", value=value))

    def _read_choice(self, column, value):
        names = self._names.get(column.key)
        if names is None:
            field = self.env[MODELS[column.target]]._fields[column.key]
            names = {label.casefold(): key for key, label in column.detail}
            names |= {key.casefold(): key for key, _label in column.detail}
            names |= {
                label.casefold(): key
                for key, label in field._description_selection(self.env)
            }
            self._names[column.key] = names
        return self._lookup(names, value)

    def _read_one(self, column, value):
        return self._lookup(self._catalogue(column.detail), value)

    def _read_many(self, column, value):
        names = self._catalogue(column.detail)
        return [
            self._lookup(names, part.strip())
            for part in str(value).split(";")
            if part.strip()
        ]

    def _read_town(self, column, value):
        towns = self.env["kim.municipality"]
        if "town" not in self._names:
            found = towns.search(
                [
                    *towns._own_town_domain(),
                    ("district_id.company_ids", "in", self.company.id),
                ]
            )
            names = {town.name.casefold(): town.id for town in found}
            self._names["town"] = names | {t.code.casefold(): t.id for t in found}
        town_id = self._names["town"].get(str(value).casefold())
        if not town_id:
            raise CellError(
                self.env._(
                    "“%(value)s” is no town in which you work today", value=value
                )
            )
        return town_id

    def _read_stage(self, column, value):
        if "stage" not in self._names:
            stages = self.env["kim.case.stage"].search(
                [("district_id.company_ids", "in", self.company.id)]
            )
            self._names["stage"] = {
                (stage.district_id.id, stage.name.casefold()): stage for stage in stages
            }
        found = {
            district: stage.id
            for (district, name), stage in self._names["stage"].items()
            if name == str(value).casefold() and stage.phase_kind != "closed"
        }
        if not found:
            raise CellError(
                self.env._("“%(value)s” is no phase of an open case", value=value)
            )
        return found

    def _catalogue(self, model):
        if model not in self._names:
            entries = self.env[model].search(Domain.TRUE)
            code = "code" if "code" in entries._fields else None
            names = {entry.name.casefold(): entry.id for entry in entries}
            if code:
                names |= {e[code].casefold(): e.id for e in entries if e[code]}
            self._names[model] = names
        return self._names[model]

    def _lookup(self, names, value):
        key = names.get(str(value).strip().casefold())
        if key is None:
            raise CellError(self.env._("“%(value)s” is not known here", value=value))
        return key
