"""What the database refuses, in words that people read."""

import psycopg2

from odoo import api, models

FOREIGN_KEY = (
    psycopg2.errors.ForeignKeyViolation,
    psycopg2.errors.RestrictViolation,
)


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def _sql_error_to_message_generic(self, exc):
        """Say what a table of KIM refuses; no table, key or value is named.

        Odoo's sentences are for developers, and name what stands in the way: a consent,
        say, where somebody tries to delete a contact.

        :param exc: error of psycopg2
        :return: sentence for the user
        """
        if not (exc.diag.table_name or "").startswith("kim_"):
            return super()._sql_error_to_message_generic(exc)
        if isinstance(exc, FOREIGN_KEY):
            return self.env._(
                "Something in KIM still uses this, or something that it points to is no "
                "longer there. Load the page again; archive instead of deleting."
            )
        if isinstance(exc, psycopg2.errors.NotNullViolation):
            field = self._fields.get(exc.diag.column_name or "")
            if field is not None:
                return self.env._(
                    "“%(field)s” is missing. Please fill it in.",
                    field=field._description_string(self.env),
                )
        if isinstance(exc, psycopg2.errors.UniqueViolation):
            return self.env._("This is there already. Please look for it in the list.")
        return self.env._(
            "These values do not go together. Nothing was changed; please check them."
        )
