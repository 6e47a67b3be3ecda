import base64
import copy
import io
import json
import zipfile
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestTransfer(KimCommon):
    """To another controller a case moves by export and new consent, and no other way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls._case(
            last_name="Umzug",
            wish="A flat",
            life_domain_ids=[(6, 0, cls.domain_work.ids)],
        )
        env, case = cls.old.env, {"case_id": cls.old.id}
        cls.old.client_id.write({"birth_date": "1990-02-03", "phone": "0543 1"})
        child = env["kim.case.person"].create(
            {**case, "relation": "child", "first_name": "Kind", "birth_year": 2015}
        )
        env["kim.case.status"].create(
            [
                {**case, "kind": "work", "work": "none", "date_from": "2024-01-01"},
                {**case, "kind": "work", "work": "part", "date_from": "2025-01-01"},
                {
                    **case,
                    "kind": "language",
                    "language_level": "b1",
                    "person_id": child.id,
                },
            ]
        )
        env["kim.case.assessment"].create(
            {**case, "life_domain_id": cls.domain_work.id, "needs": "A job"}
        )
        goal = env["kim.case.goal"].create({**case, "name": "Work", "criterion": "Pay"})
        env["kim.case.step"].create({**case, "name": "Apply", "goal_id": goal.id})
        env["kim.case.note"].create({**case, "note": "Talk <3 at home"})
        env["kim.case.deadline"].create(
            {
                **case,
                "kind_id": env.ref("kim_case.kim_deadline_kind_other").id,
                "name": "Bring papers",
                "date": cls.today + timedelta(days=20),
            }
        )
        env["kim.case.special"].create({**case, "kind": "health", "content": "Secret"})
        env.flush_all()
        env.invalidate_all()
        cls.content = json.loads(json.dumps(cls.old._archive_data()))

    def _form(self, content=None, user=None, **vals):
        user = user or self.cm_ab
        data = content
        if not isinstance(data, bytes):
            data = json.dumps(content or self.content).encode()
        return self._as(self.env["kim.case.transfer"], user).create(
            {
                "municipality_id": self.town_b.id,
                "information_on": self.today,
                "consent_form": "signed",
                "file": base64.b64encode(data),
                "file_name": "case.json",
                **vals,
            }
        )

    def _new_case(self, form):
        form.action_read()
        case = form.env["kim.case"].browse(form.action_open()["res_id"])
        self.assertFalse(form.sudo().exists(), "the form is emptied")
        return case

    def test_what_comes_along(self):
        case = self._new_case(self._form())
        self.assertEqual(case.company_id, self.company_carrier)
        self.assertEqual(case.responsible_id, self.cm_ab)
        self.assertEqual(case.date_open, self.today)
        self.assertNotEqual(case.client_id, self.old.client_id)
        self.assertEqual(case.client_id.last_name, "Umzug")
        self.assertEqual(str(case.client_id.birth_date), "1990-02-03")
        self.assertEqual(case.wish, "A flat")
        self.assertEqual(case.life_domain_ids, self.domain_work)
        self.assertEqual(case.person_ids.first_name, "Kind")
        work = case.status_ids.filtered(lambda row: row.kind == "work")
        self.assertEqual(work.sorted("date_from").mapped("work"), ["none", "part"])
        language = case.status_ids - work
        self.assertEqual(language.person_id, case.person_ids)
        self.assertEqual(case.assessment_ids.needs, "A job")
        self.assertEqual(case.goal_ids.criterion, "Pay")
        self.assertEqual(case.step_ids.goal_id, case.goal_ids)
        self.assertIn("Talk <3 at home", case.note_ids.mapped("note"))
        self.assertEqual(
            case.deadline_ids.filtered(lambda d: d.name == "Bring papers").kind, "other"
        )

    def test_form_of_another_is_not_emptied(self):
        """Neither by a colleague nor by who has no right on such forms at all."""
        form = self._form()
        form.action_read()
        for user in (self.cm_a, self.cm_s, self.plain_user, self.portal_user):
            theirs = form.with_user(user)
            for method in ("action_restart", "action_cancel"):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    getattr(theirs, method)()
        self.assertTrue(form.payload)
        form.action_cancel()
        self.assertFalse(form.sudo().exists())

    def test_rights_consents_and_special_data_do_not(self):
        self.old.sudo()._grant(self.cm_a2, "deputy")
        case = self._new_case(self._form())
        self.assertEqual(case.consent_ids.given_on, self.today)
        self.assertEqual(len(case.consent_ids), 1)
        self.assertEqual(case.access_ids.user_id, self.cm_ab)
        self.assertFalse(case.special_ids)
        self.assertEqual(len(case.spell_ids), 1)
        self.assertSeesNot(self.cm_a, case)
        self.assertSeesNot(self.cm_ab, self.old)

    def test_nothing_leads_to_the_old_case(self):
        before = self.old.sudo().read(["write_date", "note_ids", "person_ids"])
        case = self._new_case(self._form())
        self.env.flush_all()
        self.assertEqual(
            before, self.old.sudo().read(["write_date", "note_ids", "person_ids"])
        )
        parts = self.old.sudo()._archive_records()[0]
        for model in self.env["kim.case"]._archive_models():
            records = self.env[model].sudo()
            for field in records._fields.values():
                if field.type != "many2one" or not field.store or field.related:
                    continue
                if field.comodel_name not in parts or model not in parts:
                    continue
                mine = records.search([("company_id", "=", case.company_id.id)])
                linked = mine[field.name] & parts[field.comodel_name].sudo()
                self.assertFalse(linked, f"{model}.{field.name}")
        self.assertFalse(
            case.note_ids.filtered(lambda note: self.old.number in note.note)
        )

    def test_basis_first(self):
        for vals in ({"information_on": False}, {"consent_form": False}):
            form = self._form(**vals)
            with (
                self.subTest(vals=vals),
                self.assertRefused("Please record information and legal basis"),
            ):
                form.action_read()
        with self.assertRefused("Please enter the last name"):
            self._form().action_open()
        form = self._form(municipality_id=self.town_s.id)
        form.action_read()
        with self.assertRefused("You do not work in this town today", AccessError):
            form.action_open()

    def test_who(self):
        for user in (self.team_lead, self.coordination, self.dpo, self.kim_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._form(user=user)
        form = self._form()
        with self.assertRefused("You have no right to", AccessError):
            form.with_user(self.cm_s).read(["payload"])
        with self.assertRefused(
            "This case was exported by your own"
        ):  # one's own organisation: handed over
            self._form(user=self.cm_a, municipality_id=self.town_a.id).action_read()

    def test_zip(self):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("case.json", json.dumps(self.content))
        form = self._form(target.getvalue())
        form.action_read()
        self.assertFalse(form.file)
        self.assertIn("1 ×", form.summary)
        self.assertNotIn("Not known", form.left_behind)
        form.action_restart()
        self.assertFalse(form.payload or form.last_name or form.summary)
        form.action_cancel()
        self.assertFalse(form.sudo().exists())

    def test_what_was_read_is_not_written_by_value(self):
        form = self._form()
        forged = {"kim.client": [{"last_name": "X"}], "kim.case": [{}]}
        form.write({"payload": forged, "last_name": "X"})
        self.assertFalse(form.payload)
        other = self._form(payload=forged)
        self.assertFalse(other.payload)
        with self.assertRefused("Please enter the last name"):
            other.action_open()

    def _changed(self, model, **values):
        content = copy.deepcopy(self.content)
        content["models"][model]["records"][0].update(values)
        return content

    def test_forged_files(self):
        unknown = copy.deepcopy(self.content)
        unknown["models"]["res.users"] = {"records": [{"id": 2, "login": "x"}]}
        twice = copy.deepcopy(self.content)
        twice["models"]["kim.client"]["records"] *= 2
        many = copy.deepcopy(self.content)
        many["models"]["kim.case.note"]["records"] *= 5001
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("case.json", b" " * 60_000_000)
        link = {"model": "kim.case.person", "id": "1; DROP", "label": "x"}
        for content in (
            b"PK\x03\x04 broken",
            b"\xff\xfe\x00",
            b"[" * 200_000,
            b"{}",
            b"[]",
            b"x" * (10 * 1024 * 1024 + 1),
            bomb.getvalue(),
            {**self.content, "version": 2},
            {**self.content, "models": []},
            {**self.content, "models": {}},
            unknown,
            twice,
            many,
            self._changed("kim.client", last_name="A" * 10_000),
            self._changed("kim.client", last_name="<script>alert(1)</script>"),
            self._changed("kim.client", last_name="A\x07"),
            self._changed("kim.client", last_name="\ud800"),
            self._changed("kim.client", last_name="   "),
            self._changed("kim.client", last_name=None),
            self._changed("kim.client", last_name=["x"]),
            self._changed("kim.client", birth_date="yesterday"),
            self._changed("kim.client", birth_year="1990"),
            self._changed("kim.client", gender={"value": "root"}),
            self._changed("kim.client", language_id=7),
            self._changed("kim.client", id="1 OR 1=1"),
            self._changed("kim.case", life_domain_ids=[1, 2]),
            self._changed("kim.case", wish={"html": "x"}),
            self._changed("kim.case.person", in_household="yes"),
            self._changed("kim.case.status", person_id=link),
            self._changed("kim.case.note", note="x" * 60_000),
            self._changed("kim.case.note", note=None),
            self._changed("kim.case.note", date="0001-01-01T00:00:00"),
        ):
            form = self._form(content)
            with self.subTest(content=str(content)[-80:]):
                with self.assertRaises(UserError):
                    form.action_read()
                self.assertFalse(form.payload or form.summary or form.last_name)
        for file in ("###x", "ü", "AAAAA"):
            with self.subTest(file), self.assertRefused("This is no export of a case"):
                self._form(file=file).action_read()
        self.assertFalse(
            self.env["kim.client"].search(
                [("company_id", "=", self.company_carrier.id)]
            )
        )

    def test_ids_and_unknown_fields_say_nothing(self):
        """A number of somebody else's record, and fields that only doors write."""
        content = self._changed(
            "kim.case",
            company_id={"model": "res.company", "id": self.company_town_a.id},
            responsible_id={"model": "res.users", "id": self.cm_a.id, "label": "x"},
            stage_id={"model": "kim.case.stage", "id": 1, "label": "x"},
            number="TNA-1-1",
        )
        row = content["models"]["kim.case.assessment"]["records"][0]
        row["life_domain_id"]["id"] = self.domain_language.id
        row["case_id"]["id"] = self.old.id
        case = self._new_case(self._form(content))
        self.assertEqual(case.responsible_id, self.cm_ab)
        self.assertEqual(case.assessment_ids.life_domain_id, self.domain_work)
        self.assertNotEqual(case.number, "TNA-1-1")

    def test_refused_part_leaves_nothing(self):
        """What only a check of the model refuses undoes the whole."""
        form = self._form(self._changed("kim.case.status", work={"value": "full"}))
        form.action_read()
        form.payload["kim.case.status"][0]["housing"] = "rented"
        form.sudo().payload = {**form.payload}
        clients = self.env["kim.client"].search_count([])
        with self.assertRefused(
            "Please choose one value, or “Not recorded”", ValidationError
        ):
            form.action_open()
        self.env.invalidate_all()
        self.assertEqual(self.env["kim.client"].search_count([]), clients)

    def test_what_is_not_known_here_is_named(self):
        content = self._changed(
            "kim.case.assessment",
            life_domain_id={"model": "kim.life.domain", "id": 1, "label": "Magic"},
        )
        form = self._form(content)
        form.action_read()
        self.assertIn("Magic", form.left_behind)
        self.assertIn("anew", form.left_behind)
        case = form.env["kim.case"].browse(form.action_open()["res_id"])
        self.assertFalse(case.assessment_ids)
