"""A field whose lines are found under their own rules alone."""

from odoo import fields
from odoo.fields import Domain


class RuledOne2many(fields.One2many):
    """One2many that does not tell by a search that lines exist which one may not read.

    Odoo asks "is set" and "is one of these ids" past the rules of the lines; here both
    are asked under them. For lines that fewer people read than the record they hang on.
    """

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        """Turn "in" into "any", which obeys the rules; see the overridden method."""
        if operator in ("in", "not in") and not model.env.su:
            wanted = set(value)
            if wanted == {False}:
                operator = "not any" if operator == "in" else "any"
                value = Domain.TRUE
            elif False not in wanted:
                operator = "any" if operator == "in" else "not any"
                value = Domain("id", "in", wanted)
        return super().condition_to_sql(
            field_expr, operator, value, model, alias, query
        )
