"""A field whose lines are found and listed under their own rules alone."""

from odoo import fields
from odoo.fields import Domain


class RuledOne2many(fields.One2many):
    """One2many that does not tell by a search that lines exist which one may not read.

    Odoo asks "is set" and "is one of these ids" past the rules of the lines; here both
    are asked under them. For lines that fewer people read than the record they hang on.

    Odoo also keeps one list of lines for everyone within a request: what the access log
    has read as superuser would be handed to the user. Here each user has a list of her
    own, read under the rules in one query for all records.
    """

    def get_depends(self, model):
        """Keep a list for each user and set of companies; see the overridden method.

        :param model: model of the field
        :return: (dependencies, keys of the context)
        """
        depends, context = super().get_depends(model)
        return depends, (*context, "uid", "allowed_company_ids")

    def _update_cache(self, records, cache_value, dirty=False):
        # What one user adds or takes away, the others read anew.
        if all(records._ids):
            self._invalidate_cache(records.env, records._ids)
        return super()._update_cache(records, cache_value, dirty)

    def condition_to_sql(self, field_expr, operator, value, model, alias, query):
        """Turn "in" into "any", which obeys the rules; see the overridden method.

        :param str field_expr: name of the field
        :param str operator: operator of the condition
        :param value: value of the condition
        :param model: model of the field
        :param str alias: alias of its table
        :param query: ``Query`` that the condition goes into
        :return: ``SQL``
        """
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
