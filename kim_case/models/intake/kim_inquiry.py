import re

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools import names
from ...tools.dates import berlin_today, day_start

STATES = [
    ("open", "Open"),
    ("accepted", "Case opened"),
    ("referred", "Referred"),
    ("declined", "Declined"),
]
# Choices, not free text: an inquiry holds nothing that could name a person.
ACCEPT_REASONS = [
    ("more_to_come", "More problem areas are to be expected"),
    ("no_service", "No counselling service can be reached"),
    ("service_full", "The counselling service takes nobody at present"),
    ("agreed", "Agreed with the other services who does what"),
    ("wish", "The person wishes it and the service agrees"),
]
ADVICES = [
    ("accept", "Case management fits"),
    ("refer", "Refer to a counselling service"),
    ("double", "Another case management is at work: talk to each other first"),
]
MAX_SUGGESTIONS = 10
MAX_PHONE = 32
# A number and nothing else: an inquiry holds no name.
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]*")
MIN_DIGITS = 5


class KimInquiry(models.Model):
    """A contact without a file (Anfrage): no name, but whom to call back.

    Names begin with the client, and a client begins with information and legal basis
    (96, 139). Outcomes are counted.

    Who asks for herself leaves a number. It serves until the inquiry has its answer and
    ends with it: with the case it goes to the client when that is wanted, else nowhere.
    """

    _name = "kim.inquiry"
    _inherit = ["kim.left.mixin"]
    _description = "Inquiry"
    _rec_name = "number"
    _order = "date desc, id desc"
    _check_company_auto = True

    _door_fields = frozenset(
        {
            "accept_reason",
            "case_id",
            "company_id",
            "date_done",
            "district_id",
            "municipality_id",
            "number",
            "state",
            "taken_by_id",
        }
    )

    number = fields.Char(readonly=True, copy=False)
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Controller",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    municipality_id = fields.Many2one(
        comodel_name="kim.municipality",
        string="Town",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["kim.municipality"]._default(),
    )
    district_id = fields.Many2one(
        related="municipality_id.district_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    taken_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Taken by",
        required=True,
        index=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    date = fields.Date(required=True, default=berlin_today)
    access_route_id = fields.Many2one(
        comodel_name="kim.access.route",
        string="Access route",
        required=True,
        ondelete="restrict",
    )
    callback_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Institution to call back",
        domain="[('is_company', '=', True)]",
        ondelete="restrict",
    )
    callback_phone = fields.Char(
        string="Call-back number",
        size=MAX_PHONE,
        exportable=False,
        copy=False,
        help="Of who asks for herself or himself. It is deleted with the end of the "
        "inquiry, whatever comes of it, and leaves in no list, message or file.",
    )
    life_domain_ids = fields.Many2many(
        comodel_name="kim.life.domain",
        relation="kim_inquiry_life_domain_rel",
        column1="inquiry_id",
        column2="life_domain_id",
        string="Problem areas",
    )
    actor_kind_ids = fields.Many2many(
        comodel_name="kim.actor.kind",
        relation="kim_inquiry_actor_kind_rel",
        column1="inquiry_id",
        column2="actor_kind_id",
        string="Institutions involved",
    )
    language_id = fields.Many2one(
        comodel_name="kim.language",
        string="Language",
        ondelete="restrict",
        help="In which the information sheet is to be ready.",
    )
    interpreter_needed = fields.Boolean()
    other_case_management = fields.Boolean(
        string="Another case management is at work",
        help="Double structures are to be avoided (106).",
    )
    other_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Which",
        domain="[('is_company', '=', True)]",
        ondelete="restrict",
        help="The institution whose case management is already at work.",
    )
    services_at_work = fields.Char(
        compute="_compute_advice",
        help="Counselling services among the institutions involved.",
    )
    advice = fields.Selection(
        selection=ADVICES,
        compute="_compute_advice",
        help="Advice only: you decide.",
    )
    suggestion_ids = fields.Many2many(
        comodel_name="res.partner",
        string="Where to refer",
        compute="_compute_suggestion_ids",
        help="Counselling services of the network, those of the town first.",
    )
    accept_reason = fields.Selection(
        selection=ACCEPT_REASONS,
        string="Case nevertheless",
        readonly=True,
        help="Why a case was opened although the advice was another.",
    )
    state = fields.Selection(
        selection=STATES, required=True, default="open", readonly=True, index=True
    )
    date_done = fields.Date(readonly=True)
    referred_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Referred to",
        domain="[('is_company', '=', True)]",
        ondelete="restrict",
    )
    decline_reason = fields.Selection(
        selection=[
            ("no_need", "No need of case management"),
            ("not_reached", "Not reached any more"),
            ("not_wanted", "Not wanted"),
            ("elsewhere", "Lives elsewhere"),
            ("other", "Other"),
        ],
    )
    case_id = fields.Many2one(
        comodel_name="kim.case",
        string="Case",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, number)", "This inquiry number is already in use."
    )
    _default_list_idx = models.Index("(date DESC, id DESC)")

    @api.constrains("callback_phone")
    def _check_callback_phone(self):
        for inquiry in self:
            phone = inquiry.callback_phone
            if phone and not (
                _PHONE.fullmatch(phone)
                and sum(letter.isdigit() for letter in phone) >= MIN_DIGITS
            ):
                raise ValidationError(
                    self.env._(
                        "Please enter a telephone number as call-back number, such as "
                        "0170 1234567: no name and no remark."
                    )
                )

    @api.depends(
        "life_domain_ids",
        "actor_kind_ids.service",
        "other_case_management",
        "municipality_id.district_id.indication_min_domains",
        "municipality_id.district_id.indication_min_actors",
    )
    def _compute_advice(self):
        for inquiry in self:
            district = inquiry.municipality_id.district_id
            kinds = inquiry.actor_kind_ids
            inquiry.services_at_work = ", ".join(
                kinds.filtered(lambda kind: kind.service == "counselling").mapped(
                    "name"
                )
            )
            if inquiry.other_case_management or "case_management" in kinds.mapped(
                "service"
            ):
                inquiry.advice = "double"
            elif (
                len(inquiry.life_domain_ids) < district.indication_min_domains
                or len(inquiry.actor_kind_ids) < district.indication_min_actors
            ):
                inquiry.advice = "refer"
            else:
                inquiry.advice = "accept"

    @api.depends("advice", "state", "municipality_id")
    def _compute_suggestion_ids(self):
        partners = self.env["res.partner"]
        if any(i.advice == "refer" and i.state == "open" for i in self):
            partners = partners.search(
                [("kim_actor_kind_id.service", "=", "counselling")], limit=200
            )
        for inquiry in self:
            town = names.same_key(inquiry.municipality_id.name)
            near = partners.sorted(
                lambda partner, town=town: names.same_key(partner.city) != town
            )
            fits = inquiry.advice == "refer" and inquiry.state == "open"
            inquiry.suggestion_ids = near[:MAX_SUGGESTIONS] if fits else False

    @api.model_create_multi
    def create(self, vals_list):
        """Take an inquiry in one's own name, under the next number of its town.

        :raises AccessError: it begins as something else than open
        """
        for vals in vals_list:
            refused = {"accept_reason", "case_id", "date_done", "number"}.intersection(
                vals
            )
            if refused or vals.get("state", "open") != "open":
                raise AccessError(self.env._("An inquiry begins as open."))
            # Said outright: a default from the caller's context must not say otherwise.
            vals.update(
                state="open",
                accept_reason=False,
                case_id=False,
                date_done=False,
                number=False,
            )
            if not self.env.su:
                vals["taken_by_id"] = self.env.uid
        inquiries = super().create(vals_list)
        for inquiry in inquiries:
            number = (
                self.env["kim.case.counter"]
                .sudo()  # the counter belongs to the door
                ._next(
                    inquiry.company_id,
                    f"A-{inquiry.municipality_id.code}",
                    inquiry.date.year,
                )
            )
            inquiry.sudo()._door_write({"number": number})  # set at birth
        return inquiries

    def write(self, vals):
        """Refuse to change an inquiry that has its answer.

        :raises UserError: it is closed
        """
        if any(inquiry.state != "open" for inquiry in self):
            raise UserError(self.env._("This inquiry is closed."))
        return super().write(vals)

    def _log_case_ids(self):
        return set(self.sudo().case_id.ids)  # the look itself was checked

    def _finish(self, state, **vals):
        self.check_access("write")
        if any(inquiry.state != "open" for inquiry in self):
            raise UserError(self.env._("This inquiry is closed."))
        self.sudo()._door_write(  # checked above
            {
                "state": state,
                "date_done": berlin_today(),
                "callback_phone": False,
                **vals,
            }
        )
        self.env["kim.draft"]._forget(self)  # what was typed and not saved, too

    @api.autovacuum
    def _gc_callback_numbers(self):
        """Delete the numbers of inquiries that got no answer in their time."""
        controllers_sudo = self.env["kim.controller"].sudo()  # settings are no secret
        for controller in controllers_sudo.search(Domain.TRUE):
            limit = berlin_today() - relativedelta(months=controller.inquiry_months)
            inquiries = self.sudo().search(  # the system cleans up
                [
                    ("company_id", "=", controller.company_id.id),
                    ("callback_phone", "!=", False),
                    # The day can be moved on; the number was given when it was given.
                    "|",
                    ("date", "<", limit),
                    ("create_date", "<", day_start(limit)),
                ]
            )
            inquiries._door_write({"callback_phone": False})
            self.env["kim.draft"]._forget(inquiries)

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_refer(self):
        """Refer the person to an institution; counted, no case arises (139).

        :raises UserError: without an institution
        """
        if not all(inquiry.referred_partner_id for inquiry in self):
            raise UserError(
                self.env._("Please choose the institution to which you refer.")
            )
        self._finish("referred")

    def action_decline(self):
        """End the inquiry without a case; counted.

        :raises UserError: without a reason
        """
        if not all(inquiry.decline_reason for inquiry in self):
            raise UserError(self.env._("Please choose why no case is opened."))
        self._finish("declined")

    def action_reopen(self):
        """Take up an inquiry again that was referred or declined by mistake.

        :raises UserError: it is open, a case arose from it, or it was counted
        """
        self.check_access("write")
        if any(inquiry.state not in ("referred", "declined") for inquiry in self):
            raise UserError(
                self.env._("Only an inquiry without a case can be taken up again.")
            )
        month = berlin_today().replace(day=1)
        if any(inquiry.date_done < month for inquiry in self):
            raise UserError(
                self.env._(
                    "This inquiry ended in a month that is over and is counted with its "
                    "outcome. Please enter a new inquiry."
                )
            )
        self.sudo()._door_write({"state": "open", "date_done": False})  # checked above

    def action_accept(self):
        """Open the form that leads from the inquiry to client and case.

        :return: window action of ``kim.case.open``
        :raises UserError: the inquiry is closed
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "open":
            raise UserError(self.env._("This inquiry is closed."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kim_case.kim_case_open_action"
        )
        action["context"] = {"default_inquiry_id": self.id}
        return action

    def _accept(self, client_vals, consent_vals, case_vals=None, reason=None):
        """Open the case of this inquiry through the birth door.

        The advice decides nothing: who opens a case against it says why (96, 139).

        :param dict client_vals: fields of ``kim.client``
        :param dict consent_vals: fields of ``kim.consent``
        :param dict case_vals: further fields of the case
        :param str reason: value of ``accept_reason``, needed against the advice
        :return: ``kim.case`` record
        :raises UserError: the reason is missing
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "open":
            raise UserError(self.env._("This inquiry is closed."))
        against = self.advice != "accept"
        if against and reason not in dict(ACCEPT_REASONS):
            raise UserError(
                self.env._(
                    "The advice is another one. Please choose why a case is opened "
                    "nevertheless."
                )
            )
        case = self.env["kim.case"]._open(
            self.company_id,
            self.municipality_id,
            client_vals,
            consent_vals,
            {
                "life_domain_ids": [(6, 0, self.life_domain_ids.ids)],
                "actor_kind_ids": [(6, 0, self.actor_kind_ids.ids)],
                **(case_vals or {}),
            },
        )
        case.sudo()._door_write({"inquired_on": self.date})  # the day alone
        case._start_assessment(self.life_domain_ids)
        self._finish(
            "accepted", case_id=case.id, accept_reason=reason if against else False
        )
        return case

    def action_open_case(self):
        """Open the case that arose from this inquiry.

        :return: window action on ``kim.case``
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "kim.case",
            "res_id": self.case_id.id,
            "views": [(False, "form")],
        }
