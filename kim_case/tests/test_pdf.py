import base64
import doctest
import io
import json
import logging
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from pypdf import PdfReader
from pypdf.generic import ContentStream

from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import file_open, file_path, mute_logger

from odoo.addons.base.models.ir_actions_report import (
    IrActionsReport as CoreReport,
)
from odoo.addons.base.models.ir_actions_report import WkhtmlInfo
from odoo.addons.kim_case.tests.common import KimCommon
from odoo.addons.kim_case.tools import pdf_engine, pdf_urls

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


@tagged("post_install", "-at_install")
class TestPdf(PdfCase):
    # ------------------------------------------------------------------
    # One record
    # ------------------------------------------------------------------

    def test_single_record_is_tagged(self):
        root = self.print_(self.partners[0], lang="de_DE").trailer["/Root"]
        self.assertTrue(root["/MarkInfo"]["/Marked"])
        self.assertEqual(root["/Lang"], "de-DE")
        self.assertTrue(root["/ViewerPreferences"]["/DisplayDocTitle"])
        tags = self._tags(root["/StructTreeRoot"])
        self.assertIn("/H1", tags)
        self.assertIn("/P", tags)

    def _tags(self, node):
        found = {node.get("/S")} if hasattr(node, "get") else set()
        children = node.get("/K", []) if hasattr(node, "get") else []
        for child in children if isinstance(children, list) else [children]:
            child = child.get_object()
            if hasattr(child, "get"):
                found |= self._tags(child)
        return found

    def test_metadata_hold_the_neutral_title_only(self):
        self.replace_body(
            "<svg width='10' height='10'><title t-out='o.name'/></svg>"
            "<meta name='author' t-att-content='o.name'/>"
        )
        for records in (self.partners[0], self.partners):
            reader = self.print_(records)
            values = {key: str(value) for key, value in (reader.metadata or {}).items()}
            if len(records) == 1:
                self.assertEqual(values["/Title"], "Example")
            self.assertLessEqual(set(values), {"/Title", "/Producer", "/Creator"})
            self.assertNotIn("Ösner", " ".join(values.values()))

    def test_header_footer_and_page_numbers(self):
        reader = self.print_(self.partners[1])
        self.assertEqual(len(reader.pages), 3)
        for number, page in enumerate(reader.pages, 1):
            text = " ".join(page.extract_text().split())
            self.assertIn("Kreis Musterland", text)
            self.assertIn(f"{number} / 3", text)
            self.assertEqual(text.count("Kreis Musterland"), 1)

    def test_logo_of_the_company_in_the_header(self):
        company = self.env.company
        self.assertFalse(self.print_(self.partners[0]).pages[0].images)
        with file_open("web/static/img/logo.png", "rb") as logo:
            company.logo = base64.b64encode(logo.read())
        self.assertFalse(company.uses_default_logo)
        self.assertEqual(len(self.print_(self.partners[0]).pages[0].images), 1)

    def test_german(self):
        text = self.print_(self.partners[0], lang="de_DE").pages[0].extract_text()
        self.assertIn("Ösner & Söhne", text)
        self.assertIn("Grüße für 5 €: „gut“", text)
        self.assertIn("Seite 1 / 1", " ".join(text.split()))

    # ------------------------------------------------------------------
    # Right to left
    # ------------------------------------------------------------------

    def test_arabic_runs_from_the_right(self):
        reader = self.print_(self.partners[1])
        self.assertFalse(
            [c for c in reader.pages[0].extract_text() if c in "\ufffd\u25a1"]
        )
        places = []

        def visit(text, _cm, matrix, _font, _size):
            if any("\u0600" <= letter <= "\u06ff" for letter in text):
                places.append((text, matrix[4]))

        reader.pages[0].extract_text(visitor_text=visit)
        self.assertTrue(places)
        # The line begins at the right edge: it lies in the right half of the page.
        middle = float(reader.pages[0].mediabox.width) / 2
        self.assertGreater(min(x for _text, x in places), middle)

    def test_arabic_letters_are_joined(self):
        """One letter three times: joined, it has three shapes; alone, one."""
        partner = self.partners[0]
        partner.comment = ""
        without = self._glyphs(self.print_(partner))
        partner.comment = "ههه"
        self.assertEqual(len(self._glyphs(self.print_(partner)) - without), 3)
        partner.comment = "ه ه ه"
        alone = self._glyphs(self.print_(partner)) - without
        self.assertLessEqual(len(alone), 2)  # the letter, and perhaps a space

    def _glyphs(self, reader):
        """Set of (font, number of the glyph) drawn on the first page."""
        found, font = set(), None
        content = ContentStream(reader.pages[0].get_contents(), reader)
        for operands, operator in content.operations:
            if operator == b"Tf":
                font = operands[0]
            elif operator == b"TJ":
                for text in operands[0]:
                    raw = getattr(text, "original_bytes", b"")
                    for i in range(0, len(raw), 2):
                        found.add((font, raw[i : i + 2]))
        return found

    def test_examples_in_docstrings(self):
        for module in (pdf_engine, pdf_urls):
            outcome = doctest.testmod(module)
            self.assertGreater(outcome.attempted, 0)
            self.assertEqual(outcome.failed, 0)

    def test_direction_of_free_text(self):
        self.assertEqual(pdf_engine.text_direction("3. Straße مرحبا"), "ltr")
        self.assertEqual(pdf_engine.text_direction("3. مرحبا Straße"), "rtl")
        self.assertEqual(pdf_engine.text_direction("שלום"), "rtl")
        self.assertEqual(pdf_engine.text_direction("12 %"), "ltr")

    def test_right_to_left_language_turns_the_sheet(self):
        self.env["res.lang"]._activate_lang("ar_001")
        reader = self.print_(self.partners[0], lang="ar_001")
        self.assertEqual(reader.trailer["/Root"]["/Lang"], "ar-001")

    # ------------------------------------------------------------------
    # Several records
    # ------------------------------------------------------------------

    def test_several_records_in_one_print(self):
        reader = self.print_(self.partners)
        self.assertEqual(len(reader.pages), 5)
        texts = [" ".join(page.extract_text().split()) for page in reader.pages]
        for text, numbers in zip(
            texts, ("1 / 1", "1 / 3", "2 / 3", "3 / 3", "1 / 1"), strict=True
        ):
            self.assertIn(numbers, text)

    def test_attachments_are_saved_per_record(self):
        self.report.attachment = "'example-%s.pdf' % object.id"
        self.print_(self.partners)
        for partner, pages in zip(self.partners, (1, 3, 1), strict=True):
            attachment = self.env["ir.attachment"].search(
                [("res_model", "=", "res.partner"), ("res_id", "=", partner.id)]
            )
            self.assertEqual(attachment.name, f"example-{partner.id}.pdf")
            reader = PdfReader(io.BytesIO(attachment.raw))
            self.assertEqual(len(reader.pages), pages)
            self.assertIn(partner.name, reader.pages[0].extract_text())

    def test_attachments_with_one_page_each(self):
        self.report.attachment = "'example-%s.pdf' % object.id"
        partners = self.partners[2] + self.partners[0]
        self.print_(partners)
        for partner in partners:
            attachment = self.env["ir.attachment"].search(
                [("name", "=", f"example-{partner.id}.pdf")]
            )
            self.assertEqual(attachment.res_id, partner.id)
            text = PdfReader(io.BytesIO(attachment.raw)).pages[0].extract_text()
            self.assertIn(partner.name, text)

    def test_another_order_is_refused(self):
        self.view.arch = TEMPLATE.replace('"docs"', '"docs[::-1]"')
        self.report.attachment = "'example-%s.pdf' % object.id"
        with self.assertRaisesRegex(UserError, "order"):
            self.print_(self.partners)
        self.assertFalse(
            self.env["ir.attachment"].search([("name", "like", "example-")])
        )

    def test_same_record_twice(self):
        reader = self.print_(self.partners[0] + self.partners[0])
        self.assertEqual(len(reader.pages), 2)
        self.assertNotIn("/Outlines", reader.trailer["/Root"])

    def test_list_report_without_records_of_its_own(self):
        self.view.arch = """
            <t t-name="kim_case.test_pdf"><t t-call="kim_case.report_layout">
                <t t-set="title">List</t>
                <t t-call="kim_case.report_record">
                    <table><tr t-foreach="docs" t-as="row"><td t-out="row.name"/></tr>
                    </table>
                </t>
            </t></t>"""
        reader = self.print_(self.partners)
        self.assertEqual(len(reader.pages), 1)
        self.assertIn("Third", reader.pages[0].extract_text())
        self.assertTrue(reader.trailer["/Root"]["/MarkInfo"]["/Marked"])

    # ------------------------------------------------------------------
    # Paper
    # ------------------------------------------------------------------

    def _size(self, reader):
        box = reader.pages[0].mediabox
        return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)

    def test_paper_format(self):
        self.assertEqual(self._size(self.print_(self.partners[0])), (210, 297))
        self.report.paperformat_id = self.env["report.paperformat"].create(
            {
                "name": "Card",
                "format": "custom",
                "page_width": 100,
                "page_height": 60,
                "orientation": "Portrait",
                "margin_top": 20,
                "header_spacing": 15,
            }
        )
        self.assertEqual(self._size(self.print_(self.partners[0])), (100, 60))
        self.report.paperformat_id.orientation = "Landscape"
        self.assertEqual(self._size(self.print_(self.partners[0])), (60, 100))

    def test_paper_turned_by_the_template(self):
        self.view.arch = TEMPLATE.replace(
            '<t t-set="title">',
            '<t t-set="data_report_landscape" t-value="True"/><t t-set="title">',
        )
        self.assertEqual(self._size(self.print_(self.partners[0])), (297, 210))

    def test_margins(self):
        paper = self.env.ref("kim_case.paperformat_kim")
        geometry = self.report._kim_geometry(
            paper, False, {"data-report-margin-top": "50"}
        )
        self.assertEqual((geometry.top, geometry.left, geometry.right), (50, 25, 20))
        geometry = self.report._kim_geometry(
            self.env.ref("base.paperformat_euro"), False, {}
        )
        self.assertEqual((geometry.left, geometry.right), (15, 15))

    def test_style_sheet_is_parsed_once(self):
        pdf_engine._stylesheets.clear()
        self.print_(self.partners)
        self.assertEqual(len(pdf_engine._stylesheets), 1)
        (kept,) = pdf_engine._stylesheets.values()
        self.print_(self.partners[0])
        self.assertEqual([*pdf_engine._stylesheets.values()], [kept])

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
    # Pictures
    # ------------------------------------------------------------------

    def _fetch(self, path, user=None):
        report = self.env["ir.actions.report"]
        return report.with_user(user or self.env.user)._kim_fetch(path, HOME)

    def test_addresses_outside_are_refused(self):
        for url in (
            "file:///etc/passwd",
            "http://169.254.169.254/latest/meta-data/",
            "http://kim.example.evil/web/image/1",
            "http://kim.example:81/web/image/1",
            "https://kim.example/web/image/1",
            "ftp://kim.example/web/image/1",
            f"{HOME}/kim_case/static/../__manifest__.py",
            f"{HOME}/kim_case/static/%2e%2e/__manifest__.py",
            f"{HOME}/kim_case/static/../static/src/report/kim_report.css",
            f"{HOME}/kim_case/static/..%2fstatic/src/report/kim_report.css",
            f"{HOME}/kim_case/static/..%2f..%2fodoo.conf",
            f"{HOME}/kim_case/models/ir_actions_report.py",
            f"{HOME}/kim_case/static/src/report/kim_report_handler.js",
            f"{HOME}/web/session/logout",
            f"{HOME}/web/content/res.users/1/password",
            f"{HOME}/web/content/res.partner/{self.partners[0].id}/name",
        ):
            with self.subTest(url), self.assertRaises(ValueError):
                self._fetch(url)
        with self.assertRaises(MissingError):
            self._fetch(f"{HOME}/web/image/kim.no.such.model/1/image")

    def test_addresses_inside(self):
        content, kind = self._fetch(f"{HOME}/web/static/img/logo.png")
        self.assertEqual(kind, "image/png")
        picture = base64.b64encode(content)
        self.partners[0].image_1920 = picture
        self.env.company.logo = picture
        for url in (
            f"/web/image/res.partner/{self.partners[0].id}/image_128",
            f"/web/image/res.partner/{self.partners[0].id}/image_1920/32x32/name.png",
            f"/web/image/res.company/{self.env.company.id}/logo",
        ):
            with self.subTest(url):
                self.assertTrue(self._fetch(HOME + url)[1].startswith("image/"))
        self.assertEqual(
            pdf_urls.read_url(f"{HOME}/web/image/7-ab12/3x4/a.png", HOME),
            pdf_urls.Stored("ir.attachment", 7, "raw", None, (3, 4)),
        )

    def test_pictures_with_the_rights_of_the_user(self):
        content, _kind = self._fetch(f"{HOME}/web/static/img/logo.png")
        attachment = self.env["ir.attachment"].create(
            {
                "name": "private.png",
                "raw": content,
                "res_model": "res.partner",
                "res_id": self.partners[0].id,
            }
        )
        url = f"{HOME}/web/image/{attachment.id}"
        portal = new_test_user(self.env, "kim_pdf_portal", "base.group_portal")
        for user in (self.env.ref("base.public_user"), portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._fetch(url, user)
        unowned = self.env["ir.attachment"].create({"name": "a.png", "raw": content})
        colleague = new_test_user(self.env, "kim_pdf_user", "base.group_user")
        self.assertEqual(self._fetch(url, colleague)[0], content)
        with self.assertRaises(AccessError):
            self._fetch(f"{HOME}/web/image/{unowned.id}", colleague)
        text = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"secret"})
        with self.assertRaises(ValueError):
            self._fetch(f"{HOME}/web/content/{text.id}")

    def test_print_with_pictures(self):
        self.replace_body(
            "<img src='/web/static/img/logo.png' width='60' alt='Logo'/>"
            "<img src='http://169.254.169.254/a.png'/>"
            "<img src='file:///etc/hostname'/>"
        )
        with self.assertLogs("odoo.addons.kim_case", logging.WARNING) as logs:
            reader = self.print_(self.partners[0])
        self.assertIn("2 addresses", logs.output[0])
        self.assertNotIn("169.254", " ".join(logs.output))
        self.assertEqual(len(reader.pages[0].images), 1)

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
class TestPdfOfCase(KimCommon):
    """A file of KIM is printed by who may read it, and the print is logged."""

    def setUp(self):
        super().setUp()
        self.env["ir.ui.view"].create(
            {
                "name": "kim_case.test_pdf",
                "key": "kim_case.test_pdf",
                "type": "qweb",
                "arch": TEMPLATE.replace("o.name", "o.number")
                .replace("o.comment", "o.company_id.name")
                .replace("o.function", "False"),
            }
        )
        self.env["ir.actions.report"].create(
            {
                "name": "Example",
                "model": "kim.case",
                "report_type": "qweb-pdf",
                "report_name": "kim_case.test_pdf",
            }
        )

    def _print(self, user, cases):
        return (
            self.env["ir.actions.report"]
            .with_user(user)
            .with_context(
                force_report_rendering=True,
                allowed_company_ids=user.company_ids.ids,
            )
            ._render_qweb_pdf("kim_case.test_pdf", cases.ids)[0]
        )

    def _logged(self, user, cases):
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.env["kim.access.log"].search(
            [
                ("user_id", "=", user.id),
                ("case_id", "in", cases.ids),
                ("action", "=", "print"),
            ]
        )

    def test_print_by_who_may_read(self):
        cases = self._case() + self._case()
        self.env.invalidate_all()
        reader = PdfReader(io.BytesIO(self._print(self.cm_a, cases)))
        self.assertEqual(len(reader.pages), 2)
        for case, page in zip(cases, reader.pages, strict=True):
            self.assertIn(case.number, page.extract_text())
        log = self._logged(self.cm_a, cases)
        self.assertEqual(sorted(log.mapped("case_id.id")), sorted(cases.ids))

    def test_print_by_who_may_not(self):
        case = self._case()
        self.env.flush_all()
        self.env.invalidate_all()
        for user in (self.cm_a2, self.coordination, self.system_admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._print(user, case)
            self.assertFalse(self._logged(user, case))


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
