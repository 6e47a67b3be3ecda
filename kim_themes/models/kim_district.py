from odoo import api, fields, models


class KimDistrict(models.Model):
    _inherit = "kim.district"

    kim_theme_ids = fields.One2many(
        comodel_name="kim.theme", inverse_name="district_id", string="Themes"
    )

    @api.model
    def _default_for_user(self):
        """Return the district in which the user works, if there is just one.

        :return: ``kim.district`` record or empty
        """
        districts = self.search([("company_ids", "in", self.env.companies.ids)])
        coordinated = districts.filtered(lambda d: d.company_id == self.env.company)
        for candidates in (coordinated, districts):
            if len(candidates) == 1:
                return candidates
        return self.browse()

    def _next_number(self, prefix, year):
        """Return the next running number of this district: ``<prefix>-<year>-001``.

        :param str prefix: letter of the kind of record
        :param int year: calendar year
        :return: str
        """
        self.ensure_one()
        return f"{prefix}-{year}-{self._next_running(f'{prefix}.{self.id}', year):03d}"

    def _next_running(self, key, year):
        """Count in the district's coordination under a key of its own.

        :param str key: what is counted
        :param int year: calendar year
        :return: int
        """
        number = (
            self.env["kim.case.counter"]
            .sudo()  # nobody has rights on the counter
            ._next(self.sudo().company_id, key, year)
        )
        return int(number.rpartition("-")[2])
