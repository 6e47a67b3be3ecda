"""What in a text could lead to a person: patterns and names. Pure Python.

>>> [found.kind for found in find_patterns("Anruf am 12.03.2024 unter 05425 123456")]
['date', 'phone']
>>> find_patterns("Elterninfos gibt es nur auf Deutsch, für 6 Schuljahre.")
[]
>>> [found.text for found in find_names("Müllers Kinder", {"Müller": "name"})]
['Müllers']
"""

import re
from typing import NamedTuple

from odoo.addons.kim_case.tools import names as names_tool

MONTHS = (
    "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
)
# No text of this length is asked for. Longer ones are refused unread: every repetition
# below is bounded as well, so that no text occupies the server.
MAX_CHECKED = 10_000
PATTERNS = (
    ("email", re.compile(r"(?<=[\w.+-])@[\w-]{1,63}(?:\.[\w-]{1,63}){0,9}")),
    ("case", re.compile(r"\b[A-ZÄÖÜ]{1,8}-\d{4}-\d{2,9}\b")),
    (
        "date",
        re.compile(
            r"\b\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?|\b\d{4}-\d{2}-\d{2}\b|"
            rf"\b\d{{1,2}}\.?\s?(?:{MONTHS})\b",
            re.I,
        ),
    ),
    (
        "street",
        re.compile(
            r"(?:straße|strasse|str\.|gasse|allee|platz|weg|ring|damm)"
            r"\s?\d{1,4}\s?[a-z]?\b",
            re.I,
        ),
    ),
    (
        "age",
        re.compile(
            r"\b\d{1,3}[\s-]?(?:jährig\w{0,9}|jaehrig\w{0,9}|jahre\s{1,5}alt|j\.)", re.I
        ),
    ),
    ("phone", re.compile(r"(?:\+|\b0)\d[\d\s/()-]{4,40}\d")),
    ("number", re.compile(r"\b\d{5,}\b")),
)
# What of a finding stands before that by which it is found: a search for it would begin
# at every letter.
BEFORE = {"email": ".+-_", "street": "-_"}
MAX_BEFORE = 64
# Words of the field and of demo data that are no one's name.
GENERIC = frozenset(
    """demo test klient klientin klientinnen frau herr herrn familie mutter vater kind
    der die das den dem des von van de el al und cm kim case management manager
    stadt gemeinde kreis town""".split()
)
_ONES = "null ein zwei drei vier fünf sechs sieben acht neun".split()
_TEENS = (
    "zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn"
).split()
_TENS = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


class Finding(NamedTuple):
    """A place in a text that could lead to a person."""

    kind: str
    text: str


def find_patterns(text):
    """Return what looks like a date, number, address or age in ``text``.

    :param str text: may be empty
    :return: list of :class:`Finding`, in the order of the text, without overlaps; a
        text that is too long to be checked is one itself
    """
    if _too_long(text):
        return [Finding("length", f"{text[:20]}…")]
    hits = []
    taken = bytearray(len(text or ""))
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text or ""):
            start, end = _extended(text, kind, *match.span())
            if not any(taken[start:end]):
                taken[start:end] = bytes([1]) * (end - start)
                hits.append((start, end, Finding(kind, text[start:end].strip())))
    return [found for _start, _end, found in sorted(hits)]


def _extended(text, kind, start, end):
    first = max(0, start - MAX_BEFORE)
    while (
        kind in BEFORE
        and start > first
        and (text[start - 1].isalnum() or text[start - 1] in BEFORE[kind])
    ):
        start -= 1
    return start, end


def _too_long(text):
    return len(text or "") > MAX_CHECKED


def fold(text):
    """Return ``text`` in a form in which spellings of one name agree.

    >>> fold("MÜLLER") == fold("Mueller") == fold("Muller")
    True
    """
    return "".join(names_tool.words(text))


def find_names(text, names):
    """Return where ``text`` names one of ``names``, German endings included.

    A person is found by any part of the name, a place by its longest word, a street
    only as a whole ("Lange Straße" is not found in "lange Wartezeit").

    :param str text: may be empty
    :param dict names: name -> kind of finding: name, staff, place, street or case
    :return: list of :class:`Finding`; none in what :func:`find_patterns` refuses unread
    """
    if _too_long(text):
        return []
    words = [
        (match.group(), fold(match.group())) for match in _WORD.finditer(text or "")
    ]
    findings = []
    for name, kind in names.items():
        parts = [fold(match.group()) for match in _WORD.finditer(name or "")]
        if kind == "street":
            parts = [part for part in parts if not part.isdigit()]
        own = _telling_parts(parts, kind)
        for position, (word, folded) in enumerate(words):
            if any(_is_form(folded, part) for part in own):
                findings.append(Finding(kind, word))
            elif len(parts) > 1 and _starts_with(
                words[position : position + len(parts)], parts
            ):
                phrase = " ".join(
                    w for w, _f in words[position : position + len(parts)]
                )
                findings.append(Finding(kind, phrase))
    return list(dict.fromkeys(findings))


def find_numbers(text, numbers):
    """Return where one of these numbers stands in ``text``, in digits or in words.

    >>> [found.text for found in find_numbers("Sie ist vierunddreißig, 34.", {34: "age"})]
    ['vierunddreißig', '34']

    :param str text: may be empty
    :param dict numbers: int -> kind of finding, for example the age
    :return: list of :class:`Finding`; none in what :func:`find_patterns` refuses unread
    """
    if _too_long(text):
        return []
    spellings = {}
    for number, kind in numbers.items():
        spellings[str(number)] = kind
        if 13 <= number <= 99:
            spellings[fold(_in_words(number))] = kind
    return list(
        dict.fromkeys(
            Finding(spellings[fold(match.group())], match.group())
            for match in _WORD.finditer(text or "")
            if fold(match.group()) in spellings
        )
    )


def _in_words(number):
    tens, ones = divmod(number, 10)
    if tens == 1:
        return _TEENS[ones]
    word = _TENS[tens - 2]
    return f"{_ONES[ones]}und{word}" if ones else word


def _telling_parts(parts, kind):
    if kind == "street" or kind == "case":
        return []
    own = [part for part in parts if _tells(part)]
    return sorted(own, key=len)[-1:] if kind == "place" else own


def _tells(part):
    return len(part) > 1 and part not in GENERIC and not part.isdigit()


def _is_form(word, name):
    """Say whether ``word`` is ``name``, its genitive or plural."""
    if len(name) < 3:
        return word == name
    return word.startswith(name) and word[len(name) :].strip("'’") in (
        "",
        "s",
        "es",
        "n",
        "en",
        "ns",
        "in",
    )


def _starts_with(words, parts):
    return len(words) >= len(parts) and all(
        folded == part for (_word, folded), part in zip(words, parts, strict=False)
    )
