"""Export without loss: every stored field of every left model comes out again."""

import io
import json
import zipfile

from access_fixture import AccessFixture
from access_values import MARK, found_marks, is_left, mark

from odoo import fields
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged

from odoo.addons.kim_case.models.file.kim_case_archive import NOT_OF_A_CASE


@tagged("post_install", "-at_install")
class TestExport(AccessFixture):
    """Driven by the registry: who adds a left model finds it here by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.left = sorted(
            name
            for name in cls.env.registry
            if is_left(cls.env[name]) and cls.env[name]._auto
        )
        for model in cls.left:
            cls.subject(model)
        cls.subject("kim.inquiry")._door_write({"case_id": cls.case.id})
        cls.documents = cls.env["ir.attachment"].create(
            [
                {
                    "name": f"../../{mark(model, 'document name')}.txt",
                    "raw": mark(model, "document").encode(),
                    "res_model": model,
                    "res_id": cls.subject(model).id,
                }
                for model in cls.left
                if model not in NOT_OF_A_CASE
            ]
        )
        cls.env.flush_all()
        cls.env.invalidate_all()
        cls.mine = cls.case.with_env(cls.env_of("responsible"))

    def _seen(self, record):
        """Return the record when the responsible case manager may read it."""
        own = record.with_env(self.env_of("responsible"))
        return own if own.browse().has_access("read") and own.has_access("read") else ()

    def test_every_left_model_is_reached(self):
        reached = set(self.mine._archive_models())
        self.assertEqual(set(self.left) - reached, set(NOT_OF_A_CASE))

    def test_every_stored_field_comes_out(self):
        data = json.loads(json.dumps(self.mine._archive_data()))
        checked = 0
        for model in self.left:
            subject = self.subject(model)
            if model in NOT_OF_A_CASE:
                continue
            if not self._seen(subject):
                rows = data["models"].get(model, {"records": []})["records"]
                self.assertNotIn(subject.id, [row["id"] for row in rows], model)
                continue
            rows = {row["id"]: row for row in data["models"][model]["records"]}
            self.assertIn(subject.id, rows, model)
            row = rows[subject.id]
            for name, field in subject._fields.items():
                if (
                    not field.store
                    or name in MAGIC_COLUMNS
                    or field.type == "one2many"
                    or field.groups == fields.NO_ACCESS  # marks of a machine
                    or not field.exportable  # leaves in no file
                ):
                    continue
                with self.subTest(model=model, field=name):
                    self.assertIn(name, row)
                    self.assertIn(name, data["models"][model]["fields"])
                    self._check_value(subject, name, row[name])
                    checked += 1
        self.assertGreater(checked, 120)

    def _check_value(self, record, name, out):
        field, value = record._fields[name], record[name]
        if field.type in ("char", "text", "html"):
            self.assertEqual(out or "", str(value or ""))
        elif field.type == "many2one":
            self.assertEqual((out or {}).get("id", False), value.id)
        elif field.type == "many2many":
            self.assertEqual({other["id"] for other in out}, set(value.ids))
        elif field.type == "selection":
            self.assertEqual((out or {}).get("value", False), value)
        elif field.type in ("integer", "float", "boolean"):
            self.assertEqual(out or 0, value or 0)
        elif field.type in ("date", "datetime"):
            self.assertEqual(out or "", value.isoformat() if value else "")
        elif field.type == "properties":
            self.assertIn(mark(record._name, name), str(out))
        else:
            self.assertEqual(MARK in str(value), MARK in str(out))

    def test_documents_and_paper(self):
        archive = zipfile.ZipFile(io.BytesIO(self.mine._archive_zip()))
        names = archive.namelist()
        self.assertFalse([name for name in names if ".." in name.split("/")])
        data = json.loads(archive.read("case.json"))
        seen = [
            doc
            for doc in self.documents
            if self._seen(self.env[doc.res_model].browse(doc.res_id))
        ]
        self.assertGreater(len(seen), 8)
        for document in seen:
            [entry] = [
                each
                for each in data["documents"]
                if (each["model"], each["record"])
                == (document.res_model, document.res_id)
                and each["name"] == document.name
            ]
            self.assertEqual(archive.read(entry["path"]), document.raw)
        self.assertIn("README.txt", names)
        self.assertTrue({"case.pdf", "case.pdf.missing.txt"} & set(names))
        # What can be read is on paper too.
        paper = str(self.mine._archive_pages())
        self.assertIn(mark("kim.case.note", "note"), paper)
        self.assertIn(mark("kim.case.special", "content"), paper)

    def test_the_export_is_logged(self):
        logs = self.env["kim.access.log"]
        domain = [("case_id", "=", self.case.id), ("action", "=", "export")]
        before = logs.search_count(domain)
        self.mine._archive_data()
        self.env.cr.flush()
        self.assertEqual(logs.search_count(domain), before + 1)

    def test_nothing_of_another_case(self):
        other = self._case(self.cm_a, self.town_a, last_name="KIMOTHER")
        other.with_user(self.cm_a).wish = "KIMOTHER wish"
        text = json.dumps(self.mine._archive_data())
        self.assertNotIn("KIMOTHER", text)
        self.assertTrue(found_marks(text))
