from odoo import fields, models

from .kim_client import MAX_NAME


class KimCasePerson(models.Model):
    """A person on the case beside the client: household, family, confidant."""

    _name = "kim.case.person"
    _inherit = ["kim.case.part.mixin", "kim.social.data.mixin"]
    _description = "Person on the case"
    _order = "case_id, id"

    last_name = fields.Char(size=MAX_NAME)
    first_name = fields.Char(size=MAX_NAME)
    relation = fields.Selection(
        selection=[
            ("partner", "Partner"),
            ("child", "Child"),
            ("parent", "Parent"),
            ("relative", "Other relative"),
            ("confidant", "Confidant"),
            ("guardian", "Guardian"),
        ],
        required=True,
    )
    birth_year = fields.Integer(aggregator=None)
    in_household = fields.Boolean(default=True)
    phone = fields.Char(size=64)
    remark = fields.Text()

    _check_birth_year = models.Constraint(
        "CHECK(birth_year IS NULL OR birth_year = 0 OR birth_year BETWEEN 1890 AND 2100)",
        "Please check the year of birth.",
    )
