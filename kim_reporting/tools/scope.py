"""What a figure counts over: one district, one period, one reference date."""

from dataclasses import dataclass
from datetime import date

from odoo.addons.kim_case.tools.dates import day_end


@dataclass(frozen=True)
class Scope:
    """The frame of a report.

    :param int district_id: id of the ``kim.district``
    :param date date_from: first day of the period
    :param date date_to: last day of the period
    :param date reference: day as of which stocks are counted
    """

    district_id: int
    date_from: date
    date_to: date
    reference: date

    @property
    def moment(self):
        """Return the end of the reference date in Germany, as naive UTC.

        >>> Scope(1, date(2024, 1, 1), date(2024, 12, 31), date(2024, 5, 14)).moment
        datetime.datetime(2024, 5, 14, 22, 0)
        """
        return day_end(self.reference)
