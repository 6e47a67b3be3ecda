"""Find the same person twice without keeping her name in a second place.

Names in one spelling (``tools.names``) are, with the year of birth, turned into a keyed hash. The key
lies outside of the database: who holds a copy of the database alone cannot try names.
"""

import contextlib
import functools
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from odoo.tools import config

OPTION = "kim_blind_index_key"


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
