import base64
import io
import zipfile

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.kim_case.tests.common import KimCommon

PDF = base64.b64encode(b"%PDF-1.7 GEHEIM").decode()


@tagged("post_install", "-at_install")
class TestDocumentRoutes(KimCommon, HttpCase):
    """Routes of Odoo that take numbers of attachments, as who has no right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        documents = cls.env["kim.case.document"].with_user(cls.cm_a)
        document = documents.browse(
            documents.kim_upload(cls.case.id, "Geheim.pdf", PDF)
        )
        cls.file = cls.env["ir.attachment"].search(
            [
                ("res_model", "=", "kim.case.document"),
                ("res_field", "=", "file"),
                ("res_id", "=", document.id),
            ]
        )
        cls.contact = cls.env["ir.attachment"].create(
            {
                "name": "Geheim.txt",
                "raw": b"GEHEIM",
                "res_model": "res.partner",
                "res_id": cls.cm_a.partner_id.id,
            }
        )

    def _zip(self, login, files):
        self.authenticate(login, login)
        if not login:
            self.url_open("/web/login")
        return self.url_open(
            "/mail/attachment/zip",
            data={
                "csrf_token": http.Request.csrf_token(self),
                "file_ids": ",".join(map(str, files.ids)),
                "zip_name": "all.zip",
            },
        )

    @mute_logger("odoo.http")
    def test_zip_of_many(self):
        """Whoever guesses numbers, logged in or not, gets no document."""
        for user in (
            self.cm_a2,
            self.plain_user,
            self.portal_user,
            self.system_admin,
            None,
        ):
            login = user and user.login
            for files in (self.file, self.contact) if user is None else (self.file,):
                answer = self._zip(login, files)
                with self.subTest(login=login, file=files.name):
                    self.assertNotEqual(answer.status_code, 200)
                    self.assertNotIn("Geheim", answer.text)
        answer = self._zip(self.cm_a.login, self.file)
        self.assertEqual(answer.status_code, 200)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            [name] = archive.namelist()
            self.assertEqual(archive.read(name), base64.b64decode(PDF))
