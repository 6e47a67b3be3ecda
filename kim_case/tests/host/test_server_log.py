import logging
from unittest.mock import patch

import psycopg2

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools.log_filter import LOGGERS, KimLogFilter
from ..common import KimCommon

WORD = "Geheimwort"


@tagged("post_install", "-at_install")
class TestServerLog(KimCommon):
    """The server log holds error codes of statements on case data, never values."""

    def _lines(self, logger, provoke):
        with self.assertLogs(logger, "DEBUG") as logs:
            provoke()
        return "\n".join(logs.output)

    def test_failing_statement(self):
        def provoke():
            with self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
                self.env.cr.execute(
                    "UPDATE kim_client SET last_name = %s WHERE id = 'x'::int", [WORD]
                )

        self.assertNotIn(WORD, lines := self._lines("odoo.sql_db", provoke))
        self.assertIn("22P02", lines)

    def test_violated_constraint(self):
        case = self._case(last_name=WORD)

        def provoke():
            with self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
                self.env.cr.execute(
                    "UPDATE kim_client SET number = NULL WHERE id = %s",
                    [case.client_id.id],
                )

        self.assertNotIn(WORD, lines := self._lines("odoo.sql_db", provoke))
        self.assertIn("NotNullViolation 23502", lines)

    def test_other_tables_are_logged_as_ever(self):
        def provoke():
            with self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
                self.env.cr.execute(
                    "UPDATE res_partner SET name = %s WHERE id = 'x'::int", [WORD]
                )

        self.assertIn(WORD, self._lines("odoo.sql_db", provoke))

    def test_traceback(self):
        logger = logging.getLogger("odoo.http")

        def provoke():
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    self.env.cr.execute(
                        "SELECT 1 FROM kim_client WHERE %s::int", [WORD]
                    )
            except psycopg2.Error as error:
                text = f"{WORD} in kim_client"
                try:
                    raise ValidationError(text) from error
                except ValidationError:
                    logger.exception("Exception during request handling.")

        lines = self._lines("odoo.http", provoke)
        self.assertNotIn(WORD, lines)
        self.assertIn("22P02", lines)
        with patch.object(KimLogFilter, "filter", lambda *args: True):
            self.assertIn(WORD, self._lines("odoo.http", provoke), "the control")

    def test_addresses(self):
        logger = logging.getLogger("werkzeug")

        def provoke():
            logger.info('"GET /json/1/kim-cases?domain=%s HTTP/1.1" 200', WORD)

        self.assertNotIn(WORD, self._lines("werkzeug", provoke))

    def test_installed(self):
        for name in LOGGERS:
            filters = logging.getLogger(name).filters
            self.assertEqual(
                len([item for item in filters if isinstance(item, KimLogFilter)]), 1
            )


@tagged("post_install", "-at_install")
class TestWatchedDefinitions(KimCommon):
    """Who changes what guards KIM leaves a row, a log line, and a note to the DPO."""

    def _rows(self):
        return self.env["kim.rights.log"].search([("definition", "!=", False)])

    def _provoke(self, change):
        before = self._rows()
        with self.assertLogs(
            "odoo.addons.kim_case.models.rights.kim_rights_log", "WARNING"
        ) as logs:
            change()
        rows = self._rows() - before
        self.assertEqual(len(logs.output), 1)
        self.assertEqual(rows.user_id, self.system_admin)
        return rows

    def test_rule_right_and_action(self):
        env = self.env(user=self.system_admin)
        rule = env.ref("kim_case.kim_case_rule_access_read")
        notes = self.env["mail.message"].search_count([])
        rows = self._provoke(lambda: rule.write({"active": False}))
        self.assertIn("kim_case.kim_case_rule_access_read", rows.definition)
        self.assertEqual(rows.change, "changed")
        self.assertGreater(self.env["mail.message"].search_count([]), notes)
        right = env["ir.model.access"].search([("model_id.model", "=", "kim.case")])[0]
        rows = self._provoke(right.unlink)
        self.assertEqual(rows.change, "deleted")
        model = env["ir.model"]._get("kim.client")
        rows = self._provoke(
            lambda: env["ir.actions.server"].create(
                {"name": WORD, "model_id": model.id, "state": "code", "code": WORD}
            )
        )
        self.assertEqual(rows.change, "created")
        self.assertNotIn(WORD, rows.definition)

    def test_code_on_any_model(self):
        """Code reaches every case, whatever model it says it is about."""
        env = self.env(user=self.system_admin)
        partners = env["ir.model"]._get("res.partner").id
        reach = "env['kim.client'].sudo().search([])"
        action = env["ir.actions.server"].create(
            {"name": "x", "model_id": partners, "state": "object_write"}
        )
        for model, vals in (
            ("ir.actions.server", {"state": "code", "code": reach}),
            ("ir.cron", {"state": "code", "code": reach}),
            ("ir.model.fields", {"name": "x_kim", "ttype": "char", "compute": "pass"}),
            ("ir.model.fields", {"ttype": "char", "related": "parent_id.name"}),
            ("ir.ui.view", {"type": "qweb", "arch": f'<t t-out="{reach}"/>'}),
            ("ir.rule", {"domain_force": f"[('id', 'in', user.{reach}.ids)]"}),
            ("mail.template", {"body_html": f"<t t-out='object.{reach[:3]}'/>"}),
            (
                "ir.actions.report",
                {"model": "res.partner", "report_name": "x", "attachment": reach},
            ),
        ):
            fields = env[model]._fields
            known = {"model_id": partners, "name": "x_kim_name", "state": "manual"}
            with self.subTest(model=model):
                before = self._rows()
                env[model].create(
                    {k: v for k, v in known.items() if k in fields} | vals
                )
                rows = self._rows() - before
                self.assertEqual(rows.user_id, self.system_admin)
                self.assertIn("created", rows.mapped("change"))
        rows = self._provoke(lambda: action.write({"state": "code"}))
        self.assertEqual(rows.change, "changed")

    def test_file_names_of_reports(self):
        reports = self.env(user=self.system_admin)["ir.actions.report"]
        vals = {"name": "x", "report_name": "kim_case.x"}
        for name in (
            "object.client_id.last_name",
            "object.last_name",
            "object['last_name']",
            "'%(last_name)s' % object",
            "'{0.last_name}'.format(object)",
            "object.mapped('last_name')",
            "getattr(object, 'last_name')",
            "object.sudo().display_name",
            "object",
            "time.strftime('x') +",
        ):
            for field in ("print_report_name", "attachment"):
                for model in ("kim.client", "kim.post"):
                    with (
                        self.subTest(name=name, field=field, model=model),
                        self.assertRefused(
                            "Files printed from KIM are called by numbers",
                            ValidationError,
                        ),
                    ):
                        reports.create({**vals, "model": model, field: name})
        for name in ("object.number", "'Fall-%s' % object.display_name", "", False):
            with self.subTest(name=name):
                reports.create({**vals, "model": "kim.case", "print_report_name": name})
        partner = reports.create(
            {**vals, "model": "res.partner", "print_report_name": "object.name"}
        )
        with self.assertRefused(
            "Files printed from KIM are called by numbers", ValidationError
        ):
            partner.model = "kim.client"
        rows = self._provoke(
            lambda: partner.write({"model": "kim.case", "print_report_name": False})
        )
        self.assertEqual(rows.change, "changed")

    def test_seen_by_oversight(self):
        rule = self.env.ref("kim_case.kim_case_rule_company")
        rows = self._provoke(
            lambda: rule.with_user(self.system_admin).write({"name": "x"})
        )
        self.assertEqual(rows.with_user(self.dpo).search([("id", "=", rows.id)]), rows)

    def test_other_models_are_not(self):
        before = self._rows()
        self.env["ir.rule"].create(
            {"name": "x", "model_id": self.env["ir.model"]._get("res.partner").id}
        )
        self.env["ir.ui.view"].create(
            {"name": "x", "type": "qweb", "arch": '<t t-out="o.name"/>'}
        )
        self.assertEqual(self._rows(), before)
