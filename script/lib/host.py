"""Compare two runs of Odoo's own tests: without KIM and with it.

Prints what fails in both (Odoo's own matter, tolerated) and what fails, or is gone, with
KIM only; the latter makes it exit with 1.
"""

import sys
from xml.etree import ElementTree


def results(report):
    """Return {test id: passed} of a JUnit report; a skipped test passes."""
    found = {}
    try:
        cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    except (OSError, ElementTree.ParseError) as error:
        print("no results:", error)  # then nothing passes, and the comparison fails
        cases = []
    for case in cases:
        name = f"{case.get('classname')}.{case.get('name')}"
        broken = case.find("failure") is not None or case.find("error") is not None
        found[name] = found.get(name, True) and not broken
    return found


def main(without_report, with_report):
    """Print the difference; return whether a test fails with KIM only."""
    without, with_kim = results(without_report), results(with_report)
    both = sorted(name for name, passed in without.items() if not passed)
    worse = sorted(
        name for name, passed in without.items() if passed and not with_kim.get(name)
    )
    print(f"{len(without)} tests of Odoo, {len(both)} fail without KIM")
    for name in both:
        print("  fails without KIM:", name)
    for name in worse:
        print("  FAILS WITH KIM ONLY:", name)
    print(f"{len(worse)} fail with KIM only")
    return bool(worse) or not without


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
