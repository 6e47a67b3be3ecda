"""HTML sheets to one PDF through WeasyPrint. No Odoo in here.

WeasyPrint is imported when something is printed and not before: an Odoo without
it (or without Pango, which it loads on import) starts and works, and only the
print button says what to install.
"""

import functools
import hashlib
import logging
import threading
import unicodedata
from typing import NamedTuple
from urllib.parse import urljoin

import lxml.html

# How many parsed style sheets a process keeps. KIM has one; the rest is room for
# templates with a sheet of their own and for reloading during development.
MAX_STYLESHEETS = 8

# Loggers of the engine and the least that they may say.
QUIET = {
    "weasyprint": logging.WARNING,  # heard by _Notices, not written
    "weasyprint.progress": logging.ERROR,
    "fontTools": logging.ERROR,
}

_stylesheets = {}
_stylesheets_lock = threading.Lock()


class EngineMissing(Exception):
    """Something outside of Odoo is missing. ``part``: python, system or font."""

    def __init__(self, part):
        super().__init__(part)
        self.part = part


class Geometry(NamedTuple):
    """A sheet of paper. All lengths in millimetres."""

    width: float = 210
    height: float = 297
    top: float = 30
    right: float = 20
    bottom: float = 25
    left: float = 25
    header_spacing: float = 18  # from the header's upper edge to the text
    header_line: bool = False


class Sheet(NamedTuple):
    """One document of a print: HTML with its running header and footer (HTML)."""

    body: str
    header: str = ""
    footer: str = ""


class _Notices(logging.Filter):
    """Keeps WeasyPrint's messages off the server log, and heeds one of them.

    They quote addresses (file names) and letters of the document, which the log
    of a server must not hold. Whoever sets the logger to DEBUG sees them.
    """

    GLYPH = ".notdef glyph"

    def __init__(self):
        super().__init__()
        self.heard = threading.local()

    def filter(self, record):
        """Keep a notice out of the log, and remember the letter that has no font.

        :param record: ``logging.LogRecord``
        :return: bool, True where the logger was set to DEBUG
        """
        if str(record.msg).startswith(self.GLYPH) and record.args:
            self.letters().add(record.args[0])
        return logging.getLogger("weasyprint").level == logging.DEBUG

    def letters(self):
        """Set of the characters without a font in this thread's print."""
        if not hasattr(self.heard, "letters"):
            self.heard.letters = set()
        return self.heard.letters


_notices = _Notices()


@functools.lru_cache(1)
def load():
    """WeasyPrint, imported and made quiet once per process.

    :return: the module ``weasyprint``
    :raises EngineMissing: ``python`` when the package is missing or older than 68.0,
        ``system`` when it does not find Pango

    Source: WeasyPrint 70, "First Steps" (system libraries) and "URL Fetchers".
    """
    for name, level in QUIET.items():
        if logging.getLogger(name).level == logging.NOTSET:
            logging.getLogger(name).setLevel(level)
    logging.getLogger("weasyprint").addFilter(_notices)
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher  # noqa: F401 - since 68.0
    except ImportError as error:
        raise EngineMissing("python") from error
    except OSError as error:
        raise EngineMissing("system") from error
    return weasyprint


def new_fonts():
    """A font configuration of the system's fonts, fresh for one print.

    Not shared between threads: Pango's font maps are not made for that.

    :return: ``weasyprint.text.fonts.FontConfiguration``
    :raises EngineMissing: ``font`` when the system has no font at all (Pango would
        end the whole process)
    """
    load()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    try:
        from weasyprint.text.ffi import fontconfig

        count = fontconfig.FcConfigGetFonts(fonts._config, fontconfig.FcSetSystem).nfont
    except (AttributeError, ImportError):  # an inner part of WeasyPrint moved
        return fonts
    if not count:
        raise EngineMissing("font")
    return fonts


def make_fetcher(fetch):
    """A URL fetcher that asks ``fetch`` and never a network or a disk.

    :param fetch: callable, address (str) → (content (bytes), media type (str));
        raises any exception to refuse
    :return: ``weasyprint.urls.URLFetcher`` whose attribute ``refused`` counts the
        addresses that were refused
    """
    load()
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        """Asks ``fetch`` for every address but those that hold their content."""

        refused = 0

        def fetch(self, url, headers=None):
            """Return the content of an address.

            :param str url: address, absolute
            :param dict headers: what WeasyPrint would send
            :raises Exception: what ``fetch`` raises to refuse
            """
            if url.lower().startswith("data:"):
                return super().fetch(url, headers)
            try:
                content, media_type = fetch(url)
            except Exception:
                self.refused += 1
                raise
            return URLFetcherResponse(url, content, {"Content-Type": media_type})

    return Fetcher(allowed_protocols=("data",), allow_redirects=False)


def stylesheet(url, fetcher):
    """A style sheet, parsed once per process for as long as it stays the same.

    Font faces in it are ignored (see :func:`new_fonts`).

    :param str url: absolute address
    :param fetcher: see :func:`make_fetcher`; asked every time, so that a changed
        file is seen
    :return: ``weasyprint.CSS``
    :raises Exception: whatever the fetcher raises
    """
    content = fetcher.fetch(url).read()
    key = (url, hashlib.sha256(content).digest())
    with _stylesheets_lock:
        if key not in _stylesheets:
            while len(_stylesheets) >= MAX_STYLESHEETS:
                _stylesheets.pop(next(iter(_stylesheets)))
            _stylesheets[key] = load().CSS(
                string=content.decode(), base_url=url, url_fetcher=fetcher
            )
        return _stylesheets[key]


def page_css(geometry):
    """CSS of the paper with the places of header and footer.

    :param Geometry geometry: lengths in mm
    :return: str

    >>> "size: 210mm 297mm" in page_css(Geometry())
    True
    """
    above = max(geometry.top - geometry.header_spacing, 0)
    line = "border-bottom: 0.5pt solid #000;" if geometry.header_line else ""
    return f"""
        @page {{
            size: {geometry.width:g}mm {geometry.height:g}mm;
            margin: {geometry.top:g}mm {geometry.right:g}mm
                {geometry.bottom:g}mm {geometry.left:g}mm;
            @top-center {{
                content: element(kim-header); width: 100%; vertical-align: top;
                padding-top: {above:g}mm; {line}
            }}
            @bottom-center {{
                content: element(kim-footer); width: 100%; vertical-align: top;
                padding-top: 5mm;
            }}
        }}
        .kim-running-header {{ position: running(kim-header); }}
        .kim-running-footer {{ position: running(kim-footer); }}
    """


def text_direction(text):
    """Direction of a text by its first letter, as ``dir="auto"`` asks for.

    :param str text: any
    :return: ``rtl`` or ``ltr``

    Source: HTML Living Standard, "The dir attribute"; Unicode Annex 9, P2 and P3.

    >>> text_direction("12. Grüße"), text_direction("12. محمد")
    ('ltr', 'rtl')
    """
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def _compose(sheet):
    """Tree of a sheet with header and footer as running elements, and its links.

    :return: (tree, addresses of its style sheets)
    """
    root = lxml.html.document_fromstring(sheet.body)
    body = root.find("body")
    links = []
    for link in root.xpath("//link"):
        if link.get("rel") == "stylesheet" and link.get("href"):
            links.append(link.get("href"))
        link.drop_tree()
    for script in root.xpath("//script"):
        script.drop_tree()
    for place, content in (("footer", sheet.footer), ("header", sheet.header)):
        if content:
            running = lxml.html.fragment_fromstring(content, create_parent="div")
            running.set("class", f"kim-running-{place}")
            body.insert(0, running)
    article = next(iter(root.xpath("//*[contains(@class, 'article')]")), None)
    if article is not None:
        for name in ("lang", "dir"):
            if article.get(name):
                root.set(name, article.get(name))
    for element in root.xpath("//*[@dir='auto']"):
        element.set("dir", text_direction(element.text_content()))
    return root, links


def _render_sheet(sheet, paper, base_url, fetcher, fonts):
    """One sheet laid out, as ``weasyprint.Document``."""
    weasyprint = load()
    root, links = _compose(sheet)
    html = weasyprint.HTML(
        string="<!DOCTYPE html>" + lxml.html.tostring(root, encoding="unicode"),
        base_url=base_url,
        url_fetcher=fetcher,
    )
    sheets = [stylesheet(urljoin(base_url, link), fetcher) for link in links]
    # A cached sheet counts as the user's, below what the HTML itself says: hence
    # the hints, without which <img width> would count less than nothing.
    return html.render(
        font_config=fonts, stylesheets=[*sheets, paper], presentational_hints=True
    )


def _outline_per_sheet(starts):
    """A finisher that notes where each sheet begins, in the form Odoo splits by.

    Odoo reads wkhtmltopdf's form: named destinations in ``/Dests`` of the catalogue
    whose first item is the number of the page (from 0).

    :param starts: list of page numbers, from 0
    """
    import pydyf

    def finish(_document, pdf):
        root = pydyf.Dictionary({"Count": len(starts)})
        pdf.add_object(root)
        dests, entries = pydyf.Dictionary(), []
        for number, page in enumerate(starts, 1):
            dests[f"sheet{number}"] = pydyf.Array((page, "/Fit"))
            entry = pydyf.Dictionary(
                {
                    "Title": pydyf.String(str(number)),
                    "Dest": f"/sheet{number}",
                    "Parent": root.reference,
                }
            )
            pdf.add_object(entry)
            if entries:
                entries[-1]["Next"] = entry.reference
                entry["Prev"] = entries[-1].reference
            entries.append(entry)
        root["First"], root["Last"] = entries[0].reference, entries[-1].reference
        pdf.catalog["Outlines"] = root.reference
        pdf.catalog["Dests"] = dests

    return finish


def _show_title(_document, pdf):
    """Finisher: readers show the document's title, not the file's name."""
    import pydyf

    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


def render(sheets, geometry, base_url, fetcher, title=None, lang=None, split=False):
    """Print sheets, each with page numbers of its own, into one PDF.

    A single sheet becomes a tagged PDF (structure, language, title, bookmarks); of
    several, Odoo takes the pages apart and loses the tags, so none are made. The
    only thing that the file's metadata say about its content is ``title``.

    :param sheets: list of :class:`Sheet`, at least one
    :param Geometry geometry: lengths in mm
    :param str base_url: address of this Odoo, for relative addresses
    :param fetcher: see :func:`make_fetcher`
    :param str title: neutral title of the document
    :param str lang: language of the document (BCP 47, ``de-DE``); without it the one
        of the sheet's article
    :param bool split: note the first page of each sheet for Odoo to split by
    :return: PDF, bytes
    :raises EngineMissing: see :func:`load`; ``font`` when a letter of the text is in
        no installed font

    Source: WeasyPrint 70, "API Reference" (``Document.copy``, ``write_pdf``); Odoo
    19.0, ``_render_qweb_pdf_prepare_streams``.
    """
    weasyprint = load()
    fonts = new_fonts()
    letters = _notices.letters()
    letters.clear()
    paper = weasyprint.CSS(string=page_css(geometry), font_config=fonts)
    documents = [
        _render_sheet(sheet, paper, base_url, fetcher, fonts) for sheet in sheets
    ]
    document = documents[0]
    single = len(documents) == 1
    starts, pages = [], []
    for part in documents:
        starts.append(len(pages))
        pages += part.pages
    finisher = _show_title
    if not single:
        for page in pages:
            page.bookmarks = []
        document = document.copy(pages)
        finisher = _outline_per_sheet(starts) if split else None
    lang = lang or document.metadata.lang
    document.metadata = type(document.metadata)(title=title, lang=lang)
    content = document.write_pdf(finisher=finisher, pdf_tags=single)
    # A sign or an emoji may be missing on paper; a letter of a name may not.
    lacking = any(unicodedata.category(letter)[0] in "LM" for letter in letters)
    letters.clear()
    if lacking:
        raise EngineMissing("font")
    return content
