"""The matrix once more through the real web routes, every model once per role.

Forms, exports, files and the API of ``/json/2`` are other code than the ORM's doors; a
right revoked has to be gone with the next click, in a worker that has cached much.
"""

import json

from access_table import readable_models
from access_values import found_marks, mark
from leak_probes import LeakFixture

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

LOGGERS = (
    "odoo.http",
    "odoo.addons.web.controllers.export",
    "odoo.addons.base.models.ir_binary",
    "odoo.addons.rpc.controllers.json2",
)


@tagged("post_install", "-at_install")
class TestAccessRoutes(LeakFixture, HttpCase):
    """Every role logs in once and asks for one record of every row."""

    def _log_in(self, role):
        user = self.roles[role][0]
        if role == "public":
            self.authenticate(None, None)
        else:
            self.authenticate(user.login, user.login)

    def _context(self, role):
        return {"allowed_company_ids": self.roles[role][1].ids}

    def _call(self, role, model, method, *args, **kwargs):
        """Return the text that /web/dataset/call_kw answers, errors included."""
        return self.opener.post(
            f"{self.base_url()}/web/dataset/call_kw/{model}/{method}",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(args),
                    "kwargs": {**kwargs, "context": self._context(role)},
                }
            },
        ).text

    def _api(self, role, model, method, **kwargs):
        """Return the text that /json/2 answers to an interactive caller."""
        return self.opener.post(
            f"{self.base_url()}/json/2/{model}/{method}",
            json={"context": self._context(role), **kwargs},
            headers={
                "Sec-Fetch-Dest": "document",
                "Sec-Fetch-Mode": "navigate",
                "Sec-Fetch-Site": "same-origin",
                "Sec-Fetch-User": "?1",
            },
        ).text

    def _export(self, role, model, record_id, names):
        return self.opener.post(
            f"{self.base_url()}/web/export/csv",
            data={
                "csrf_token": Request.csrf_token(self),
                "data": json.dumps(
                    {
                        "model": model,
                        "fields": [{"name": n, "label": n} for n in names],
                        "ids": [record_id],
                        "domain": [],
                        "import_compat": False,
                        "context": self._context(role),
                    }
                ),
            },
        ).text

    def _found(self, text, record_id):
        """Tell whether an answer of call_kw or /json/2 holds the record."""
        answer = json.loads(text)
        if isinstance(answer, dict):
            answer = answer.get("result", answer)
        if isinstance(answer, dict):
            answer = answer.get("records", [])
        return record_id in [row["id"] for row in answer]

    @mute_logger(*LOGGERS)
    def test_every_model_once_per_role(self):
        wrong, asked = [], 0
        for role in self.role_names:
            self._log_in(role)
            for row in self.rows:
                model = row["model"].partition("#")[0]
                record = self.subject(row["model"])
                domain = [["id", "=", record.id]]
                for route, text in (
                    (
                        "call_kw",
                        self._call(
                            role,
                            model,
                            "web_search_read",
                            domain,
                            specification={"display_name": {}},
                        ),
                    ),
                    (
                        "json/2",
                        self._api(
                            role,
                            model,
                            "search_read",
                            domain=domain,
                            fields=["display_name"],
                        ),
                    ),
                ):
                    asked += 1
                    if self._found(text, record.id) != ("R" in row[role]):
                        wrong.append(f"{route} {row['model']} {role} {text[:300]}")
        self.assertFalse(wrong, "\n".join(wrong))
        self.assertGreater(asked, 2000)

    def _addresses(self):
        """Yield (model, address) of every file, page and report of the case."""
        for model, document in self.documents.items():
            yield model, f"/web/content/{document.id}"
            yield model, f"/web/content/{document.id}?download=1"
            yield model, f"/web/content?model=ir.attachment&id={document.id}&field=raw"
            yield model, f"/web/image/{document.id}"
        reports = self.env["ir.actions.report"].search([("model", "in", self.left)])
        for report in reports:
            record = self.subject(report.model)
            yield report.model, f"/report/html/{report.report_name}/{record.id}"

    @mute_logger(*LOGGERS)
    def test_files_exports_and_reports(self):
        leaks, asked, heard, probes = [], set(), set(), 0
        names = {
            "kim.client": ["last_name", "phone"],
            "kim.case": ["wish", "client_last_name", "properties.kimprop"],
            "kim.case.note": ["note"],
            "kim.case.special": ["content"],
        }
        # An address does not say which companies are switched on: that is a filter of
        # the web client, and the person of "company_off" has a right of her own.
        roles = [name for name in self.role_names if name != "company_off"]
        for role in roles:
            self._log_in(role)
            allowed = readable_models(self.rows, role)
            answers = [
                (model, url, self.url_open(url).text)
                for model, url in self._addresses()
            ] + [
                (
                    model,
                    "export",
                    self._export(role, model, self.subject(model).id, fields),
                )
                for model, fields in names.items()
            ]
            for model, url, text in answers:
                probes += 1
                marks = found_marks(text)
                asked.add(f"{model} {url}")
                if marks and model in allowed:
                    heard.add(f"{model} {url}")
                leaks += [
                    f"{role}: {url} shows {place}"
                    for place in marks
                    if place[0] not in allowed
                ]
        deaf = asked - heard
        self.assertFalse(deaf, "addresses that show nothing even to the entitled")
        self.assertFalse(leaks, "\n".join(leaks))
        self.assertGreater(probes, 500)

    @mute_logger(*LOGGERS)
    def test_pages(self):
        """Web client, portal and start pages hold no mark, whoever opens them."""
        for role in ("system", "plain", "portal", "public", "responsible"):
            self._log_in(role)
            for url in ("/odoo", "/my", "/my/account", "/web/session/modules"):
                with self.subTest(role=role, url=url):
                    self.assertFalse(found_marks(self.url_open(url).text))

    @mute_logger(*LOGGERS)
    def test_revoked_right_is_gone_at_once(self):
        """In a warm worker: read, revoke, read again; grant, read."""
        role = "deputy"
        user = self.roles[role][0]
        note = self.subject("kim.case.note")
        document = self.documents["kim.case.note"]
        self._log_in(role)

        def marks():
            texts = (
                self._call(
                    role,
                    "kim.case.note",
                    "web_read",
                    [note.id],
                    specification={"note": {}},
                ),
                self._call(
                    role,
                    "kim.case.note",
                    "web_search_read",
                    [],
                    specification={"note": {}},
                ),
                self.url_open(f"/web/content/{document.id}").text,
            )
            return [bool(found_marks(text)) for text in texts]

        self.assertEqual(marks(), [True] * 3)
        self.assertEqual(marks(), [True] * 3, "warm")
        self.case.sudo().access_ids.filtered(lambda row: row.user_id == user)._revoke()
        self.env.flush_all()
        self.assertEqual(marks(), [False] * 3)
        self.case._grant(user, "deputy")
        self.env.flush_all()
        self.assertEqual(marks(), [True] * 3)

    @mute_logger(*LOGGERS)
    def test_ended_group_is_gone_at_once(self):
        """Who is no case manager any more reads nothing, whatever rows there are."""
        role = "deputy"
        client = self.subject("kim.client")
        self._log_in(role)
        spec = {"last_name": {}}
        args = (role, "kim.client", "web_read", [client.id])
        self.assertIn(
            mark("kim.client", "last_name"), self._call(*args, specification=spec)
        )
        self.roles[role][0].kim_role = "participant"
        self.env.flush_all()
        self.assertFalse(found_marks(self._call(*args, specification=spec)))

    @mute_logger(*LOGGERS)
    def test_upload_without_record_is_refused(self):
        """An upload goes to its record or nowhere."""
        attachments = self.env["ir.attachment"]
        self._log_in("responsible")
        for record_id, expected in ((0, 0), (self.case.id, 1)):
            before = attachments.search_count([("name", "=", "up.txt")])
            self.url_open(
                "/web/binary/upload_attachment",
                data={
                    "csrf_token": Request.csrf_token(self),
                    "model": "kim.case",
                    "id": record_id,
                },
                files={"ufile": ("up.txt", b"secret", "text/plain")},
            )
            found = attachments.search_count([("name", "=", "up.txt")])
            self.assertEqual(found - before, expected, record_id)
