from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.text_check import find_patterns

MAX_SENTENCE = 300
CAUSES = [
    ("language_barrier", "Language barrier"),
    ("unclear_competence", "Unclear competence"),
    ("waiting_time", "Waiting time"),
    ("digital_only", "Digital only"),
    ("cost", "Cost"),
    ("missing_offer", "Missing offer"),
    ("discrimination", "Discrimination"),
    ("other", "Other"),
]
GROUPS = [
    ("all", "Newcomers in general"),
    ("families", "Families with children"),
    ("single_parents", "Single parents"),
    ("young_adults", "Young adults"),
    ("older_people", "Older people"),
    ("women", "Women"),
    ("people_with_disability", "People with disability or illness"),
    ("large_families", "Large families"),
    ("workers", "Working people"),
]
GROUP_SIZES = [
    ("unknown", "Not known"),
    ("few", "A few"),
    ("some", "Some (about 5 to 20)"),
    ("many", "Many (more than 20)"),
]
TRANSITIONS = {"new": {"seen", "used"}, "seen": {"new", "used"}, "used": {"seen"}}


class KimNeedReport(models.Model):
    """A structural finding from case work (Bedarfsmeldung): no case, no person (98).

    Choices and one checked sentence; author and town, no time finer than the month.
    Works without any case in the database.
    """

    _name = "kim.need.report"
    _inherit = ["kim.crossing.mixin"]
    _description = "Need report"
    _order = "month desc, number"

    _log_access = False
    _number_prefix = "B-"
    _door_fields = frozenset({"author_id", "district_id", "month", "number", "state"})
    _door_initial = {"state": "new"}

    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["kim.district"]._default(),
    )
    municipality_id = fields.Many2one(
        comodel_name="kim.municipality",
        string="Town",
        index=True,
        ondelete="restrict",
        domain="[('district_id', '=', district_id)]",
        default=lambda self: self.env["kim.municipality"]._default(),
    )
    author_id = fields.Many2one(
        comodel_name="res.users",
        string="Author",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    life_domain_id = fields.Many2one(
        comodel_name="kim.life.domain",
        string="Life domain",
        required=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        selection=[("gap", "Gap"), ("hurdle", "Hurdle")],
        required=True,
        default="hurdle",
        help="Gap: something is missing. Hurdle: something is in the way (11).",
    )
    cause = fields.Selection(selection=CAUSES, required=True, default="other")
    group = fields.Selection(
        selection=GROUPS, string="Who is affected", required=True, default="all"
    )
    group_size = fields.Selection(
        selection=GROUP_SIZES, string="How many", required=True, default="unknown"
    )
    actor_kind_ids = fields.Many2many(
        comodel_name="kim.actor.kind",
        relation="kim_need_report_actor_kind_rel",
        column1="need_report_id",
        column2="actor_kind_id",
        string="Institutions involved",
    )
    field_tag_ids = fields.Many2many(
        comodel_name="kim.field.tag",
        relation="kim_need_report_field_tag_rel",
        column1="need_report_id",
        column2="field_tag_id",
        string="Fields of action",
    )
    sentence = fields.Char(
        string="In one sentence",
        required=True,
        size=MAX_SENTENCE,
        help="What is structural about it. No names, dates, places of persons.",
    )
    is_checked = fields.Boolean(
        string="Checked: the sentence leads to no person",
        help="Confirm when the sentence rightly holds a number, date or address.",
    )
    finding_text = fields.Char(compute="_compute_finding_text", string="Please check")
    state = fields.Selection(
        selection=[("new", "New"), ("seen", "Seen"), ("used", "Used")],
        required=True,
        readonly=True,
        default="new",
        index=True,
    )

    _number_uniq = models.Constraint(
        "UNIQUE(number)", "This number is already in use. Please save again."
    )

    @api.depends("sentence")
    def _compute_finding_text(self):
        for report in self:
            report.finding_text = ", ".join(
                f"„{found.text}“" for found in find_patterns(report.sentence)
            )

    @api.constrains("district_id", "municipality_id")
    def _check_town(self):
        for report in self:
            if report.municipality_id.district_id - report.district_id:
                raise ValidationError(
                    self.env._("The town must lie in the district of the report.")
                )

    @api.constrains("sentence", "is_checked")
    def _check_sentence(self):
        for report in self:
            if not (report.sentence or "").strip():
                raise ValidationError(self.env._("Please write one sentence."))
            if report.finding_text and not report.is_checked:
                raise ValidationError(
                    self.env._(
                        "Could %(findings)s lead to a person? Please reword the "
                        "sentence, or confirm that it leads to no person.",
                        findings=report.finding_text,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "author_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def _transition(self, target):
        """Move to another state; coordination decides what becomes of a report.

        :param str target: value of ``state``
        :raises UserError: wrong person or wrong moment
        """
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(
            "kim_case.group_kim_coordination"
        ):
            raise UserError(
                self.env._("What becomes of a report is recorded by the coordination.")
            )
        for report in self:
            if report.state != target and target not in TRANSITIONS[report.state]:
                raise UserError(
                    self.env._(
                        "The report %(number)s cannot take this step now.",
                        number=report.number,
                    )
                )
        self._door_write({"state": target})

    def action_seen(self):
        """Mark as seen by the coordination."""
        self._transition("seen")

    def action_use(self):
        """Mark as used: it has become part of a theme."""
        self._transition("used")

    def action_reset(self):
        """Mark as new again."""
        self._transition("new")
