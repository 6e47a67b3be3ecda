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
        return [
            f"{prefix}-{year}-{number:03d}"
            for number in self._count(company, prefix, year, count)
        ]

    @api.model
    def _count(self, company, key, year, count=1, least=0):
        """Count on. The row is written, so the second of two transactions never reads
        an old value: it waits, fails to serialise, and its door repeats.

        :param company: ``res.company`` record that counts
        :param str key: what is counted
        :param int year: calendar year
        :param int count: how many numbers, at least one
        :param int least: highest number that was given otherwise, for example by import
        :return: range of the new numbers
        """
        ((last,),) = self.env.execute_query(
            SQL(
                "INSERT INTO kim_case_counter (company_id, prefix, year, last)"
                " VALUES (%(company)s, %(key)s, %(year)s, %(least)s + %(count)s)"
                " ON CONFLICT (company_id, prefix, year) DO UPDATE SET"
                " last = GREATEST(kim_case_counter.last, %(least)s) + %(count)s"
                " RETURNING last",
                company=company.id,
                key=key,
                year=year,
                count=count,
                least=least,
            )
        )
        return range(last - count + 1, last + 1)
