from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.dates import berlin_today
from ...tools.ruled_field import RuledOne2many

KINDS = {
    # kind: field that holds its value
    "legal_area": "legal_area_id",
    "language": "language_level",
    "work": "work",
    "housing": "housing",
}
HANDOVER_DAYS = 14


class KimCaseStatus(models.Model):
    """Where a person of the case stands, from when to when: one row a stretch.

    Legal area, language level, work and housing; "not recorded" says that it was
    decided to be silent. Residence stands with the special categories; a protective
    shelter tells of violence: its row is read by who may read those (see its rules).
    """

    _name = "kim.case.status"
    _inherit = ["kim.case.part.mixin", "kim.social.data.mixin"]
    _description = "Status over time"
    _order = "case_id, date_from desc, id desc"

    kind = fields.Selection(
        selection=[
            ("legal_area", "Legal area"),
            ("language", "Language level"),
            ("work", "Work"),
            ("housing", "Housing"),
        ],
        required=True,
        default="legal_area",
    )
    person_id = fields.Many2one(
        comodel_name="kim.case.person",
        string="Person",
        domain="[('case_id', '=', case_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the person whose case it is.",
    )
    date_from = fields.Date(string="From", required=True, default=berlin_today)
    date_until = fields.Date(string="Until", help="Empty: until further notice.")
    not_recorded = fields.Boolean(help="It was decided not to record this.")
    legal_area_id = fields.Many2one(
        comodel_name="kim.legal.area", string="Legal area", ondelete="restrict"
    )
    language_level = fields.Selection(
        selection=[
            ("none", "No German yet"),
            ("a1", "A1"),
            ("a2", "A2"),
            ("b1", "B1"),
            ("b2", "B2"),
            ("c1", "C1"),
            ("c2", "C2"),
        ],
        string="German",
    )
    work = fields.Selection(
        selection=[
            ("none", "Without work"),
            ("course", "In a course or measure"),
            ("school", "At school or in training"),
            ("mini", "Marginal employment"),
            ("part", "Part-time work"),
            ("full", "Full-time work"),
            ("self", "Self-employed"),
            ("care", "Caring for family"),
        ]
    )
    housing = fields.Selection(
        selection=[
            ("facility", "Reception or shared accommodation"),
            ("relatives", "With relatives or friends"),
            ("rented", "Flat of one's own"),
            ("emergency", "Emergency shelter"),
            ("shelter", "Protective shelter"),
            ("none", "Without a home"),
        ]
    )
    label = fields.Char(string="Status", compute="_compute_label")

    _case_kind_idx = models.Index("(case_id, kind, date_from DESC)")
    _check_dates = models.Constraint(
        "CHECK(date_until IS NULL OR date_until >= date_from)",
        "The end lies before the beginning.",
    )

    @api.depends("not_recorded", "kind", *KINDS.values())
    def _compute_label(self):
        for status in self:
            if status.not_recorded:
                status.label = self.env._("Not recorded")
            else:
                name = KINDS.get(status.kind, "work")
                field = status._fields[name]
                status.label = field.convert_to_export(status[name], status) or ""

    @api.constrains("kind", "not_recorded", *KINDS.values())
    def _check_value(self):
        for status in self:
            given = {kind for kind, name in KINDS.items() if status[name]}
            if given - {status.kind} or bool(given) == status.not_recorded:
                raise ValidationError(
                    self.env._(
                        "Please choose one value, or “Not recorded” where it is better "
                        "to be silent."
                    )
                )

    @api.constrains("person_id", "case_id")
    def _check_person(self):
        for status in self:
            if status.person_id.case_id - status.case_id:
                raise ValidationError(
                    self.env._("This person does not belong to the case.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Record what holds from now on; what held until now ends."""
        rows = super().create(vals_list)
        for row in rows:
            row._end_earlier()
        return rows

    def _end_earlier(self):
        """End what was true until now, and remind when the legal area changes."""
        self.ensure_one()
        earlier = self.search(
            [
                ("case_id", "=", self.case_id.id),
                ("kind", "=", self.kind),
                ("person_id", "=", self.person_id.id),
                ("id", "!=", self.id),
                ("date_from", "<", self.date_from),
                "|",
                ("date_until", "=", False),
                ("date_until", ">=", self.date_from),
            ]
        )
        earlier.write({"date_until": self.date_from - timedelta(days=1)})
        old = earlier[:1].legal_area_id
        if old and self.legal_area_id and old != self.legal_area_id:
            self._remind_of_handover()

    def _remind_of_handover(self):
        """Set a reminder: another authority takes over, nothing may fall between."""
        kind = self.env["kim.deadline.kind"]._first(
            [("kind", "=", "reminder")], self.case_id.district_id
        )
        if not kind:
            return
        today = berlin_today()
        self.env["kim.case.deadline"].create(
            {
                "case_id": self.case_id.id,
                "kind_id": kind.id,
                "name": self.env._("Change of legal area: arrange the handover"),
                "date": max(self.date_from, today + timedelta(days=HANDOVER_DAYS)),
            }
        )


class KimCase(models.Model):
    _inherit = "kim.case"

    status_ids = RuledOne2many(
        comodel_name="kim.case.status", inverse_name="case_id", string="Status"
    )
    status_now = fields.Char(
        string="At present",
        compute="_compute_status_now",
        help="Legal area, language level, work and housing of the client today.",
    )

    @api.depends("status_ids.label", "status_ids.date_from", "status_ids.date_until")
    @api.depends_context("uid")  # not everyone reads every row
    def _compute_status_now(self):
        today = berlin_today()
        for case in self:
            now = {}
            rows = case.status_ids.filtered(
                lambda row: (
                    not row.person_id
                    and row.date_from
                    and row.date_from <= today
                    and (not row.date_until or row.date_until >= today)
                    and not row.not_recorded
                    and row.label  # a line that is being typed has none yet
                )
            )
            for row in rows.sorted("date_from"):
                now[row.kind] = row.label
            case.status_now = " · ".join(now[kind] for kind in KINDS if kind in now)
