from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

OPEN_END = date(2999, 12, 31)
FUNCTIONS = [
    ("coordination", "Coordination"),
    ("admin_assistant", "Administrative assistant"),
    ("case_management", "Case management"),
    ("foreigners_authority", "Foreigners' authority"),
    ("naturalisation_authority", "Naturalisation authority"),
]


class KimFundingBlock(models.Model):
    """Funding line of the state programme (Baustein 1, 2, 3; seed 62–64)."""

    _name = "kim.funding.block"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Funding block"


class KimPost(models.Model):
    """An approved post, or part of one (Stellenanteil, VZÄ; seed 100, 123, 129)."""

    _name = "kim.post"
    _inherit = ["kim.bound.mixin"]
    _description = "Post"
    _order = "district_id, block_id, name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
    )
    unit_id = fields.Many2one(
        comodel_name="kim.unit",
        string="Unit",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('district_id', '=', district_id)]",
    )
    block_id = fields.Many2one(
        comodel_name="kim.funding.block",
        string="Funding block",
        required=True,
        index=True,
        ondelete="restrict",
    )
    function = fields.Selection(selection=FUNCTIONS, required=True)
    employer_id = fields.Many2one(
        comodel_name="kim.controller",
        string="Employer",
        required=True,
        index=True,
        ondelete="restrict",
        help="Town or welfare carrier that employs the holder (45).",
    )
    fte = fields.Float(string="FTE", digits=(4, 2), required=True, default=1.0)
    date_from = fields.Date(string="From", required=True)
    date_until = fields.Date(string="Until", required=True, default=OPEN_END)
    municipality_ids = fields.Many2many(
        comodel_name="kim.municipality",
        relation="kim_post_municipality_rel",
        column1="post_id",
        column2="municipality_id",
        string="Towns",
        domain="[('district_id', '=', district_id)]",
    )
    assignment_ids = fields.One2many(
        comodel_name="kim.post.assignment", inverse_name="post_id", string="Holders"
    )

    _check_fte = models.Constraint(
        "CHECK(fte > 0 AND fte <= 99)", "FTE must be larger than zero."
    )
    _check_dates = models.Constraint(
        "CHECK(date_from <= date_until)", "The end of a post lies before its start."
    )

    @api.constrains("municipality_ids", "unit_id", "district_id")
    def _check_district(self):
        for post in self:
            if (post.municipality_ids.district_id | post.unit_id.district_id) - (
                post.district_id
            ):
                raise ValidationError(
                    self.env._("Towns and unit of a post must lie in its district.")
                )


class KimPostAssignment(models.Model):
    """Who holds a post, from when to when, for which towns (Stellenbesetzung).

    The holder is a contact: a holder need not have a login. "Own town" of a user is
    read from here, on the date (decisions, no. 6).
    """

    _name = "kim.post.assignment"
    _inherit = ["kim.bound.mixin"]
    _description = "Assignment"
    _order = "date_from desc, id desc"

    post_id = fields.Many2one(
        comodel_name="kim.post",
        string="Post",
        required=True,
        index=True,
        ondelete="restrict",
    )
    district_id = fields.Many2one(related="post_id.district_id", store=True, index=True)
    employer_id = fields.Many2one(related="post_id.employer_id", store=True, index=True)
    function = fields.Selection(related="post_id.function", store=True)
    holder_id = fields.Many2one(
        comodel_name="res.partner",
        string="Holder",
        required=True,
        index=True,
        ondelete="restrict",
    )
    fte = fields.Float(string="FTE", digits=(4, 2), required=True, default=1.0)
    date_from = fields.Date(string="From", required=True)
    date_until = fields.Date(string="Until", required=True, default=OPEN_END)
    municipality_ids = fields.Many2many(
        comodel_name="kim.municipality",
        relation="kim_post_assignment_municipality_rel",
        column1="assignment_id",
        column2="municipality_id",
        string="Towns",
        domain="[('district_id', '=', district_id)]",
    )

    _check_fte = models.Constraint(
        "CHECK(fte > 0 AND fte <= 99)", "FTE must be larger than zero."
    )
    _check_dates = models.Constraint(
        "CHECK(date_from <= date_until)",
        "The end of an assignment lies before its start.",
    )

    @api.depends("post_id.name")
    def _compute_display_name(self):
        for assignment in self:
            assignment.display_name = assignment.post_id.display_name

    @api.constrains("municipality_ids", "post_id")
    def _check_towns(self):
        for assignment in self:
            if assignment.municipality_ids.district_id - assignment.district_id:
                raise ValidationError(
                    self.env._("Towns of an assignment must lie in its district.")
                )
