"""Find the same person twice without keeping her name in a second place.

Names are normalised and, with the year of birth, turned into a keyed hash. The key
lies outside of the database: who holds a copy of the database alone cannot try names.
"""

import contextlib
import functools
import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from pathlib import Path

from odoo.tools import config

OPTION = "kim_blind_index_key"
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
DIGRAPHS = re.compile("(?<=[aou])e")


def normalise(*names):
    """Return the parts of a name in one spelling and one order.

    Umlauts and accents, capitals, hyphens, apostrophes, spaces, marks of direction
    and the order of first and last name make no difference.

    >>> normalise("Müller-Öztürk", "Ana  María")
    'ana maria muller ozturk'
    >>> normalise("ana maria", "MUELLER OEZTUERK")
    'ana maria muller ozturk'
    >>> normalise("\\u202bأحمد\\u202c", "") == normalise("", "احمد")
    True
    >>> normalise(None, " - ")
    ''

    :param names: str or None
    :return: str, empty when no letter is left
    """
    text = " ".join(name for name in names if name)
    text = unicodedata.normalize("NFKD", text).casefold().translate(LETTERS)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf"))
    text = re.sub(r"['’ʼ`´]", "", text)
    parts = re.findall(r"[^\W\d_]+", text)
    return " ".join(sorted(DIGRAPHS.sub("", part) for part in parts))


def key():
    """Return the key: from Odoo's configuration, else from a file it makes once.

    :return: bytes
    """
    given = config.get(OPTION)
    if given:
        return str(given).encode()
    return _file_key(Path(config["data_dir"]) / "kim" / "blind_index.key")


@functools.cache
def _file_key(path):
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
        new.touch(mode=0o600)
        new.write_bytes(secrets.token_hex(32).encode())
        with contextlib.suppress(FileExistsError):  # another worker may be first
            os.link(new, path)  # whole or not at all
        new.unlink()
    return path.read_bytes().strip()


def digest(secret, *parts):
    """Return the keyed hash of some texts.

    >>> digest(b"a", "x", 1) == digest(b"a", "x", 1)
    True
    >>> digest(b"a", "x", 1) == digest(b"b", "x", 1)
    False

    :param bytes secret: the key
    :param parts: texts or numbers
    :return: str, 64 hexadecimal digits
    """
    message = "\x00".join(str(part) for part in parts).encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()
