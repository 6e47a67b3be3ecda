"""What every addon proves of its typed texts: kept whole, or refused in words."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase


class LengthCommon(TransactionCase):
    """Walks the models of one addon; without tests of its own."""

    def _typed(self, records):
        """Return the names of the fields into which people type."""
        return [
            name
            for name, field in records._fields.items()
            if field.type in ("char", "text", "html")
            and field.store
            and not field.readonly
            and not field.related
        ]

    def _may_be_written(self, model):
        """Tell whether any group may create or write, by what module ever."""
        rows = self.env["ir.model.access"].search([("model_id.model", "=", model)])
        return any(row.perm_create or row.perm_write for row in rows)

    def assertTextsAreGuarded(self, addon, at_least):
        """Every typed text of the addon's models refuses what is too long.

        :param str addon: technical name
        :param int at_least: so many fields there are, or the walk went astray
        """
        guard, seen = self.env.registry["kim.length.mixin"], 0
        for name, model in self.env.registry.items():
            records = self.env[name]
            if (
                model._original_module != addon
                or not name.startswith("kim.")
                or records._abstract
                or not records._auto
                or not self._may_be_written(name)
            ):
                continue
            for field in self._typed(records):
                seen += 1
                with self.subTest(model=name, field=field):
                    self.assertTrue(issubclass(model, guard))
                    long = {field: "x" * (records._text_limit + 1)}
                    with self.assertRaises(ValidationError):
                        records._refuse_long_texts(long)
                    some = records.search([], limit=1)
                    if some:
                        with self.assertRaises(UserError):  # or guarded otherwise
                            some.write(long)
        self.assertGreaterEqual(seen, at_least)

    def assertBounded(self, records, vals, field):
        """Neither creating nor writing takes a line of 10,000 characters.

        :param records: model, or records to write to, in the environment of a user
        :param dict vals: values with which a record is made
        :param str field: the line
        """
        record = records or records.create(vals)
        long = "Ä" * 10_000
        before = record[field]
        label = records._fields[field]._description_string(self.env)
        with self.assertRaisesRegex(ValidationError, label):
            record.write({field: long})
        if vals:
            with self.assertRaisesRegex(ValidationError, label):
                records.browse().create({**vals, field: long})
        self.env.invalidate_all()
        self.assertEqual(record[field], before)
