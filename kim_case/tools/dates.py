"""Days as people in North Rhine-Westphalia mean them, as moments in UTC."""

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


def berlin_today():
    """Return the calendar day of this moment in Europe/Berlin.

    What is valid "until 31 December" ends there at midnight, wherever the server
    stands and whatever time zone a user has set.

    :return: ``datetime.date``
    """
    return datetime.now(BERLIN).date()


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
