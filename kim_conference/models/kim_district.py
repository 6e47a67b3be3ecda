from odoo import fields, models


class KimDistrict(models.Model):
    _inherit = "kim.district"

    session_code = fields.Char(
        string="Code of sessions",
        size=8,
        help="Short form at the start of session numbers, for example GT.",
    )
    body_ids = fields.One2many(
        comodel_name="kim.body", inverse_name="district_id", string="Bodies"
    )

    def _count(self, key, year, count=1, least=0):
        """Count in this district's coordination under a key of its own.

        :param str key: what is counted
        :param int year: calendar year
        :param int count: how many
        :param int least: highest number that was given otherwise
        :return: range of the new numbers
        """
        self.ensure_one()
        # nobody has rights on the counter, and coordinations are companies
        counter_sudo = self.env["kim.case.counter"].sudo()
        # Another company may have become the coordination: the numbers run on.
        begun = counter_sudo.search(
            [("prefix", "=", key), ("year", "=", year)], order="id", limit=1
        )
        company = begun.company_id or self.sudo().company_id
        return counter_sudo._count(company, key, year, count, least)
