"""No source asks any other clock for a day than ``kim_case/tools/dates.py``."""

import doctest
import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from odoo.addons.kim_case.tools import dates
from odoo.addons.kim_case.tools.dates import berlin_today

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("kim_case", "kim_conference", "kim_themes", "kim_reporting", "tests")
# What else tells a day or an hour, by the ending of the file.
SQL_CLOCKS = (
    r"(?i:\bcurrent_(date|time|timestamp)\b|\blocaltime(stamp)?\b"
    r"|\b(clock|statement|transaction)_timestamp\b|(?<![\w.])now\(\))"
)
OTHER_CLOCKS = {
    ".py": re.compile(
        r"context_today|context_timestamp|\bdate\.today\b|\bDate\.today\b"
        r"|\b[dD]atetime\.today\b|\bdatetime\.now\(|\butcnow\b|\bfromtimestamp\b"
        r"|\btime\.(time|localtime|strftime)\(|Datetime\.now\(\)[^,\n]*\.date\("
        r"|\bnow\(\)\.(year|month|day|weekday|strftime)\b"
        r"|\bpytz\b|\bZoneInfo\(|Europe/Berlin"
        r"|\bformat_datetime\((?![\s\S]{,160}\btz=)"
        rf"|{SQL_CLOCKS}"
    ),
    ".xml": re.compile(
        rf"context_today|\b(date|datetime)\.(today|now)\(\)\.|{SQL_CLOCKS}"
    ),
    ".js": re.compile(
        r"new Date\(\)|\bDate\.now\(|\bDateTime\.(now|local|utc)\(\)"
        r"|(?<!berlin)\bnow\(\)|\btoday\(\)"
    ),
    ".sql": re.compile(SQL_CLOCKS),
}
# (file, what stands there) → why it may
ALLOWED = {
    ("kim_case/static/src/foundation/clock.js", "DateTime.now()"): "the clock itself",
    (
        "kim_case/tests/host/test_side_doors.py",
        "context_today",
    ): "what a user may write into a favourite of her own",
    (
        "kim_case/tests/host/test_server_log.py",
        "time.strftime(",
    ): "an attempt that is refused",
    (
        "kim_case/models/consent/kim_consent_register.py",
        "Europe/Berlin",
    ): "the day of a stored moment, told by PostgreSQL in Berlin's zone",
    (
        "kim_themes/migrations/19.0.1.1.0/post-migration.py",
        "Europe/Berlin",
    ): "the days of stored moments, told by PostgreSQL in Berlin's zone",
    ("tests/walk.js", "now()"): "how long a page takes to load",
    ("tests/web_view.py", "context_today"): "the name by which views ask for a day",
    ("tests/web_view.py", "current_date"): "the name by which views ask for a day",
    ("tests/form_walk.py", "Europe/Berlin"): "the zone that the web client sends",
    ("tests/benchmark/build.py", "CURRENT_DATE"): "ages of made-up cases, in years",
    ("tests/benchmark/build.py", "now()"): "ages of made-up notes, in years",
    ("tests/benchmark/measure.py", "now()"): "ages of made-up notes, in hours",
}
COMMENTS = {
    # A docstring follows a colon or opens the file; a query between quotes does not.
    ".py": r'(?:\A|:\n)\s*r?"""[\s\S]*?"""|#[^\n"\']*$',
    ".xml": r"<!--[\s\S]*?-->",
    ".js": r"/\*[\s\S]*?\*/",
    ".sql": r"--.*$",
}
CLOCKS = {"kim_case/tools/dates.py", "tests/test_one_clock.py"}


def other_clocks(text, ending):
    """Return the other clocks that a source asks, comments and docstrings apart.

    :param str text: the source
    :param str ending: ".py", ".xml", ".js" or ".sql"
    :return: set of str
    """
    text = re.sub(COMMENTS[ending], "", text, flags=re.MULTILINE)
    return {match[0] for match in OTHER_CLOCKS[ending].finditer(text)}


@tagged("post_install", "-at_install")
class TestOneClock(TransactionCase):
    def test_sources(self):
        found = set()
        for folder in FOLDERS:
            for path in (ROOT / folder).rglob("*"):
                name = path.relative_to(ROOT).as_posix()
                if path.suffix in OTHER_CLOCKS and name not in CLOCKS:
                    found |= {
                        (name, clock)
                        for clock in other_clocks(path.read_text(), path.suffix)
                    }
        self.assertFalse(
            found - set(ALLOWED),
            "Days come from kim_case/tools/dates.py, see its head.",
        )
        self.assertFalse(set(ALLOWED) - found, "No longer needed")

    def test_finds(self):
        """Every way of asking another clock is seen."""
        for ending, text in (
            (".py", "default=fields.Date.context_today"),
            (".py", "fields.Date.today()"),
            (".py", "date.today()"),
            (".py", "datetime.now()"),
            (".py", "fields.Datetime.now().date()"),
            (".py", "fields.Datetime.now().year"),
            (".py", "fields.Datetime.context_timestamp(self, moment)"),
            (".py", "cr.execute('SELECT CURRENT_DATE')"),
            (".py", 'SQL(\n"""\nSELECT now()::date\n"""\n)'),
            (".py", "format_datetime(env, moment)"),
            (".xml", "[('date', '<', context_today())]"),
            (".xml", "datetime.datetime.now().date()"),
            (".js", "luxon.DateTime.now()"),
            (".js", "new Date()"),
            (".sql", "SELECT current_date"),
        ):
            with self.subTest(text=text):
                self.assertTrue(other_clocks(text, ending))

    def test_examples_in_docstrings(self):
        outcome = doctest.testmod(dates)
        self.assertTrue(outcome.attempted)
        self.assertFalse(outcome.failed)

    def test_today_of_a_domain(self):
        """'today' is Berlin's day, for whoever asks from wherever, in SQL and Python."""
        post = self.env["kim.post"].new({"date_from": berlin_today()})
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC", False):
            with self.subTest(zone=zone):
                there = post.with_context(tz=zone)
                self.assertTrue(there.filtered_domain([("date_from", "=", "today")]))
                query = there._search([("date_from", "=", "today")]).select()
                self.assertIn((berlin_today(),), query.params)
