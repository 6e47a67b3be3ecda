from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import KimCommon

WILD = ("0001-01-01", "0205-03-04", "9999-12-31", "04.05.2026", "x", True, [1])


@tagged("post_install", "-at_install")
class TestWildDates(KimCommon):
    """A year of a slip of the finger would break lists and exports of all who read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()

    def test_no_left_record_takes_them(self):
        tried = 0
        for name, records in self.env.items():
            if (
                not issubclass(
                    self.env.registry[name], self.env.registry["kim.left.mixin"]
                )
                or records._abstract
                or not records._auto
            ):
                continue
            for field in records._fields.values():
                if field.type not in ("date", "datetime") or not field.store:
                    continue
                tried += 1
                for value in WILD:
                    with self.subTest(field=str(field), value=value):
                        with self.assertRefused(
                            "Please check the year of “", ValidationError
                        ):
                            records._refuse_wild_dates({field.name: value})
        self.assertGreater(tried, 40)

    def test_said_in_words_and_nothing_is_saved(self):
        notes = self.env["kim.case.note"].with_user(self.cm_a)
        note = notes.create({"case_id": self.case.id, "note": "Talk"})
        before = note.date
        for value in ("9999-12-31 23:30:00", "0001-01-01 00:00:00"):
            with self.subTest(value=value):
                with self.assertRaisesRegex(ValidationError, "year"):
                    note.write({"date": value})
                with self.assertRaisesRegex(ValidationError, "year"):
                    notes.create({"case_id": self.case.id, "note": "x", "date": value})
                with self.assertRaisesRegex(ValidationError, "year"):
                    notes.with_context(default_date=value).create(
                        {"case_id": self.case.id, "note": "x"}
                    )
                with self.assertRaisesRegex(ValidationError, "year"):
                    self.case.with_user(self.cm_a).write(
                        {"note_ids": [(1, note.id, {"date": value})]}
                    )
        self.assertEqual(note.date, before)
        self.assertEqual(len(self.case.note_ids), 1)
        note.date = "1999-12-31 10:00:00"
        self.case.with_user(self.cm_a).next_step_date = "2026-02-28"
