from odoo import api, fields, models
from odoo.exceptions import AccessError


class ResCompany(models.Model):
    _inherit = "res.company"

    kim_district_ids = fields.Many2many(
        comodel_name="kim.district",
        relation="kim_district_company_rel",
        column1="company_id",
        column2="district_id",
        string="KIM districts",
        groups="base.group_user",
    )
    kim_controller_ids = fields.One2many(
        comodel_name="kim.controller",
        inverse_name="company_id",
        string="KIM controller",
        groups="base.group_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse that a new company joins a district from its own side.

        :raises AccessError: it was asked for
        """
        for vals in vals_list:
            self._kim_refuse_joining(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse that a company joins a district from its own side.

        :raises AccessError: it was asked for
        """
        self._kim_refuse_joining(vals)
        return super().write(vals)

    def unlink(self):
        """Refuse, in one sentence, to delete a company that KIM uses.

        :raises UserError: it is used; where is not said
        """
        bound = self.env["kim.bound.mixin"]
        bound._refuse_used(self)
        if self.sudo().kim_district_ids:  # who may delete it has been asked
            bound._say_used()
        return super().unlink()

    @api.model
    def _kim_refuse_joining(self, vals):
        """Refuse that a company joins a district from its own side.

        :raises AccessError: the district is the door, it checks who may
        """
        if "kim_district_ids" in vals and not self.env.su:
            raise AccessError(
                self.env._(
                    "Which districts a company takes part in is set on the district, by "
                    "KIM administration."
                )
            )
