from odoo import models
from odoo.tools import SQL


class KimFigure(models.Model):
    """B: caseload, read from the course of the cases; totals of the district only.

    Counted past the record rules: a total says nothing about a person, and whoever
    reads it has no right on any case (domain.md § 4.6).
    """

    _inherit = "kim.figure"

    def _one(self, query):
        ((value,),) = self.env.execute_query(query)
        return value or 0

    def _count_cases_open(self, scope):
        return [
            (
                "",
                self._one(
                    SQL(
                        """
                        SELECT COUNT(*) FROM kim_case_spell
                         WHERE district_id = %s AND phase_kind != 'closed'
                           AND date_from < %s
                           AND (date_to IS NULL OR date_to >= %s)
                        """,
                        scope.district_id,
                        scope.moment,
                        scope.moment,
                    )
                ),
            )
        ]

    def _count_cases_new(self, scope):
        return [("", self._cases_between(scope, "date_open"))]

    def _count_cases_closed(self, scope):
        return [("", self._cases_between(scope, "date_close"))]

    def _cases_between(self, scope, column):
        return self._one(
            SQL(
                "SELECT COUNT(*) FROM kim_case"
                " WHERE district_id = %s AND %s BETWEEN %s AND %s",
                scope.district_id,
                SQL.identifier(column),
                scope.date_from,
                scope.date_to,
            )
        )

    def _count_inquiries(self, scope):
        rows = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT state, COUNT(*) FROM kim_inquiry
                     WHERE district_id = %s AND date BETWEEN %s AND %s
                  GROUP BY state
                    """,
                    scope.district_id,
                    scope.date_from,
                    scope.date_to,
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
