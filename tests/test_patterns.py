"""No text from outside occupies the server: what reads it takes linear time."""

import importlib
import pkgutil
import re
import time
from types import SimpleNamespace

from odoo.tests import BaseCase, tagged

from odoo.addons.kim_case.tools import log_filter, spreadsheet
from odoo.addons.kim_case.tools.names import key as name_key
from odoo.addons.kim_conference.tools import text_check

ADDONS = ("kim_case", "kim_conference", "kim_themes", "kim_reporting")
LENGTH = 60_000
# Seconds of this thread alone, whatever else the machine does. Linear code takes a
# hundredth of it, quadratic code several times as much.
BOUND = 2.0
PIECES = (
    "a",
    "A",
    "1",
    " ",
    "-",
    ".",
    "/",
    "(",
    '"',
    "<",
    "<a",
    "\t",
    "_",
    "+",
    "+1",
    "@",
    "a@",
    "a.",
    "a-",
    "a b ",
    "1.",
    "1 ",
    "0",
    "01",
    "01 ",
    "00/",
    "1.1.",
    "!A",
    "!$A",
    "/a",
    "?",
    "kim_",
    "SELECT ",
    "A-",
    "A-1",
    "ae",
    "é",
    "e\u0301",
    "ß",
    "İ",
    "\u202b",
    "straße",
    "1 jahre ",
)
NASTY = tuple(
    f"{head}{piece * (LENGTH // len(piece))}{tail}"
    for piece in PIECES
    for head, tail in (("", ""), ("-", "!"), ("x", "\n"))
)


def patterns():
    """Yield (where, pattern) for every compiled pattern of the addons."""
    for addon in ADDONS:
        package = importlib.import_module(f"odoo.addons.{addon}")
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".tests" in info.name or ".migrations" in info.name:
                continue
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                for found in value if isinstance(value, tuple) else [value]:
                    for each in found if isinstance(found, tuple) else [found]:
                        if isinstance(each, re.Pattern) and isinstance(
                            each.pattern, str
                        ):
                            yield f"{info.name}.{name}", each


@tagged("post_install", "-at_install")
class TestPatterns(BaseCase):
    """Every pattern and every reader of text gets 60,000 letters of nasty shapes."""

    def assertQuick(self, where, act):
        for text in NASTY:
            start = time.thread_time()
            act(text)
            spent = time.thread_time() - start
            self.assertLess(spent, BOUND, f"{where}: {text[:12]!r}…")

    def test_every_pattern(self):
        found = dict(patterns())
        self.assertGreater(len(found), 10)
        for where, pattern in found.items():
            with self.subTest(pattern=where):
                self.assertQuick(where, lambda text, p=pattern: len(p.findall(text)))
                self.assertQuick(where, pattern.match)

    def test_every_reader(self):
        names = dict.fromkeys(
            ("Müller-Özdemir Ada", "Lange Straße 5", "Borgholzhausen", "a", "a b"),
            "name",
        )
        line = log_filter.KimLogFilter()
        readers = {
            "patterns": text_check.find_patterns,
            "names": lambda text: text_check.find_names(text, names),
            "numbers": lambda text: text_check.find_numbers(text, {34: "age"}),
            "same person": lambda text: name_key(text, text),
            "cell": spreadsheet._is_formula,
            "table": lambda text: spreadsheet._read_csv(
                SimpleNamespace(_=lambda term, **_values: term), text[:9000].encode()
            ),
            "log": lambda text: line.filter(
                SimpleNamespace(
                    name="werkzeug", getMessage=lambda: text, exc_info=None, args=()
                )
            ),
        }
        for where, act in readers.items():
            with self.subTest(reader=where):
                self.assertQuick(where, act)

    def test_a_long_text_is_refused_unread(self):
        text = "Elterninfos " * text_check.MAX_CHECKED
        self.assertEqual([f.kind for f in text_check.find_patterns(text)], ["length"])
        self.assertFalse(text_check.find_patterns(text[:500]))

    def test_formulas_are_still_found(self):
        for text in ("+SUM(A1)", "-cmd|'/c calc'!A1", "-1+Sheet!A1", " =1", "@x"):
            with self.subTest(text=text):
                self.assertTrue(spreadsheet._is_formula(text))
        for text in ("+49 5425 (123) 4", "-", "- nichts (offen)", "+", "-5,5", ""):
            with self.subTest(text=text):
                self.assertFalse(spreadsheet._is_formula(text))
