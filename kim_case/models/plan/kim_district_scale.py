from odoo import api, fields, models, tools

from .kim_case_goal import ATTAINMENT

MAX_LABEL = 40


class KimDistrict(models.Model):
    """What the five steps of reaching a goal are called in this district (97)."""

    _inherit = "kim.district"

    attainment_0 = fields.Char(string="Step 0", size=MAX_LABEL)
    attainment_1 = fields.Char(string="Step 1", size=MAX_LABEL)
    attainment_2 = fields.Char(string="Step 2", size=MAX_LABEL)
    attainment_3 = fields.Char(string="Step 3", size=MAX_LABEL)
    attainment_4 = fields.Char(string="Step 4", size=MAX_LABEL)

    @api.model
    def _attainment_scale(self, district=None):
        """Return the steps of reaching a goal with their labels.

        A company that takes part in two districts with different words is shown the
        usual ones: a list can hold goals of both.

        :param district: ``kim.district``; none: the one of the current company
        :return: list of (value, label) in the language of the environment
        """
        usual = (
            self.env._("Not reached"),
            self.env._("A first step"),
            self.env._("Partly reached"),
            self.env._("Mostly reached"),
            self.env._("Reached"),
        )
        own = (
            self._attainment_labels(district.id)
            if district
            else self._attainment_labels_of_company(self.env.company.id)
        )
        return [
            (value, label or default)
            for value, label, default in zip(ATTAINMENT, own, usual, strict=True)
        ]

    @tools.ormcache("district_id")
    def _attainment_labels(self, district_id):
        district_sudo = self.sudo().browse(district_id)  # words, no secret
        return tuple(
            (district_sudo[f"attainment_{value}"] or "").strip() for value in ATTAINMENT
        )

    @tools.ormcache("company_id")
    def _attainment_labels_of_company(self, company_id):
        districts_sudo = self.sudo().search(  # words, no secret
            [("company_ids", "in", [company_id])]
        )
        found = {self._attainment_labels(district.id) for district in districts_sudo}
        return found.pop() if len(found) == 1 else ("",) * len(ATTAINMENT)

    @api.model_create_multi
    def create(self, vals_list):
        districts = super().create(vals_list)
        self.env.registry.clear_cache()  # a company may have two districts now
        return districts

    def write(self, vals):
        result = super().write(vals)
        if any(name.startswith(("attainment_", "company_ids")) for name in vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
