from odoo import api, fields, models
from odoo.tools import SQL


class KimCaseCounter(models.Model):
    """Running numbers: one counter per company, prefix and year.

    Nobody has rights on it; only ``_next`` writes, in one locked statement, so two
    people who open a case at once never get the same number.
    """

    _name = "kim.case.counter"
    _description = "Running number"
    _log_access = False

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    prefix = fields.Char(required=True)
    year = fields.Integer(required=True)
    last = fields.Integer(required=True)

    _counter_uniq = models.Constraint("UNIQUE(company_id, prefix, year)")

    @api.model
    def _next(self, company, prefix, year):
        """Return the next number ``<prefix>-<year>-<running>``.

        :param company: ``res.company`` record that counts
        :param str prefix: short code of the town, or of the kind of record
        :param int year: calendar year
        :return: str
        """
        return self._next_many(company, prefix, year, 1)[0]

    @api.model
    def _next_many(self, company, prefix, year, count):
        """Return the next numbers, in one statement however many they are.

        :param company, prefix, year: as for ``_next``
        :param int count: how many, at least one
        :return: list of str
        """
        ((last,),) = self.env.execute_query(
            SQL(
                "INSERT INTO kim_case_counter (company_id, prefix, year, last)"
                " VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (company_id, prefix, year)"
                " DO UPDATE SET last = kim_case_counter.last + EXCLUDED.last"
                " RETURNING last",
                company.id,
                prefix,
                year,
                count,
            )
        )
        return [
            f"{prefix}-{year}-{number:03d}"
            for number in range(last - count + 1, last + 1)
        ]
