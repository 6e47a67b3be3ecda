"""Days as people in North Rhine-Westphalia mean them, as moments in UTC."""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

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
