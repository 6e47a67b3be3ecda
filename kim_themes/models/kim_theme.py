from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.kim_case.tools.dates import berlin_today
from odoo.addons.kim_conference.models.kim_need_report import CAUSES, GROUPS
from odoo.addons.kim_conference.tools.text_check import find_patterns

STATES = [
    ("raw", "New"),
    ("checked", "Checked"),
    ("clustered", "Clustered"),
    ("submitted", "Submitted"),
    ("prioritised", "Prioritised"),
    ("mandated", "Mandated"),
    ("in_work", "In work"),
    ("decided", "Decided"),
    ("implementing", "Being implemented"),
    ("resolved", "Resolved"),
    ("reviewed", "Effect checked"),
    ("deferred", "Deferred"),
    ("rejected", "Rejected"),
    ("escalated", "Reported to the state"),
    ("merged", "Merged"),
]
ORIGINS = [
    ("session", "Conference"),
    ("need_report", "Need reports"),
    ("interface_group", "Interface working group"),
    ("steering", "Steering group"),
]
THEME_KINDS = [("gap", "Gap"), ("hurdle", "Hurdle")]
LEVELS = [
    ("town", "Town"),
    ("district", "District"),
    ("state", "Federal state"),
    ("federal", "Federal government"),
]


class KimTheme(models.Model):
    """Generative theme (7, 11–14, 31–35): a structural problem that many cases share.

    A theme is found in a conference, in need reports, in a working group or in the
    steering group. It knows its sources down to session and town, never a case. Its
    course is written by one door (``_transition``).
    """

    _name = "kim.theme"
    _inherit = ["kim.door.mixin", "kim.name.mixin"]
    _description = "Generative theme"
    _rec_names_search = ["number", "name"]
    _order = "date desc, id desc"
    _parent_name = "merged_into_id"
    _parent_store = True

    # Set at birth or by a door, never by value.
    _door_fields = frozenset(
        {
            "district_id",
            "merged_from_state",
            "merged_into_id",
            "number",
            "parent_path",
            "priority_rank",
            "state",
        }
    )
    _door_initial = {
        "merged_from_state": False,
        "merged_into_id": False,
        "number": False,
        "priority_rank": 0,
        "state": "raw",
    }

    number = fields.Char(readonly=True, copy=False)
    name = fields.Char(
        string="Theme", required=True, help="The structural problem in one line."
    )
    date = fields.Date(string="Raised on", required=True, default=berlin_today)
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
        index="btree_not_null",
        ondelete="restrict",
        domain="[('district_id', '=', district_id)]",
        help="Where the theme comes from. Empty: from the whole district.",
    )
    origin = fields.Selection(selection=ORIGINS, required=True, default="session")
    session_id = fields.Many2one(
        comodel_name="kim.session",
        string="Found in",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('district_id', '=', district_id)]",
    )
    session_ids = fields.Many2many(
        comodel_name="kim.session",
        relation="kim_theme_session_rel",
        column1="theme_id",
        column2="session_id",
        string="Also raised in",
        domain="[('district_id', '=', district_id)]",
        help="Further sessions that confirmed the theme or found needs in it.",
    )
    need_report_ids = fields.Many2many(
        comodel_name="kim.need.report",
        relation="kim_theme_need_report_rel",
        column1="theme_id",
        column2="need_report_id",
        string="Need reports",
        domain="[('district_id', '=', district_id)]",
        # Who has no right on need reports sees their number only.
        groups="kim_case.group_kim_case_user,kim_case.group_kim_team_lead,"
        "kim_case.group_kim_assistant,kim_case.group_kim_dpo",
    )
    field_tag_ids = fields.Many2many(
        comodel_name="kim.field.tag",
        relation="kim_theme_field_tag_rel",
        column1="theme_id",
        column2="field_tag_id",
        string="Fields of action",
        domain="['|', ('district_id', '=', False), ('district_id', '=', district_id)]",
    )
    theme_kind = fields.Selection(
        selection=THEME_KINDS, string="Kind", required=True, default="hurdle"
    )
    cause = fields.Selection(selection=CAUSES)
    affected_group = fields.Selection(selection=GROUPS, string="Who is affected")
    problem = fields.Text(string="Problem description")
    impact = fields.Text(help="What it does to the people concerned.")
    level = fields.Selection(
        selection=LEVELS,
        string="To be solved by",
        default="district",
        help="Who can change it.",
    )
    cluster_id = fields.Many2one(
        comodel_name="kim.theme.cluster",
        string="Cluster",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('district_id', '=', district_id)]",
        group_expand="_read_group_cluster_ids",
    )
    state = fields.Selection(
        selection=STATES, required=True, default="raw", readonly=True, index=True
    )
    priority_rank = fields.Integer(string="Rank", readonly=True, copy=False)
    merged_into_id = fields.Many2one(
        comodel_name="kim.theme",
        string="Merged into",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    merged_from_state = fields.Selection(selection=STATES, readonly=True, copy=False)
    merged_ids = fields.One2many(
        comodel_name="kim.theme",
        inverse_name="merged_into_id",
        string="Merged themes",
        readonly=True,
    )
    parent_path = fields.Char(index=True)
    event_ids = fields.One2many(
        comodel_name="kim.theme.event", inverse_name="theme_id", string="Course"
    )
    feedback_ids = fields.One2many(
        comodel_name="kim.feedback", inverse_name="theme_id", string="Feedback"
    )
    decision_ids = fields.Many2many(
        comodel_name="kim.decision",
        relation="kim_decision_theme_rel",
        column1="theme_id",
        column2="decision_id",
        string="Decisions",
        readonly=True,
    )
    agenda_item_ids = fields.Many2many(
        comodel_name="kim.agenda.item",
        relation="kim_agenda_item_theme_rel",
        column1="theme_id",
        column2="agenda_item_id",
        string="Agenda items",
        readonly=True,
    )
    task_ids = fields.Many2many(
        comodel_name="project.task",
        relation="kim_theme_project_task_rel",
        column1="theme_id",
        column2="task_id",
        string="Measures",
        readonly=True,
    )
    result_ids = fields.Many2many(
        comodel_name="kim.result",
        relation="kim_result_theme_rel",
        column1="theme_id",
        column2="result_id",
        string="Results",
        readonly=True,
    )
    # What everyone may know of measures, whoever reads projects or not.
    measure_overview = fields.Text(
        string="State of the measures",
        compute="_compute_measure_overview",
        compute_sudo=True,
    )
    can_steer = fields.Boolean(compute="_compute_can_steer")
    can_edit = fields.Boolean(compute="_compute_can_steer")
    finding_text = fields.Char(
        string="Please check",
        compute="_compute_finding_text",
        help="Could this lead to a person? Themes name structures, never people.",
    )

    _number_uniq = models.UniqueIndex(
        "(district_id, number)", "This theme number is already in use."
    )
    _default_list_idx = models.Index("(date DESC, id DESC)")

    # ------------------------------------------------------------------
    # COMPUTES
    # ------------------------------------------------------------------
    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_steer(self):
        steering = self._may_steer()
        for theme in self:
            theme.can_steer = steering
            theme.can_edit = (
                steering
                or not theme._origin
                or (theme.state == "raw" and theme.create_uid == self.env.user)
            )

    @api.depends("name", "problem", "impact")
    def _compute_finding_text(self):
        for theme in self:
            texts = (theme.name, theme.problem, theme.impact)
            theme.finding_text = ", ".join(
                f"„{found.text}“" for text in texts for found in find_patterns(text)
            )

    @api.depends("task_ids.name", "task_ids.kim_measure_state")
    @api.depends_context("lang")
    def _compute_measure_overview(self):
        tasks_sudo = self.env["project.task"].sudo()  # state only, nothing personal
        labels = dict(
            tasks_sudo._fields["kim_measure_state"]._description_selection(self.env)
        )
        tasks = dict(
            tasks_sudo._read_group(
                [("kim_theme_ids", "in", self.ids)], ["kim_theme_ids"], ["id:recordset"]
            )
        )
        for theme in self:
            theme.measure_overview = "\n".join(
                f"{task.name} – {labels.get(task.kim_measure_state, '')}"
                for task in tasks.get(theme._origin, ())
            )

    # ------------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------------
    @api.constrains(
        "district_id",
        "municipality_id",
        "session_id",
        "session_ids",
        "need_report_ids",
        "cluster_id",
    )
    def _check_district(self):
        for theme in self.sudo():  # compares districts only
            linked = (
                theme.municipality_id.district_id
                | theme.session_id.district_id
                | theme.session_ids.district_id
                | theme.need_report_ids.district_id
                | theme.cluster_id.district_id
            )
            if linked - theme.district_id:
                raise ValidationError(
                    self.env._(
                        "Town, sessions, need reports and cluster of a theme must "
                        "belong to its district."
                    )
                )

    # ------------------------------------------------------------------
    # ORM
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """A theme begins as new; whoever raises it is told what becomes of it."""
        steering = self._may_steer()
        clusters = []
        for vals in vals_list:
            clusters.append(vals.pop("cluster_id", False))
            if clusters[-1] and not steering:
                raise AccessError(self.env._("The coordination clusters themes."))
            if vals.get("session_id"):
                self._take_from_session(vals)
            vals["cluster_id"] = False  # not by a default of the context either
        themes = super().create(vals_list)
        themes._check_session_open()
        if not steering:
            themes._check_raised_by_guest()
        themes.filtered(lambda theme: not theme.number)._draw_numbers()
        themes.sudo()._note_event()  # the course is written by doors only
        themes._use_need_reports()
        for theme, cluster_id in zip(themes, clusters, strict=True):
            if cluster_id:
                theme.cluster_id = cluster_id
        return themes

    def _draw_numbers(self):
        """Give each of these new themes the next number of its district and year."""
        wanted = self.grouped(lambda theme: (theme.district_id, theme.date.year))
        for (district, year), themes in wanted.items():
            numbers = district._next_numbers("T", year, len(themes))
            for theme, number in zip(themes, numbers, strict=True):
                theme.sudo()._door_write({"number": number})  # set at birth

    @api.model
    def _take_from_session(self, vals):
        """Fill district, town and origin from the session in which it was found."""
        session = self.env["kim.session"].browse(vals["session_id"]).exists()
        origins = {"steering": "steering", "interface_group": "interface_group"}
        vals.setdefault("origin", origins.get(session.body_id.kind, "session"))
        vals.setdefault("district_id", session.district_id.id)
        vals.setdefault("municipality_id", session.municipality_id.id)

    def _check_raised_by_guest(self):
        """Who does not coordinate raises themes in sessions they keep minutes of."""
        if self.session_id:
            self.session_id.check_access("write")
        reports = self.sudo().need_report_ids.sudo(False)  # checked right here
        if reports:
            reports.check_access("read")

    def _check_session_open(self):
        """Refuse themes that the written minutes of their session do not name.

        :raises UserError: and names the way out
        """
        closed = self.session_id.filtered(
            lambda s: s.state in ("minuted", "published", "cancelled")
        )
        if closed and not self.env.su:
            raise UserError(
                self.env._(
                    "The minutes of %(session)s are written or it was cancelled. "
                    "Name it under “Also raised in” instead.",
                    session=closed[0].display_name,
                )
            )

    def write(self, vals):
        moved = self.browse()
        steering = self._may_steer()
        if "cluster_id" in vals and not steering:
            raise AccessError(self.env._("The coordination clusters themes."))
        if "cluster_id" in vals:
            moved = self.filtered(lambda t: t.cluster_id.id != vals["cluster_id"])
        result = super().write(vals)
        moved._follow_cluster()
        if "session_id" in vals:
            self._check_session_open()
        if not steering:
            self._check_raised_by_guest()
        if "need_report_ids" in vals:
            self._use_need_reports()
        return result

    def _use_need_reports(self):
        """Mark need reports that have become part of a theme."""
        reports_sudo = self.sudo().need_report_ids  # linked by who may see them
        reports_sudo.filtered(lambda r: r.state != "used")._transition("used")
