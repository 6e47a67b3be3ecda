import io
import json
import logging
import tempfile
from pathlib import Path
from unittest.mock import patch

from pypdf import PdfReader

from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import file_path, mute_logger

from odoo.addons.base.models.ir_actions_report import (
    IrActionsReport as CoreReport,
)
from odoo.addons.kim_case.tests.pdf_common import (
    MODULE,
    NO_WKHTMLTOPDF,
    PdfCase,
    only_font_folder,
)
from odoo.addons.kim_case.tools import pdf_engine


@tagged("post_install", "-at_install")
class TestPdfDoor(PdfCase):
    """Whose reports KIM prints, and what it says when something is missing."""

    # ------------------------------------------------------------------
    # Other apps' reports
    # ------------------------------------------------------------------

    def _foreign_report(self):
        return self.env["ir.actions.report"].create(
            {
                "name": "Foreign",
                "model": "res.partner",
                "report_type": "qweb-pdf",
                "report_name": "web.preview_internalreport",
            }
        )

    def test_other_reports_go_to_odoo(self):
        report = self._foreign_report()
        with (
            patch(
                f"{MODULE}._wkhtml",
                return_value=NO_WKHTMLTOPDF._replace(state="ok"),
            ),
            patch.object(
                CoreReport, "_run_wkhtmltopdf", autospec=True, return_value=b"core"
            ) as core,
            patch.object(pdf_engine, "render") as ours,
        ):
            content, _kind = (
                self.env["ir.actions.report"]
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf(report.report_name, self.partners[0].ids)
            )
        self.assertEqual(content, b"core")
        ours.assert_not_called()
        arguments = core.call_args
        self.assertIn("web.report_assets_common", arguments.args[1][0])
        self.assertEqual(report._get_layout(), self.env.ref("web.minimal_layout"))
        self.assertEqual(report.get_paperformat(), self.env.company.paperformat_id)

    def test_other_reports_see_the_true_state(self):
        Report = self.env["ir.actions.report"]
        self.assertEqual(Report.get_wkhtmltopdf_state(), "install")
        forged = Report.with_context(kim_print=True, kim_pdf_engine=True)
        self.assertEqual(forged.get_wkhtmltopdf_state(), "install")
        forged = Report.with_context(kim_print=[[1]])
        self.assertEqual(forged.get_wkhtmltopdf_state(), "install")
        report = self._foreign_report()
        with self.assertRaisesRegex(UserError, "Unable to find Wkhtmltopdf"):
            Report.with_context(
                lang="en_US", force_report_rendering=True, kim_print=True
            )._render_qweb_pdf(report.report_name, self.partners[0].ids)

    # ------------------------------------------------------------------
    def test_log_says_nothing_of_the_content(self):
        self.replace_body(
            "<img src='http://elsewhere.example/Ösner.png'/><b style='Ösner: x'/>"
        )
        lines = []
        handler = logging.Handler()
        handler.emit = lambda record: lines.append(record.getMessage())
        for name in ("odoo", "weasyprint"):
            logger = logging.getLogger(name)
            logger.addHandler(handler)
            self.addCleanup(logger.removeHandler, handler)
        odoo = logging.getLogger("odoo")
        self.addCleanup(odoo.setLevel, odoo.level)
        odoo.setLevel(logging.INFO)
        self.print_(self.partners[0])
        self.assertTrue(any("1 addresses" in line for line in lines))
        self.assertFalse([line for line in lines if "sner" in line])

    # ------------------------------------------------------------------
    # What may be missing
    # ------------------------------------------------------------------

    def _missing(self, error):
        pdf_engine.load.cache_clear()
        self.addCleanup(pdf_engine.load.cache_clear)
        real = __import__

        def without(name, *args, **kwargs):
            if name.split(".")[0] == "weasyprint":
                raise error
            return real(name, *args, **kwargs)

        return patch("builtins.__import__", side_effect=without)

    def test_missing_package(self):
        with (
            self._missing(ImportError("No module named weasyprint")),
            self.assertRaisesRegex(UserError, "pip install -U weasyprint"),
        ):
            self.print_(self.partners[0])

    def test_missing_pango(self):
        with (
            self._missing(OSError("cannot load library 'libpango-1.0-0'")),
            self.assertRaisesRegex(UserError, "libpango-1.0-0 libpangoft2-1.0-0"),
        ):
            self.print_(self.partners[0])

    def test_message_in_german(self):
        with (
            self._missing(OSError("cannot load library 'libpango-1.0-0'")),
            self.assertRaisesRegex(UserError, "kann nicht gedruckt werden"),
        ):
            self.print_(self.partners[0], lang="de_DE")

    def test_missing_font(self):
        lato = Path(file_path("web/static/fonts/lato/Lato-Reg-webfont.ttf")).parent
        with only_font_folder(lato):
            self.print_(self.partners[0])
            with self.assertRaisesRegex(UserError, "fonts-noto-core"):
                self.print_(self.partners[1])
            self.partners[2].comment = "A sign \U0001f600 may be missing"
            self.print_(self.partners[2])

    def test_no_font_at_all(self):
        with (
            tempfile.TemporaryDirectory() as empty,
            only_font_folder(empty),
            self.assertRaisesRegex(UserError, "fonts-noto-core"),
        ):
            self.print_(self.partners[0])


@tagged("post_install", "-at_install")
class TestPdfInBrowser(PdfCase, HttpCase):
    def test_download_without_wkhtmltopdf(self):
        """A user's click reaches the engine though wkhtmltopdf is not there."""
        self.env["ir.config_parameter"].set_param("web.base.url", self.base_url())
        user = new_test_user(self.env, "kim_pdf_clerk", "base.group_user")
        printed = []
        real = pdf_engine.render

        def render(*args, **kwargs):
            printed.append(real(*args, **kwargs))
            return printed[-1]

        action = {
            "type": "ir.actions.report",
            "report_type": "qweb-pdf",
            "report_name": "kim_case.test_pdf",
            "context": {
                "active_ids": self.partners.ids,
                "force_report_rendering": True,
            },
        }
        with patch.object(pdf_engine, "render", side_effect=render):
            self.browser_js(
                "/odoo",
                f"""
                odoo.__WOWL_DEBUG__.root.env.services.action
                    .doAction({json.dumps(action)})
                    .then(() => console.log("test successful"))
                """,
                "odoo.isReady === true",
                login=user.login,
            )
        self.assertEqual(len(printed), 1)
        self.assertEqual(len(PdfReader(io.BytesIO(printed[0])).pages), 5)

    @mute_logger("odoo.addons.web.controllers.report", "odoo.http")
    def test_missing_package_reaches_the_browser(self):
        new_test_user(self.env, "kim_pdf_clerk", "base.group_user")
        self.authenticate("kim_pdf_clerk", "kim_pdf_clerk")
        with patch.object(
            pdf_engine, "load", side_effect=pdf_engine.EngineMissing("python")
        ):
            answer = self.url_open(
                "/report/download",
                data={
                    "data": json.dumps(
                        [
                            f"/report/pdf/kim_case.test_pdf/{self.partners[0].id}",
                            "qweb-pdf",
                        ]
                    ),
                    "context": '{"force_report_rendering": true}',
                    "csrf_token": http.Request.csrf_token(self),
                },
            )
        self.assertIn("pip install -U weasyprint", answer.text)
