"""Documents of a case: who has them, what is refused, what follows."""

import base64
import doctest
from datetime import timedelta

from PIL import ExifTags

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.kim_case.tools import periods, upload

from ..common import KimCommon

PDF = base64.b64encode(b"%PDF-1.7 Bescheid").decode()
GPS = ExifTags.IFD.GPSInfo


@tagged("post_install", "-at_install")
class TestDocument(KimCommon):
    """From the photo of a notice to its objection period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.documents = cls.env["kim.case.document"].with_user(cls.cm_a)

    def _upload(self, name="Bescheid.pdf", data=PDF):
        return self.documents.browse(
            self.documents.kim_upload(self.case.id, name, data)
        )

    def test_file_is_bound_from_the_first_moment(self):
        document = self._upload()
        self.assertEqual(document.name, "Bescheid")
        self.assertEqual(document.added_by_id, self.cm_a)
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "kim.case.document"),
                ("res_field", "=", "file"),
                ("res_id", "=", document.id),
            ]
        )
        self.assertEqual(len(attachment), 1)
        self.assertEqual(attachment.raw, b"%PDF-1.7 Bescheid")
        self.assertFalse(attachment.public)
        self.assertFalse(attachment.index_content)
        for user in (self.cm_a2, self.team_lead, self.system_admin, self.dpo):
            with self.subTest(user=user.login):
                self.assertSeesNot(user, document)
                with self.assertRaises(AccessError):
                    attachment.with_user(user).read(["raw"])

    def test_file_is_neither_exchanged_nor_deleted_behind_its_record(self):
        """Not by the attachment itself, which Odoo lets every writer of the record do."""
        document = self._upload()
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "kim.case.document"),
                ("res_field", "=", "file"),
                ("res_id", "=", document.id),
            ]
        )
        mine = file.with_user(self.cm_a)
        for vals in (
            {"datas": base64.b64encode(b"other")},
            {"raw": b"other"},
            {"mimetype": "text/html"},
            {"type": "url", "url": "https://example.org"},
            {"res_field": False},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused("A document of a case is neither exchanged nor"),
            ):
                mine.write(vals)
        with self.assertRefused("A document of a case is neither exchanged nor"):
            mine.create(
                {
                    "name": "Bescheid.pdf",
                    "raw": b"other",
                    "res_model": "kim.case.document",
                    "res_id": document.id,
                    "res_field": "file",
                }
            )
        with self.assertRefused("A document of a case is neither exchanged nor"):
            mine.unlink()
        with self.assertRefused(
            "A document of a case is neither exchanged nor"
        ):  # as /mail/attachment/delete does
            mine.sudo()._delete_and_notify()
        with self.assertRefused(
            "A document of a case is neither exchanged nor"
        ):  # as /mail/attachment/update_thumbnail does
            mine.sudo().thumbnail = PDF
        self.assertEqual(file.raw, b"%PDF-1.7 Bescheid")
        self.assertEqual(document.file, PDF.encode())
        document.sudo()._retention_unlink()
        self.assertFalse(file.exists())

    def test_two_clicks_from_a_notice_to_its_deadline(self):
        """The button, then "save": kind, notice and date are there."""
        document = self._upload()
        posted = self.today - timedelta(days=3)
        document.write({"kind": "notice", "date": posted})
        action = document.action_deadline()
        deadline = (
            self.env["kim.case.deadline"]
            .with_user(self.cm_a)
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual(deadline.kind, "objection")
        self.assertEqual(deadline.date, periods.objection_end(posted))
        self.assertEqual(deadline.document_id, document)
        self.assertEqual(deadline.case_id, self.case)

    def test_document_of_another_case_is_refused(self):
        document = self._upload()
        other = self._case()
        with self.assertRefused(
            "The document belongs to another case", ValidationError
        ):
            self.env["kim.case.deadline"].with_user(self.cm_a).create(
                {
                    "case_id": other.id,
                    "date": self.today,
                    "document_id": document.id,
                }
            )

    def test_what_a_file_is_its_content_says(self):
        result = doctest.testmod(upload)
        self.assertFalse(result.failed)
        self.assertGreater(result.attempted, 5)

    def test_mails_are_documents(self):
        mail = b"Received: from x\r\nFrom: a@example.org\r\nSubject: T\r\n\r\nGuten Tag"
        outlook = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
        for name, content in (("Termin.eml", mail), ("Termin.msg", outlook)):
            document = self._upload(name, base64.b64encode(content))
            self.assertEqual(base64.b64decode(document.file), content)
        for name in ("Termin.eml", "Termin.msg", "Termin.txt", "Termin.docx"):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self._upload(name, base64.b64encode(b"MZ\x90\0 program"))

    def test_every_door_takes_documents_only(self):
        """An attachment on any record of a case is looked at like a document."""
        attachments = self.env["ir.attachment"].with_user(self.cm_a)
        place = {"res_model": "kim.case", "res_id": self.case.id}
        large = b"%PDF-" + b"0" * (upload.MAX_MEGABYTES * upload.MEGABYTE)
        for vals in (
            {"name": "programm.exe", "raw": b"MZ\x90"},
            {"name": "brief.pdf", "raw": b"MZ\x90"},
            {"name": "brief.pdf", "datas": base64.b64encode(b"<html>")},
            {"name": "bild.svg", "raw": b"<svg/>"},
            {"name": "seite.txt", "raw": b"<html><script>"},
            {"name": "brief.pdf", "raw": large},
            {"name": "brief.pdf", "type": "url", "url": "https://example.org"},
            {"name": "brief.pdf", "db_datas": b"MZ"},
            {"name": "brief.pdf"},
        ):
            with self.subTest(vals=str(vals)[:60]), self.assertRaises(UserError):
                attachments.create({**vals, **place})
        kept = attachments.create({"name": "b.pdf", "raw": b"%PDF-1.7", **place})
        self.assertEqual(kept.raw, b"%PDF-1.7")

    def test_what_is_no_document(self):
        limit = upload.MAX_MEGABYTES * upload.MEGABYTE
        html = base64.b64encode(b"<html><script>alert(1)</script></html>").decode()
        for name, data in (
            ("programm.exe", PDF),
            ("seite.html", html),
            ("ohne-endung", PDF),
            ("bild.svg", PDF),
            ("getarnt.pdf", html),
            ("leer.pdf", ""),
            ("kaputt.pdf", "%%%%"),
            ("gross.pdf", "A" * (limit * 4 // 3 + 100)),
            ("", PDF),
        ):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self._upload(name, data)
        self.assertFalse(self.case.document_ids)
        document = self._upload()
        with self.assertRefused("A file is not exchanged: what was in the case"):
            document.write({"file": PDF})
        with self.assertRefused(
            "Please check the date of the document: it", ValidationError
        ):
            document.date = self.today + timedelta(days=1)

    def test_others_put_nothing_in(self):
        for user in (self.cm_a2, self.team_lead, self.system_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self.documents.with_user(user).kim_upload(
                    self.case.id, "Brief.pdf", PDF
                )
