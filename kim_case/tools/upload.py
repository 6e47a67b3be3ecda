"""What a file is: its content says so, and its name must say the same.

People add photos, scans, letters and mails to a case. Nothing that runs, nothing with
markup that a browser would open, nothing larger than a scan.
"""

import io
import re
import zipfile

MEGABYTE = 1024 * 1024
MAX_MEGABYTES = 20
# First bytes of each kind, and the endings by which people know it.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (b"%PDF-", (".pdf",)),
    (b"\x89PNG\r\n\x1a\n", (".png",)),
    (b"\xff\xd8\xff", (".jpg", ".jpeg")),
    (b"GIF87a", (".gif",)),
    (b"GIF89a", (".gif",)),
    (b"II*\0", (".tif", ".tiff")),
    (b"MM\0*", (".tif", ".tiff")),
    (_OLE, (".doc", ".msg", ".xls")),
)
# A folder of parts: which part tells what it is.
_PACKED = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".odt": "content.xml",
}
TEXTS = (".eml", ".txt")
PICTURES = (".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
ENDINGS = tuple(
    sorted({ending for _head, endings in _SIGNATURES for ending in endings})
) + (".docx", ".eml", ".odt", ".txt", ".webp", ".xlsx")
# A text that a browser or a shell would take for something else.
_ACTIVE = re.compile(
    rb"\s*(?:<(?:!doctype|!--|\?xml|\?php|html|head|body|script|svg|iframe|img|table"
    rb"|meta|style)\b|<[!?]|#!|MZ)",
    re.IGNORECASE,
)
_HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]{0,70}:[ \t]?[^\r\n]*\r?$", re.MULTILINE)
_MAIL_HEADERS = re.compile(
    rb"^(?:from|to|subject|date|received|message-id|mime-version|return-path):",
    re.IGNORECASE | re.MULTILINE,
)


def ending_of(file_name):
    """Return the ending that a file name has, among those we know; else "".

    >>> ending_of("Bescheid 1.PDF")
    '.pdf'
    >>> ending_of("rechnung.pdf.exe")
    ''
    """
    name = str(file_name or "").strip().lower()
    return next((ending for ending in ENDINGS if name.endswith(ending)), "")


def fits(content, ending):
    """Tell whether a content is what an ending says.

    >>> fits(b"%PDF-1.7 ...", ".pdf")
    True
    >>> fits(b"MZ\\x90", ".pdf")
    False
    >>> fits("Grüße".encode(), ".txt")
    True
    >>> fits(b"<script>alert(1)</script>", ".txt")
    False
    >>> fits(b"From: a@example.org\\nSubject: Termin\\n\\nGuten Tag", ".eml")
    True
    >>> fits(b"Guten Tag", ".eml")
    False

    :param bytes content: the whole file
    :param str ending: one of ``ENDINGS``
    :return: bool
    """
    if ending in TEXTS:
        return _is_text(content, ending)
    if ending in _PACKED:
        return _is_packed(content, _PACKED[ending])
    if ending in PICTURES:  # which picture it is does not matter: it is drawn anew
        return is_picture(content)
    return any(
        content.startswith(head) for head, endings in _SIGNATURES if ending in endings
    )


def is_picture(content):
    """Tell whether a content begins like a picture that we take."""
    return (content.startswith(b"RIFF") and content[8:12] == b"WEBP") or any(
        content.startswith(head)
        for head, endings in _SIGNATURES
        if endings[0] in PICTURES
    )


def _is_text(content, ending):
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") and ending == ".txt":
        return not _ACTIVE.match(content[2:4096].replace(b"\0", b""))
    if b"\0" in content or _ACTIVE.match(head):
        return False
    if ending == ".eml":
        return bool(_HEADER.match(head) and _MAIL_HEADERS.search(head))
    return True


def _is_packed(content, part):
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    # Macros run when the document is opened.
    return part in names and not any("vbaproject" in name.lower() for name in names)
