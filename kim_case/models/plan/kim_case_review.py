from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...tools.dates import berlin_today
from .kim_case_goal import ATTAINMENT


class KimCaseReview(models.Model):
    """A review (Überprüfung) of the plan, or the evaluation at the end, with the person.

    How far each goal has come, what follows, and when one looks again. It is kept as it
    was.
    """

    _name = "kim.case.review"
    _inherit = ["kim.case.part.mixin"]
    _description = "Review"
    _order = "date desc, id desc"

    kind = fields.Selection(
        selection=[("review", "Review"), ("evaluation", "Evaluation at the end")],
        required=True,
        default="review",
    )
    date = fields.Date(required=True, default=berlin_today)
    with_client = fields.Boolean(string="Together with the person", default=True)
    interpreter = fields.Boolean(string="With interpreter")
    note = fields.Text(
        string="What was said",
        help="What helped, what hindered, what is different now.",
    )
    follows = fields.Selection(
        selection=[
            ("go_on", "Go on as agreed"),
            ("plan", "Change the plan"),
            ("assess", "Look at the situation anew"),
            ("end", "Come to an end"),
        ],
        string="What follows",
        required=True,
        default="go_on",
    )
    next_date = fields.Date(string="Next review on")
    satisfaction = fields.Selection(
        selection=[
            ("0", "Not at all"),
            ("1", "Little"),
            ("2", "Partly"),
            ("3", "Mostly"),
            ("4", "Fully"),
        ],
        string="Was it a help?",
        help="What the person says; may stay empty.",
    )
    rating_ids = fields.One2many(
        comodel_name="kim.case.goal.rating", inverse_name="review_id", string="Goals"
    )

    @api.model
    def default_get(self, fields):
        """Offer each goal that is being worked on, with what was said last."""
        values = super().default_get(fields)
        case = self.env["kim.case"].browse(values.get("case_id"))
        if case and "rating_ids" in fields and not values.get("rating_ids"):
            values["rating_ids"] = [
                Command.create({"goal_id": goal.id, "attainment": goal.attainment})
                for goal in case.goal_ids
                if not goal.dropped
            ]
        return values

    @api.constrains("date", "next_date")
    def _check_dates(self):
        for review in self:
            if review.date > berlin_today():
                raise ValidationError(self.env._("The day lies in the future."))
            if review.next_date and review.next_date <= review.date:
                raise ValidationError(
                    self.env._("The next review must come after this one.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Record a review with its ratings; the next one becomes a deadline.

        :raises UserError: ratings of an earlier review are touched
        """
        lines_list = [vals.pop("rating_ids", None) or [] for vals in vals_list]
        reviews = super().create(vals_list)
        for review, lines in zip(reviews, lines_list, strict=True):
            if any(command != Command.CREATE for command, *_rest in lines):
                raise UserError(
                    self.env._("A review stays as it was. Record a new one instead.")
                )
            self.env["kim.case.goal.rating"].create(
                [
                    {**vals, "review_id": review.id, "case_id": review.case_id.id}
                    for _command, _id, vals in lines
                    if vals.get("attainment") or vals.get("remark")
                ]
            )
            review._set_next_deadline()
        return reviews

    def _set_next_deadline(self):
        """Tick off reviews that were due, and set the deadline of the next one (24)."""
        self.ensure_one()
        if self.kind != "review":
            return
        deadlines = self.env["kim.case.deadline"]
        deadlines.search(
            [
                ("case_id", "=", self.case_id.id),
                ("kind", "=", "review"),
                ("done_on", "=", False),
                ("date", "<=", self.next_date or self.date),
            ]
        ).action_done()
        kind = self.env["kim.deadline.kind"]._first(
            [("kind", "=", "review")], self.case_id.district_id
        )
        if self.next_date and kind:
            deadlines.create(
                {
                    "case_id": self.case_id.id,
                    "kind_id": kind.id,
                    "name": kind.name,
                    "date": self.next_date,
                }
            )

    def write(self, vals):
        """Refuse edits: a review says how it was seen on that day.

        :raises UserError: always
        """
        raise UserError(
            self.env._("A review stays as it was. Record a new one instead.")
        )


class KimCase(models.Model):
    """Reviews on the case."""

    _inherit = "kim.case"

    review_ids = fields.One2many(
        comodel_name="kim.case.review", inverse_name="case_id", string="Reviews"
    )
    goal_summary = fields.Json(
        string="Goals at the end",
        compute="_compute_goal_summary",
        help="Each goal with its first and its last rating.",
    )

    @api.depends(
        "goal_ids.name",
        "goal_ids.attainment",
        "goal_ids.dropped",
        "goal_ids.rating_ids.attainment",
    )
    def _compute_goal_summary(self):
        districts = self.env["kim.district"]
        for case in self:
            labels = dict(districts._attainment_scale(case.district_id))
            case.goal_summary = [
                {
                    "id": goal.id,
                    "name": goal.name,
                    "domain": goal.life_domain_id.name or "",
                    "dropped": goal.dropped,
                    "now": goal.attainment or "",
                    "now_label": labels.get(goal.attainment, ""),
                    "course": [
                        {
                            "date": fields.Date.to_string(rating.date),
                            "attainment": rating.attainment,
                        }
                        for rating in goal.rating_ids.sorted(lambda r: (r.date, r.id))
                        if rating.attainment
                    ],
                    "most": len(ATTAINMENT) - 1,
                }
                for goal in case.goal_ids
            ]
