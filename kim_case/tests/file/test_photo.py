"""A photographed document says neither where nor when it was taken."""

import base64
import io
import zipfile

from PIL import ExifTags, Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.kim_case.tools import photo

from ..common import KimCommon

GPS = ExifTags.IFD.GPSInfo


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
