from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, format_date, formatLang

from ...tools.dates import berlin_today
from ...tools.turns import take_turns
from ..foundation.kim_dated_mixin import OPEN_END

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
    _inherit = ["kim.dated.mixin", "kim.bound.mixin", "kim.name.mixin"]
    _description = "Post"
    _order = "district_id, block_id, name_key, id"

    _dated_facts = ("district_id", "block_id", "function", "employer_id", "fte")

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
    second_grant = fields.Char(
        string="Other public grant",
        size=200,
        help="Any other public money that pays for this post: a post must not be paid "
        "for twice (§ 9 (4) TIntG).",
    )
    second_grant_from = fields.Date(string="Other grant from")
    second_grant_until = fields.Date(string="Other grant until")
    is_paid_twice = fields.Boolean(
        compute="_compute_is_paid_twice",
        search="_search_is_paid_twice",
        help="The other grant overlaps the time of the post.",
    )
    filled_fte = fields.Float(
        string="Filled FTE",
        digits=(4, 2),
        compute="_compute_filled_fte",
        aggregator=None,
        help="Today.",
    )
    vacant_fte = fields.Float(
        string="Vacant FTE",
        digits=(4, 2),
        compute="_compute_filled_fte",
        aggregator=None,
    )
    is_vacant = fields.Boolean(
        compute="_compute_filled_fte",
        search="_search_is_vacant",
        help="A part of the post has no holder today.",
    )

    _check_fte = models.Constraint(
        "CHECK(fte > 0 AND fte <= 99)", "FTE must be larger than zero."
    )
    _check_dates = models.Constraint(
        "CHECK(date_from <= date_until)", "The end of a post lies before its start."
    )
    _check_second_grant = models.Constraint(
        "CHECK(second_grant_from <= second_grant_until)",
        "The end of the other grant lies before its start.",
    )

    @api.depends(
        "second_grant",
        "second_grant_from",
        "second_grant_until",
        "date_from",
        "date_until",
    )
    def _compute_is_paid_twice(self):
        for post in self:
            post.is_paid_twice = bool(
                post.second_grant
                and (post.second_grant_from or post.date_from) <= post.date_until
                and (post.second_grant_until or post.date_until) >= post.date_from
            )

    def _search_is_paid_twice(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.flush_model()
        overlap = SQL(
            "(SELECT id FROM kim_post WHERE second_grant > ''"
            " AND COALESCE(second_grant_from, date_from) <= date_until"
            " AND COALESCE(second_grant_until, date_until) >= date_from)"
        )
        return [("id", "in", overlap)]

    @api.depends(
        "fte",
        "date_from",
        "date_until",
        "assignment_ids.fte",
        "assignment_ids.date_from",
        "assignment_ids.date_until",
    )
    def _compute_filled_fte(self):
        today = berlin_today()
        for post in self:
            runs = bool(
                post.date_from
                and post.date_until
                and post.date_from <= today <= post.date_until
            )
            post.filled_fte = sum(
                holder.fte
                for holder in post.assignment_ids
                if holder.date_from
                and holder.date_until
                and holder.date_from <= today <= holder.date_until
            )
            post.vacant_fte = max(post.fte - post.filled_fte, 0) if runs else 0
            post.is_vacant = round(post.vacant_fte, 2) > 0

    def _search_is_vacant(self, operator, value):
        if operator != "in":
            return NotImplemented
        self.flush_model()
        self.assignment_ids.flush_model()
        today = berlin_today()
        vacant = SQL(
            """(
            SELECT post.id
              FROM kim_post AS post
         LEFT JOIN kim_post_assignment AS holder ON holder.post_id = post.id
               AND %(today)s BETWEEN holder.date_from AND holder.date_until
             WHERE %(today)s BETWEEN post.date_from AND post.date_until
          GROUP BY post.id
            HAVING COALESCE(SUM(holder.fte), 0) < post.fte
            )""",
            today=today,
        )
        return [("id", "in", vacant)]

    @api.constrains("municipality_ids", "unit_id", "district_id")
    def _check_district(self):
        for post in self:
            if (post.municipality_ids.district_id | post.unit_id.district_id) - (
                post.district_id
            ):
                raise ValidationError(
                    self.env._("Towns and unit of a post must lie in its district.")
                )

    @api.constrains("employer_id", "district_id")
    def _check_employer(self):
        for post in self:
            taking_part = post.district_id._companies_sudo()
            if post.employer_id.sudo().company_id not in taking_part:
                raise ValidationError(
                    self.env._(
                        "This organisation does not take part in this district. Add it "
                        "to the district first."
                    )
                )

    @api.constrains("fte", "date_from", "date_until", "assignment_ids")
    def _check_holders(self):
        """On no day may holders fill more than the post, nor before or after it."""
        take_turns(self)  # two who fill the same post
        for post in self:
            holders = post.assignment_ids
            for holder in holders:
                if (
                    holder.date_from < post.date_from
                    or holder.date_until > post.date_until
                ):
                    raise ValidationError(
                        self.env._(
                            "%(holder)s holds the post “%(post)s” outside of its time "
                            "(%(start)s to %(end)s). Change one of the two.",
                            holder=holder.holder_id.name,
                            post=post.name,
                            start=format_date(self.env, post.date_from),
                            end=self._format_end(post.date_until),
                        )
                    )
            for day in holders.mapped("date_from"):  # the sum can only grow there
                filled = sum(
                    holder.fte
                    for holder in holders
                    if holder.date_from <= day <= holder.date_until
                )
                if round(filled, 2) > round(post.fte, 2):
                    raise ValidationError(
                        self.env._(
                            "From %(day)s on the post “%(post)s” would be filled with "
                            "%(filled)s FTE; approved are %(fte)s. End an "
                            "assignment first, or lower its FTE.",
                            day=format_date(self.env, day),
                            post=post.name,
                            filled=formatLang(self.env, filled),
                            fte=formatLang(self.env, post.fte),
                        )
                    )

    def write(self, vals):
        """Refuse to archive what still runs: figures of a day know only from and until.

        :raises UserError: a post to be archived has no end in the past
        """
        if "active" in vals and not vals["active"]:
            running = self.filtered(lambda post: post.date_until >= berlin_today())
            if running:
                raise UserError(
                    self.env._(
                        "The post “%(post)s” still runs. Enter its end first; a post "
                        "that has ended can be archived, and the figures of its time "
                        "stay as they are.",
                        post=running[0].name,
                    )
                )
        return super().write(vals)

    def _follow(self, day, vals):
        """Take the holders along to the post that follows.

        :param date day: first day of the new post
        :param dict vals: what it says otherwise, with the reason
        :return: the new post
        """
        self.ensure_one()
        follower = self.copy({**vals, "date_from": day, "date_until": self.date_until})
        taken = {"post_id": follower.id, "change_reason": vals["change_reason"]}
        for holder in self.assignment_ids.filtered(lambda h: h.date_until >= day):
            if holder.date_from < day:
                holder._follow(day, taken)
            else:
                holder._correct(taken)
        self._correct({"date_until": day - timedelta(days=1)})
        return follower

    def action_change(self):
        """Ask what changes of this post or of who holds it, and from when.

        :return: window action of the dialog
        """
        return self.env["kim.post.change"]._action_ask("post_id", self)

    @api.model
    def _format_end(self, day):
        return self.env._("open end") if day >= OPEN_END else format_date(self.env, day)
