from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from ...models.rights.kim_access_log import KimAccessLog
from ..common import KimCommon

# The log of statements on case data is cut down to the name of the error.
RETRY = "ReadOnlySqlTransaction"


@tagged("post_install", "-at_install")
class TestReplica(KimCommon, HttpCase):
    """With a read-only replica for reading, each look at a case is still logged.

    Odoo's test cursors refuse writes where a request begins on the replica, as a
    streaming replica does.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.case.wish = "A job"
        cls.document = (
            cls.env["ir.attachment"]
            .with_user(cls.cm_a)
            .create(
                {
                    "name": "letter.txt",
                    "raw": b"Dear Sir or Madam",
                    "mimetype": "text/plain",
                    "res_model": "kim.case",
                    "res_id": cls.case.id,
                }
            )
        )

    def setUp(self):
        super().setUp()
        self.authenticate(self.cm_a.login, self.cm_a.login)
        self.written = []  # was the cursor read-only when the log was written?
        write_pending = KimAccessLog._write_pending

        def noted(log):
            self.written.append(log.env.cr.readonly)
            return write_pending(log)

        self.patch(self.registry["kim.access.log"], "_write_pending", noted)

    def _rows(self, action):
        return self.env["kim.access.log"].search_count(
            [
                ("case_id", "=", self.case.id),
                ("user_id", "=", self.cm_a.id),
                ("action", "=", action),
            ]
        )

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def test_reading_a_case_goes_to_the_primary(self):
        ids, spec = [self.case.id], {"wish": {}}
        for method, args, kwargs in (
            ("web_read", [ids], {"specification": spec}),
            ("read", [ids, ["wish"]], {}),
            ("web_search_read", [[("id", "in", ids)], spec], {}),
            ("search_read", [[("id", "in", ids)], ["wish"]], {}),
        ):
            before = self._rows("open")
            self.written.clear()
            with self.subTest(method=method), self.assertNoLogs("odoo.http", "WARNING"):
                self._call("kim.case", method, *args, **kwargs)
                self.assertEqual(self._rows("open"), before + 1)
                self.assertEqual(self.written, [False], "at the first attempt")

    def test_control_other_models_are_read_from_the_replica(self):
        modes = []
        search = type(self.env["res.partner"])._search

        def noted(partners, *args, **kwargs):
            modes.append(partners.env.cr.readonly)
            return search(partners, *args, **kwargs)

        with patch.object(self.registry["res.partner"], "_search", noted):
            self._call("res.partner", "web_search_read", [], {"name": {}}, limit=1)
        self.assertIn(True, modes)

    def test_a_document_is_logged_by_a_second_attempt(self):
        url = f"/web/content/{self.document.id}"
        with self.assertLogs("odoo.http", "WARNING") as logs:
            answer = self.url_open(url)
        self.assertEqual(answer.text, "Dear Sir or Madam")
        self.assertIn(RETRY, "".join(logs.output))
        self.assertEqual(self.written, [True, False])
        self.assertEqual(self._rows("download"), 1)

    def test_a_case_read_through_another_model(self):
        """The log is read from the replica; the case it leads to makes a row."""
        self._call("kim.case", "read", [self.case.id], ["wish"])
        before = self._rows("open")
        spec = {"case_id": {"fields": {"wish": {}}}}
        with self.assertLogs("odoo.http", "WARNING") as logs:
            answer = self._call(
                "kim.access.log",
                "web_search_read",
                [("case_id", "=", self.case.id)],
                spec,
                limit=1,
            )
        self.assertEqual(answer["records"][0]["case_id"]["wish"], "A job")
        self.assertIn(RETRY, "".join(logs.output))
        self.assertEqual(self._rows("open"), before + 1)
