from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


class KimFigure(models.Model):
    """A: posts, approved and filled, by funding block (100, 123, 129)."""

    _inherit = "kim.figure"

    def _count_fte_approved(self, scope):
        return self._fte_by_block(scope, "kim_post", "id")

    def _count_fte_filled(self, scope):
        return self._fte_by_block(scope, "kim_post_assignment", "post_id")

    def _fte_by_block(self, scope, table, post_column):
        rows = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT kim_post.block_id, SUM(row.fte)
                      FROM %s AS row
                      JOIN kim_post ON kim_post.id = %s
                     WHERE row.district_id = %s
                       AND row.date_from <= %s AND row.date_until >= %s
                  GROUP BY kim_post.block_id
                    """,
                    SQL.identifier(table),
                    SQL.identifier("row", post_column),
                    scope.district_id,
                    scope.reference,
                    scope.reference,
                )
            )
        )
        blocks = self.env["kim.funding.block"].search(Domain.TRUE)
        values = [(block.name, rows[block.id]) for block in blocks if block.id in rows]
        return [("", sum(rows.values())), *values]

    def _count_towns(self, scope):
        """Towns taking part on the reference date, and all towns (42).

        A town takes part from the first working day of a case manager (41) as long as
        a post of case management runs for it, filled or vacant: what somebody ticks
        today changes no figure of the past.
        """
        ((taking_part, towns),) = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE EXISTS (
                           SELECT FROM kim_post_assignment_municipality_rel AS served
                             JOIN kim_post_assignment AS holder
                               ON holder.id = served.assignment_id
                             JOIN kim_post AS post ON post.id = holder.post_id
                            WHERE served.municipality_id = town.id
                              AND post.function = 'case_management'
                              AND holder.date_from <= %(day)s
                              AND post.date_from <= %(day)s
                              AND post.date_until >= %(day)s
                       )),
                       COUNT(*)
                  FROM kim_municipality AS town
                 WHERE town.district_id = %(district)s
                """,
                district=scope.district_id,
                day=scope.reference,
            )
        )
        return [(self.env._("taking part"), taking_part), (self.env._("all"), towns)]
