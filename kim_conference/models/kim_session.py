from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.kim_case.tools.dates import berlin_day

STATES = [
    ("planned", "Planned"),
    ("invited", "Invited"),
    ("held", "Held"),
    ("minuted", "Minutes written"),
    ("published", "Published"),
    ("cancelled", "Cancelled"),
]


class KimSession(models.Model):
    """A meeting or conference of KIM: planning conference, steering meeting, … (1–7).

    It serves to find structural problems. Nothing in it points to a single case, and
    no task or decision on one can be made from it (10).
    """

    _name = "kim.session"
    _inherit = ["kim.door.mixin", "kim.name.mixin"]
    _description = "Session"
    _order = "date_start desc, id desc"
    _rec_names_search = ["name", "number"]

    _door_fields = frozenset({"corrections", "district_id", "state"})
    _door_initial = {"corrections": False, "state": "planned"}

    number = fields.Char(
        required=True,
        copy=False,
        readonly=True,
        default=lambda self: self.env._("New"),
    )
    name = fields.Char(required=True)
    type_ids = fields.Many2many(
        comodel_name="kim.session.type",
        relation="kim_session_type_rel",
        column1="session_id",
        column2="type_id",
        string="Types",
    )
    body_id = fields.Many2one(
        comodel_name="kim.body",
        string="Body",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('district_id', '=', district_id)]",
    )
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
        default=lambda self: self.env["kim.municipality"]._default(),
        help="Empty: the session serves the whole district.",
    )
    date_start = fields.Datetime(string="Start", required=True, index=True)
    date_stop = fields.Datetime(string="End")
    venue = fields.Char()
    directions = fields.Text(help="How to get there; part of the invitation.")
    host_partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="kim_session_host_rel",
        column1="session_id",
        column2="partner_id",
        string="Inviting parties",
        help="Who invites: case managers, carrier, coordination (3).",
    )
    agenda_item_ids = fields.One2many(
        comodel_name="kim.agenda.item", inverse_name="session_id", string="Agenda"
    )
    participation_ids = fields.One2many(
        comodel_name="kim.participation",
        inverse_name="session_id",
        string="Participation",
    )
    agreement_ids = fields.One2many(
        comodel_name="kim.agreement", inverse_name="session_id", string="Agreements"
    )
    minutes_ids = fields.One2many(
        comodel_name="kim.minutes", inverse_name="session_id", string="Minutes"
    )
    vignette_ids = fields.Many2many(
        comodel_name="kim.vignette",
        relation="kim_session_vignette_rel",
        column1="session_id",
        column2="vignette_id",
        string="Vignettes",
        domain="[('district_id', '=', district_id), ('state', '=', 'approved')]",
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="planned",
        index=True,
        copy=False,
    )
    summary = fields.Text(
        string="Summary for publication",
        help="Short report for everyone; no names of persons (37).",
    )
    participant_count = fields.Integer(
        string="Participants",
        compute="_compute_participant_count",
        store=True,
        help="Hosts and speakers are not counted.",
    )
    institution_count = fields.Integer(
        string="Groups", compute="_compute_participant_count", store=True
    )
    open_agreement_count = fields.Integer(
        string="Open agreements", compute="_compute_open_agreement_count"
    )

    _number_uniq = models.Constraint(
        "UNIQUE(district_id, number)",
        "Another session of this district has this number.",
    )
    _check_dates = models.Constraint(
        "CHECK(date_stop IS NULL OR date_start <= date_stop)",
        "The end of a session lies before its start.",
    )

    @api.model
    def _empty_for_readers(self):
        return (
            self.env._("No session here yet"),
            self.env._(
                "The coordination plans conferences and meetings. You see them here as "
                "soon as you are invited, or they are published."
            ),
        )

    # ------------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------------
    @api.depends("number", "name")
    def _compute_display_name(self):
        for session in self:
            session.display_name = (
                f"{session.number} · {session.name}" if session.id else session.name
            )

    @api.depends(
        "state",
        "participation_ids.headcount",
        "participation_ids.role",
        "participation_ids.attendance",
    )
    def _compute_participant_count(self):
        for session in self:
            counted = session.participation_ids._counted()
            session.participant_count = sum(counted.mapped("headcount"))
            session.institution_count = len({p._group_label() for p in counted})

    @api.depends("agreement_ids.state")
    def _compute_open_agreement_count(self):
        for session in self:
            session.open_agreement_count = len(
                session.agreement_ids.filtered(lambda a: a.state == "open")
            )

    # ------------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------------
    @api.constrains("district_id", "municipality_id", "body_id")
    def _check_district(self):
        for session in self:
            others = session.municipality_id.district_id | session.body_id.district_id
            if others - session.district_id:
                raise ValidationError(
                    self.env._("Town and body of a session must lie in its district.")
                )

    @api.constrains("vignette_ids")
    def _check_vignettes(self):
        for session in self:
            session.vignette_ids._check_presentable(session)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        # Demo data and import keep their numbers; people get the next one.
        wanted = [not (self.env.su and vals.get("number")) for vals in vals_list]
        numbers = iter(
            self._next_numbers(
                [vals for vals, draw in zip(vals_list, wanted, strict=True) if draw]
            )
        )
        return super().create(
            [
                {**vals, "number": next(numbers)} if draw else vals
                for vals, draw in zip(vals_list, wanted, strict=True)
            ]
        )

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and {"municipality_id", "body_id"} & set(vals):
            self.check_access("write")  # nobody moves a session out of reach
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if any(session.state not in ("planned", "cancelled") for session in self):
            raise UserError(
                self.env._(
                    "Only planned and cancelled sessions can be deleted. Cancel the "
                    "session first."
                )
            )

    # ------------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------------
    @api.model
    def _next_numbers(self, vals_list):
        """Return the next number for each new session, e.g. GT-2024-PK-01.

        :param list vals_list: values of sessions that are about to be created
        :return: list of str, in the same order
        """
        series = [self._number_series(vals) for vals in vals_list]
        drawn = {}
        for (district_sudo, prefix, year), count in Counter(series).items():
            running = district_sudo._count(
                f"S.{district_sudo.id}.{prefix}",
                year,
                count,
                least=self._last_number(district_sudo, prefix),
            )
            drawn[district_sudo, prefix, year] = iter(
                [f"{prefix}-{number:02d}" for number in running]
            )
        return [next(drawn[key]) for key in series]

    @api.model
    def _number_series(self, vals):
        """Return within what a new session is numbered: district, prefix and year."""
        defaults = self.default_get(["district_id", "type_ids"])
        district_sudo = (
            self.env["kim.district"]
            .sudo()  # its code is no secret; the rule on the session has its say
            .browse(vals.get("district_id") or defaults.get("district_id"))
        )
        types = self.new({"type_ids": vals.get("type_ids")}).type_ids._origin
        short = types.sorted("sequence")[:1].short or self.env._("S")
        start = fields.Datetime.to_datetime(vals.get("date_start"))
        year = berlin_day(start or fields.Datetime.now()).year
        parts = (district_sudo.session_code, str(year), short)
        return district_sudo, "-".join(filter(None, parts)), year

    @api.model
    def _last_number(self, district_sudo, prefix):
        """Return the highest number there is, those given by import among them."""
        numbers = (
            self.sudo()  # numbers of sessions that the user cannot read count too
            .search(
                [
                    ("district_id", "=", district_sudo.id),
                    ("number", "=like", f"{prefix}-%"),
                ]
            )
            .mapped("number")
        )
        tails = [number.rpartition("-")[2] for number in numbers]
        return max((int(tail) for tail in tails if tail.isdecimal()), default=0)
