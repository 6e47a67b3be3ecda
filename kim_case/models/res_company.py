from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    kim_district_ids = fields.Many2many(
        comodel_name="kim.district",
        relation="kim_district_company_rel",
        column1="company_id",
        column2="district_id",
        string="KIM districts",
    )
    kim_controller_ids = fields.One2many(
        comodel_name="kim.controller",
        inverse_name="company_id",
        string="KIM controller",
    )
