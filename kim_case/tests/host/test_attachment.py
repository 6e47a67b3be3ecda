"""Attachments of a file are bound to it, stay there and are logged."""

import base64
import contextlib

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import KimCommon

WORD = "Geheimwort"


@tagged("post_install", "-at_install")
class TestDocuments(KimCommon):
    """A document of a case is read by its readers alone, the administrator included."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()

    def _document(self, user=None, **vals):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.cm_a)
            .create(
                {
                    "name": f"{WORD}.txt",
                    "raw": WORD.encode(),
                    "mimetype": "text/plain",
                    "res_model": "kim.case",
                    "res_id": self.case.id,
                    **vals,
                }
            )
        )

    def test_bound_at_once(self):
        for vals in ({"res_id": 0}, {"res_id": False}, {"public": True}):
            with (
                self.subTest(vals=vals),
                self.assertRefused("A document of a case stays with its record"),
            ):
                self._document(**vals)
        place = {"default_res_model": "kim.case", "default_res_id": self.case.id}
        for default in ({"default_public": True}, {"default_res_id": 0}):
            attachments = self.env(user=self.cm_a.id, context={**place, **default})
            with (
                self.subTest(default=default),
                self.assertRefused("A document of a case stays with its record"),
            ):
                attachments["ir.attachment"].create({"name": "x.txt", "raw": b"x"})
        loose = self._document(res_model=False, res_id=0)
        with self.assertRefused("A document of a case stays with its record"):
            loose.write({"res_model": "kim.case", "res_id": self.case.id})

    def test_stays_where_it_is(self):
        document = self._document()
        partner = self.cm_a.partner_id
        for vals in (
            {"res_model": "res.partner", "res_id": partner.id},
            {"res_id": 0},
            {"public": True},
            {"access_token": "x"},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused("A document of a case stays with its record"),
            ):
                document.write(vals)
        with self.assertRefused("A document of a case stays with its record"):
            document.copy({"res_model": "res.partner", "res_id": partner.id})
        with self.assertRefused("A document of a case stays with its record"):
            document.generate_access_token()
        document.name = "other.txt"
        self.assertEqual(document.name, "other.txt")

    def test_readers(self):
        document = self._document()
        self.assertEqual(document.raw, WORD.encode())
        for user in (
            self.cm_a2,
            self.team_lead,
            self.coordination,
            self.dpo,
            self.system_admin,
            self.portal_user,
        ):
            other = document.with_user(user)
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                self.assertFalse(other.search([("id", "=", document.id)]))
                self.assertFalse(other.search([("name", "=like", f"{WORD}%")]))
                with self.assertRaises(AccessError):
                    other.read(["name", "datas"])
                with self.assertRaises(AccessError):
                    self._document(user)

    def test_reading_where_it_hangs_opens_it_to_nobody(self):
        """Odoo's routes hand out what stands in the cache: it must hold nothing more."""
        document = self._document()
        for user in (self.cm_a2, self.system_admin, self.env.ref("base.public_user")):
            other = document.with_user(user)
            for look in ("_kim_is_left", "_kim_note_download", "_to_http_stream"):
                self.env.flush_all()
                self.env.invalidate_all()
                with contextlib.suppress(AccessError):
                    getattr(other, look)()
                for name in ("name", "type", "store_fname", "db_datas", "mimetype"):
                    with self.subTest(user=user.login, look=look, name=name):
                        with self.assertRaises(AccessError):
                            other[name]  # noqa: B018 (reading is the point)
            with self.assertRaises(AccessError):
                other._to_http_stream()

    def test_no_index(self):
        document = self._document()
        self.assertFalse(document.sudo().index_content)
        document.sudo().datas = base64.b64encode(b"another secret text")
        self.env.flush_all()
        self.assertFalse(document.sudo().index_content)
        document.sudo().write({"index_content": WORD})
        self.assertFalse(document.sudo().index_content)
        control = self._document(self.env.user, res_model=False, res_id=0)
        self.assertEqual(control.sudo().index_content, WORD)

    def test_download_is_logged(self):
        document = self._document()
        self.env.invalidate_all()
        self.assertTrue(document.datas)
        self.env.cr.flush()
        log = self.env["kim.access.log"].search(
            [("case_id", "=", self.case.id), ("action", "=", "download")]
        )
        self.assertEqual(log.user_id, self.cm_a)
