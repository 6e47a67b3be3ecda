from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.dates import berlin_today, day_end

MAX_INSPECTION_DAYS = 14


class KimCaseRequest(models.Model):
    """A proposal that needs a second person: take over a case, inspect a file.

    The second person, named by the controller, sees number, person and reason, and
    never the file (docs/architecture.md, "Second persons").
    """

    _name = "kim.case.request"
    _inherit = ["kim.left.mixin", "kim.waiting.mixin"]
    _description = "Proposal for a second person"
    _order = "requested_on desc, id desc"
    _rec_name = "number"

    _door_fields = frozenset(
        {
            "case_id",
            "company_id",
            "decided_by_id",
            "decided_on",
            "date_until",
            "kind",
            "reason",
            "requested_on",
            "requester_id",
            "state",
        }
    )

    kind = fields.Selection(
        selection=[
            ("takeover", "Take over the case"),
            ("inspection", "Inspection by data protection"),
        ],
        required=True,
    )
    case_id = fields.Many2one(
        comodel_name="kim.case",
        string="Case",
        required=True,
        index=True,
        ondelete="restrict",
    )
    number = fields.Char(related="case_id.number", string="Case number")
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Controller",
        required=True,
        index=True,
        ondelete="restrict",
    )
    requester_id = fields.Many2one(
        comodel_name="res.users",
        string="Proposed by",
        required=True,
        index=True,
        ondelete="restrict",
    )
    requested_on = fields.Datetime(string="Proposed on", required=True)
    reason = fields.Text(required=True)
    date_until = fields.Date(string="Until", help="Last day of an inspection.")
    state = fields.Selection(
        selection=[
            ("requested", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="requested",
        index=True,
    )
    decided_by_id = fields.Many2one(
        comodel_name="res.users", string="Decided by", ondelete="restrict"
    )
    decided_on = fields.Datetime()
    can_decide = fields.Boolean(compute="_compute_can_decide")
    is_mine = fields.Boolean(compute="_compute_can_decide")

    _one_waiting = models.UniqueIndex(
        "(case_id, requester_id, kind) WHERE state = 'requested'",
        "You have already proposed this. Please wait for the decision.",
    )

    def _compute_display_name(self):
        for request in self:
            number = request.sudo().case_id.number  # the number is no content
            request.display_name = f"{number or ''} · {request.id}"

    @api.depends("state", "requester_id", "company_id.kim_controller_ids")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for request in self:
            case_sudo = request.sudo().case_id  # who may decide is no content
            request.is_mine = request.requester_id == self.env.user
            request.can_decide = bool(
                request.state == "requested"
                and case_sudo
                and self.env.user in case_sudo._second_persons(request.requester_id)
            )

    def _waiting_line(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "what": kinds[self.kind],
            "number": self.number,
            "requester_id": self.requester_id.id,
        }

    # ------------------------------------------------------------------
    # Proposing
    # ------------------------------------------------------------------
    @api.model
    def _propose(self, kind, case_sudo, reason, date_until=None):
        second_persons = case_sudo._second_persons(self.env.user)
        requests_sudo = self.sudo()  # nobody may create; the doors have checked
        if requests_sudo.search_count(
            [
                ("case_id", "=", case_sudo.id),
                ("requester_id", "=", self.env.uid),
                ("kind", "=", kind),
                ("state", "=", "requested"),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "You have already proposed this. Please wait for the decision."
                )
            )
        request_sudo = requests_sudo.create(
            {
                "kind": kind,
                "case_id": case_sudo.id,
                "company_id": case_sudo.company_id.id,
                "requester_id": self.env.uid,
                "requested_on": fields.Datetime.now(),
                "reason": reason,
                "date_until": date_until,
            }
        )
        self.env["kim.notice"]._tell(
            second_persons,
            self.env._("KIM: a proposal waits for you"),
            self.env._(
                "A proposal of %(user)s needs a second person. You find it in KIM "
                "under Second person.",
                user=self.env.user.name,
            ),
        )
        return request_sudo.with_env(self.env)

    @api.model
    def _take_over(self, number, reason):
        """Propose to make oneself responsible for a colleague's case.

        Where the controller names no second person, it happens at once and the data
        protection officer confirms it afterwards.

        :param str number: case number
        :param str reason: why
        :return: ``kim.case.request`` record, or ``kim.case`` when it has happened
        :raises AccessError: the user is no case manager
        :raises UserError: no such case, or already the user's own
        """
        cases = self.env["kim.case"]
        if not self.env.user.has_group("kim_case.group_kim_case_user"):
            raise AccessError(self.env._("Only case managers take over cases."))
        reason = cases._clean_reason(reason)
        case_sudo = cases._find_by_number(number)
        cases._check_case_manager(self.env.user, case_sudo.company_id)
        if case_sudo.responsible_id == self.env.user:
            raise UserError(self.env._("You are already responsible for this case."))
        if case_sudo._second_persons(self.env.user):
            return self._propose("takeover", case_sudo, reason)
        case_sudo._tell_losers(
            case_sudo._move_to(self.env.user, reason=reason, confirmation="open")
        )
        case_sudo._tell_dpo(
            self.env._("KIM: a case was taken over"),
            self.env._(
                "%(user)s has taken over a case, and no second person is named. Please "
                "look at it in KIM under Oversight › Who could read, and confirm it "
                "or object.",
                user=self.env.user.name,
            ),
        )
        return case_sudo.with_env(self.env)

    @api.model
    def _inspect(self, number, reason, date_until):
        """Propose to look into a file as data protection officer.

        :param str number: case number
        :param str reason: occasion of the inspection
        :param date date_until: last day, at most 14 days from today
        :return: ``kim.case.request`` record
        :raises AccessError: the user is no data protection officer
        :raises UserError: no such case, or the controller names no second person
        """
        cases = self.env["kim.case"]
        if not self.env.user.has_group("kim_case.group_kim_dpo"):
            raise AccessError(
                self.env._("Only data protection officers inspect a file.")
            )
        reason = cases._clean_reason(reason)
        today = berlin_today()
        if not date_until or not 0 <= (date_until - today).days <= MAX_INSPECTION_DAYS:
            raise ValidationError(
                self.env._("Please give a last day within the next 14 days.")
            )
        case_sudo = cases._find_by_number(number)
        if not case_sudo._second_persons(self.env.user):
            raise UserError(
                self.env._(
                    "An inspection needs a second person. Please name one in the "
                    "settings of the organisation."
                )
            )
        return self._propose("inspection", case_sudo, reason, date_until)

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def _decide(self, state):
        self.ensure_one()
        request_sudo = self.sudo()  # the right to decide is checked here
        request_sudo.lock_for_update()
        if request_sudo.state != "requested":
            raise UserError(self.env._("This proposal was already decided."))
        if self.env.user not in request_sudo.case_id._second_persons(
            request_sudo.requester_id
        ):
            raise AccessError(
                self.env._(
                    "A second person named by the organisation decides, never the one "
                    "who proposes."
                )
            )
        request_sudo._door_write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )
        request_sudo._no_longer_waiting()
        self.env["kim.notice"]._tell(
            request_sudo.requester_id,
            self.env._("KIM: your proposal was decided"),
            self.env._("You find the decision in KIM under Second person."),
        )
        return request_sudo

    def action_approve(self):
        """Approve the proposal; it takes effect at once.

        :raises AccessError: not a second person, or the proposer
        :raises UserError: already decided, or no longer possible
        """
        self.check_access("read")
        request_sudo = self._decide("approved")
        case_sudo = request_sudo.case_id
        if request_sudo.kind == "takeover":
            case_sudo._tell_losers(
                case_sudo._move_to(
                    request_sudo.requester_id,
                    reason=request_sudo.reason,
                    second_person_id=self.env.uid,
                )
            )
            return
        if not request_sudo.requester_id.has_group("kim_case.group_kim_dpo"):
            raise UserError(
                self.env._("The proposer is no longer data protection officer.")
            )
        case_sudo._grant(
            request_sudo.requester_id,
            "inspection",
            reason=request_sudo.reason,
            valid_until=day_end(request_sudo.date_until),
            second_person_id=self.env.uid,
        )
        self.env["kim.notice"]._tell(
            case_sudo.responsible_id,
            self.env._("KIM: inspection of a file"),
            self.env._(
                "The data protection officer inspects the file of one of your cases. "
                "You find it in KIM under Oversight › Who could read."
            ),
            case_sudo,
        )

    def action_refuse(self):
        """Refuse the proposal; nothing changes.

        :raises AccessError: not a second person, or the proposer
        """
        self.check_access("read")
        self._decide("refused")

    def action_withdraw(self):
        """Take one's own proposal back.

        :raises AccessError: somebody else's proposal
        :raises UserError: already decided
        """
        self.check_access("read")
        if any(request.requester_id != self.env.user for request in self):
            raise AccessError(self.env._("Only the proposer takes a proposal back."))
        if any(request.state != "requested" for request in self):
            raise UserError(self.env._("This proposal was already decided."))
        self.sudo()._door_write({"state": "withdrawn"})  # checked above
        self._no_longer_waiting()
