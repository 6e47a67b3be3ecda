"""How KIM compares names: one folding for search, order, import and text check.

Spelling makes no difference: umlauts in every way of writing them, accents, capitals,
hyphens, apostrophes, marks of direction, other scripts as far as ``anyascii`` knows
them, and the order of first and last name. Nothing here needs a database.

The libraries are optional. Without ``anyascii`` a name in another script is compared in
that script alone; without ``rapidfuzz`` and ``cologne_phonetics`` two names count as
alike sooner, so that more is asked.

>>> [finds(query, "Özdemir", "Ali") for query in ("Ozdemir", "Ali Özdemir", "Özdemir, Ali")]
[True, True, True]
>>> [finds(query, "Müller", "Änne") for query in ("Muller", "Mueller", "MÜLLER", "Mu")]
[True, True, True, True]
>>> finds("Yildiz", "Yıldız"), finds("Alhassan", "al-Hassan"), finds("Yilmaz", "Yıldız")
(True, True, False)
>>> finds("Mu\\u0308ller", "Müller"), finds("Müller", "Mu\\u0308ller-Lüdenscheidt")
(True, True)
>>> finds("\\u202bاحمد\\u202c", "أحمد"), finds("КОВАЛЕВ", "Ковалёв")
(True, True)
>>> finds("oneill", "O’Neill"), finds("von der Leyen", "Leyen", "Ursa von der")
(True, True)
>>> finds("", "Müller"), finds(" - ", "Müller")
(False, False)
>>> sorted(["Zimmer", "Özdemir", "al-Hassan", "Çelik", "Ahmadi"], key=order_key)
['Ahmadi', 'al-Hassan', 'Çelik', 'Özdemir', 'Zimmer']
>>> len(key("ü" * 10_000)) <= MAX_KEY
True
"""

import re
import unicodedata

try:
    from anyascii import anyascii
except ImportError:
    anyascii = None
try:
    from cologne_phonetics import encode as cologne
    from rapidfuzz import fuzz
except ImportError:
    cologne = fuzz = None

MAX_TEXT = 600  # letters of a name that are looked at
MAX_KEY = 1800  # a row of an index holds some 2700 bytes
MAX_WORDS = 12  # of a question
# Changes when names are spelled otherwise: what was made of them is made anew.
SPELLING = f"2 {'ascii' if anyascii else 'script'}"
ALIKE = 88  # per cent of equal letters: one letter in eight may differ
# What Unicode does not take apart by itself.
LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "a",
        "œ": "o",
        "ı": "i",
        "ə": "e",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ة": "ه",
        "ە": "ه",
        "ـ": None,
    }
)
# Two ways of writing one umlaut: Mueller, Müller, Muller.
_DIGRAPHS = re.compile("(?<=[aou])e")
_APOSTROPHES = re.compile(r"['’‘ʼʻʿʾ`´]")
_WORD = re.compile(r"[^\W_]+")
# Written apart, with a hyphen or together: al-Hassan, Al Hassan, Alhassan.
_PARTICLES = frozenset(
    "abd abdul abu al ait ben bin bint da de del den der des di do dos du el ibn la le "
    "mac mc o san st ter um van von zu zum zur".split()
)


def fold(text):
    """Return a text in small plain letters; umlauts lose their dots.

    >>> fold("ÇELİK Łukasz Weiß"), fold(None)
    ('celik lukasz weiss', '')

    :param text: str or None; what goes beyond the length of a name is not looked at
    :return: str
    """
    text = unicodedata.normalize("NFKD", (text or "")[:MAX_TEXT]).casefold()
    text = unicodedata.normalize("NFKD", text.translate(LETTERS))
    text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
    text = _APOSTROPHES.sub("", text)
    if anyascii and not text.isascii():
        text = _APOSTROPHES.sub("", anyascii(text).casefold())
    return text


def words(*texts):
    """Return the words of names in the spelling in which they are compared.

    >>> words("Müller-Öztürk", "Ana  María"), words("MUELLER OEZTUERK")
    (['muller', 'ozturk', 'ana', 'maria'], ['muller', 'ozturk'])

    :param texts: str or None
    :return: list of str, at most what a name holds
    """
    return [
        _DIGRAPHS.sub("", word) for text in texts for word in _WORD.findall(fold(text))
    ]


def same_key(*texts):
    """Return a name in one spelling and one order: equal for the same person's.

    >>> same_key("Müller", "Änne") == same_key("aenne mueller")
    True
    >>> same_key(None, " - ")
    ''

    :param texts: str or None
    :return: str, empty when no letter is left
    """
    return " ".join(sorted(words(*texts)))


def order_key(*texts):
    """Return a key whose byte order is the order of a German list of names.

    :param texts: str or None: last name, first name
    :return: str
    """
    return "\t".join(" ".join(_WORD.findall(fold(text))) for text in texts)


def key(*texts):
    """Return what is stored beside a name, for order and search.

    It begins with the key of order; what is searched follows where it differs.

    >>> key("Müller", "Änne")
    'muller\\tanne'
    >>> key("al-Hassan").split("\\n")
    ['al hassan', 'alhassan']
    >>> key("Mueller").split("\\n")
    ['mueller', 'muller']

    :param texts: str or None, in the order in which a list is sorted
    :return: str, no longer than ``MAX_KEY``
    """
    ordered = order_key(*texts)
    found = words(*texts)
    parts = [ordered[: MAX_KEY // 2]]
    spelled = " ".join(found)
    if spelled != ordered.replace("\t", " "):
        parts.append(spelled)
    joined = _joined(found)
    if joined != found:
        parts.append(" ".join(joined))
    return "\n".join(parts)[:MAX_KEY]


def _joined(found):
    """Return words with particles written together with what follows them."""
    joined, start = [], ""
    for word in found:
        if word in _PARTICLES:
            start += word
        else:
            joined.append(start + word)
            start = ""
    return joined + [start] * bool(start)


def finds(query, *texts):
    """Tell whether a question finds a name: each of its words stands in it.

    :param str query: what somebody typed
    :param texts: str or None
    """
    stored = key(*texts)
    asked = words(query)[:MAX_WORDS]
    return bool(asked) and all(word in stored for word in asked)


def search_domain(path, query):
    """Return the domain that finds a name by its stored key, see ``finds``.

    >>> search_domain("name_key", "Özdemir, Ali")
    ['&', ('name_key', 'like', 'ozdemir'), ('name_key', 'like', 'ali')]
    >>> search_domain("name_key", "%_")
    [(0, '=', 1)]

    :param str path: path to a field made by ``key``
    :param str query: what somebody typed
    :return: list, of no more than ``MAX_WORDS`` conditions
    """
    asked = list(dict.fromkeys(words(query)))[:MAX_WORDS]
    if not asked:
        return [(0, "=", 1)]
    return ["&"] * (len(asked) - 1) + [(path, "like", word) for word in asked]


def alike(one, other):
    """Tell whether two names may be one person's, written by ear or with a slip.

    >>> alike("Mohammed Yilmaz", "Muhammed Yılmaz"), alike("Meier Anna", "Anna Mayer")
    (True, True)
    >>> alike("Anna Schmidt", "Sami Haddad"), alike("", "")
    (False, False)

    :param str one: a name
    :param str other: another name
    :return: bool
    """
    mine, theirs = same_key(one), same_key(other)
    if not mine or not theirs:
        return False
    if mine == theirs:
        return True
    if re.findall(r"\d+", mine) != re.findall(r"\d+", theirs):
        return False
    if fuzz is None:
        return _initials(mine) == _initials(theirs)
    return fuzz.ratio(mine, theirs) >= ALIKE or (
        mine.isascii() and theirs.isascii() and _sound(mine) == _sound(theirs)
    )


def _initials(name):
    return sorted(word[0] for word in name.split())


def _sound(name):
    # Vowels make no code: the initial keeps Ali and Ela apart.
    return sorted(
        (word[0], code)
        for word in name.split()
        for _word, code in cologne(re.sub("[^a-z]", "", word) or "x")
    )
