import io
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from pypdf import PdfReader

from odoo.tests import TransactionCase

from odoo.addons.base.models.ir_actions_report import WkhtmlInfo

MODULE = "odoo.addons.base.models.ir_actions_report"
NO_WKHTMLTOPDF = WkhtmlInfo("install", False, "wkhtmltopdf", "", False, "", None)
ARABIC = "مرحبا بكم في المدينة"
HOME = "http://kim.example"

TEMPLATE = """
<t t-name="kim_case.test_pdf">
    <t t-call="kim_case.report_layout">
        <t t-set="title">Example</t>
        <t t-foreach="docs" t-as="o">
            <t t-call="kim_case.report_record">
                <t t-set="sender">Kreis Musterland</t>
                <h1 t-out="o.name"/>
                <p class="kim_text" dir="auto" t-out="o.comment"/>
                <t t-if="o.function">
                    <p t-foreach="range(int(o.function))" t-as="number"
                       style="break-before: page">Part <t t-out="number"/></p>
                </t>
                <t t-out="0"/>
            </t>
        </t>
    </t>
</t>
"""


class PdfCase(TransactionCase):
    """A small report on contacts, until a test needs a model of KIM."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.env["ir.config_parameter"].set_param("web.base.url", HOME)
        cls.env["ir.config_parameter"].set_param("report.url", False)
        cls.view = cls.env["ir.ui.view"].create(
            {
                "name": "kim_case.test_pdf",
                "key": "kim_case.test_pdf",
                "type": "qweb",
                "arch": TEMPLATE,
            }
        )
        cls.report = cls.env["ir.actions.report"].create(
            {
                "name": "Example",
                "model": "res.partner",
                "report_type": "qweb-pdf",
                "report_name": "kim_case.test_pdf",
            }
        )
        cls.partners = cls.env["res.partner"].create(
            [
                {"name": "Ösner & Söhne", "comment": "Grüße für 5 €: „gut“"},
                {"name": "Second", "comment": ARABIC, "function": "2"},
                {"name": "Third", "comment": "Short"},
            ]
        )

    def setUp(self):
        super().setUp()
        # Nothing of KIM may depend on wkhtmltopdf, installed or not.
        self.enterContext(patch(f"{MODULE}._wkhtml", return_value=NO_WKHTMLTOPDF))

    def print_(self, records, report=None, **context):
        """The PDF of a report on records, as a reader."""
        report = report or self.report
        content, kind = (
            self.env["ir.actions.report"]
            .with_context(
                **{"lang": "en_US", "force_report_rendering": True, **context}
            )
            ._render_qweb_pdf(report.report_name, records.ids)
        )
        self.assertEqual(kind, "pdf")
        return PdfReader(io.BytesIO(content))

    def replace_body(self, markup):
        """Put something at the end of the report's body."""
        arch = TEMPLATE.replace('<t t-out="0"/>', markup)
        self.view.arch = arch


@contextmanager
def only_font_folder(folder):
    """Let fontconfig find the fonts of one folder and no others."""
    with tempfile.TemporaryDirectory() as temporary:
        config = Path(temporary) / "fonts.conf"
        config.write_text(
            f"<?xml version='1.0'?><fontconfig><dir>{folder}</dir>"
            f"<cachedir>{temporary}/cache</cachedir></fontconfig>"
        )
        with patch.dict(os.environ, {"FONTCONFIG_FILE": str(config)}):
            yield
