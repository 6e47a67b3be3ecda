from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from odoo.addons.kim_case.tools.dates import day_end, day_start


class CaseFlow(NamedTuple):
    """Cases open at the start and at the end of a period, and what happened between."""

    opening: int
    new: int
    reopened: int
    closed: int
    closing: int


class KimFigure(models.Model):
    """B: caseload, read from the course of the cases; totals of the district only.

    Counted past the record rules: a total says nothing about a person, and whoever
    reads it has no right on any case.
    """

    _inherit = "kim.figure"

    def _one(self, query):
        ((value,),) = self.env.execute_query(query)
        return value or 0

    def _count_cases_opening(self, scope):
        return [("", self._case_flow(scope).opening)]

    def _count_cases_open(self, scope):
        return [("", self._case_flow(scope, scope.reference).closing)]

    def _count_cases_new(self, scope):
        return [("", self._case_flow(scope).new)]

    def _count_cases_reopened(self, scope):
        return [("", self._case_flow(scope).reopened)]

    def _count_cases_closed(self, scope):
        return [("", self._case_flow(scope).closed)]

    def _case_flow(self, scope, until=None):
        """Return stocks and flows of the cases, as their course tells them.

        A case is open in runs: from its birth or from being taken up again until it is
        closed or leaves the district. Only runs are counted, never what the case says
        today, so opening + new + reopened - closed = closing, for every period.

        :param Scope scope: district and period
        :param date until: last day instead of the period's
        :return: ``CaseFlow``
        """
        ((opening, new, reopened, closed, closing),) = self.env.execute_query(
            SQL(
                """
                WITH stretch AS (
                    SELECT case_id, date_from, date_to,
                           phase_kind != 'closed' AS is_open,
                           LAG(phase_kind != 'closed') OVER course AS was_open,
                           LAG(date_to) OVER course AS before,
                           LEAD(phase_kind != 'closed') OVER course AS stays_open,
                           LEAD(date_from) OVER course AS after
                      FROM kim_case_spell
                     WHERE district_id = %(district)s AND case_id IS NOT NULL
                    WINDOW course AS (
                        PARTITION BY case_id ORDER BY date_from, date_to, id
                    )
                ), started AS (
                    SELECT date_from AS moment,
                           ROW_NUMBER() OVER (
                               PARTITION BY case_id ORDER BY date_from, date_to
                           ) AS run
                      FROM stretch
                     WHERE is_open AND (was_open IS NOT TRUE OR before < date_from)
                ), ended AS (
                    SELECT date_to AS moment
                      FROM stretch
                     WHERE is_open AND date_to IS NOT NULL
                       AND (stays_open IS NOT TRUE OR after > date_to)
                )
                SELECT (SELECT COUNT(*) FROM started WHERE moment < %(start)s)
                       - (SELECT COUNT(*) FROM ended WHERE moment < %(start)s),
                       (SELECT COUNT(*) FROM started
                         WHERE run = 1 AND moment >= %(start)s AND moment < %(end)s),
                       (SELECT COUNT(*) FROM started
                         WHERE run > 1 AND moment >= %(start)s AND moment < %(end)s),
                       (SELECT COUNT(*) FROM ended
                         WHERE moment >= %(start)s AND moment < %(end)s),
                       (SELECT COUNT(*) FROM started WHERE moment < %(end)s)
                       - (SELECT COUNT(*) FROM ended WHERE moment < %(end)s)
                """,
                district=scope.district_id,
                start=day_start(scope.date_from),
                end=day_end(until or scope.date_to),
            )
        )
        return CaseFlow(opening, new, reopened, closed, closing)

    def _count_inquiries(self, scope):
        """Inquiries of the period by the outcome they had on its last day."""
        rows = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT CASE WHEN date_done <= %(end)s THEN state ELSE 'open' END,
                           COUNT(*)
                      FROM kim_inquiry
                     WHERE district_id = %(district)s
                       AND date BETWEEN %(start)s AND %(end)s
                  GROUP BY 1
                    """,
                    district=scope.district_id,
                    start=scope.date_from,
                    end=scope.date_to,
                )
            )
        )
        return [
            ("", sum(rows.values())),
            *self._by_selection(rows, "kim.inquiry", "state"),
        ]

    def _count_cases_per_fte(self, scope):
        """Open cases by filled case management FTE on the date (21)."""
        fte = self._one(
            SQL(
                """
                SELECT SUM(fte) FROM kim_post_assignment
                 WHERE district_id = %s AND function = 'case_management'
                   AND date_from <= %s AND date_until >= %s
                """,
                scope.district_id,
                scope.reference,
                scope.reference,
            )
        )
        ((_label, cases),) = self._count_cases_open(scope)
        return [("", cases / fte if fte else 0)]
