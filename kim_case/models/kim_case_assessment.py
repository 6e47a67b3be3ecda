from odoo import fields, models


class KimCaseAssessment(models.Model):
    """Situation, resources and needs of the person in one life domain (85, 142)."""

    _name = "kim.case.assessment"
    _inherit = ["kim.case.part.mixin"]
    _description = "Assessment of a life domain"
    _order = "case_id, date desc, id desc"

    life_domain_id = fields.Many2one(
        comodel_name="kim.life.domain",
        string="Life domain",
        required=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    urgency = fields.Selection(
        selection=[
            ("0", "No need"),
            ("1", "Watch"),
            ("2", "Need"),
            ("3", "Urgent"),
        ],
        required=True,
        default="2",
    )
    situation = fields.Text()
    resources = fields.Text()
    needs = fields.Text()
