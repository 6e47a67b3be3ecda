from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tests.common import JsonRpcException

from ...models.foundation.kim_left_mixin import TEXTS
from ..common import KimCommon


class AccessLogCase(KimCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls._case(wish="GEHEIM") | cls._case()
        cls.case = cls.cases[0]
        export = cls.env.ref("base.group_allow_export")
        (cls.cm_a | cls.team_lead).group_ids += export
        cls.special = (
            cls.env["kim.case.special"]
            .with_user(cls.cm_a)
            .create({"case_id": cls.case.id, "kind": "health", "content": "GEHEIM"})
        )
        cls.note = (
            cls.env["kim.case.note"]
            .with_user(cls.cm_a)
            .create({"case_id": cls.case.id, "note": "GEHEIM"})
        )

    def _request(self, act):
        """Do something as one request; return the rows that it logged."""
        self.env.cr.flush()
        self.env.cr.precommit.run()
        logs = self.env["kim.access.log"]
        before = logs.search([])
        self.env.invalidate_all()
        act()
        self.env.cr.precommit.run()
        return logs.search([]) - before


@tagged("post_install", "-at_install")
class TestAccessLog(AccessLogCase):
    """Every look at a case is logged: who, which, when, how; never what."""

    def test_opening_is_one_row(self):
        case = self._as(self.case, self.cm_a)

        def open_form():
            case.web_read(
                {"wish": {}, "number": {}, "note_ids": {"fields": {"note": {}}}}
            )
            case.read(["next_step"])
            self._as(self.note, self.cm_a).read(["note"])

        rows = self._request(open_form)
        self.assertEqual(rows.mapped("action"), ["open"])
        self.assertEqual(rows.case_id, self.case.sudo())
        self.assertEqual(rows.user_id, self.cm_a)
        self.assertEqual(rows.company_id, self.company_town_a)
        self.assertEqual(len(self._request(open_form)), 1)

    def test_list_is_one_row_a_day(self):
        cases = self._as(self.env["kim.case"], self.cm_a)

        def look():
            cases.web_search_read([("id", "in", self.cases.ids)], {"wish": {}})

        rows = self._request(look)
        self.assertEqual(set(rows.mapped("action")), {"list"})
        self.assertEqual(rows.case_id, self.cases.sudo())
        self.assertFalse(self._request(look))

    def test_special_is_logged_as_such(self):
        rows = self._request(
            lambda: self._as(self.special, self.cm_a).read(["content"])
        )
        self.assertIn("special", rows.mapped("action"))
        self.assertEqual(rows.case_id, self.case.sudo())

    def test_export_and_grouping(self):
        rows = self._request(
            lambda: self._as(self.cases, self.cm_a).export_data(["number", "wish"])
        )
        exported = rows.filtered(lambda row: row.action == "export")
        self.assertEqual(exported.case_id, self.cases.sudo())
        rows = self._request(
            lambda: self._as(self.env["kim.case"], self.cm_a).formatted_read_group(
                [], ["stage_id"], ["__count"]
            )
        )
        grouped = rows.filtered(lambda row: row.action == "group")
        self.assertEqual(grouped.mapped("model"), ["kim.case"])
        self.assertEqual((rows - grouped).case_id, self.cases.sudo(), "few are seen")

    def test_questions_about_what_was_written(self):
        """Whoever counts or searches by a text has looked, whatever the answer."""
        cases = self._as(self.env["kim.case"], self.cm_a)
        notes = self._as(self.env["kim.case.note"], self.cm_a)
        mine = [("id", "in", self.cases.ids)]
        for ask, asked, seen in (
            (lambda: cases.search_count([("wish", "ilike", "GEH")]), cases, self.case),
            (lambda: cases.search_count([("note_ids.note", "=", "x")]), notes, None),
            (lambda: cases.name_search("nobody has this name"), cases, None),
            (
                lambda: cases.web_read_group(
                    [*mine, ("wish", "ilike", "GEH")], ["stage_id"], ["__count"]
                ),
                cases,
                self.case,
            ),
        ):
            self.env.cr.execute("DELETE FROM kim_access_log")  # one row a day
            rows = self._request(ask)
            with self.subTest(rows=rows.mapped("action")):
                self.assertIn(asked._name, rows.mapped("model"))
                self.assertEqual(rows.case_id, (seen or cases.browse()).sudo())

    def test_texts_are_not_grouped(self):
        """What people wrote is neither grouped nor aggregated, from wherever asked."""
        left = self.env.registry["kim.left.mixin"]
        refused = 0
        for name, records in self.env.items():
            if not issubclass(self.env.registry[name], left) or records._abstract:
                continue
            for user in (self.cm_a, self.dpo, self.team_lead):
                mine = self._as(records, user)
                if not (records._log_reads and mine.has_access("read")):
                    continue
                described = mine.fields_get(attributes=["type", "groupable"])
                for field in records._fields.values():
                    if field.type not in TEXTS or field.name == "number":
                        continue
                    if field.name not in described:
                        continue
                    self.assertFalse(described[field.name]["groupable"])
                    for groups, figures in (
                        ([field.name], []),
                        ([], [f"{field.name}:max"]),
                        ([], [f"{field.name}:array_agg"]),
                        ([], [f"{field.name}:count_distinct"]),
                    ):
                        with self.assertRaisesRegex(
                            UserError, "is text: it is read in"
                        ):
                            mine.formatted_read_group([], groups, figures)
                        refused += 1
        self.assertGreater(refused, 100)
        rights = self._as(self.env["kim.case.access"], self.cm_a)
        for path in ("case_id.wish", "case_id.client_id.last_name"):
            with self.assertRaisesRegex(UserError, "is text: it is read in"):
                rights.formatted_read_group([], [path], ["__count"])
        self.assertTrue(
            self._as(self.env["kim.case"], self.cm_a).formatted_read_group(
                [], ["number"], ["__count"]
            )
        )

    def test_registers_are_no_look_at_a_case(self):
        register = self._as(self.env["kim.case.register"], self.team_lead)
        rows = self._request(lambda: register.search([]).read(["number", "stage_id"]))
        self.assertFalse(rows)
        rows = self._request(lambda: register.search([]).export_data(["number"]))
        self.assertEqual(set(rows.mapped("action")), {"export"})
        self.assertEqual(rows.user_id, self.team_lead)

    def test_no_content(self):
        self._request(lambda: self._as(self.case, self.cm_a).read(["wish"]))
        self.env.cr.execute(
            "SELECT count(*) FROM kim_access_log AS log WHERE log::text LIKE %s",
            ["%GEHEIM%"],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        texts = {
            name
            for name, field in self.env["kim.access.log"]._fields.items()
            if field.store and field.type in ("char", "text", "html", "json", "binary")
        }
        self.assertEqual(texts, {"model"})

    def test_refused_look_is_no_row(self):
        def look():
            with self.assertRefused("You have no right to", AccessError):
                self._as(self.case, self.cm_a2).read(["wish"])

        self.assertFalse(self._request(look))

    def test_who_opened_my_cases(self):
        self._request(lambda: self._as(self.case, self.cm_a).read(["wish"]))
        row = self.env["kim.access.log"].search([], limit=1)
        self.assertSees(self.cm_a, row)
        self.assertSees(self.dpo, row)
        self.assertSees(self.system_admin, row)
        self.assertSeesNot(self.cm_a2, row)
        self.assertSeesNot(self.team_lead, row)
        self.assertSeesNot(self.coordination, row)

    def test_append_only(self):
        self._request(lambda: self._as(self.case, self.cm_a).read(["wish"]))
        log = self.env["kim.access.log"]
        row = log.search([], limit=1)
        for by in (self.env.user, self.system_admin, self.dpo, self.cm_a):
            for context in ({}, {"force": True, "module_uninstall": True}):
                logs, mine = (
                    r.with_user(by).with_context(**context) for r in (log, row)
                )
                with self.subTest(by=by.login, context=context):
                    with self.assertRefused("The access log cannot be changed"):
                        mine.write({"action": "list"})
                    with self.assertRefused("The access log cannot be deleted"):
                        mine.unlink()
                    with self.assertRefused(
                        "The access log is written by the system alone"
                    ):
                        logs.create({"user_id": by.id, "action": "open"})
        self.assertTrue(row.exists())


@tagged("post_install", "-at_install")
class TestAccessLogReplica(AccessLogCase, HttpCase):
    """With a read-only replica a look is still logged: no read goes there."""

    def test_no_read_method_is_for_the_replica(self):
        left = self.env.registry["kim.left.mixin"]
        checked = 0
        for name, model in self.env.registry.items():
            if not issubclass(model, left):
                continue
            for attribute in dir(model):
                method = getattr(model, attribute, None)
                if callable(method) and hasattr(method, "_readonly"):
                    checked += 1
                    with self.subTest(model=name, method=attribute):
                        self.assertFalse(method._readonly)
        self.assertGreater(checked, 100)
        # Control: elsewhere Odoo does send reads to the replica.
        self.assertTrue(self.env.registry["res.partner"].web_read._readonly)

    def test_look_through_the_web_is_logged(self):
        self.cm_a.password = "kim_cm_a kim_cm_a"
        self.authenticate("kim_cm_a", "kim_cm_a kim_cm_a")
        company = self.cm_a.company_id
        calls = {
            "web_read": [[self.case.id], {"wish": {}}],
            "read": [[self.case.id], ["wish"]],
            "web_search_read": [[("id", "=", self.case.id)], {"wish": {}}],
            "search_read": [[("id", "=", self.case.id)], ["wish"]],
        }
        for method, args in calls.items():
            with self.subTest(method=method):
                logs = self.env["kim.access.log"].search([])
                answer = self.make_jsonrpc_request(
                    f"/web/dataset/call_kw/kim.case/{method}",
                    {
                        "model": "kim.case",
                        "method": method,
                        "args": args,
                        "kwargs": {"context": {"allowed_company_ids": company.ids}},
                    },
                )
                self.assertIn("GEHEIM", str(answer))
                self.env.invalidate_all()
                rows = self.env["kim.access.log"].search([]) - logs
                self.assertEqual(rows.mapped("action"), ["open"])
                self.assertEqual(rows.user_id, self.cm_a)

    def test_look_outlives_the_refusal(self):
        """What a refused request has read and told is logged, though it is undone."""
        self.cm_a.password = "kim_cm_a kim_cm_a"
        self.authenticate("kim_cm_a", "kim_cm_a kim_cm_a")
        said = {"kim_lost_update": {"loaded": {"wish": "never"}}}
        logs = self.env["kim.access.log"].search([])
        refusal = None
        try:  # assertRaises would undo what the request has left
            self.make_jsonrpc_request(
                "/web/dataset/call_kw/kim.case/web_save",
                {
                    "model": "kim.case",
                    "method": "web_save",
                    "args": [[self.case.id], {"wish": "mine"}, {}],
                    "kwargs": {
                        "context": {
                            "allowed_company_ids": self.cm_a.company_id.ids,
                            **said,
                        }
                    },
                },
            )
        except JsonRpcException as error:
            refusal = str(error)
        self.assertIn("LostUpdateError", refusal)
        self.env.invalidate_all()
        self.assertEqual(self.case.wish, "GEHEIM")
        rows = self.env["kim.access.log"].search([]) - logs
        self.assertEqual(rows.mapped("action"), ["open"])
        self.assertEqual(rows.case_id, self.case.sudo())
        self.assertEqual(rows.user_id, self.cm_a)
