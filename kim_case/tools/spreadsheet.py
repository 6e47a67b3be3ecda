"""Reading tables that people upload, and writing cells that no program executes."""

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date, datetime

from odoo.exceptions import UserError

MAX_FILE = 10 * 1024 * 1024
# A few kilobytes unpack to anything: the tables themselves, and each other part.
MAX_UNPACKED = 30 * 1024 * 1024
MAX_PART = 4 * 1024 * 1024
MAX_TAGS = 2_000_000  # a full table of MAX_ROWS has two thirds of that
TABLE_PARTS = ("xl/sharedStrings.xml", "xl/worksheets/sheet")
MAX_ROWS = 5000
MAX_COLUMNS = 100
FORMULA = object()  # stands for a cell with a formula: it is never computed
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
# "+SUM(A1)", "-cmd|'/c calc'!A1": what follows a sign and is no number or sentence
_SIGNED_FORMULA = re.compile(r"[A-Z]{2}\(|\w\||!\$?[A-Z]{1,4}\$?\d")


def plain_cell(value):
    """Return a value that a spreadsheet takes as text, whatever it begins with.

    >>> plain_cell("=1+1")
    "'=1+1"
    >>> plain_cell("Müller")
    'Müller'

    :param value: anything; only strings are changed
    """
    if isinstance(value, str) and value.startswith(_DANGEROUS):
        return f"'{value}"
    return value


def read_table(env, data, name):
    """Return headings and rows of an uploaded XLSX or CSV file.

    Nothing in it is executed: a formula comes back as ``FORMULA``.

    :param env: environment, for messages in the user's language
    :param bytes data: content of the file
    :param str name: file name; its ending says what it is
    :return: ([heading, …], [(line number, [value, …]), …]); empty rows left out
    :raises UserError: not a table, too large, too many rows
    """
    if len(data) > MAX_FILE:
        raise UserError(env._("The file is larger than 10 MB. Please divide it."))
    reader = _read_xlsx if data[:2] == b"PK" else _read_csv
    if reader is _read_csv and (name or "").lower().endswith((".xlsx", ".xls")):
        raise UserError(
            env._(
                "This file cannot be read. Please save it as an XLSX or CSV file and "
                "choose it again."
            )
        )
    lines = [
        (number, [_clean(value) for value in row[:MAX_COLUMNS]])
        for number, row in enumerate(reader(env, data), start=1)
    ]
    lines = [(number, row) for number, row in lines if any(v != "" for v in row)]
    if len(lines) < 2:
        raise UserError(
            env._("The file holds no rows. The first line names the columns.")
        )
    if len(lines) > MAX_ROWS + 1:
        raise UserError(
            env._(
                "The file has more than %(max)s rows. Please divide it.", max=MAX_ROWS
            )
        )
    (_number, headings), *rows = lines
    return [value if isinstance(value, str) else "" for value in headings], rows


def _clean(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.strip())  # a Mac writes u and dots
    return value


def _read_xlsx(env, data):
    import openpyxl  # noqa: PLC0415 (slow to import, seldom needed)

    broken = env._(
        "This file cannot be read. Please save it as an XLSX or CSV file and choose it "
        "again."
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            items = archive.infolist()
            too_large = sum(item.file_size for item in items) > MAX_UNPACKED or any(
                item.file_size > MAX_PART
                for item in items
                if not item.filename.startswith(TABLE_PARTS)
            )
            if not too_large:
                tags = sum(archive.read(item).count(b"<") for item in items)
                too_large = tags > MAX_TAGS
        if too_large:
            raise UserError(env._("The file is larger than 10 MB. Please divide it."))
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        rows = [
            [_xlsx_value(cell) for cell in row]
            for row in book.worksheets[0].iter_rows(
                max_row=MAX_ROWS + 100, max_col=MAX_COLUMNS
            )
        ]
        book.close()
    except UserError:
        raise
    except Exception as error:  # a broken file breaks openpyxl in any way
        raise UserError(broken) from error
    return rows


def _xlsx_value(cell):
    value = cell.value
    if getattr(cell, "data_type", None) == "f" or not isinstance(
        value, (str, int, float, bool, date, datetime, type(None))
    ):
        return FORMULA
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _read_csv(env, data):
    text = _decoded(data)
    if "\x00" in text:
        raise UserError(
            env._(
                "This file cannot be read. Please save it as an XLSX or CSV file and "
                "choose it again."
            )
        )
    first, _newline, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    if told:  # Excel's own first line
        delimiter, text = told[1], rest
    else:
        delimiter = max(";,\t", key=re.sub(r'"[^"]*"', "", first).count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows = []
    try:
        for row in reader:
            rows.append([FORMULA if _is_formula(value) else value for value in row])
            if len(rows) > MAX_ROWS + 100:
                break
    except csv.Error as error:  # a cell beyond the limit of the csv module
        raise UserError(
            env._(
                "Line %(line)s holds more text than a cell may hold, or a quotation "
                "mark is missing.",
                line=reader.line_num,
            )
        ) from error
    return rows


def _decoded(data):
    """Return the text of a file from any spreadsheet: UTF-8, UTF-16, Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):  # "Unicode text" of Excel
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # German Excel


def _is_formula(value):
    """Tell whether a spreadsheet would compute a cell; phone numbers it would not."""
    text = value.lstrip()
    if not text.startswith(("+", "-")):
        return text.startswith(("=", "@"))
    return bool(_SIGNED_FORMULA.search(text.split(maxsplit=1)[0]))
