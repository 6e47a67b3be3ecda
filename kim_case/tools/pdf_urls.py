"""What an address inside a report stands for: a pure reading, no access."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

# Static files that a report may show. No fonts: KIM's reports use those of the
# system, so that nothing has to be fetched and parsed for each print.
STATIC_SUFFIXES = (".css", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")

_STATIC = re.compile(r"/\w+/static/[^/].*")
_STORED = re.compile(
    r"/web/(?:image|content)/"
    r"(?:(?P<id>\d+)(?:-[^/]*)?"
    r"|(?P<model>[a-z0-9_.]+)/(?P<res_id>\d+)/(?P<field>\w+)"
    r"|(?P<xmlid>\w+\.\w+))"
    r"(?:/(?P<width>\d+)x(?P<height>\d+))?"
    r"(?:/[^/]+)?"
)
_BARCODE = re.compile(r"/report/barcode/(?P<kind>\w+)/(?P<value>.+)")


class Static(NamedTuple):
    """A file in the ``static`` folder of an addon."""

    path: str  # "kim_case/static/…", checked to hold no ".."


class Stored(NamedTuple):
    """A binary field of a record, or the content of an attachment."""

    model: str
    res_id: int | None
    field: str
    xmlid: str | None
    size: tuple[int, int]  # pixels, 0 = as it is


class Barcode(NamedTuple):
    """A barcode drawn by Odoo."""

    kind: str
    value: str
    options: dict[str, str]


def read_url(url, base_url):
    """Tell what ``url`` stands for, seen from a report.

    :param str url: absolute address, as WeasyPrint resolves it
    :param str base_url: address of this Odoo; only its scheme, host and port count
    :return: :class:`Static`, :class:`Stored` or :class:`Barcode`
    :raises ValueError: for every other address: other schemes (``file:``), other
        hosts, paths with ``..``, routes that do not answer with a picture. The
        message holds no part of the address.

    Source: the routes of ``web.controllers.binary`` and ``web.controllers.report``.

    >>> read_url("http://odoo/kim_case/static/a.png", "http://odoo")
    Static(path='kim_case/static/a.png')
    >>> read_url("http://odoo/web/image/res.company/1/logo/90x45", "http://odoo")
    Stored(model='res.company', res_id=1, field='logo', xmlid=None, size=(90, 45))
    >>> read_url("file:///etc/passwd", "http://odoo")
    Traceback (most recent call last):
    ...
    ValueError: address outside of this Odoo
    """
    target, home = urlsplit(url), urlsplit(base_url)
    if (target.scheme, target.netloc) != (home.scheme, home.netloc):
        raise ValueError("address outside of this Odoo")
    path = unquote(target.path)
    if ".." in path or "\\" in path or "\0" in path:
        raise ValueError("address with a way out of its folder")
    if _STATIC.fullmatch(path) and path.lower().endswith(STATIC_SUFFIXES):
        return Static(path.lstrip("/"))
    query = dict(parse_qsl(target.query))
    if found := _BARCODE.fullmatch(path):
        return Barcode(found["kind"], found["value"], query)
    if found := _STORED.fullmatch(path):
        return _stored(found, query)
    raise ValueError("address that shows no picture")


def _stored(found, query):
    """The :class:`Stored` of a match; sizes may stand in the path or the query."""
    width = found["width"] or query.get("width") or 0
    height = found["height"] or query.get("height") or 0
    res_id = found["id"] or found["res_id"]
    return Stored(
        model=found["model"] or "ir.attachment",
        res_id=int(res_id) if res_id else None,
        field=found["field"] or query.get("field") or "raw",
        xmlid=found["xmlid"],
        size=(int(width), int(height)),
    )
