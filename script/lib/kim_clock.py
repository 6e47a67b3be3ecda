"""pytest plugin of ``script/test --clock``: the tests run at a given hour in Berlin.

The clock of the whole process stands still at that moment (freezegun): of tests, of the
addons, of Odoo and of the threads that answer its HTTP requests. PostgreSQL's ``now()``
is set to it by ``script/test``. A browser is a process of its own with the real clock:
tests that start one are left out, and named at the end.
"""

import inspect
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import freezegun
import pytest

from odoo.sql_db import BaseCursor

_BROWSER = ("start_tour(", "browser_js(")
_left_out = pytest.StashKey[list]()


def pytest_addoption(parser):
    parser.addoption("--clock", help="hour in Europe/Berlin: 2027-03-28 01:30")


def pytest_configure(config):
    config.stash[_left_out] = []


def _starts_browser(cls):
    return any(
        call in inspect.getsource(base)
        for base in inspect.getmro(cls)
        if not base.__module__.startswith(("odoo.tests", "unittest", "builtins"))
        for call in _BROWSER
    )


def pytest_collection_modifyitems(config, items):
    """Leave out what needs the real clock."""
    if not config.getoption("--clock"):
        return
    verdicts = {cls: _starts_browser(cls) for cls in {i.cls for i in items} if cls}
    left_out = [item for item in items if verdicts.get(item.cls)]
    items[:] = [item for item in items if not verdicts.get(item.cls)]
    config.hook.pytest_deselected(items=left_out)
    config.stash[_left_out] = left_out


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session):
    """Set the clock once everything is imported, before the first test."""
    clock = session.config.getoption("--clock")
    if not clock:
        return (yield)
    local = datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    moment = local.astimezone(timezone.utc).replace(tzinfo=None)

    def now(cursor):
        if cursor._now is None:
            cursor._now = datetime.now()
        return cursor._now

    BaseCursor.now = now
    # Doctests print days: freezegun's stand-ins say what they stand for.
    freezegun.api.FakeDate.__name__ = "datetime.date"
    freezegun.api.FakeDatetime.__name__ = "datetime.datetime"
    with freezegun.freeze_time(moment):
        return (yield)


def pytest_terminal_summary(terminalreporter, config):
    """Name what was left out."""
    clock = config.getoption("--clock")
    if clock:
        names = sorted({i.nodeid.rpartition("::")[0] for i in config.stash[_left_out]})
        terminalreporter.write_line(
            f"Clock: {clock} Europe/Berlin. Left out, a browser has its own clock: "
            f"{len(config.stash[_left_out])} tests of {', '.join(names) or 'none'}"
        )
