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

    def _next_numbers(self, prefix, year, count):
        """Return the next running numbers of this district: ``<prefix>-<year>-001``.

        :param str prefix: letter of the kind of record
        :param int year: calendar year
        :param int count: how many
        :return: list of str
        """
        self.ensure_one()
        return [
            f"{prefix}-{year}-{number:03d}"
            for number in self._count(f"{prefix}.{self.id}", year, count)
        ]
