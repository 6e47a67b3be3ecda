"""A refusal in a test is the one that was meant: ``assertRefused`` names its words.

An assertion of any ``UserError`` passes where any other guard refuses, and so does not notice
that the one it was written for is gone. What is left of it is counted here and may only
become less. Runs without a database.
"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDE = re.compile(
    r"assert(?:Raises|RaisesRegex)\(\s*\(?(?:\w+\.)*"
    r"(UserError|AccessError|ValidationError|Exception|RedirectWarning)\s*[,)]"
)
# Odoo's own refusals, and tests that meet many: never raise this number.
LEFT = 65
# Refusals of the product that no test names; the same rule.
UNMET = 30
FOLDERS = ("kim_case", "kim_conference", "kim_themes", "kim_reporting", "tests")


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


def named_words():
    """Return every text that our tests compare with what was said."""
    asserts = {"assertRefused", "assertRaisesRegex", "assertIn", "assertEqual"}
    words = set()
    for folder in FOLDERS:
        for file in (ROOT / folder).rglob("test_*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                if getattr(node.func, "attr", None) in asserts:
                    words |= {text for text in texts_in(node) if len(text) > 3}
    return words


def texts_in(node):
    """Return the string constants below a node of a syntax tree."""
    return [
        item.value
        for item in ast.walk(node)
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]


def refusals():
    """Return place → words of each refusal that our models and wizards raise."""
    found = {}
    for folder in FOLDERS[:-1]:
        for room in ("models", "wizards"):
            for file in sorted((ROOT / folder / room).rglob("*.py")):
                tree = ast.parse(file.read_text(encoding="utf-8"))
                for node in ast.walk(tree):
                    if isinstance(node, ast.Raise) and node.exc:
                        said = [
                            call.args[0].value
                            for call in ast.walk(node.exc)
                            if isinstance(call, ast.Call)
                            and getattr(call.func, "attr", None) == "_"
                            and call.args
                            and isinstance(call.args[0], ast.Constant)
                        ]
                        if said:
                            place = f"{file.relative_to(ROOT)}:{node.lineno}"
                            found[place] = said[0]
    return found


def test_every_refusal_is_met_by_a_test():
    """A guard whose words no test knows can be switched off unnoticed."""
    words = named_words()
    unmet = {
        place: said
        for place, said in refusals().items()
        if not any(word in said for word in words)
    }
    listing = "\n".join(f"{place} {said}" for place, said in unmet.items())
    assert len(unmet) <= UNMET, f"{len(unmet)} refusals that no test names:\n{listing}"


def test_any_refusal_is_never_enough():
    exceptions = [place for place in wide_refusals() if place.endswith(" Exception")]
    assert not exceptions, exceptions


def test_fewer_and_fewer():
    found = wide_refusals()
    assert len(found) <= LEFT, (
        f"{len(found)} refusals without words, {LEFT} allowed: name the words with "
        "assertRefused (kim_case/tests/common.py):\n" + "\n".join(found)
    )
