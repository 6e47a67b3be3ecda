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
                     WHERE row.district_id = %s AND kim_post.active
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
        """Towns taking part, and all towns of the district (42)."""
        counts = dict(
            self.env["kim.municipality"]._read_group(
                [("district_id", "=", scope.district_id)],
                ["participating"],
                ["__count"],
            )
        )
        return [
            (self.env._("taking part"), counts.get(True, 0)),
            (self.env._("all"), sum(counts.values())),
        ]
