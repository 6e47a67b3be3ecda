"""Columns of the import of existing cases."""

from collections import namedtuple

from odoo.tools.translate import LazyTranslate

from ...models.consent.kim_consent_minor import ASSENTS, GIVEN_BY, GUARDIAN_ROLES
from ...models.district.kim_controller import BASES
from ...models.foundation.kim_person_mixin import MAX_NAME
from ...models.intake.kim_client import (
    EDUCATION_LEVELS,
    FAMILY_STATUSES,
    GENDERS,
)

_lt = LazyTranslate("kim_case")
MAX_CELL = 10_000
FORMS = [("oral", "Oral"), ("signed", "Signed")]
MODELS = {"client": "kim.client", "consent": "kim.consent", "case": "kim.case"}

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
    _column("last_name", _lt("Last name"), "name", "client", MAX_NAME, True),
    _column("first_name", _lt("First name"), "name", "client", MAX_NAME),
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
        "country",
        "client",
        "res.country",
        explanation=_lt("Name or two-letter code."),
    ),
    _column(
        "nationality_id",
        _lt("Nationality"),
        "country",
        "client",
        "res.country",
        explanation=_lt("Country, “stateless” or “unclear”."),
    ),
    _column("language_id", _lt("Language"), "one", "client", "kim.language"),
    _column("interpreter_needed", _lt("Interpreter needed"), "yes", "client"),
    _column("phone", _lt("Phone"), "phone", "client", 64),
    _column("email", _lt("E-mail"), "text", "client", MAX_NAME),
    _column("street", _lt("Street"), "text", "client", MAX_NAME),
    _column("zip", _lt("Postcode"), "zip", "client", 16),
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
    _column(
        "legal_area_ids",
        _lt("Legal area"),
        "many",
        None,
        "kim.legal.area",
        explanation=_lt("Several divided by a semicolon. Only for a new case."),
    ),
    _column(
        "household",
        _lt("Household"),
        "household",
        None,
        explanation=_lt(
            "Each person: relation, first name, year of birth; divided by semicolons. "
            "Only for a new case."
        ),
    ),
    _column(
        "notes",
        _lt("Notes"),
        "text",
        None,
        MAX_CELL,
        explanation=_lt("Becomes an entry of the contact log of a new case."),
    ),
]

# What an update leaves as it is: set when a case is born, changed in the case itself.
NEW_ONLY = frozenset(
    column.key
    for column in COLUMNS
    if column.key != "number" and (column.target not in ("client", "case"))
) | {"date_open"}
# Headings that people use beside ours, in the order of the key.
OTHER_HEADINGS = {
    "number": "Fallnummer|Aktenzeichen|AZ",
    "last_name": "Name|Familienname|Nachname",
    "first_name": "Vorname",
    "birth_date": "Geb.|Geburtsdatum|geb. am|Geb.-Datum|GebDat",
    "birth_year": "Jahrgang|Geburtsjahr",
    "gender": "Geschl.|Geschlecht|Anrede|m/w/d|w/m/d",
    "family_status": "Familienstand|Fam.-Stand",
    "education_level": "Schulbildung|Bildung",
    "country_id": "Herkunft|Herkunftsland|Land",
    "nationality_id": "Staatsangehörigkeit|Nationalität|StA",
    "language_id": "Sprache|Muttersprache",
    "interpreter_needed": "Dolmetscher|Dolmetschen",
    "phone": "Telefon|Tel.|Handy|Mobil|Telefonnummer",
    "email": "E-Mail|Mail|Email",
    "street": "Straße|Adresse|Str.",
    "zip": "PLZ|Postleitzahl",
    "city": "Ort|Wohnort",
    "town": "Kommune|Gemeinde|Stadt",
    "date_open": "Beginn|Aufnahme|Aufnahmedatum|seit",
    "goal": "Ziel",
    "notes": "Bemerkung|Bemerkungen|Notiz|Notizen|Anmerkungen",
    "household": "Haushalt|Familie|Angehörige",
    "legal_area_ids": "Rechtskreis",
    "actor_kind_ids": "Institutionen|Behörden|Akteure",
    "life_domain_ids": "Lebensbereiche|Themen",
    "next_step": "Nächster Schritt",
}
