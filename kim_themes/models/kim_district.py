from odoo import fields, models


class KimDistrict(models.Model):
    _inherit = "kim.district"

    kim_theme_ids = fields.One2many(
        comodel_name="kim.theme", inverse_name="district_id", string="Themes"
    )

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
