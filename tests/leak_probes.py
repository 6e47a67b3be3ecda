"""The doors by which the leak crawl asks for a mark, and who asks."""

import json

from access_fixture import AccessFixture
from access_table import read_matrix, readable_models, role_names
from access_values import (
    ODD_DATE,
    ODD_FLOAT,
    ODD_INTEGER,
    found_marks,
    is_left,
    mark,
)

from odoo import fields
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw


def as_text(result):
    """Return the text of what a door answered, files decoded."""
    if isinstance(result, bytes):
        return result.decode(errors="replace")
    return json.dumps(
        result,
        ensure_ascii=False,
        default=lambda item: (
            item.decode(errors="replace") if isinstance(item, bytes) else str(item)
        ),
    )


class LeakFixture(AccessFixture):
    """Marks in every left record, a marked document on each, and some life."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = read_matrix()
        cls.role_names = role_names(cls.rows)
        cls.left = sorted(name for name in cls.env.registry if is_left(cls.env[name]))
        # Forms left of the line hold the same data for an hour.
        cls.forms = [
            row["model"]
            for row in cls.rows
            if row["model"] in cls.env and cls.env[row["model"]]._transient
        ]
        for model in (*cls.left, *cls.forms):
            cls.subject(model)
        cls.documents = {}
        for model in cls.left:
            if not cls.env[model]._auto:
                continue
            cls.documents[model] = cls.env["ir.attachment"].create(
                {
                    "name": f"{mark(model, 'document name')}.txt",
                    "description": mark(model, "document description"),
                    "raw": mark(model, "document").encode(),
                    "res_model": model,
                    "res_id": cls.subject(model).id,
                }
            )
        cls._live()
        for model in cls.left:  # life has overwritten some marks
            if cls.env[model]._auto:
                cls._fill(cls.subject(model))
        cls.env.flush_all()
        cls.env.cr.flush()

    @classmethod
    def _live(cls):
        """Do what happens in the life of a case: it must leave no mark elsewhere."""
        case = cls.case.with_env(cls.env_of("responsible"))
        case.action_hold(mark("kim.case", "on_hold_reason"))
        case.action_resume()
        planning = case.district_id.stage_ids.filtered(
            lambda stage: stage.phase_kind == "planning"
        )
        case.action_set_stage(planning.id)
        disclosure = case.disclosure_ids.filtered(lambda d: d.state == "draft")[:1]
        disclosure.action_send()
        case.disclosure_ids.release_id.action_withdraw()
        for consent in case.consent_ids:
            if consent.purpose == "documentation" and consent.state == "given":
                consent.action_withdraw()

    def crawl(self, role, probe, model=None):
        """Return the marks that a probe finds as ``role``, in answers and errors.

        :param role: column of the matrix; None asks as the superuser
        :param probe: function of an environment
        :param str model: whose numbers the probe asks for; odd ones count as its mark
        :return: set of (model, field)
        """
        self.env.invalidate_all()
        try:
            text = as_text(probe(self.env_of(role) if role else self.env))
        except Exception as error:  # whatever is said to the user is looked at
            text = f"{error} {error.args}"
        self.last_text = text
        marks = found_marks(text)
        odd = (ODD_DATE, str(ODD_INTEGER), str(ODD_FLOAT))
        if model and any(number in text for number in odd):
            marks.add((model, "number or date"))
        return marks

    def entitled(self, model):
        """Return the first role that reads the record, None: only the superuser does."""
        row = next(row for row in self.rows if row["model"] == model)
        return next((role for role in self.role_names if "R" in row[role]), None)

    def told_number(self):
        """Tell whether the last probe has named the case, which is content too."""
        return self.case.number in self.last_text

    def knows_numbers(self, role):
        """Tell whether a role reads something that hangs on this case."""
        return any(
            model == "kim.case" or "case_id" in self.env[model]._fields
            for model in self.may(role)
        )

    def may(self, role):
        """Return the models whose content a role reads."""
        return readable_models(self.rows, role)


def stored_fields(records, types):
    """Return the names of stored fields of some types that belong to the record."""
    return [
        name
        for name, field in records._fields.items()
        if field.type in types
        and field.store
        and field.groups != fields.NO_ACCESS
        and not field.related
        and name not in MAGIC_COLUMNS
    ]


def record_probes(subject):
    """Yield (name, probe) for one left record: every door of ORM and RPC to it."""
    model, record_id = subject._name, subject.id
    # what the record shows at all: its own texts and those of related records
    readable = [
        name
        for name, field in subject._fields.items()
        if field.type not in ("one2many", "many2many", "properties_definition")
        and not field.groups
    ]
    domain = [("id", "=", record_id)]
    texts = [
        name
        for name in stored_fields(subject, ("char", "text"))
        if (model, name) in found_marks(subject[name] or "")
    ]

    def rpc(env, method, *args, **kwargs):
        return call_kw(env[model], method, list(args), kwargs)

    yield "read", lambda env: rpc(env, "read", [record_id], readable)
    yield (
        "web_search_read",
        lambda env: rpc(
            env, "web_search_read", domain, specification={n: {} for n in readable}
        ),
    )
    exported = [name for name in texts if subject._fields[name].exportable]
    numbers = stored_fields(subject, ("integer", "float", "date", "datetime"))
    if texts:
        yield (
            "export_data",
            lambda env: rpc(env, "export_data", [record_id], exported + numbers),
        )
    for name in texts:
        value = mark(model, name)
        yield (
            f"search {name}",
            lambda env, name=name, value=value: [
                value for _ in range(env[model].search_count([(name, "ilike", value)]))
            ],
        )
    for name in texts if subject._rec_names_search else []:
        value = mark(model, name)
        if name in subject._rec_names_search:
            yield (
                f"name_search {name}",
                lambda env, value=value: [
                    value for _ in rpc(env, "name_search", value)
                ],
            )


def document_probes(document):
    """Yield (name, probe) for the document of a left record."""
    domain = [("res_model", "=", document.res_model), ("res_id", "=", document.res_id)]
    wanted = ["name", "description", "raw", "index_content"]

    def rpc(env, method, *args):
        return call_kw(env["ir.attachment"], method, list(args), {})

    yield "document search_read", lambda env: rpc(env, "search_read", domain, wanted)
    yield "document read", lambda env: rpc(env, "read", [document.id], wanted)
    yield (
        "document by name",
        lambda env: rpc(
            env, "search_read", [("name", "ilike", document.name)], ["name"]
        ),
    )
