"""A refusal in a test is the one that was meant: ``assertRefused`` names its words.

``assertRaises(UserError)`` passes where any other guard refuses, and so does not notice
that the one it was written for is gone. What is left of it is counted here and may only
become less. Runs without a database.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDE = re.compile(
    r"assert(?:Raises|RaisesRegex)\(\s*\(?(?:\w+\.)*"
    r"(UserError|AccessError|ValidationError|Exception|RedirectWarning)\s*[,)]"
)
# Odoo's own refusals, and tests that meet many: never raise this number.
LEFT = 51


def wide_refusals():
    """Return the places in our tests that take any refusal for the one they mean."""
    found = []
    for folder in (
        "kim_case",
        "kim_conference",
        "kim_themes",
        "kim_reporting",
        "tests",
    ):
        for file in sorted((ROOT / folder).rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            for match in WIDE.finditer(text):
                if "Regex" not in match[0]:
                    line = text.count("\n", 0, match.start()) + 1
                    found.append(f"{file.relative_to(ROOT)}:{line} {match[1]}")
    return found


def test_any_refusal_is_never_enough():
    exceptions = [place for place in wide_refusals() if place.endswith(" Exception")]
    assert not exceptions, exceptions


def test_fewer_and_fewer():
    found = wide_refusals()
    assert len(found) <= LEFT, (
        f"{len(found)} refusals without words, {LEFT} allowed: name the words with "
        "assertRefused (kim_case/tests/common.py):\n" + "\n".join(found)
    )
    assert len(found) == LEFT, f"Well done: set LEFT to {len(found)}."
