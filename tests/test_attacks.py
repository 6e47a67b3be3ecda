"""Attacks through doors of Odoo that no screen of KIM uses.

Archives and copies, keys of the context, texts that are too long or that look like
markup, entries of foreign catalogues, and the addresses of reports.
"""

import contextlib

from access_values import found_marks, mark
from leak_probes import LeakFixture

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

LONG = "x" * 10_000
MARKUP = "<script>alert(1)</script>"
RTL = "\u202eريمع\u202c \u2066<b>\u2069"
# Keys by which Odoo's own code leaves checks out.
KEYS = {
    "active_test": False,
    "bin_size": True,
    "force_delete": True,
    "import_file": True,
    "install_mode": True,
    "mail_notrack": True,
    "module": "kim_case",
    "no_reset_password": True,
    "prefetch_fields": False,
    "tracking_disable": True,
    "uid": 1,
    "su": True,
    "_force_unlink": True,
}


@tagged("post_install", "-at_install")
class TestAttacks(LeakFixture, HttpCase):
    """Who has no right gets nothing, by whatever door; who has one gets a clear word."""

    # ------------------------------------------------------------------
    # Doors that write
    # ------------------------------------------------------------------
    def _refused(self, env, model, method, *args):
        with contextlib.suppress(UserError):  # AccessError and ValidationError too
            call_kw(env[model], method, list(args), {})
            return False
        return True

    def test_names_and_archives_write_nothing(self):
        """``name_create``, archiving and toggling change nothing left of the line."""
        for model in self.left:
            subject = self.subject(model)
            if not subject._auto:
                continue
            count = subject.search_count([])
            for role in ("responsible", "same_town", "system_all"):
                env = self.env_of(role)
                with self.subTest(model=model, role=role), self.undone():
                    self.assertTrue(self._refused(env, model, "name_create", "Name"))
                    for method in ("action_archive", "action_unarchive", "copy"):
                        with contextlib.suppress(Exception):  # whatever is said
                            call_kw(env[model], method, [subject.ids], {})
                    self.assertEqual(subject.search_count([]), count)

    def test_context_opens_nothing(self):
        """No key of the context lets anybody find, change or delete more."""
        for model in self.left:
            subject = self.subject(model)
            if not subject._auto or "R" not in self._row(model)["responsible"]:
                continue
            domain = [("id", "=", subject.id)]
            for role in ("same_town", "other_controller", "excluded_all", "system_all"):
                if "R" in self._row(model)[role]:
                    continue
                env = self.env_of(role)
                env = env(context={**env.context, **KEYS})
                with self.subTest(model=model, role=role), self.undone():
                    with contextlib.suppress(AccessError):
                        self.assertFalse(env[model].search(domain))
                    for method, args in (
                        ("read", [["display_name"]]),
                        ("write", [{}]),
                        ("write", [{"company_id": self.company_south.id}]),
                        ("unlink", []),
                    ):
                        self.assertTrue(
                            self._refused(env, model, method, subject.ids, *args),
                            method,
                        )
            env = self.env_of("responsible")
            env = env(context={**env.context, **KEYS})
            with self.subTest(model=model, role="responsible"), self.undone():
                self.assertTrue(self._refused(env, model, "unlink", subject.ids))
                self.assertTrue(subject.exists())

    def _row(self, model):
        return next(row for row in self.rows if row["model"] == model)

    def test_defaults_open_no_foreign_case(self):
        """A part is never born into a case that one may not write."""
        for model in self.left:
            records = self.env[model]
            if not records._auto or "case_id" not in records._fields:
                continue
            values = self.values(model)
            values.pop("case_id", None)
            before = records.sudo().search_count([("case_id", "=", self.case.id)])
            for role in ("same_town", "other_controller", "system_all"):
                if "C" in self._row(model)[role]:
                    continue
                env = self.env_of(role)
                env = env(
                    context={
                        **env.context,
                        **KEYS,
                        "default_case_id": self.case.id,
                        "default_company_id": self.company_town_a.id,
                    }
                )
                with self.subTest(model=model, role=role), self.undone():
                    self.assertTrue(self._refused(env, model, "create", [values]))
                    found = records.sudo().search_count(
                        [("case_id", "=", self.case.id)]
                    )
                    self.assertEqual(found, before)

    def test_long_and_strange_texts(self):
        """A text is kept whole or refused in words; never cut, never an SQL error."""
        cut, kept = [], 0
        env = self.env_of("responsible")
        # A restricted file refuses every text; the planted file has lost its basis.
        self.subject("kim.case").sudo()._lift_restriction()
        for model in self.left:
            subject = self.subject(model)
            if not subject._auto or "W" not in self._row(model)["responsible"]:
                continue
            doors = getattr(subject, "_door_fields", ())
            for name, field in subject._fields.items():
                if (
                    field.type not in ("char", "text")
                    or not field.store
                    or field.readonly
                    or field.related
                    or field.groups
                    or name in doors
                ):
                    continue
                for value in (LONG, MARKUP, RTL):
                    with self.undone():
                        record = subject.with_env(env)
                        with contextlib.suppress(UserError):
                            call_kw(
                                record.browse(),
                                "write",
                                [record.ids, {name: value}],
                                {},
                            )
                            self.env.flush_all()
                            self.env.invalidate_all()
                            kept += 1
                            if (subject[name] or "").strip() != value.strip():
                                cut.append(f"{model}.{name}: {len(value)} characters")
                        self.env.invalidate_all()
        self.assertFalse(cut, "\n".join(cut))
        self.assertGreater(kept, 20)

    def test_entries_of_a_foreign_catalogue(self):
        """Records of a case choose from shared entries and those of their district."""
        taken = 0
        catalogue = self.env.registry["kim.catalogue.mixin"]
        for model in self.left:
            subject = self.subject(model)
            if not subject._auto or "W" not in self._row(model)["responsible"]:
                continue
            doors = getattr(subject, "_door_fields", ())
            for name, field in subject._fields.items():
                if (
                    field.type not in ("many2one", "many2many")
                    or not field.store
                    or field.readonly
                    or name in doors
                    or not issubclass(self.env.registry[field.comodel_name], catalogue)
                ):
                    continue
                entries = self.env[field.comodel_name]
                foreign, own = entries.create(
                    [
                        {"name": "Entry", "district_id": district.id}
                        for district in (self.district_south, self.district_north)
                    ]
                )
                for entry in (foreign, own):
                    value = entry.id if field.type == "many2one" else [(4, entry.id)]
                    with self.subTest(field=f"{model}.{name}"), self.undone():
                        refused = self._refused(
                            self.env_of("responsible"),
                            model,
                            "write",
                            subject.ids,
                            {name: value},
                        )
                        if entry == foreign:
                            self.assertTrue(refused)
                        else:  # some records refuse changes for reasons of their own
                            taken += not refused
                    self.env.invalidate_all()
        self.assertGreater(taken, 2)

    # ------------------------------------------------------------------
    # Addresses
    # ------------------------------------------------------------------
    @mute_logger("odoo.http", "odoo.addons.base.models.ir_qweb")
    def test_reports_by_address(self):
        """A report is shown to its readers; everyone else is refused, not failed."""
        reports = self.env["ir.actions.report"].search(
            [("report_name", "=like", "kim\\_%")]
        )
        self.assertGreater(len(reports), 1)
        roles = ("responsible", "coordination", "same_town", "dpo", "plain", "public")
        shown, wrong = set(), []
        for role in roles:
            user = self.roles[role][0]
            login = None if role == "public" else user.login
            self.authenticate(login, login)
            for report in reports:
                row = self._row(report.model)
                for record_id, may in (
                    (self.subject(report.model).id, "R" in row[role]),
                    (2_000_000_000, None),
                ):
                    url = f"/report/html/{report.report_name}/{record_id}"
                    answer = self.url_open(url)
                    if may is None:  # nothing there: whatever is said, it is no failure
                        right = answer.status_code < 500
                    else:
                        right = (answer.status_code == 200) == may or (
                            role == "public" and "/web/login" in answer.url
                        )
                        right = right and answer.status_code < 500
                    if may and right:
                        shown.add(report.report_name)
                    if not right:
                        wrong.append(f"{role} {url}: {answer.status_code}")
        self.assertFalse(wrong, "\n".join(wrong))
        self.assertGreater(len(shown), 1)
        self.assertFalse(found_marks(self.url_open("/report/html/kim_x.y/1").text))
        self.assertTrue(mark("kim.case", "wish"))
