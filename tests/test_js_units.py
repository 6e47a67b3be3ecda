"""The unit tests of our JavaScript, run by Odoo's own runner (Hoot) in a browser."""

import re
from pathlib import Path

from odoo.tests import HttpCase, no_retry, tagged

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ("kim_case", "kim_conference", "kim_themes", "kim_reporting")


def files_of(addon):
    """Return the unit test files of an addon, by the name of their suite."""
    folder = ROOT / addon / "static" / "tests"
    return {
        f"@{addon}/{file.relative_to(folder).as_posix().removesuffix('.test.js')}": file
        for file in sorted(folder.rglob("*.test.js"))
    }


def hoot_id(name):
    """Return the id that Hoot gives to a suite, as it computes it in the browser."""
    number = 0
    for char in name:
        number = ((number << 5) - number + ord(char)) & 0xFFFFFFFF
    return f"{number:08x}"


def not_a_failure(message):
    """Say whether the browser's message lets the tests go on."""
    return "[HOOT]" not in message


@tagged("post_install", "-at_install")
class TestJsUnits(HttpCase):
    """Every suite of ours runs and succeeds; none is skipped or left over."""

    def test_nothing_is_skipped(self):
        for addon in ADDONS:
            for name, file in files_of(addon).items():
                text = file.read_text(encoding="utf-8")
                with self.subTest(name):
                    self.assertRegex(text, r"\btest\(")
                    self.assertFalse(
                        re.search(
                            r"\b(?:test|describe)\.(?:skip|only|debug|todo)", text
                        )
                    )

    @no_retry
    def test_units(self):
        names = [name for addon in ADDONS for name in files_of(addon)]
        self.assertTrue(names)
        wanted = "".join(f"&id={hoot_id(name)}" for name in names)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{wanted}",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=not_a_failure,
        )
