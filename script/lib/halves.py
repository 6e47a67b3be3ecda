"""Share the test files that need an installed KIM between two processes.

Usage: halves.py 1|2 TIMES      prints the files of the first or second half
       halves.py demo           prints those that work in the demo districts
       halves.py note TIMES REPORT...   keeps the seconds of each file of pytest's reports

TIMES is a CSV of file and seconds, kept by the last whole run; a file that it does
not name counts as the seconds that the committed ``times.csv`` beside this says, or
as ten.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent.parent
# These run without an installed KIM, apart (script/test).
STANDALONE = {
    "test_architecture.py",
    "test_dependencies.py",
    "test_install.py",
    "test_packaging.py",
}
# These run apart, too: in a database that holds the demo districts already.
DEMO = {"test_demo.py", "test_forms.py", "test_walk.py"}
# Seconds that linters and packaging take before the second half starts.
HEAD_START = 480


def test_files(demo=False):
    """Return the test files that need Odoo, as paths relative to the checkout.

    :param bool demo: those that work in the demo districts, else all others
    """
    found = [*ROOT.glob("kim_*/tests/**/test_*.py"), *ROOT.glob("tests/test_*.py")]
    return sorted(
        path.relative_to(ROOT).as_posix()
        for path in found
        if path.name not in STANDALONE and (path.name in DEMO) == demo
    )


def read_times(*paths):
    """Return {file: seconds} of CSV files; later files win."""
    times = {}
    for path in map(Path, paths):
        if path.exists():
            with path.open(encoding="utf-8", newline="") as stream:
                times |= {row[0]: float(row[1]) for row in csv.reader(stream)}
    return times


def halves(files, times):
    """Return two lists of files that take about the same time.

    The longest file goes first, each to the half that has less.

    >>> halves(["a", "b", "c"], {"a": 300.0, "b": 100.0, "c": 20.0})
    (['a'], ['b', 'c'])
    """
    loads, shares = [0.0, float(HEAD_START)], ([], [])
    for name in sorted(files, key=lambda name: (-times.get(name, 10.0), name)):
        lighter = loads.index(min(loads))
        loads[lighter] += times.get(name, 10.0)
        shares[lighter].append(name)
    return sorted(shares[0]), sorted(shares[1])


def note_times(target, reports):
    """Write the seconds of each test file of pytest's XML reports to a CSV."""
    times = defaultdict(float)
    for report in reports:
        for case in ElementTree.parse(report).getroot().iter("testcase"):
            file = case.get("file")
            if not file.startswith(("kim_", "tests/")):
                file = "tests/test_odoo_lint.py"  # Odoo's classes, imported there
            times[file] += float(case.get("time"))
    with open(target, "w", encoding="utf-8", newline="") as stream:
        rows = [(file, round(times[file], 1)) for file in sorted(times)]
        csv.writer(stream, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    if what == "note":
        note_times(arguments[0], arguments[1:])
    elif what == "demo":
        print("\n".join(test_files(demo=True)))
    else:
        known = read_times(Path(__file__).with_name("times.csv"), arguments[0])
        print("\n".join(halves(test_files(), known)[int(what) - 1]))
