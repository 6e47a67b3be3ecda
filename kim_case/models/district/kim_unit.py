from odoo import fields, models


class KimUnit(models.Model):
    """Organisational unit that holds KIM posts: KI, coordination, ABH, EBH, … (40, 64)."""

    _name = "kim.unit"
    _inherit = ["kim.bound.mixin", "kim.name.mixin"]
    _description = "Unit"
    _order = "name_key, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        selection=[
            ("ki", "Municipal integration centre (KI)"),
            ("coordination", "Coordination"),
            ("case_management", "Case management"),
            ("foreigners_authority", "Foreigners' authority (ABH)"),
            ("naturalisation_authority", "Naturalisation authority (EBH)"),
        ],
        required=True,
    )
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
    )
    controller_id = fields.Many2one(
        comodel_name="kim.controller",
        string="Employer",
        index="btree_not_null",
        ondelete="restrict",
    )
    municipality_id = fields.Many2one(
        comodel_name="kim.municipality",
        string="Town",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('district_id', '=', district_id)]",
    )
