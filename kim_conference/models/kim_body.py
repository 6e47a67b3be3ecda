from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.kim_case.tools.dates import berlin_day, berlin_today
from odoo.addons.kim_case.tools.turns import take_turns

OPEN_END = date(2999, 12, 31)
HELD = ("held", "minuted", "published")
BODY_KINDS = [
    ("steering", "Steering group"),
    ("interface_group", "Interface group"),
    ("expert_group", "Expert group"),
    ("project_group", "Project group"),
]


class KimBody(models.Model):
    """A lasting circle with seats (Gremium): steering group, working group (51–55)."""

    _name = "kim.body"
    _inherit = ["kim.door.mixin", "kim.name.mixin"]
    _description = "Body"
    _order = "kind, name_key, id"

    _door_fields = frozenset({"district_id"})

    name = fields.Char(required=True, translate=False)
    active = fields.Boolean(default=True)
    kind = fields.Selection(selection=BODY_KINDS, required=True, default="steering")
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["kim.district"]._default(),
    )
    decision_mode = fields.Selection(
        selection=[("consensus", "Consensus"), ("vote", "Vote")],
        string="Decides by",
        required=True,
        default="consensus",
    )
    interval_months = fields.Integer(
        string="Meets every (months)", default=6, help="0: without a fixed rhythm."
    )
    quorum = fields.Integer(
        help="Voting seats that must be present for a vote; 0: none is required."
    )
    description = fields.Text(string="Mandate")
    seat_ids = fields.One2many(
        comodel_name="kim.body.seat", inverse_name="body_id", string="Seats"
    )
    session_ids = fields.One2many(
        comodel_name="kim.session", inverse_name="body_id", string="Sessions"
    )
    seat_count = fields.Integer(
        string="Number of places", compute="_compute_seat_count"
    )
    voting_count = fields.Integer(string="Voting seats", compute="_compute_seat_count")
    last_session_date = fields.Date(
        string="Last session", compute="_compute_session_dates"
    )
    next_session_date = fields.Date(
        string="Next session", compute="_compute_session_dates"
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_session_dates")

    _name_uniq = models.Constraint(
        "UNIQUE(district_id, name)", "Another body of this district has this name."
    )
    _check_numbers = models.Constraint(
        "CHECK(interval_months >= 0 AND quorum >= 0)",
        "Interval and quorum must not be negative.",
    )

    def write(self, vals):
        """Refuse another kind once the body has met: figures and rights hang on it.

        :raises UserError: it has met
        """
        if "kind" in vals:
            changed = self.filtered(lambda body: body.kind != vals["kind"])
            # Whether a body has met is no secret.
            if changed.sudo().session_ids.filtered(lambda s: s.state in HELD):
                raise UserError(
                    self.env._(
                        "This body has met already and stays what it is. Archive it "
                        "and add another one."
                    )
                )
        return super().write(vals)

    @api.depends("seat_ids.number", "seat_ids.vote_kind")
    def _compute_seat_count(self):
        for body in self:
            body.seat_count = sum(body.seat_ids.mapped("number"))
            body.voting_count = sum(
                body.seat_ids.filtered(lambda s: s.vote_kind == "voting").mapped(
                    "number"
                )
            )

    @api.depends("session_ids.date_start", "session_ids.state", "interval_months")
    def _compute_session_dates(self):
        today = berlin_today()
        for body in self:
            # Dates of a body's sessions are no secret, their papers are.
            sessions_sudo = body.sudo().session_ids.filtered(
                lambda s: s.state != "cancelled"
            )
            days = [berlin_day(s.date_start) for s in sessions_sudo]
            body.last_session_date = max(
                (day for day in days if day <= today), default=False
            )
            body.next_session_date = min(
                (day for day in days if day > today), default=False
            )
            body.is_overdue = bool(
                body.interval_months
                and body.last_session_date
                and (body.next_session_date or today)
                > body.last_session_date + relativedelta(months=body.interval_months)
            )


class KimBodySeat(models.Model):
    """A seat of a body: a function with a number of places, apart from persons (116)."""

    _name = "kim.body.seat"
    _inherit = ["kim.door.mixin"]
    _description = "Seat"
    _order = "body_id, sequence, id"

    _door_fields = frozenset({"body_id"})

    body_id = fields.Many2one(
        comodel_name="kim.body",
        string="Body",
        required=True,
        index=True,
        ondelete="cascade",
    )
    district_id = fields.Many2one(related="body_id.district_id", store=True, index=True)
    name = fields.Char(string="Function", required=True)
    sequence = fields.Integer(default=10)
    vote_kind = fields.Selection(
        selection=[
            ("voting", "Voting"),
            ("advisory", "Advisory"),
            ("guest", "Guest"),
        ],
        string="Voting right",
        required=True,
        default="voting",
    )
    number = fields.Integer(string="Places", required=True, default=1)
    holder_ids = fields.One2many(
        comodel_name="kim.body.seat.holder", inverse_name="seat_id", string="Holders"
    )
    current_holder_ids = fields.Many2many(
        comodel_name="res.partner",
        string="Held by",
        compute="_compute_current_holder_ids",
    )

    _check_number = models.Constraint(
        "CHECK(number > 0)", "A seat has at least one place."
    )

    @api.constrains("number")
    def _check_places(self):
        """On no day may a seat have more holders than places, nor one person twice."""
        take_turns(self)  # two who fill the same seat
        for seat in self:
            for holder in seat.holder_ids:
                # The sum can only grow where a term begins.
                there = seat.holder_ids.filtered(
                    lambda h, day=holder.date_from: h.date_from <= day <= h.date_until
                )
                if len(there.partner_id) < len(there):
                    raise ValidationError(
                        self.env._(
                            "%(person)s would hold the seat “%(seat)s” twice on "
                            "%(day)s.",
                            person=holder.partner_id.name,
                            seat=seat.name,
                            day=format_date(self.env, holder.date_from),
                        )
                    )
                if len(there) > seat.number:
                    raise ValidationError(
                        self.env._(
                            "The seat “%(seat)s” has %(number)s place(s), and more "
                            "holders on %(day)s. End the term of the previous holder "
                            "first.",
                            seat=seat.name,
                            number=seat.number,
                            day=format_date(self.env, holder.date_from),
                        )
                    )

    @api.depends(
        "holder_ids.partner_id", "holder_ids.date_from", "holder_ids.date_until"
    )
    def _compute_current_holder_ids(self):
        today = berlin_today()
        for seat in self:
            seat.current_holder_ids = seat.holder_ids.filtered(
                lambda h: h.date_from <= today <= h.date_until
            ).partner_id


class KimBodySeatHolder(models.Model):
    """Who holds a seat, from when to when: the dated row that rights follow."""

    _name = "kim.body.seat.holder"
    _inherit = ["kim.recorded.mixin", "kim.door.mixin"]
    _description = "Holder of a seat"
    _order = "date_from desc, id desc"
    _rec_name = "partner_id"

    _door_fields = frozenset({"seat_id"})
    _recorded_links = ("partner_id",)

    seat_id = fields.Many2one(
        comodel_name="kim.body.seat",
        string="Seat",
        required=True,
        index=True,
        ondelete="cascade",
    )
    district_id = fields.Many2one(related="seat_id.district_id", store=True, index=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
    )
    date_from = fields.Date(string="From", required=True, default=berlin_today)
    date_until = fields.Date(string="Until", required=True, default=OPEN_END)

    _check_dates = models.Constraint(
        "CHECK(date_from <= date_until)", "The end of a term lies before its start."
    )

    @api.constrains("seat_id", "partner_id", "date_from", "date_until")
    def _check_places(self):
        self.seat_id._check_places()

    def write(self, vals):
        """Refuse to put another person into a term that has begun.

        :raises UserError: who held the seat stays as it was
        """
        if "partner_id" in vals:
            changed = self.filtered(lambda h: h.partner_id.id != vals["partner_id"])
            changed._refuse_begun()
        result = super().write(vals)
        if "partner_id" in vals:
            self._record_contacts()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """A term keeps the name of its holder from its first day."""
        holders = super().create(vals_list)
        holders._record_contacts()
        return holders

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        self._refuse_begun()

    def _refuse_begun(self):
        today = berlin_today()
        if any(holder.date_from < today for holder in self):
            raise UserError(
                self.env._(
                    "This term has begun: who held the seat stays as it was. End the "
                    "term and add the next person."
                )
            )
