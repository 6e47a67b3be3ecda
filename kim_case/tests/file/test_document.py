"""Documents and appointments of a case: who has them, what is refused, what follows."""

import base64
import doctest
import io
import zipfile
from datetime import timedelta

from PIL import ExifTags, Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.kim_case.tools import periods, photo, upload

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


def taken(kind, **options):
    """Return a photo, 40 wide and 20 high, held upright; camera and place beside it."""
    picture = Image.new("RGB", (40, 20), "white")
    picture.paste("red", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "GEHEIMKAMERA"
    exif[ExifTags.Base.Orientation] = 6  # turn by 90 degrees to see it upright
    exif[ExifTags.Base.DateTime] = "2026:05:04 12:00:00"
    gps = exif.get_ifd(GPS)
    gps[ExifTags.GPS.GPSLatitudeRef] = "N"
    gps[ExifTags.GPS.GPSLatitude] = tuple(
        TiffImagePlugin.IFDRational(part) for part in (52, 6, 18)
    )
    target = io.BytesIO()
    picture.save(target, kind, exif=exif, **options)
    return target.getvalue()


@tagged("post_install", "-at_install")
class TestPhoto(KimCommon):
    """A photo of a letter does not say where and when it was taken."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.documents = cls.env["kim.case.document"].with_user(cls.cm_a)

    def _kept(self, name, content):
        document = self.documents.browse(
            self.documents.kim_upload(
                self.case.id, name, base64.b64encode(content).decode()
            )
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return base64.b64decode(document.file)

    def test_place_time_and_device_stay_outside(self):
        png = PngInfo()
        png.add_text("Comment", "GEHEIMKAMERA")
        for name, content in (
            ("foto.jpg", taken("JPEG", comment=b"GEHEIMKAMERA", quality=95)),
            ("foto.jpg", taken("JPEG") + b"GEHEIMKAMERA behind the picture"),
            ("foto.png", taken("PNG", pnginfo=png)),
            ("foto.webp", taken("WEBP", xmp=b"<x>GEHEIMKAMERA</x>")),
            ("foto.tif", taken("TIFF")),
            ("foto.pdf", taken("JPEG")),  # the content counts, not the name
        ):
            with self.subTest(name=name):
                self.assertIn(b"GEHEIMKAMERA", content)
                gps = Image.open(io.BytesIO(content)).getexif().get_ifd(GPS)
                self.assertTrue(gps or name == "foto.tif")
                kept = self._kept(name, content)
                self.assertNotIn(b"GEHEIMKAMERA", kept)
                self.assertNotIn(b"2026:05:04", kept)
                picture = Image.open(io.BytesIO(kept))
                self.assertFalse(picture.getexif().get_ifd(GPS))
                self.assertNotIn(ExifTags.Base.Make, picture.getexif())
                # upright, as it was to be seen: red is on top now
                self.assertEqual(picture.size, (20, 40))
                red, green, _blue = picture.convert("RGB").getpixel((10, 5))
                self.assertGreater(red, 200)
                self.assertLess(green, 60)

    def test_through_create_and_attachments_too(self):
        content = taken("JPEG")
        data = base64.b64encode(content)
        document = self.documents.create(
            {"case_id": self.case.id, "name": "x", "file": data, "file_name": "x.jpg"}
        )
        attachments = self.env["ir.attachment"].with_user(self.cm_a)
        loose = attachments.create(
            {
                "name": "x.jpg",
                "res_model": "kim.case.document",
                "res_id": document.id,
                "datas": data,
            }
        ) | attachments.create(
            {
                "name": "y.jpg",
                "res_model": "kim.case",
                "res_id": self.case.id,
                "raw": content,
            }
        )
        loose[0].sudo().write({"raw": content})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotIn(b"GEHEIMKAMERA", base64.b64decode(document.file))
        for attachment in loose:
            self.assertNotIn(b"GEHEIMKAMERA", attachment.raw)
        with self.assertRefused(
            "Photos of the format HEIC cannot be cleared", ValidationError
        ):
            attachments.create(
                {
                    "name": "x.heic",
                    "res_model": "kim.case",
                    "res_id": self.case.id,
                    "raw": b"\0\0\0\x18ftypheic" + b"\0" * 40,
                }
            )

    def test_pages_stay(self):
        target = io.BytesIO()
        pages = [Image.new("L", (9, 9), shade) for shade in (0, 120, 255)]
        pages[0].save(target, "TIFF", save_all=True, append_images=pages[1:])
        kept = Image.open(io.BytesIO(self._kept("scan.tiff", target.getvalue())))
        self.assertEqual(kept.n_frames, 3)
        kept.seek(2)
        self.assertEqual(kept.getpixel((4, 4)), 255)

    def test_what_is_no_picture_stays_as_it_is(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("word/document.xml", "<w/>")
        for name, content in (
            ("brief.pdf", b"%PDF-1.7 Bescheid"),
            ("notiz.txt", b"P3 und mehr"),
            ("brief.docx", packed.getvalue()),
        ):
            with self.subTest(name=name):
                self.assertEqual(self._kept(name, content), content)

    def test_what_cannot_be_opened_is_refused(self):
        heic = b"\0\0\0\x18ftypheic" + b"\0" * 40
        before = len(self.case.document_ids)
        for name, content, said in (
            ("foto.heic", heic, "HEIC"),
            ("foto.jpg", heic, "HEIC"),
            ("foto.jpg", b"no picture", "cannot be opened"),
            ("foto.jpg", taken("JPEG")[:200], "cannot be opened"),
            ("foto.png", taken("PNG")[:60], "cannot be opened"),
        ):
            with (
                self.subTest(name=name, said=said),
                self.assertRaisesRegex(ValidationError, said),
            ):
                self._kept(name, content)
        self.patch(photo, "MAX_PIXELS", 100)
        with self.assertRaisesRegex(ValidationError, "too many pixels"):
            self._kept("foto.jpg", taken("JPEG"))
        self.assertEqual(len(self.case.document_ids), before)


@tagged("post_install", "-at_install")
class TestAppointment(KimCommon):
    """An appointment from the calendar to its outcome."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()

    def _appointment(self, hours=1, **vals):
        return (
            self.env["kim.case.appointment"]
            .with_user(self.cm_a)
            .create(
                {
                    "case_id": self.case.id,
                    "name": "Elterngespräch",
                    "start": fields.Datetime.now() + timedelta(hours=hours),
                    **vals,
                }
            )
        )

    def test_lasts_an_hour_unless_said(self):
        appointment = self._appointment()
        self.assertEqual(appointment.stop - appointment.start, timedelta(hours=1))
        with self.assertRefused("Please check the dates", ValidationError):
            self._appointment(stop=appointment.start + timedelta(days=400))

    def test_outcome_by_its_buttons(self):
        past = self._appointment(-3)
        with self.assertRefused("cannot be set directly", AccessError):
            past.write({"state": "held"})
        past.action_missed()
        with self.assertRefused("This appointment has its outcome already"):
            past.action_held()
        past.action_undo()
        past.action_held()
        self.assertEqual(past.state, "held")
        coming = self._appointment(30)
        with self.assertRefused("This appointment still lies ahead"):
            coming.action_held()
        coming.action_cancel()
        self.assertEqual(coming.state, "cancelled")

    def test_today_stands_on_the_home(self):
        self._appointment(stop=fields.Datetime.now() + timedelta(hours=2), hours=-1)
        self._appointment(72)
        things = self.env["kim.case"].with_user(self.cm_a).kim_home()["today"]
        self.assertEqual([thing["kind"] for thing in things], ["appointment"])
        self.assertRegex(things[0]["time"], r"^\d\d:\d\d$")

    def test_in_nobodys_other_calendar(self):
        """No calendar event, no message, no mail; colleagues see nothing."""
        names = ["mail.message", "mail.mail", "calendar.event"]
        models = [self.env[name] for name in names if name in self.env]
        before = [model.search_count([]) for model in models]
        appointment = self._appointment()
        self.assertEqual([model.search_count([]) for model in models], before)
        for user in (self.cm_a2, self.team_lead, self.coordination):
            self.assertSeesNot(user, appointment)


@tagged("post_install", "-at_install")
class TestCourse(KimCommon):
    """The course of a case: newest first, page by page, at a constant price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.full = cls._case()
        now = fields.Datetime.now()
        cls.full.env["kim.case.note"].create(
            [
                {
                    "case_id": cls.full.id,
                    "note": f"Notiz {number}",
                    "date": now - timedelta(hours=number // 2),
                }
                for number in range(500)
            ]
        )
        cls.full.env["kim.case.document"].create(
            [
                {
                    "case_id": cls.full.id,
                    "name": f"Brief {number}",
                    "file": PDF,
                    "file_name": "brief.pdf",
                }
                for number in range(50)
            ]
        )

    def test_pages_hold_everything_once(self):
        seen, cursor, pages = [], None, 0
        while True:
            page = self.full.kim_course(cursor=cursor)
            seen += [
                (row["moment"], row["model"], row["id"]) for row in page["entries"]
            ]
            cursor, pages = page["cursor"], pages + 1
            if not page["more"]:
                break
        self.assertEqual(len(seen), 551)  # and the phase it began with
        self.assertEqual(len(set(seen)), 551)
        self.assertEqual([row[0] for row in seen], sorted(r[0] for r in seen)[::-1])
        self.assertEqual(pages, 28)

    def test_one_kind(self):
        page = self.full.kim_course(kind="document", limit=50)
        self.assertEqual({row["kind"] for row in page["entries"]}, {"document"})
        self.assertEqual(len(page["entries"]), 50)
        self.assertFalse(page["more"])

    def test_bad_cursor_and_kind(self):
        for vals in (
            {"kind": "special"},
            {"cursor": {"note": "x"}},
            {"cursor": {"note": ["gestern", 1]}},
            {"cursor": [1]},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused("This list is out of date"),
            ):
                self.full.kim_course(**vals)
        self.assertLessEqual(len(self.full.kim_course(limit=10_000)["entries"]), 50)

    def test_others_see_nothing(self):
        for user in (self.cm_a2, self.team_lead, self.dpo):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self.full.with_user(user).kim_course()

    def _specification(self):
        """Return what the form of a case reads, from its own view."""
        views = self.case.get_views([(False, "form")])
        fields_of = views["models"]["kim.case"]["fields"]
        spec = {}
        for name, field in fields_of.items():
            if field["type"] in ("one2many", "many2many"):
                spec[name] = {"fields": {"display_name": {}}, "limit": 10}
            else:
                spec[name] = {}
        return spec

    def test_opens_as_an_empty_case_does(self):
        """500 notes and 50 documents cost as many queries as none."""
        spec = self._specification()
        self.assertNotIn("note_ids", spec)

        def cost(case):
            for _round in range(2):  # the first fills what the registry keeps
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                case.web_read(spec)
                case.kim_course()
            return self.cr.sql_log_count - before

        # reading rows that are there: one query for a list that is not empty
        self.assertLessEqual(cost(self.full), cost(self.case) + 6)
