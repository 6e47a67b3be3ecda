"""docs/requirements.csv names, for each requirement of the sources, a test that exists.

What is not built yet stands there as "open"; it is counted and printed.

Runs without a database: ``pytest -p no:odoo tests/test_requirements.py``.
"""

import ast
import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "requirements.csv"
NUMBERS = range(1, 146)
OPEN = "open"


def rows():
    """Return the rows of the table as dictionaries."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known_tests(path):
    """Return the test ids ``Class::method`` or ``function`` of a Python file."""
    found = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}::{item.name}"
                for item in node.body
                if isinstance(item, ast.FunctionDef) and item.name.startswith("test_")
            }
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found.add(node.name)
    return found


def test_numbers_are_seed_numbers_in_order():
    numbers = [int(row["number"]) for row in rows()]
    assert numbers, "the table is empty"
    assert numbers == sorted(numbers)
    assert set(numbers) == set(NUMBERS), sorted(set(NUMBERS) - set(numbers))


def test_open_ones_are_counted(capsys):
    """What is not built yet is said, with its number, and stands there once."""
    waiting = [row["number"] for row in rows() if row["test"] == OPEN]
    with capsys.disabled():
        print(f"\n{len(waiting)} requirements open: {', '.join(waiting)}")
    assert len(waiting) == len(set(waiting))
    built = {row["number"] for row in rows() if row["test"] != OPEN}
    assert not built.intersection(waiting), "open and proven at once"


def test_each_row_says_what_it_asks():
    for row in rows():
        assert len(row["requirement"].split()) >= 3, row


@pytest.mark.parametrize(
    "row",
    [row for row in rows() if row["test"] != OPEN],
    ids=lambda row: row["number"],
)
def test_the_test_exists(row):
    path, _separator, name = row["test"].partition("::")
    file = ROOT / path
    assert file.is_file(), f"{row['number']}: {path} does not exist"
    assert name in known_tests(file), f"{row['number']}: no test {name} in {path}"
