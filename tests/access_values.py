"""Values for one record of every model, by introspection, a mark in every text."""

import base64
import itertools
import re

from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS

MARK = "KIMMARK"
ODD_DATE = "1987-01-19"
ODD_INTEGER = 71_913_377
ODD_FLOAT = 71913.377
TEXT_TYPES = ("char", "text", "html", "json", "binary", "properties")
NUMBER_TYPES = ("integer", "float", "monetary", "date", "datetime")
# Listed as not probed: their values are the same in every file, or are links whose
# labels are probed where they lead.
NOT_PROBED_TYPES = (
    "boolean",
    "selection",
    "many2one",
    "one2many",
    "many2many",
    "reference",
    "many2one_reference",
    "properties_definition",
)
# Numbers of files: known outside of them on purpose, since Odoo's errors show it.
NUMBERS = {("kim.case", "number"), ("kim.client", "number"), ("kim.inquiry", "number")}
# Dates of a state that the register shows, and values that a check forbids to be odd.
PLAIN_VALUES = {
    ("kim.case.relation", "pos_x"),  # where a node is drawn
    ("kim.case.relation", "pos_y"),
    ("kim.release", "valid_until"),  # a release that ended opens nothing
    ("kim.case", "date_open"),
    ("kim.case", "date_close"),
    ("kim.case", "retention_date"),
    # Would shut the file and refuse what has just been passed on.
    ("kim.case", "restricted_on"),
    ("kim.case", "deletion_due"),
    ("kim.case", "deletion_hold_until"),
    ("kim.disclosure", "told_on"),
    ("kim.case.access", "valid_from"),
    # Running numbers: the same in every file.
    ("kim.case.assessment", "round"),
    ("kim.inquiry", "callback_phone"),  # a number alone, see test_intake
    ("kim.case.goal", "sequence"),
    ("kim.case.plan", "version"),
    ("kim.case.step", "sequence"),
    ("kim.case.review", "next_date"),  # makes a deadline, and follows the date
    ("kim.case.access", "valid_until"),
    ("kim.case.exclusion", "valid_until"),
    ("kim.case", "deadline_date"),  # follow from dates that are probed themselves
    ("kim.case", "deadline_remind_date"),
    ("kim.case.deadline", "lead_days"),
    ("kim.case.deadline", "next_reminder"),
    ("kim.case.deadline", "remind_date"),
    ("kim.case.note", "minutes"),
    ("kim.case.spell", "date_from"),
    ("kim.case.spell", "date_to"),
}


_MARKS = {}
_VERSIONS = itertools.count(1)


def mark(model, field):
    """Return the text planted in a field: no other text of the house looks like it."""
    number = _MARKS.setdefault((model, field), len(_MARKS))
    return f"{MARK}{number:04d}"


def found_marks(text):
    """Return the (model, field) pairs whose marks stand in a text, in any case."""
    places = {number: place for place, number in _MARKS.items()}
    return {
        places[int(digits)]
        for digits in re.findall(MARK + r"(\d{4})", text, re.IGNORECASE)
        if int(digits) in places
    }


def is_left(model):
    """Tell whether a model lies left of the red line and holds records."""
    return (
        issubclass(model.pool[model._name], model.pool["kim.left.mixin"])
        and not model._abstract
    )


class ValueFactory:
    """Mixin of test classes that know a case (``cls.case``) and its surroundings."""

    @classmethod
    def _relations(cls):
        """Return the record that a link to a model points to in made records."""
        return {
            "kim.case": cls.case,
            "kim.client": cls.case.sudo().client_id,
            "kim.controller": cls.env["kim.controller"]._of(cls.company_town_a),
            "kim.district": cls.district_north,
            "kim.inquiry": cls.inquiry,
            "kim.municipality": cls.town_a,
            "kim.post": cls._assignment_of(cls.cm_a).post_id,
            "res.company": cls.company_town_a,
            "res.partner": cls.institution,
            "res.users": cls.bystander,
        }

    @classmethod
    def _overrides(cls, model, variant):
        """Return values that the checks of a model ask for."""
        carrier = cls.env["kim.controller"]._of(cls.company_carrier)
        return {
            "ir.attachment": {
                "name": "document.txt",
                "raw": mark("ir.attachment", "raw").encode(),
                "res_model": "kim.case",
                "res_id": cls.case.id,
            },
            "ir.filters": {
                "model_id": "kim.case",
                "user_ids": [Command.set(cls.cm_a.ids)],
                **{"domain": "[]", "context": "{}", "sort": "[]"},
            },
            "kim.client": {"birth_date": ODD_DATE, "birth_year": 1987},
            "kim.case.person": {"birth_date": ODD_DATE, "birth_year": 1987},
            "kim.case.document": {
                "file_name": f"{mark('kim.case.document', 'file_name')}.txt"
            },
            "kim.case.status": {"not_recorded": True},
            "kim.case.open": {"birth_year": 1987},
            "kim.client.take": {"birth_year": 1987},
            "kim.consent": {
                "form": "signed",
                "given_on": ODD_DATE,
                "withdrawn_on": None,  # filled later: a consent begins as given
            },
            "kim.controller": {
                "company_id": (cls.company_foreign if variant else cls.company_new).id
            },
            "kim.second.person": {
                "controller_id": cls.env["kim.controller"]._of(cls.company_town_a).id,
                "user_id": cls.plain_user.id,
                "change": "name",
            },
            "kim.district": {
                "company_ids": [Command.set(cls.company_town_a.ids)],
                "k_threshold": 5,
            },
            "kim.information.sheet": {
                "version": f"t{next(_VERSIONS)}",
                # not German: that one is handed over with every case made here
                "language_id": cls.env.ref("kim_case.kim_language_tr").id,
                "controller_id": None
                if variant
                else cls.env["kim.controller"]._of(cls.company_town_a).id,
            },
            "kim.case.plan": {
                "agreed_on": ODD_DATE,
                "form": "spoken",
                "recorded_by_id": cls.cm_a.id,
                "version": 7,
            },
            "kim.case.review": {"date": ODD_DATE},
            "kim.municipality": {"code": "TMX"},
            "kim.case.property": {
                "name": f"KIM Test {len(cls.env['kim.case.property'].search([]))}"
            },
            "kim.text.template": {
                "kind": "release",
                "language_id": cls._free_language().id,
                "controller_id": cls.env["kim.controller"]._of(cls.company_town_a).id
                if variant
                else None,
            },
            "kim.post.change": {"post_id": cls._assignment_of(cls.cm_a).post_id.id},
            "kim.post": {"fte": 1, **({"employer_id": carrier.id} if variant else {})},
            "kim.post.assignment": {
                "post_id": cls._vacant_post(cls.cm_ab if variant else cls.cm_a).id,
                "date_from": cls.today,
                "date_until": "2999-12-31",
                "fte": 1,
            },
        }.get(model, {})

    @classmethod
    def values(cls, model, variant=None):
        """Return values to create a record of ``model``, with a mark in every text.

        :param str model: model
        :param str variant: "shared" leaves the district empty
        :return: dict
        """
        relations = cls._relations()
        vals = {}
        for name, field in cls.env[model]._fields.items():
            if not field.store or name in MAGIC_COLUMNS or field.related:
                continue
            # A form proposes texts of the case: here it gets a mark of its own.
            proposed = cls.env[model]._transient and field.type in ("char", "text")
            computed = field.compute and not field.required and not proposed
            if field.readonly or computed:
                continue
            if field.type == "many2one":
                known = relations.get(field.comodel_name)
                if known and (field.required or name.startswith(("case", "district"))):
                    vals[name] = known.id
                elif field.required:
                    vals[name] = cls._any_of(field.comodel_name).id
            elif field.type == "selection":
                if field.required and not field.default:
                    vals[name] = field.get_values(cls.env)[0]
            else:
                value = cls._odd_value(model, field)
                if value is not None:
                    vals[name] = value
        vals.update(cls._overrides(model, variant))
        if variant == "shared":
            vals["district_id"] = None
        return {name: value for name, value in vals.items() if value is not None}

    @classmethod
    def _free_language(cls):
        """Return a language in which no form has a text, another one each time."""
        taken = cls.env["kim.text.template"].search([("kind", "=", "release")])
        free = cls.env["kim.language"].search(
            [("id", "not in", taken.language_id.ids)], order="id"
        )
        return free[next(_VERSIONS) % len(free)]

    @classmethod
    def _any_of(cls, model):
        records = cls.env[model].sudo()
        return records.search([], limit=1) or records.create(cls.values(model))

    @classmethod
    def _odd_value(cls, model, field):
        name = field.name
        if (model, name) in PLAIN_VALUES | NUMBERS or name.endswith("sequence"):
            return None
        holds_people = is_left(cls.env[model]) or cls.env[model]._transient
        if not holds_people and not field.required:
            return None
        text = mark(model, name) if holds_people else f"KIM Test {name}"
        if field.type == "char":
            return text[: field.size] if field.size else text
        return {
            "text": text,
            "html": f"<p>{text}</p>",
            "json": {"mark": text},
            "binary": base64.b64encode(text.encode()),
            "properties": {"kimprop": text},
            "integer": ODD_INTEGER if not field.required else 7,
            "float": ODD_FLOAT,
            "date": ODD_DATE,
            "datetime": f"{ODD_DATE} 03:04:05",
        }.get(field.type)

    @classmethod
    def _fill(cls, record):
        """Put marks into every field of a left record that is still without.

        Fields that only doors write are filled past their guard: what is tested is who
        reads them.
        """
        vals = {}
        overrides = cls._overrides(record._name, None)
        for name, field in record._fields.items():
            if not field.store or name in MAGIC_COLUMNS or field.related:
                continue
            if field.compute and field.readonly:
                continue
            if field.type not in (*TEXT_TYPES, *NUMBER_TYPES):
                continue
            value = overrides.get(name) or cls._odd_value(record._name, field)
            if value is not None:
                vals[name] = value
        record.sudo()._door_write(vals)
        return record
