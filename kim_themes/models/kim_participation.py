from odoo import fields, models


class KimParticipation(models.Model):
    _inherit = "kim.participation"

    wants_feedback = fields.Boolean(
        string="Wants feedback",
        help="The person agreed to hear what becomes of the themes of this session.",
    )
