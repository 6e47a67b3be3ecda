import base64
import logging
from typing import NamedTuple

import lxml.html

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import file_open
from odoo.tools.image import image_process
from odoo.tools.mimetypes import guess_mimetype

from odoo.addons.base.models.report_paperformat import PAPER_SIZES

from ...tools import pdf_engine, pdf_urls
from ...tools.dates import BERLIN

_logger = logging.getLogger(__name__)

# Side margins where a paper format leaves them to Odoo's style sheet, in mm.
CSS_MARGIN = 15


class _Print(NamedTuple):
    """What one print of a KIM report is about.

    It travels in the context and is at the same time the proof that our own code
    put it there: no caller can send an instance of this class over the network.
    """

    res_ids: tuple


class IrActionsReport(models.Model):
    """KIM's own reports are printed by WeasyPrint; all others by Odoo as ever."""

    _inherit = "ir.actions.report"

    # ------------------------------------------------------------------
    # Whose report
    # ------------------------------------------------------------------

    @api.model
    def _is_kim_report(self, report_ref):
        """Whether a report is one of KIM's own, by the addon of its template.

        :param report_ref: id, record, XML id or template name of a report
        :return: bool
        """
        return bool(report_ref) and (
            self._get_report(report_ref).report_name or ""
        ).startswith("kim_")

    def _kim_print(self):
        """The :class:`_Print` that is going on, or ``None``."""
        going_on = self.env.context.get("kim_print")
        return going_on if isinstance(going_on, _Print) else None

    # ------------------------------------------------------------------
    # Odoo's door
    # ------------------------------------------------------------------

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """Mark the print as KIM's, so that the steps below know; log prints of cases."""
        if res_ids and not self.env.su:
            records = self.env[self._get_report(report_ref).model].browse(res_ids)
            if hasattr(records, "_log_case_ids"):
                records.check_access("read")
                self.env["kim.access.log"]._note_look(records, "print")
        if self._is_kim_report(report_ref):
            with _ToUserError(self.env):
                pdf_engine.load()
            # Paper shows the clock of the office, whoever prints it.
            self = self.with_context(
                kim_print=_Print(tuple(res_ids or ())), tz=str(BERLIN)
            )
        elif self._kim_print():  # printed from within a report of KIM
            self = self.with_context(kim_print=None)
        return super()._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids=res_ids
        )

    @api.model
    def _render_qweb_html(self, report_ref, docids, data=None):
        """Refuse a report of KIM in words before its template fails on a record.

        :raises AccessError: a record is not there, or not for this user
        """
        if docids and not self.env.su and self._is_kim_report(report_ref):
            records = self.env[self._get_report(report_ref).model].browse(docids)
            if not records.has_access("read") or records.exists() != records:
                raise AccessError(
                    self.env._(
                        "This cannot be printed: it no longer exists, or you may not "
                        "open it."
                    )
                )
        return super()._render_qweb_html(report_ref, docids, data=data)

    @api.model
    def get_wkhtmltopdf_state(self):
        """``ok`` while a report of KIM is printed; otherwise what Odoo says."""
        return "ok" if self._kim_print() else super().get_wkhtmltopdf_state()

    def get_paperformat(self):
        """KIM's reports have a paper format of their own, unless told otherwise."""
        if not self.paperformat_id and self._is_kim_report(self):
            paper = self.env.ref("kim_case.paperformat_kim", raise_if_not_found=False)
            if paper:
                return paper
        return super().get_paperformat()

    def _get_layout(self):
        """KIM's reports do without Odoo's 400 KB of styles on every sheet."""
        if self._is_kim_report(self):
            return self.env.ref("kim_case.report_sheet")
        return super()._get_layout()

    def _prepare_html(self, html, report_model=False):
        """Refuse a KIM report whose records come in another order than asked for.

        Odoo gives the first part of the print to the first record, and so on: with
        another order the attachment of one person would be saved with another.
        """
        result = super()._prepare_html(html, report_model=report_model)
        going_on = self._kim_print()
        if going_on and result:
            printed = list(dict.fromkeys(res_id for res_id in result[1] if res_id))
            if printed != [i for i in dict.fromkeys(going_on.res_ids) if i in printed]:
                raise UserError(
                    self.env._(
                        "The report does not print the records in the order asked "
                        "for. Nothing was printed or saved. Please report this to "
                        "your administrator."
                    )
                )
        return result

    @api.model
    def _run_wkhtmltopdf(
        self,
        bodies,
        report_ref=False,
        header=None,
        footer=None,
        landscape=False,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        """Print KIM's own reports through WeasyPrint.

        :param bodies: HTML documents (str), one per record or list
        :param report_ref: see :meth:`_is_kim_report`
        :param header, footer: HTML holding the headers and footers of all bodies
        :param landscape: turn the paper
        :param specific_paperformat_args: ``data-report-*`` attributes of the template
        :return: PDF, bytes
        :raises UserError: WeasyPrint, Pango or a font is missing
        """
        if not self._is_kim_report(report_ref):
            return super()._run_wkhtmltopdf(
                bodies,
                report_ref=report_ref,
                header=header,
                footer=footer,
                landscape=landscape,
                specific_paperformat_args=specific_paperformat_args,
                set_viewport_size=set_viewport_size,
            )
        report = self._get_report(report_ref)
        arguments = specific_paperformat_args or {}
        geometry = self._kim_geometry(report.get_paperformat(), landscape, arguments)
        headers, footers = (
            self._kim_parts(header, "minimal_layout_report_headers", len(bodies)),
            self._kim_parts(footer, "minimal_layout_report_footers", len(bodies)),
        )
        sheets = [
            pdf_engine.Sheet(str(body), head, foot)
            for body, head, foot in zip(bodies, headers, footers, strict=True)
        ]
        base_url = report._get_report_url()
        going_on = self._kim_print()
        ids = going_on.res_ids if going_on else ()
        with _ToUserError(self.env):
            fetcher = pdf_engine.make_fetcher(
                lambda url: self._kim_fetch(url, base_url)
            )
            content = pdf_engine.render(
                sheets,
                geometry,
                base_url,
                fetcher,
                title=arguments.get("data-report-title"),
                split=len(set(ids)) == len(ids) > 1,
            )
        if fetcher.refused:
            _logger.warning(
                "Report %s: %s addresses were not loaded",
                report.report_name,
                fetcher.refused,
            )
        return content

    # ------------------------------------------------------------------
    # Paper, header, footer
    # ------------------------------------------------------------------

    @api.model
    def _kim_geometry(self, paper, landscape, arguments):
        """The paper to print on.

        :param paper: record of ``report.paperformat`` (lengths in mm)
        :param landscape: turn the paper, whatever the paper format says
        :param dict arguments: ``data-report-*`` attributes, which come first
        :return: :class:`..tools.pdf_engine.Geometry`
        """

        def length(name, default):
            value = arguments.get(f"data-report-{name}")
            return float(value) if value not in (None, "", False) else default

        if paper.format == "custom" and paper.page_width and paper.page_height:
            width, height = paper.page_width, paper.page_height
        else:
            sizes = {size["key"]: size for size in PAPER_SIZES}
            size = sizes.get(paper.format) or sizes["A4"]
            if not size.get("width"):
                size = sizes["A4"]
            width, height = size["width"], size["height"]
        turned = landscape or arguments.get("data-report-landscape")
        if turned or paper.orientation == "Landscape":
            width, height = height, width
        side = CSS_MARGIN if paper.css_margins else 0
        return pdf_engine.Geometry(
            width=width,
            height=height,
            top=length("margin-top", paper.margin_top),
            right=paper.margin_right + side,
            bottom=length("margin-bottom", paper.margin_bottom),
            left=paper.margin_left + side,
            header_spacing=length("header-spacing", paper.header_spacing),
            header_line=paper.header_line,
        )

    @api.model
    def _kim_parts(self, html, element_id, count):
        """Headers or footers one by one, as many as there are bodies.

        :param str html: document holding them as children of ``element_id``
        :return: list of HTML (str), empty where a body has none
        """
        if not html:
            return [""] * count
        root = lxml.html.document_fromstring(str(html))
        parts = [
            lxml.html.tostring(part, encoding="unicode", with_tail=False)
            for part in root.xpath(f"//*[@id='{element_id}']/*")
        ]
        return (parts + [""] * count)[:count]

    # ------------------------------------------------------------------
    # Pictures and style sheets
    # ------------------------------------------------------------------

    @api.model
    def _kim_fetch(self, url, base_url):
        """What stands behind an address in a report, for the current user.

        :param str url: absolute address
        :param str base_url: address of this Odoo
        :return: (content (bytes), media type (str))
        :raises ValueError: the address is not one of this Odoo's pictures
        :raises AccessError, MissingError: the user may not see it; it is not there
        """
        target = pdf_urls.read_url(url, base_url)
        if isinstance(target, pdf_urls.Static):
            suffixes = pdf_urls.STATIC_SUFFIXES
            with file_open(target.path, "rb", filter_ext=suffixes) as file:
                content = file.read()
            if target.path.lower().endswith(".css"):
                return content, "text/css"
            return content, guess_mimetype(content)
        if isinstance(target, pdf_urls.Barcode):
            content = self.barcode(target.kind, target.value, **target.options)
            return content, "image/png"
        return self._kim_fetch_stored(target)

    @api.model
    def _kim_fetch_stored(self, target):
        """Content of a binary field, read with the rights of the current user.

        :param target: :class:`..tools.pdf_urls.Stored`
        :return: (content (bytes), media type (str))
        :raises ValueError, AccessError, MissingError: see :meth:`_kim_fetch`
        """
        record = self.env["ir.binary"]._find_record(
            target.xmlid, target.model, target.res_id, field=target.field
        )
        field = record._fields.get(target.field)
        if field is None or field.type != "binary":
            raise ValueError("address that shows no picture")
        value = record.with_context(bin_size=False)[target.field] or b""
        content = value if target.field == "raw" else base64.b64decode(value)
        if any(target.size):
            content = image_process(content, size=target.size)
        media_type = guess_mimetype(content)
        if not media_type.startswith("image/"):
            raise ValueError("address that shows no picture")
        return content, media_type


class _ToUserError:
    """Context: turns what the engine lacks into a message that names the cure."""

    def __init__(self, env):
        self.env = env

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _traceback):
        if not isinstance(error, pdf_engine.EngineMissing):
            return
        messages = {
            "python": self.env._(
                "This report cannot be printed: the Python package WeasyPrint is "
                "missing or too old. Your administrator installs it with: "
                "pip install -U weasyprint"
            ),
            "system": self.env._(
                "This report cannot be printed: WeasyPrint does not find the system "
                "library Pango. On Debian and Ubuntu, your administrator installs it "
                "with: apt install libpango-1.0-0 libpangoft2-1.0-0 "
                "libharfbuzz-subset0"
            ),
            "font": self.env._(
                "This report cannot be printed: it contains letters that no font on "
                "the server has. On Debian and Ubuntu, your administrator installs "
                "fonts with: apt install fonts-noto-core (Chinese, Japanese and "
                "Korean: fonts-noto-cjk)"
            ),
        }
        raise UserError(messages[error.part]) from error
