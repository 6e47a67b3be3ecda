import base64
import doctest
import io

from pypdf import PdfReader
from pypdf.generic import ContentStream

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.kim_case.tests.pdf_common import (
    TEMPLATE,
    PdfCase,
)
from odoo.addons.kim_case.tools import pdf_engine, pdf_urls


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
