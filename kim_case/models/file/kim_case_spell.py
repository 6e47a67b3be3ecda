from odoo import api, fields, models

from ..district.kim_case_stage import PHASE_KINDS


class KimCaseSpell(models.Model):
    """One unbroken stretch of a case: phase, on hold, responsible, town, controller.

    Written only by the birth door and the transition door. Figures as of a date,
    caseload and time in phase read it. Half open: from inclusive, to exclusive, UTC
    (docs/architecture.md, "Spells").
    """

    _name = "kim.case.spell"
    _inherit = ["kim.left.mixin"]
    _description = "Stretch of a case"
    _order = "date_from desc, id desc"

    _door_fields = frozenset(
        {
            "case_id",
            "closure_reason_id",
            "company_id",
            "date_from",
            "date_to",
            "district_id",
            "municipality_id",
            "on_hold",
            "phase_kind",
            "responsible_id",
            "stage_id",
        }
    )

    case_id = fields.Many2one(
        comodel_name="kim.case", string="Case", index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Controller",
        required=True,
        index=True,
        ondelete="restrict",
    )
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
    )
    municipality_id = fields.Many2one(
        comodel_name="kim.municipality", string="Town", index=True, ondelete="restrict"
    )
    responsible_id = fields.Many2one(
        comodel_name="res.users", string="Responsible", index=True, ondelete="restrict"
    )
    stage_id = fields.Many2one(
        comodel_name="kim.case.stage", string="Phase", ondelete="restrict"
    )
    phase_kind = fields.Selection(
        selection=PHASE_KINDS, string="Kind of phase", required=True
    )
    on_hold = fields.Boolean()
    closure_reason_id = fields.Many2one(
        comodel_name="kim.closure.reason",
        string="Reason for closing",
        ondelete="restrict",
        help="Stays when the case is taken up again.",
    )
    date_from = fields.Datetime(string="From", required=True)
    date_to = fields.Datetime(string="To")
    days = fields.Integer(compute="_compute_days", help="Up to today while it lasts.")

    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(case_id, case_id, '[]') WITH =,"
        " tsrange(date_from, date_to) WITH &&) WHERE (case_id IS NOT NULL)",
        "Stretches of a case must not overlap.",
    )
    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from <= date_to)",
        "The end of a stretch lies before its start.",
    )
    _reference_idx = models.Index("(district_id, date_from, date_to)")

    def _compute_display_name(self):
        for spell in self:
            number = spell.sudo().case_id.number  # the number is no content
            spell.display_name = f"{number or ''} · {spell.id}"

    @api.depends("date_from", "date_to")
    def _compute_days(self):
        now = fields.Datetime.now()
        for spell in self:
            spell.days = ((spell.date_to or now) - spell.date_from).days

    def _log_case_ids(self):
        return set(self.sudo().case_id.ids)  # the look itself was checked
