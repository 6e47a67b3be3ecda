"""What the roles of the access matrix find and do, through ORM and RPC."""

from copy import deepcopy
from functools import partial

from access_fixture import AccessFixture
from access_table import read_matrix, role_names
from access_values import is_left

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw

# Field and value written in a W cell where the first text field will not do.
WRITTEN = {
    "kim.access.log": ("moment", "2024-01-01 00:00:00"),
    "kim.case.access": ("reason", "changed"),
    "kim.case.request": ("reason", "changed"),
    "kim.body.seat.holder": ("date_until", "2999-12-30"),
    "kim.case.spell": ("date_to", "2999-01-01 00:00:00"),
    "kim.case.tandem": ("special", True),
    "kim.case.tandem.set": ("special", True),
    "kim.consent": ("given_on", "2024-01-01"),
    "kim.controller": ("supervisory_authority", "LDI"),
    "kim.inquiry": ("date", "2024-01-01"),
    "kim.minutes": ("content", "changed"),
    "kim.municipality": ("is_model", True),
    "kim.participation": ("role", "speaker"),
    "kim.post.assignment": ("fte", 0.25),
    "kim.rights.log": ("moment", "2024-01-01 00:00:00"),
}

# Unique, or nobody creates a second one: the record of the file is tried.
NEVER_FRESH = (
    "kim.case.counter",
    "kim.client.key",
    "kim.figure",
    "kim.privacy.law",
    "kim.question",
)


class MatrixCase(AccessFixture):
    """What a person finds and does through the doors of the ORM and RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = read_matrix()
        cls.role_names = role_names(cls.rows)
        for row in cls.rows:
            cls.subject(row["model"])

    def _refused(self, call):
        """Return the result of ``call``, or False when rights or a guard refuse it.

        Any other error (a wrong value, a database error) is an error of the test.
        """
        try:
            return call()
        except AccessError:
            return False
        except UserError as error:
            if type(error) is not UserError:
                raise
            return False

    def _readers(self, role, subject):
        """Return {surface: call}; each call tells whether the record was found."""
        model = subject.with_env(self.env_of(role)).browse()
        record_id = subject.id
        domain = [("id", "=", record_id)]
        rpc = partial(call_kw, model)
        spec = {"specification": {"display_name": {}}}
        stored = [
            name
            for name, field in subject._fields.items()
            if field.store
            and field.exportable
            and field.groups != fields.NO_ACCESS
            and not field.relational
            and name not in MAGIC_COLUMNS
            and subject[name]
        ]

        def has(rows):
            return record_id in [row["id"] for row in rows]

        return {
            "search": lambda: record_id in model.search(domain).ids,
            "search_count": lambda: rpc("search_count", [domain], {}) == 1,
            "name_search": lambda: (
                record_id
                in [pair[0] for pair in rpc("name_search", [], {"domain": domain})]
            ),
            "read": lambda: has(rpc("read", [[record_id], ["display_name"]], {})),
            "web_read": lambda: has(rpc("web_read", [[record_id]], spec)),
            "web_search_read": lambda: has(
                rpc("web_search_read", [domain], spec)["records"]
            ),
            "export_data": lambda: any(
                rpc("export_data", [[record_id], stored], {})["datas"][0]
            ),
            "formatted_read_group": lambda: (
                sum(
                    group["__count"]
                    for group in rpc(
                        "formatted_read_group", [domain], {"aggregates": ["__count"]}
                    )
                )
                == 1
            ),
        }

    def _written(self, subject):
        """Return the field and value that a W cell writes."""
        if subject._name in WRITTEN:
            return WRITTEN[subject._name]
        doors = getattr(subject, "_door_fields", frozenset())
        fields = {
            name: field
            for name, field in subject._fields.items()
            if field.store
            and name not in MAGIC_COLUMNS
            and not (field.related or field.compute)
        }
        for types, value, free in (
            (("char", "text"), "changed", True),
            (("char", "text"), "changed", False),  # refused, whoever writes
            (("date", "datetime"), "2031-01-01", False),
        ):
            for name, field in fields.items():
                guarded = field.readonly or name in doors
                if field.type in types and not (free and guarded):
                    return name, value
        raise AssertionError(f"{subject._name} has no text: add it to WRITTEN")

    def _do_write(self, role, subject, surface="write"):
        """Write as ``role``; return whether the database changed."""
        name, value = self._written(subject)
        record = subject.with_env(self.env_of(role))
        with self.undone():
            before = subject.read([name])
            args = [[record.id], {name: value}]
            extra = {"specification": {}} if surface == "web_save" else {}
            if not self._refused(
                lambda: call_kw(record.browse(), surface, args, extra)
            ):
                return False  # the request is rolled back
            self.env.invalidate_all()
            return subject.read([name]) != before

    def _do_create(self, role, model, values):
        """Create as ``role``; return whether a record arose."""
        records = self.env[model].with_env(self.env_of(role))
        with self.undone():
            count = records.sudo().search_count([])
            given = deepcopy(values)  # a create may take some out
            if not self._refused(lambda: call_kw(records, "create", [given], {})):
                return False  # the request is rolled back
            return records.sudo().search_count([]) > count

    def _deleted(self, key):
        """Return what is to be deleted: a fresh record, or that of the file."""
        model, _hash, variant = key.partition("#")
        subject = self.subject(key)
        fresh = subject._auto and not (
            is_left(subject) or subject._transient or subject._name.endswith("log")
        )
        if fresh and model not in NEVER_FRESH:
            subject = subject.create(self.values(model, variant))
        if model == "kim.district":
            subject.stage_ids.unlink()
        return subject

    def _do_unlink(self, role, subject):
        """Delete as ``role``; return whether the record is gone."""
        with self.undone():
            record = subject.with_env(self.env_of(role))
            if not self._refused(
                lambda: call_kw(record.browse(), "unlink", [record.ids], {})
            ):
                return False
            self.env.invalidate_all()
            return not subject.exists()
