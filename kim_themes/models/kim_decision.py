from odoo import api, fields, models
from odoo.exceptions import ValidationError

RESULTS = [
    ("consensus", "Consensus"),
    ("consensus_with_reservation", "Consensus with reservation"),
    ("no_consensus", "No consensus, adjourned"),
    ("noted", "Noted"),
    ("vote", "Vote"),
]
KINDS = [
    ("priority", "Priority and mandate"),
    ("measure", "Measure"),
    ("other", "Other"),
]


class KimDecision(models.Model):
    """Decision (Beschluss) of a body on an item of its agenda (55, 111–113).

    A first decision sets priority and may mandate a project group, a second one
    decides on its measures. Recorded once, it is corrected by a superseding one only.
    """

    _name = "kim.decision"
    _inherit = ["kim.recorded.mixin", "kim.door.mixin"]
    _description = "Decision"
    _order = "date desc, id desc"
    _rec_names_search = ["number", "wording"]

    _door_fields = frozenset(
        {
            "agenda_item_id",
            "date",
            "number",
            "recorded_mode",
            "state",
            "supersedes_id",
        }
    )
    _door_initial = {
        "date": False,
        "number": False,
        "recorded_mode": False,
        "state": "draft",
        "supersedes_id": False,
    }

    _recorded_links = ("responsible_id",)

    number = fields.Char(readonly=True, copy=False, help="Year and running number.")
    agenda_item_id = fields.Many2one(
        comodel_name="kim.agenda.item",
        string="Agenda item",
        required=True,
        index=True,
        ondelete="restrict",
    )
    session_id = fields.Many2one(
        related="agenda_item_id.session_id", store=True, index=True
    )
    body_id = fields.Many2one(related="session_id.body_id", store=True, index=True)
    district_id = fields.Many2one(
        related="session_id.district_id", store=True, index=True
    )
    decision_mode = fields.Selection(
        selection=[("consensus", "Consensus"), ("vote", "Vote")],
        string="Decides by",
        compute="_compute_decision_mode",
        compute_sudo=True,  # how a body decides is no secret
    )
    recorded_mode = fields.Selection(
        selection=[("consensus", "Consensus"), ("vote", "Vote")],
        readonly=True,
        copy=False,
        help="How the body decided on that day, whatever it does today.",
    )
    kind = fields.Selection(selection=KINDS, required=True, default="priority")
    cluster_id = fields.Many2one(
        comodel_name="kim.theme.cluster",
        string="Cluster",
        compute="_compute_cluster_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('district_id', '=', district_id)]",
    )
    theme_ids = fields.Many2many(
        comodel_name="kim.theme",
        relation="kim_decision_theme_rel",
        column1="decision_id",
        column2="theme_id",
        string="Themes",
        compute="_compute_theme_ids",
        store=True,
        readonly=False,
        domain="[('district_id', '=', district_id)]",
    )
    task_ids = fields.Many2many(
        comodel_name="project.task",
        relation="kim_decision_project_task_rel",
        column1="decision_id",
        column2="task_id",
        string="Measures decided on",
        domain="[('project_id.kim_district_id', '=', district_id)]",
    )
    rank = fields.Integer(
        compute="_compute_rank",
        store=True,
        readonly=False,
        help="Order in which the themes are handled, 1 comes first.",
    )
    wording = fields.Text(required=True, help="The text that was agreed.")
    result = fields.Selection(selection=RESULTS, required=True, default="consensus")
    reservation = fields.Text(help="Whose reservation (function), and which.")
    vote_yes = fields.Integer(string="Yes")
    vote_no = fields.Integer(string="No")
    vote_abstain = fields.Integer(string="Abstentions")
    is_adopted = fields.Boolean(
        string="Adopted", compute="_compute_is_adopted", store=True
    )
    mandate = fields.Boolean(
        string="Mandates a project group",
        help="The project group can then be opened from this decision.",
    )
    mandate_name = fields.Char(string="Name of the project group")
    mandate_goal = fields.Text(string="Goal of the project group")
    mandate_deadline = fields.Date(string="Works until")
    project_group_ids = fields.One2many(
        comodel_name="kim.body",
        inverse_name="mandate_decision_id",
        string="Project group",
        readonly=True,
    )
    responsible_id = fields.Many2one(
        comodel_name="res.partner",
        string="Responsible",
        index="btree_not_null",
        ondelete="restrict",
    )
    date_due = fields.Date(string="Due")
    date_review = fields.Date(string="Resubmission")
    date = fields.Date(string="Decided on", readonly=True, copy=False)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("recorded", "Recorded"),
            ("superseded", "Superseded"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
    )
    supersedes_id = fields.Many2one(
        comodel_name="kim.decision",
        string="Replaces",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    superseded_by_ids = fields.One2many(
        comodel_name="kim.decision",
        inverse_name="supersedes_id",
        string="Replaced by",
        readonly=True,
    )
    _number_uniq = models.UniqueIndex(
        "(body_id, number)", "Another decision of this body has this number."
    )
    _active_uniq = models.UniqueIndex(
        "(agenda_item_id) WHERE state = 'recorded'",
        "This agenda item already has a decision. Replace it instead.",
    )
    _check_votes = models.Constraint(
        "CHECK(vote_yes >= 0 AND vote_no >= 0 AND vote_abstain >= 0)",
        "Votes must not be negative.",
    )

    @api.model
    def _empty_for_readers(self):
        return (
            self.env._("No decision here yet"),
            self.env._(
                "The steering group and other bodies decide in their meetings. Decisions "
                "stand here as soon as they are published."
            ),
        )

    def _check_item(self):
        """Refuse to derive from an agenda item that the user cannot read.

        :raises AccessError: an item of another district, sent over RPC
        """
        # Kept fields are computed in sudo: whose decision it is still counts.
        self.agenda_item_id._origin.sudo(False).check_access("read")

    # One method each: a value given for one must not leave the others empty.
    @api.depends("agenda_item_id")
    def _compute_cluster_id(self):
        self._check_item()
        for decision in self:
            decision.cluster_id = (
                decision.cluster_id or decision.agenda_item_id.cluster_id
            )

    @api.depends("agenda_item_id")
    def _compute_theme_ids(self):
        self._check_item()
        for decision in self:
            decision.theme_ids = decision.theme_ids or decision.agenda_item_id.theme_ids

    @api.depends("agenda_item_id")
    def _compute_rank(self):
        self._check_item()
        for decision in self:
            decision.rank = decision.rank or decision.agenda_item_id.rank

    @api.depends("recorded_mode", "body_id.decision_mode")
    def _compute_decision_mode(self):
        for decision in self:
            decision.decision_mode = (
                decision.recorded_mode or decision.body_id.decision_mode
            )

    @api.depends("result", "vote_yes", "vote_no")
    def _compute_is_adopted(self):
        for decision in self:
            decision.is_adopted = decision.result in (
                "consensus",
                "consensus_with_reservation",
            ) or (decision.result == "vote" and decision.vote_yes > decision.vote_no)

    @api.depends("number", "state")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for decision in self:
            decision.display_name = (
                self.env._("Decision %s", decision.number)
                if decision.number
                else self.env._("Draft of a decision")
            )

    @api.constrains("theme_ids", "cluster_id", "agenda_item_id", "task_ids")
    def _check_district(self):
        for decision in self.sudo():  # compares districts only
            linked = (
                decision.theme_ids.district_id
                | decision.cluster_id.district_id
                | decision.task_ids.project_id.kim_district_id
            )
            if linked - decision.district_id:
                raise ValidationError(
                    self.env._(
                        "Themes, cluster and measures of a decision must belong to "
                        "the district of the meeting."
                    )
                )

    # ------------------------------------------------------------------
    # ORM
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        decisions = super().create(vals_list)
        for decision in decisions:
            if not decision.body_id:
                raise ValidationError(
                    self.env._(
                        "Bodies take decisions. %(session)s has no body; record an "
                        "agreement there.",
                        session=decision.session_id.display_name,
                    )
                )
        return decisions

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    def _check_draft(self):
        """Refuse changes of what was decided.

        :raises ValidationError: a recorded decision is only replaced by another
        """
        if any(decision.state != "draft" for decision in self):
            raise ValidationError(
                self.env._(
                    "A recorded decision is not changed. Replace it by a new one."
                )
            )

    def _prepare_minutes(self):
        """Return what the minutes say of this decision.

        :return: dict that JSON can hold
        """
        self.ensure_one()
        results = dict(self._fields["result"]._description_selection(self.env))
        return {
            "number": self.number,
            "item": self.agenda_item_id.name,
            "wording": self.wording,
            "result": results[self.result],
            "reservation": self.reservation or "",
            "votes": [self.vote_yes, self.vote_no, self.vote_abstain]
            if self.result == "vote"
            else [],
            "responsible": self._recorded_name("responsible_id"),
            "due": fields.Date.to_string(self.date_due) or "",
        }
