import io
import json
import zipfile
from datetime import timedelta
from unittest.mock import patch

from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestArchive(KimCommon, HttpCase):
    """One file for its responsible; all files only when two persons agree."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case(wish="GEHEIM <b>eins</b>", last_name="=Formel")
        cls.case.env["kim.case.note"].create(
            {"case_id": cls.case.id, "note": "GEHEIM zwei"}
        )
        cls.second = cls._case(cls.cm_a2, wish="GEHEIM drei")
        cls.foreign = cls._case(cls.cm_ab, wish="GEHEIM fremd")
        cls.controller = cls.env["kim.controller"]._of(cls.company_town_a)
        cls.controller._set_second_persons(cls.team_lead)

    def _propose(self, user=None, **vals):
        archives = self._as(self.env["kim.company.archive"], user or self.dpo)
        return archives.create({"reason": "New software", **vals})

    def _approved(self):
        archive = self._propose()
        self._as(archive, self.team_lead).action_approve()
        return archive

    def _exports(self, case):
        self.env.cr.flush()
        return self.env["kim.access.log"].search(
            [("case_id", "=", case.id), ("action", "=", "export")]
        )

    # ------------------------------------------------------------------
    # One case
    # ------------------------------------------------------------------
    def test_only_the_responsible_exports_a_case(self):
        self.case._appoint_deputy(self.cm_a2, self.today, self.today, True)
        self.assertIn("GEHEIM", str(self.case._archive_data()))
        for user in (self.cm_a2, self.team_lead, self.dpo, self.system_admin):
            case = self._as(self.case, user)
            for call in (case.action_export, case._archive_data, case._archive_zip):
                with (
                    self.subTest(user=user.login),
                    self.assertRefused(
                        (
                            "Only the responsible case manager of the case",
                            "You have no right to",
                        ),
                        AccessError,
                    ),
                ):
                    call()

    def test_download_of_a_case(self):
        url = f"/kim_case/export/{self.case.id}"
        self.authenticate(self.cm_a.login, self.cm_a.login)
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.case.number, answer.headers["Content-Disposition"])
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        data = json.loads(archive.read("case.json"))
        self.assertEqual(data["case"], self.case.number)
        self.assertIn("GEHEIM zwei", archive.read("case.json").decode())
        self.assertNotIn("drei", archive.read("case.json").decode())
        self.assertEqual(self._exports(self.case).user_id, self.cm_a)
        self.authenticate(self.cm_a2.login, self.cm_a2.login)
        answer = self.url_open(url)
        self.assertNotEqual(answer.status_code, 200)
        self.assertNotIn(b"GEHEIM", answer.content)

    def test_the_file_is_read_once(self):
        """JSON, paper and documents come from one reading, logged as one export."""
        cases = type(self.case)
        with (
            patch.object(
                cases,
                "_archive_records",
                autospec=True,
                side_effect=cases._archive_records,
            ) as read,
            patch.object(
                cases, "_archive_pages", autospec=True, side_effect=cases._archive_pages
            ) as pages,
        ):
            case = self.case.with_context(force_report_rendering=True)
            content = zipfile.ZipFile(io.BytesIO(case._archive_zip()))
        self.assertEqual((read.call_count, pages.call_count), (1, 1))
        self.assertEqual(len(self._exports(self.case)), 1)
        self.assertIn("case.pdf", content.namelist())
        paper = PdfReader(io.BytesIO(content.read("case.pdf")))
        text = "".join(page.extract_text() for page in paper.pages)
        self.assertIn("GEHEIM zwei", text)

    def test_template_is_for_case_managers(self):
        self.authenticate(self.cm_a.login, self.cm_a.login)
        self.assertEqual(self.url_open("/kim_case/import_template").status_code, 200)
        self.authenticate(self.team_lead.login, self.team_lead.login)
        self.assertNotEqual(self.url_open("/kim_case/import_template").status_code, 200)

    def test_values_in_words_for_paper(self):
        text = str(self.case._archive_pages())
        self.assertIn("GEHEIM zwei", text)
        self.assertNotIn("'id'", text)

    def test_empty_additional_fields_are_left_out(self):
        entries = self._as(self.env["kim.case.property"], self.kim_admin)
        district = self.case.district_id
        filled, _empty = entries.create(
            [
                {"district_id": district.id, "name": "Zusatz eins"},
                {"district_id": district.id, "name": "Zusatz zwei"},
            ]
        )
        self.case.properties = {filled.key: "Nord"}
        self.env.flush_all()
        text = str(self.case._archive_pages())
        self.assertIn("Zusatz eins: Nord", text)
        self.assertNotIn("Zusatz zwei", text)
        self.assertNotIn("None", text)

    # ------------------------------------------------------------------
    # All cases
    # ------------------------------------------------------------------
    def test_two_persons(self):
        archive = self._propose()
        with self.assertRefused("This archive is not open to you", AccessError):
            archive._write_archive()
        with self.assertRefused(
            "A second person named by the organisation", AccessError
        ):
            archive.action_approve()
        for user in (self.cm_a, self.coordination, self.kim_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._as(archive, user).action_approve()
        self._as(archive, self.team_lead).action_approve()
        self.assertTrue(archive.can_download)
        with self.assertRefused("This proposal was already decided"):
            self._as(archive, self.team_lead).action_refuse()
        with self.assertRefused("This archive is not open to you", AccessError):
            self._as(archive, self.team_lead)._write_archive()
        archive.sudo()._door_write(
            {"valid_until": fields.Datetime.now() - timedelta(minutes=1)}
        )
        with self.assertRefused("This archive is not open to you", AccessError):
            archive.action_download()

    def test_a_second_person_who_proposes_does_not_approve(self):
        self.controller._set_second_persons(self.team_lead | self.dpo)
        archive = self._propose()
        with self.assertRefused(
            "A second person named by the organisation", AccessError
        ):
            archive.action_approve()
        self.controller._set_second_persons(self.dpo)
        with self.assertRefused("An archive of all cases needs a second person"):
            self._propose()

    def test_who_proposes(self):
        for user in (self.cm_a, self.team_lead, self.coordination, self.kim_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    "Only data protection officers propose an", AccessError
                ),
            ):
                self._propose(user)
        with self.assertRefused("You have no right to", AccessError):
            self._propose(company_id=self.company_carrier.id)
        with self.assertRefused("Please give a reason of at most"):
            self._propose(reason=" ")
        archive = self._propose(
            state="approved", valid_until="2999-01-01", requester_id=self.cm_a.id
        )
        self.assertEqual((archive.state, archive.requester_id), ("requested", self.dpo))
        with self.assertRefused("cannot be set directly", AccessError):
            archive.state = "approved"

    def test_what_the_archive_holds(self):
        self.second.sudo().exclusion_ids.create(
            {"case_id": self.second.id, "user_id": self.dpo.id}
        )
        archive = self._approved()
        with archive._write_archive() as file:
            content = zipfile.ZipFile(io.BytesIO(file.read()))
        names = content.namelist()
        cases = [
            json.loads(line)
            for line in content.read("kim.case.jsonl").decode().splitlines()
        ]
        self.assertEqual([case["number"] for case in cases], [self.case.sudo().number])
        self.assertEqual(cases[0]["wish"], "GEHEIM <b>eins</b>")
        fields_json = json.loads(content.read("fields.json"))
        self.assertEqual(fields_json["cases_left_out"], 1)
        for name in self.env["kim.case"]._archive_models():
            self.assertIn(f"{name}.jsonl", names)
            self.assertIn(name, fields_json["models"])
        everything = b"".join(content.read(name) for name in names).decode()
        self.assertIn("GEHEIM zwei", everything)
        for secret in ("GEHEIM drei", "GEHEIM fremd"):
            self.assertNotIn(secret, everything)
        self.assertIn(self.dpo, self._exports(self.case).user_id)
        self.assertFalse(self._exports(self.second))

    def test_hint_at_an_excluded_case_stays_out(self):
        """A possible double names two clients; one of them is closed to the officer."""
        for case, year in ((self.case, 1990), (self.second, 1990)):
            case.client_id.write(
                {"last_name": "Doppelt", "first_name": "Dora", "birth_year": year}
            )
        third = self._case()
        third.client_id.write(
            {"last_name": "Doppelt", "first_name": "Dora", "birth_year": 1990}
        )
        self.second.sudo().exclusion_ids.create(
            {"case_id": self.second.id, "user_id": self.dpo.id}
        )
        hints = self.env["kim.client.match"].sudo().search([])
        hints = hints.filtered(lambda m: m.company_id == self.company_town_a)
        closed = self.second.sudo().client_id
        named = hints.filtered(lambda m: closed in m.client_id | m.other_client_id)
        self.assertTrue(named)
        self.assertTrue(hints - named)
        with self._approved()._write_archive() as file:
            content = zipfile.ZipFile(io.BytesIO(file.read()))
        rows = content.read("kim.client.match.jsonl").decode().splitlines()
        self.assertEqual(
            {json.loads(row)["id"] for row in rows}, set((hints - named).ids)
        )
        everything = b"".join(content.read(name) for name in content.namelist())
        for number in (closed.number, self.second.sudo().number):
            self.assertNotIn(f'"{number}'.encode(), everything)

    def test_download_of_all(self):
        archive = self._approved()
        self.env.flush_all()
        self.authenticate(self.dpo.login, self.dpo.login)
        answer = self.url_open(f"/kim_case/archive/{archive.id}")
        self.assertEqual(answer.status_code, 200)
        names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        self.assertIn("kim.case.jsonl", names)
        self.authenticate(self.team_lead.login, self.team_lead.login)
        answer = self.url_open(f"/kim_case/archive/{archive.id}")
        self.assertNotEqual(answer.status_code, 200)
        self.assertNotIn(b"GEHEIM", answer.content)
