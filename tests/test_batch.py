"""Many at once is the same as one by one, for every model of ours.

An import, a script or a colleague's program sends a list. What an override of ``create``
or ``write`` does to the first of it must be done to all, and what it refuses for one it
refuses for the list, in the same words.
"""

import re

import psycopg2
from access_fixture import AccessFixture
from matrix_case import NEVER_FRESH

from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

# Drawn for each record, or the moment itself.
OWN = frozenset(
    {"digest", "key", "moment", "number", "parent_path", "sha256", "withdrawal_code"}
)
# Who creates, tried in this order after the superuser.
PEOPLE = ("cm_a", "coordination", "kim_admin", "team_lead", "dpo")
# Why a model is not created here: by hand, and short.
NOT_PLAIN = {
    **dict.fromkeys(NEVER_FRESH, "one for each company, client or key"),
}
FIELDS = 6


@tagged("post_install", "-at_install")
class TestBatch(AccessFixture):
    """``create([a, b, c])`` and ``write`` on three, against one each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in sorted(cls.env.registry):  # makes what values link to, for good
            model = cls.env[name]
            if name.startswith("kim.") and model._auto and not model._abstract:
                cls.values(name)
        cls.env.flush_all()

    def _models(self):
        for name in sorted(self.env.registry):
            model = self.env[name]
            if name.startswith("kim.") and model._auto and not model._abstract:
                if name not in NOT_PLAIN:
                    yield model

    def _three(self, model):
        """Return values of three records that differ in each short text."""
        sets = []
        for letter in "abc":
            vals = dict(self.values(model._name))
            for name, value in vals.items():
                field = model._fields[name]
                if field.type == "char" and isinstance(value, str):
                    size = field.size or len(value) + 1
                    vals[name] = value[: size - 1] + letter
            sets.append(vals)
        return sets

    def _values_of(self, records):
        """Return the stored values of each record, but what is its own."""
        names = [
            name
            for name, field in records._fields.items()
            if field.store
            and name not in OWN
            and name not in MAGIC_COLUMNS
            and field.type not in ("one2many", "datetime", "binary")
        ]
        records_sudo = records.sudo()
        records_sudo.invalidate_recordset()
        return [
            {
                name: row[name].ids if hasattr(row[name], "ids") else row[name]
                for name in names
            }
            for row in records_sudo
        ]

    def _tried(self, act):
        """Return what ``act`` gave, or its refusal in words; nothing is kept."""
        try:
            with self.undone(), mute_logger("odoo.sql_db"):
                result = act()
                self.env.flush_all()
                return result, None
        except UserError as error:
            return None, re.sub(r"\d+", "#", f"{type(error).__name__}: {error}")
        except psycopg2.IntegrityError as error:
            return None, f"database: {error.diag.constraint_name}"
        finally:
            self.env.invalidate_all(flush=False)

    def _writers(self, model):
        """Return the model as superuser, and as the first person who may create."""
        yield model
        for name in PEOPLE:
            user = getattr(self, name)
            own = model.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            )
            if own.has_access("create"):
                yield own
                return

    def test_create(self):
        refused, made = set(), set()
        for plain in self._models():
            for model in self._writers(plain):
                with self.subTest(model=model._name, user=model.env.user.login):
                    sets = self._three(model)

                    def one_by_one(model=model, sets=sets):
                        records = [model.create(dict(vals)) for vals in sets]
                        self.env.flush_all()
                        return self._values_of(model.union(*records))

                    def together(model=model, sets=sets):
                        records = model.create([dict(vals) for vals in sets])
                        self.env.flush_all()
                        self.assertEqual(len(records), 3)
                        return self._values_of(records)

                    single, words = self._tried(one_by_one)
                    batch, batch_words = self._tried(together)
                    self.assertEqual(batch_words, words)
                    self.assertEqual(batch, single)
                    (refused if words else made).add(model._name)
        # The net holds something: most models are made here.
        self.assertGreater(len(made), 60, sorted(refused - made))

    def test_write(self):
        tried = 0
        for plain in self._models():
            for model in self._writers(plain):
                self.env.transaction.clear()
                sets = self._three(model)
                with self.undone():
                    with mute_logger("odoo.sql_db"):
                        try:
                            with self.env.cr.savepoint():
                                records = model.create([dict(vals) for vals in sets])
                                self.env.flush_all()
                        except (UserError, psycopg2.IntegrityError):
                            continue  # test_create has its words
                    for name in self._changed_fields(model)[:FIELDS]:
                        value = self._other_value(model._fields[name])
                        with self.subTest(
                            model=model._name, field=name, user=model.env.user.login
                        ):
                            tried += self._compare_write(records, {name: value})
        self.assertGreater(tried, 150)

    def _compare_write(self, records, vals):
        def one_by_one():
            for record in records:
                record.write(dict(vals))
            self.env.flush_all()
            return self._values_of(records)

        def together():
            records.write(dict(vals))
            self.env.flush_all()
            return self._values_of(records)

        single, words = self._tried(one_by_one)
        batch, batch_words = self._tried(together)
        self.assertEqual(batch_words, words)
        self.assertEqual(batch, single)
        return not words

    def _changed_fields(self, model):
        return [
            name
            for name, field in model._fields.items()
            if field.store
            and name not in MAGIC_COLUMNS
            and not field.related
            and field.type in ("char", "text", "boolean", "selection", "date")
            and not field.groups
        ]

    def _other_value(self, field):
        if field.type == "boolean":
            return True
        if field.type == "selection":
            return field.get_values(self.env)[-1]
        if field.type == "date":
            return self.today
        return "Other"[: getattr(field, "size", 0) or 5]
