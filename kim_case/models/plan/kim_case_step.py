from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.dates import berlin_today, given_day

STEP_STATES = [
    ("planned", "Planned"),
    ("asked", "Asked"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("stopped", "Halted"),
    ("done", "Done"),
    ("dropped", "Given up"),
]
STEP_MOVES = {
    "planned": {"asked", "done", "dropped"},
    "asked": {"accepted", "declined", "done", "dropped"},
    "accepted": {"done", "declined", "dropped"},
    "declined": {"asked", "planned", "dropped"},
    # Reached by no button: the release has ended.
    "stopped": {"asked", "planned", "done", "dropped"},
    "done": {"planned"},
    "dropped": {"planned"},
}
NEEDS_REASON = {"declined", "dropped"}


class KimCaseStep(models.Model):
    """A step towards a goal: what somebody does, or an institution to be won (linking).

    A referral is a step with an institution: asked, accepted or declined with the
    reason, done.
    """

    _name = "kim.case.step"
    _inherit = ["kim.case.part.mixin"]
    _description = "Step"
    _order = "case_id, sequence, date_due, id"

    _door_fields = frozenset({"case_id", "company_id", "reason", "state", "state_date"})

    sequence = fields.Integer(default=10)
    goal_id = fields.Many2one(
        comodel_name="kim.case.goal",
        string="Goal",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('case_id', '=', case_id)]",
    )
    # Outside of the case a goal is known by a number alone: its words are read here.
    goal_name = fields.Char(
        related="goal_id.name", string="For the goal", related_sudo=False
    )
    name = fields.Char(string="Step", required=True, size=500)
    who = fields.Selection(
        selection=[
            ("client", "The person herself"),
            ("case_manager", "Case manager"),
            ("institution", "Institution"),
            ("other", "Somebody else"),
        ],
        required=True,
        default="client",
        string="Who",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Institution",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
    )
    actor_kind_id = fields.Many2one(
        comodel_name="kim.actor.kind",
        string="Kind of institution",
        compute="_compute_actor_kind_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_due = fields.Date(string="Until")
    state = fields.Selection(
        selection=STEP_STATES, required=True, default="planned", readonly=True
    )
    state_date = fields.Date(string="Since", readonly=True)
    reason = fields.Char(size=500, readonly=True)
    is_late = fields.Boolean(string="Late", compute="_compute_is_late")
    # Read under the client's own rule: a number alone is easily mixed up.
    client_last_name = fields.Char(
        related="case_id.client_id.last_name", related_sudo=False
    )

    @api.depends("partner_id")
    def _compute_actor_kind_id(self):
        for step in self:
            step.actor_kind_id = step.partner_id.kim_actor_kind_id or step.actor_kind_id

    @api.depends("state", "date_due")
    def _compute_is_late(self):
        today = berlin_today()
        for step in self:
            step.is_late = (
                bool(step.date_due)
                and step.date_due < today
                and step.state in ("planned", "asked", "accepted")
            )

    @api.constrains("goal_id", "case_id")
    def _check_goal(self):
        for step in self:
            if step.goal_id and step.goal_id.case_id != step.case_id:
                raise ValidationError(
                    self.env._("This goal does not belong to the case.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Every step begins as planned; how far it has come is told by the buttons."""
        for vals in vals_list:
            # Said outright: a default from the caller's context must not say otherwise.
            vals.update(state="planned", state_date=False, reason=False)
        return super().create(vals_list)

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_set_state(self, state, reason=None, day=None):
        """Say how far a step has come.

        :param str state: see ``STEP_STATES``
        :param str reason: why it was declined or given up, up to 500 characters
        :param day: date or its string, default today, not in the future
        :raises UserError: the step cannot come from where it is to there, we would ask
            without a release, or the file is restricted
        :raises ValidationError: no reason, no institution, a day in the future
        """
        self.check_access("write")
        self.case_id._refuse_restricted()
        labels = dict(self._fields["state"]._description_selection(self.env))
        today = berlin_today()
        day = given_day(self.env, day) or today
        if day > today:
            raise ValidationError(self.env._("The day lies in the future."))
        reason = (reason or "").strip()
        if reason or state in NEEDS_REASON:
            reason = self._clean_reason(reason, 500)
        for step in self:
            if state not in STEP_MOVES[step.state]:
                raise UserError(
                    self.env._(
                        "This step is “%(now)s” and cannot become “%(then)s”.",
                        now=labels[step.state],
                        then=labels.get(state, state),
                    )
                )
            if state in ("asked", "accepted", "declined") and not (
                step.partner_id or step.actor_kind_id
            ):
                raise ValidationError(
                    self.env._("Please say first which institution is asked.")
                )
        if state == "asked":
            self._tell(day)
        self._door_write({"state": state, "state_date": day, "reason": reason or False})
        if state == "asked":
            self._stop_uncovered()

    def action_ask(self):
        """The institution was asked."""
        self.action_set_state("asked")

    def action_accept(self):
        """The institution has accepted."""
        self.action_set_state("accepted")

    def action_done(self):
        """The step is done."""
        self.action_set_state("done")

    def action_again(self):
        """Plan the step once more."""
        self.action_set_state("planned")
