"""The one clock of KIM: days as people in North Rhine-Westphalia mean them.

A *moment* is stored as Odoo does, naive in UTC, and comes from
``fields.Datetime.now()``. A *day* is always a day in Europe/Berlin: what is valid
"until 31 December" ends there at midnight, wherever the server stands and whatever
time zone a user or a caller has set. Between 22 and 24 UTC the server's day, and that
of a user without a time zone, is still yesterday's.

So nothing else here may ask for a day: no ``context_today``, no ``date.today()``, no
``CURRENT_DATE`` (:mod:`odoo.addons.kim_case.tests.test_one_clock` reads the sources).

- Python: :func:`berlin_today`, :func:`berlin_day`, :func:`berlin_time`.
- Domains of views and record rules: ``'today'``. Odoo reads it in the caller's time
  zone; the models of KIM read it in Berlin's (``models/base_clock.py``). ``'now'`` is
  a moment and the same everywhere.
- JavaScript: ``berlinNow()`` of ``@kim_case/core/clock``.
"""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import fields
from odoo.exceptions import ValidationError

BERLIN = ZoneInfo("Europe/Berlin")


def day_start(day):
    """Return the moment at which ``day`` begins in Europe/Berlin.

    >>> from datetime import date
    >>> day_start(date(2024, 7, 1))
    datetime.datetime(2024, 6, 30, 22, 0)
    >>> day_start(date(2024, 1, 1))
    datetime.datetime(2023, 12, 31, 23, 0)

    :param datetime.date day: calendar day
    :return: naive datetime, UTC
    """
    local = datetime.combine(day, time.min, tzinfo=BERLIN)
    return local.astimezone(timezone.utc).replace(tzinfo=None)


def day_end(day):
    """Return the moment at which ``day`` is over in Europe/Berlin (exclusive).

    >>> from datetime import date
    >>> day_end(date(2024, 3, 31))
    datetime.datetime(2024, 3, 31, 22, 0)

    :param datetime.date day: calendar day
    :return: naive datetime, UTC
    """
    return day_start(day + timedelta(days=1))


def berlin_today(*_model):
    """Return the calendar day of this moment in Europe/Berlin.

    :param _model: ignored; a field may name this function as its default
    :return: ``datetime.date``
    """
    return datetime.now(BERLIN).date()


def berlin_time(moment):
    """Return a stored moment as a clock in Berlin shows it.

    >>> from datetime import datetime
    >>> berlin_time(datetime(2027, 6, 30, 21, 59)).strftime("%d.%m.%Y %H:%M")
    '30.06.2027 23:59'

    :param datetime.datetime moment: naive, UTC
    :return: aware ``datetime.datetime``, Europe/Berlin
    """
    return moment.replace(tzinfo=timezone.utc).astimezone(BERLIN)


def berlin_day(moment):
    """Return the calendar day of a stored moment in Europe/Berlin.

    >>> from datetime import datetime
    >>> berlin_day(datetime(2026, 12, 31, 23, 30))
    datetime.date(2027, 1, 1)

    :param datetime.datetime moment: naive, UTC
    :return: ``datetime.date``
    """
    return berlin_time(moment).date()


def given_day(env, value):
    """Return a day that a caller gave to a door.

    :param env: environment, for the message in the user's language
    :param value: date, its string, or nothing
    :return: ``datetime.date`` or None
    :raises ValidationError: it is no day
    """
    return _given(env, fields.Date.to_date, value)


def given_moment(env, value):
    """Return a moment that a caller gave to a door.

    :param env: environment, for the message in the user's language
    :param value: datetime, its string in UTC, or nothing
    :return: naive datetime, UTC, or None
    :raises ValidationError: it is no moment
    """
    return _given(env, fields.Datetime.to_datetime, value)


def _given(env, read, value):
    try:
        return read(value)
    except (TypeError, ValueError) as error:
        raise ValidationError(env._("This is no date. Please check it.")) from error
