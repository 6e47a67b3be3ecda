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
