"""Periods of German procedural law: announcement, end of a period, days off in NRW."""

from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

# The post is given more time since 2025 (Postrechtsmodernisierungsgesetz).
FOUR_DAYS_SINCE = date(2025, 1, 1)
FIXED_HOLIDAYS = ((1, 1), (5, 1), (10, 3), (11, 1), (12, 25), (12, 26))
# Good Friday, Easter Monday, Ascension, Whit Monday, Corpus Christi
EASTER_HOLIDAYS = (-2, 1, 39, 50, 60)
SATURDAY = 5


def is_holiday(day):
    """Tell whether ``day`` is a public holiday in North Rhine-Westphalia.

    Source: § 2 Feiertagsgesetz NW.

    >>> is_holiday(date(2025, 6, 19)), is_holiday(date(2025, 6, 20))
    (True, False)

    :param datetime.date day: calendar day
    :return: bool
    """
    if (day.month, day.day) in FIXED_HOLIDAYS:
        return True
    return (day - easter(day.year)).days in EASTER_HOLIDAYS


def next_working_day(day):
    """Return ``day``, or the next day that is no Saturday, Sunday or public holiday.

    A period that would end on a day off ends with the next working day: § 193 BGB,
    § 64 (3) SGG, § 31 (3) VwVfG, § 26 (3) SGB X.

    >>> next_working_day(date(2025, 4, 18))  # Good Friday
    datetime.date(2025, 4, 22)

    :param datetime.date day: calendar day
    :return: datetime.date
    """
    while day.weekday() >= SATURDAY or is_holiday(day):
        day += timedelta(days=1)
    return day


def announced_on(posted):
    """Return the day on which a notice sent by post counts as announced.

    The fourth day after posting (third for letters posted before 2025):
    § 37 (2) SGB X, § 41 (2) VwVfG and VwVfG NRW. The fiction also falls on days off,
    and it does not hold where the letter came later or never: whoever knows better enters
    the day of arrival.

    >>> announced_on(date(2025, 3, 3)), announced_on(date(2024, 3, 1))
    (datetime.date(2025, 3, 7), datetime.date(2024, 3, 4))

    :param datetime.date posted: day of posting, as a rule the date of the notice
    :return: datetime.date
    """
    return posted + timedelta(days=4 if posted >= FOUR_DAYS_SINCE else 3)


def period_end(start, count, unit):
    """Return the last day of a period that begins with an event on ``start``.

    The day of the event does not count; a period of months ends on the day with the
    same number, or on the last day of a shorter month: §§ 187 (1), 188 (2), (3) BGB.
    Days off are not looked at here: see :func:`next_working_day`.

    >>> period_end(date(2025, 1, 31), 1, "month")
    datetime.date(2025, 2, 28)

    :param datetime.date start: day of the event
    :param int count: how many units
    :param str unit: "day", "week", "month" or "year"
    :return: datetime.date
    """
    return start + relativedelta(**{f"{unit}s": count})


def objection_end(posted, count=1, unit="month", arrived=None):
    """Return the last day for an objection against a notice.

    One month after announcement: § 70 (1) VwGO, § 84 (1) SGG; for an action in court
    § 74 (1) VwGO, § 87 (1) SGG. Without a proper instruction on legal remedies it
    would be one year (§ 58 (2) VwGO, § 66 (2) SGG): the shorter one is the safe one.

    >>> objection_end(date(2025, 3, 3))  # announced 7 March
    datetime.date(2025, 4, 7)

    :param datetime.date posted: date of the notice
    :param int count: length of the period
    :param str unit: unit of the period
    :param datetime.date arrived: day of arrival where it is known to be later
    :return: datetime.date
    """
    announced = max(filter(None, (announced_on(posted), arrived)))
    return next_working_day(period_end(announced, count, unit))
