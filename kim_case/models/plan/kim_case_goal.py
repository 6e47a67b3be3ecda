from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# Figures count by these values; what they are called is said by the district.
ATTAINMENT = ("0", "1", "2", "3", "4")


class KimCaseGoal(models.Model):
    """A goal (Ziel) of the person, by what one sees that it is reached, until when (92).

    It lives as long as the case: the versions of the plan keep its words as they were
    agreed, reviews keep how far it had come.
    """

    _name = "kim.case.goal"
    _inherit = ["kim.case.part.mixin"]
    _description = "Goal"
    _order = "case_id, sequence, id"

    _door_fields = frozenset(
        {"attainment", "case_id", "company_id", "drop_reason", "dropped", "rated_on"}
    )

    sequence = fields.Integer(default=10)
    name = fields.Char(
        string="Goal",
        required=True,
        size=500,
        help="What the person wants to reach, in plain words.",
    )
    criterion = fields.Text(
        string="We see it by", help="How both of you will notice that it is reached."
    )
    date_due = fields.Date(string="Until")
    life_domain_id = fields.Many2one(
        comodel_name="kim.life.domain",
        string="Life domain",
        index="btree_not_null",
        ondelete="restrict",
    )
    attainment = fields.Selection(
        selection="_selection_attainment",
        string="Reached so far",
        readonly=True,
        help="Rated together at a review, from 0 to 4.",
    )
    rated_on = fields.Date(string="Rated on", readonly=True)
    dropped = fields.Boolean(string="Given up", readonly=True)
    drop_reason = fields.Char(string="Given up because", readonly=True)
    step_ids = fields.One2many(
        comodel_name="kim.case.step", inverse_name="goal_id", string="Steps"
    )
    rating_ids = fields.One2many(
        comodel_name="kim.case.goal.rating", inverse_name="goal_id", string="Ratings"
    )

    @api.model
    def _selection_attainment(self):
        return self.env["kim.district"]._attainment_scale()

    @api.constrains("criterion")
    def _check_length(self):
        if any(len(goal.criterion or "") > 5_000 for goal in self):
            raise ValidationError(
                self.env._(
                    "The text is too long (at most %(max)s characters).", max=5_000
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:  # rated at a review, given up by its door
            born = dict.fromkeys(("attainment", "drop_reason", "rated_on"), False)
            vals_list = [{**vals, **born, "dropped": False} for vals in vals_list]
        return super().create(vals_list)

    def action_drop(self, reason=None):
        """Give a goal up; it stays readable and counts as not reached.

        :param str reason: why, up to 500 characters
        :raises ValidationError: no reason, or a longer one
        :raises UserError: given up already
        """
        self.check_access("write")
        reason = self._clean_reason(reason, 500)
        if any(goal.dropped for goal in self):
            raise UserError(self.env._("This goal was already given up."))
        self._door_write({"dropped": True, "drop_reason": reason})

    def action_take_up(self):
        """Take a goal up again that was given up.

        :raises UserError: the goal was not given up
        """
        self.check_access("write")
        if not all(goal.dropped for goal in self):
            raise UserError(self.env._("This goal is being worked on."))
        self._door_write({"dropped": False, "drop_reason": False})

    @api.model
    def _attainment_counts(self, domain):
        """Count goals of closed cases by life domain and how far they were reached.

        For figures (E): not only that goals were set, but what became of them. A goal
        given up counts as not reached, one never rated counts apart.

        :param list domain: domain on ``kim.case.goal``; whoever calls in sudo counts for
            a report and suppresses small numbers
        :return: {``kim.life.domain``: {"set", "reached", "partly", "not", "unrated"}}
        """
        counts = {}
        groups = self._read_group(
            domain, ["life_domain_id", "attainment", "dropped"], ["__count"]
        )
        for life_domain, attainment, dropped, count in groups:
            row = counts.setdefault(
                life_domain,
                dict.fromkeys(("set", "reached", "partly", "not", "unrated"), 0),
            )
            row["set"] += count
            if dropped or attainment == "0":
                row["not"] += count
            elif attainment == "4":
                row["reached"] += count
            elif attainment:
                row["partly"] += count
            else:
                row["unrated"] += count
        return counts


class KimCaseGoalRating(models.Model):
    """How far a goal had come at one review, from 0 to 4."""

    _name = "kim.case.goal.rating"
    _inherit = ["kim.case.part.mixin"]
    _description = "Rating of a goal"
    _order = "date desc, id desc"

    _door_fields = frozenset({"case_id", "company_id", "goal_id", "review_id"})

    review_id = fields.Many2one(
        comodel_name="kim.case.review",
        string="Review",
        required=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(related="review_id.date", related_sudo=False, store=True)
    goal_id = fields.Many2one(
        comodel_name="kim.case.goal",
        string="Goal",
        required=True,
        index=True,
        ondelete="restrict",
    )
    # Outside of the case a goal is known by a number alone: its words are read here.
    goal_name = fields.Char(
        related="goal_id.name", string="Words of the goal", related_sudo=False
    )
    attainment = fields.Selection(
        selection="_selection_attainment", string="Reached so far"
    )
    remark = fields.Char(size=500)

    @api.model
    def _selection_attainment(self):
        return self.env["kim.district"]._attainment_scale()

    @api.constrains("review_id", "goal_id", "case_id")
    def _check_case(self):
        for rating in self:
            if rating.goal_id.case_id | rating.review_id.case_id != rating.case_id:
                raise ValidationError(
                    self.env._("This goal does not belong to the case.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Rate a goal; the latest rating is what the goal itself says.

        :raises AccessError: the goal is not the user's to write
        """
        ratings = super().create(vals_list)
        for rating in ratings:
            goal = rating.goal_id
            if rating.attainment and (
                not goal.rated_on or goal.rated_on <= rating.date
            ):
                goal.check_access("write")
                goal._door_write(
                    {"attainment": rating.attainment, "rated_on": rating.date}
                )
        return ratings

    def write(self, vals):
        """Refuse edits: a rating says how it was seen on that day.

        :raises UserError: always
        """
        raise UserError(
            self.env._("A review stays as it was. Record a new one instead.")
        )
