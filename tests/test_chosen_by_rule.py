"""Where one of several records is taken, the order says which, or only one can be."""

import ast
from pathlib import Path

from odoo.tests import TransactionCase, tagged

ROOT = Path(__file__).resolve().parents[1]
ADDONS = ("kim_case", "kim_conference", "kim_themes", "kim_reporting")
# (file, method) → why there is never a second one
ONLY_ONE = {
    ("kim_case/models/district/kim_controller.py", "_of"): "unique by company",
    ("kim_case/models/consent/kim_privacy_law.py", "_of"): "unique by law",
    (
        "kim_conference/models/kim_vignette_review.py",
        "_check_decision",
    ): "a vignette is proposed from one draft",
}


def chosen_by_chance(source):
    """Return the methods that take the first of a search which has no order.

    >>> chosen_by_chance("def a(s):\\n    return s.search([], limit=1)")
    ['a']
    >>> chosen_by_chance("def a(s):\\n    return s.search([], order='id', limit=1)")
    []

    :param str source: text of a file
    :return: list of names of functions
    """
    return [
        function.name
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("search", "search_fetch", "search_read")
        and "order" not in {keyword.arg for keyword in call.keywords}
        and any(
            keyword.arg == "limit" and getattr(keyword.value, "value", None) == 1
            for keyword in call.keywords
        )
    ]


@tagged("post_install", "-at_install")
class TestChosenByRule(TransactionCase):
    """Who serves two districts is never given something of the other one by chance."""

    def test_control(self):
        self.assertEqual(
            chosen_by_chance("def a(s):\n    return s.search([], limit=1)"), ["a"]
        )
        self.assertFalse(
            chosen_by_chance("def a(s):\n    s.search([], limit=1, order='id')")
        )

    def test_first_of_several_by_an_order(self):
        found = {
            (path.relative_to(ROOT).as_posix(), name)
            for addon in ADDONS
            for path in sorted((ROOT / addon).rglob("*.py"))
            if "tests" not in path.parts and not path.name.startswith("kim_demo")
            for name in chosen_by_chance(path.read_text(encoding="utf-8"))
        }
        self.assertEqual(found, set(ONLY_ONE))
