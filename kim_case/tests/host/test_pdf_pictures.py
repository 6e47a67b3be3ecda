import base64
import logging

from odoo.exceptions import AccessError, MissingError
from odoo.tests import new_test_user, tagged

from odoo.addons.kim_case.tests.pdf_common import (
    HOME,
    PdfCase,
)
from odoo.addons.kim_case.tools import pdf_urls


@tagged("post_install", "-at_install")
class TestPdfPictures(PdfCase):
    """Pictures come from this server alone, and with the rights of who prints."""

    def _fetch(self, path, user=None):
        report = self.env["ir.actions.report"]
        return report.with_user(user or self.env.user)._kim_fetch(path, HOME)

    def test_addresses_outside_are_refused(self):
        for url in (
            "file:///etc/passwd",
            "http://169.254.169.254/latest/meta-data/",
            "http://kim.example.evil/web/image/1",
            "http://kim.example:81/web/image/1",
            "https://kim.example/web/image/1",
            "ftp://kim.example/web/image/1",
            f"{HOME}/kim_case/static/../__manifest__.py",
            f"{HOME}/kim_case/static/%2e%2e/__manifest__.py",
            f"{HOME}/kim_case/static/../static/src/report/kim_report.css",
            f"{HOME}/kim_case/static/..%2fstatic/src/report/kim_report.css",
            f"{HOME}/kim_case/static/..%2f..%2fodoo.conf",
            f"{HOME}/kim_case/models/host/ir_actions_report.py",
            f"{HOME}/kim_case/static/src/report/kim_report_handler.js",
            f"{HOME}/web/session/logout",
            f"{HOME}/web/content/res.users/1/password",
            f"{HOME}/web/content/res.partner/{self.partners[0].id}/name",
        ):
            with self.subTest(url), self.assertRaises(ValueError):
                self._fetch(url)
        with self.assertRaises(MissingError):
            self._fetch(f"{HOME}/web/image/kim.no.such.model/1/image")

    def test_addresses_inside(self):
        content, kind = self._fetch(f"{HOME}/web/static/img/logo.png")
        self.assertEqual(kind, "image/png")
        picture = base64.b64encode(content)
        self.partners[0].image_1920 = picture
        self.env.company.logo = picture
        for url in (
            f"/web/image/res.partner/{self.partners[0].id}/image_128",
            f"/web/image/res.partner/{self.partners[0].id}/image_1920/32x32/name.png",
            f"/web/image/res.company/{self.env.company.id}/logo",
        ):
            with self.subTest(url):
                self.assertTrue(self._fetch(HOME + url)[1].startswith("image/"))
        self.assertEqual(
            pdf_urls.read_url(f"{HOME}/web/image/7-ab12/3x4/a.png", HOME),
            pdf_urls.Stored("ir.attachment", 7, "raw", None, (3, 4)),
        )

    def test_pictures_with_the_rights_of_the_user(self):
        content, _kind = self._fetch(f"{HOME}/web/static/img/logo.png")
        attachment = self.env["ir.attachment"].create(
            {
                "name": "private.png",
                "raw": content,
                "res_model": "res.partner",
                "res_id": self.partners[0].id,
            }
        )
        url = f"{HOME}/web/image/{attachment.id}"
        portal = new_test_user(self.env, "kim_pdf_portal", "base.group_portal")
        for user in (self.env.ref("base.public_user"), portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._fetch(url, user)
        unowned = self.env["ir.attachment"].create({"name": "a.png", "raw": content})
        colleague = new_test_user(self.env, "kim_pdf_user", "base.group_user")
        self.assertEqual(self._fetch(url, colleague)[0], content)
        with self.assertRaises(AccessError):
            self._fetch(f"{HOME}/web/image/{unowned.id}", colleague)
        text = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"secret"})
        with self.assertRaises(ValueError):
            self._fetch(f"{HOME}/web/content/{text.id}")

    def test_print_with_pictures(self):
        self.replace_body(
            "<img src='/web/static/img/logo.png' width='60' alt='Logo'/>"
            "<img src='http://169.254.169.254/a.png'/>"
            "<img src='file:///etc/hostname'/>"
        )
        with self.assertLogs("odoo.addons.kim_case", logging.WARNING) as logs:
            reader = self.print_(self.partners[0])
        self.assertIn("2 addresses", logs.output[0])
        self.assertNotIn("169.254", " ".join(logs.output))
        self.assertEqual(len(reader.pages[0].images), 1)
