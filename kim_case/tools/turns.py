"""Transactions that must see what the other did, one after the other."""

from odoo.tools import SQL


def take_turns(records):
    """Let transactions that work on the same records run one after the other.

    A lock alone would not do: the second transaction still reads what there was when it
    began. Rewriting the row makes it fail, and Odoo repeats the request on what the first
    has saved.

    :param records: records whose rows both of them have to rewrite
    """
    table = SQL.identifier(records._table)
    records.env.execute_query(
        SQL(
            """
            UPDATE %(table)s SET write_date = write_date
             WHERE id IN (SELECT id FROM %(table)s WHERE id = ANY(%(ids)s)
                          ORDER BY id FOR NO KEY UPDATE)
         RETURNING id
            """,
            table=table,
            ids=records.ids,
        )
    )
