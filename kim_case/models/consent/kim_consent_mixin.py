from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import (
    AccessError,
    UserError,
    ValidationError,
)
from odoo.fields import Domain

from ...tools.dates import berlin_today, given_day

VALIDITIES = [
    ("draft", "Being prepared"),
    ("explained", "Explained"),
    ("valid", "Valid"),
    ("signature_missing", "Signature missing"),
    ("signature_overdue", "Signature overdue"),
    ("expired", "Expired"),
    ("withdrawn", "Withdrawn"),
]
# What others may rely on: a signature that is missing is asked for, the word counts.
IN_FORCE = ("valid", "signature_missing", "signature_overdue")


class KimConsentMixin(models.AbstractModel):
    """What the person agrees to: explained, given, ended by date or by withdrawal (2.2).

    Prepared as a draft; from the moment it is given nothing in it changes any more,
    whoever asks. It expires by its date alone, in Europe/Berlin, without any job.
    """

    _name = "kim.consent.mixin"
    _inherit = ["kim.case.part.mixin"]
    _description = "Consent or release"

    _door_fields = frozenset(
        {"case_id", "company_id", "explained_on", "state", "withdrawn_on"}
    )
    # In which states a record may be created, the first one unless told otherwise.
    _first_states = ("draft",)

    language_id = fields.Many2one(
        comodel_name="kim.language",
        string="Language",
        ondelete="restrict",
        help="In which language it was explained.",
    )
    interpreter = fields.Boolean(string="With interpreter")
    form = fields.Selection(
        selection=[
            ("oral", "Oral"),
            ("signed", "Signed"),
            ("electronic", "Electronic"),
        ],
        help="Oral: the signature follows until the date given.",
    )
    text_version = fields.Char(
        size=100, help="Which text was used, for example “Form 2026/1, Arabic”."
    )
    explained_on = fields.Date(readonly=True)
    given_on = fields.Date(required=True, default=berlin_today)
    valid_until = fields.Date(help="Last day on which it is valid.")
    signature_due = fields.Date(string="Signature by")
    signed_on = fields.Date()
    withdrawn_on = fields.Date(readonly=True)
    state = fields.Selection(
        selection=[
            ("draft", "Being prepared"),
            ("explained", "Explained"),
            ("given", "Given"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        readonly=True,
    )
    validity = fields.Selection(
        selection=VALIDITIES,
        compute="_compute_validity",
        search="_search_validity",
        help="State and date together, as of today.",
    )
    ends_in = fields.Char(compute="_compute_validity", string="Ends")
    ends_soon = fields.Boolean(compute="_compute_validity", search="_search_ends_soon")

    # ------------------------------------------------------------------
    # Validity
    # ------------------------------------------------------------------
    @api.depends("state", "form", "signature_due", "signed_on", "valid_until")
    def _compute_validity(self):
        today = berlin_today()
        notice = self._notice_days()
        for consent in self:
            consent.validity = consent._validity_on(today)
            left = (
                (consent.valid_until - today).days
                if consent.validity in IN_FORCE and consent.valid_until
                else None
            )
            consent.ends_soon = left is not None and left <= notice.get(
                consent.company_id.id, 0
            )
            if not consent.ends_soon:
                consent.ends_in = False
            elif left == 0:
                consent.ends_in = self.env._("ends today")
            else:
                consent.ends_in = self.env._("ends in %(days)s d.", days=left)

    def _validity_on(self, day):
        """Return the validity as of a calendar day.

        :param datetime.date day: day in Europe/Berlin
        :return: key of ``VALIDITIES``
        """
        self.ensure_one()
        if self.state != "given":
            return self.state
        if self.valid_until and self.valid_until < day:
            return "expired"
        if self.form != "oral" or self.signed_on:
            return "valid"
        if self.signature_due and self.signature_due < day:
            return "signature_overdue"
        return "signature_missing"

    def _in_force(self):
        """Return those that are given and valid today."""
        today = berlin_today()
        return self.filtered(lambda each: each._validity_on(today) in IN_FORCE)

    @api.model
    def _notice_days(self):
        """Return {company id: days before the end from which it is shown as ending}."""
        controllers = self.env["kim.controller"].sudo()  # settings are no secret
        return {
            controller.company_id.id: controller.release_notice_days
            for controller in controllers.search_fetch(
                [("company_id", "in", self.env.companies.ids)],
                ["company_id", "release_notice_days"],
            )
        }

    def _search_validity(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = berlin_today()
        given = Domain("state", "=", "given")
        running = given & (
            Domain("valid_until", "=", False) | Domain("valid_until", ">=", today)
        )
        unsigned = (
            running & Domain("form", "=", "oral") & Domain("signed_on", "=", False)
        )
        overdue = Domain("signature_due", "<", today)
        domains = {
            "valid": running
            & (
                Domain("form", "=", False)
                | Domain("form", "!=", "oral")
                | Domain("signed_on", "!=", False)
            ),
            "signature_overdue": unsigned & overdue,
            "signature_missing": unsigned & ~overdue,
            "expired": given & Domain("valid_until", "<", today),
        }
        return Domain.OR(
            domains.get(each, Domain("state", "=", each)) for each in value if each
        )

    def _search_ends_soon(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = berlin_today()
        return Domain(
            [("state", "=", "given"), ("valid_until", ">=", today)]
        ) & Domain.OR(
            Domain("company_id", "=", company_id)
            & Domain("valid_until", "<=", today + timedelta(days=days))
            for company_id, days in self._notice_days().items()
        )

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Begin as a draft or as given; everything later is told by the buttons.

        :raises AccessError: another state, or a withdrawal, by value
        """
        for vals in vals_list:
            prepared = self.env.context.get("default_state") == "draft"
            state = vals.get("state") or (
                "draft" if prepared else self._first_states[0]
            )
            if state not in self._first_states or vals.get("withdrawn_on"):
                raise AccessError(
                    self.env._("It begins as a draft or as given, nothing else.")
                )
            # Said outright: a default from the caller's context must not say otherwise.
            vals.update(state=state, withdrawn_on=False, explained_on=False)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse edits of anything but a draft: what was given stays as it was given.

        :raises UserError: it is not a draft any more, whoever asks
        """
        if any(each.state != "draft" for each in self.sudo()):  # states are no content
            raise UserError(
                self.env._(
                    "A recorded consent cannot be changed. Withdraw it and record a "
                    "new one."
                )
            )
        return super().write(vals)

    @api.constrains(
        "form", "signature_due", "signed_on", "given_on", "valid_until", "state"
    )
    def _check_days(self):
        today = berlin_today()
        for each in self:
            if each.state == "given" and each.form == "oral" and not each.signature_due:
                raise ValidationError(
                    self.env._("An oral consent needs a date for its signature.")
                )
            if max(each.given_on, each.signed_on or today) > today:
                raise ValidationError(
                    self.env._("Consent and information cannot lie in the future.")
                )
            if each.signed_on and each.signed_on < each.given_on:
                self._refuse_early_signature()
            if each.valid_until and each.valid_until < each.given_on:
                raise ValidationError(
                    self.env._("It would end before it was given. Check the dates.")
                )

    def _refuse_early_signature(self):
        raise ValidationError(
            self.env._("It would be signed before it was given. Check the dates.")
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def _check_door(self):
        """Refuse who may not work on the case; serialise with a withdrawal."""
        self.check_access("read")
        self.case_id.check_access("write")
        self.sudo().lock_for_update(allow_referencing=True)  # checked on the case

    def _check_complete(self):
        """Refuse to record as given what is not complete; models add their own.

        :raises ValidationError: something is missing
        """
        for each in self:
            if not each.form:
                raise ValidationError(
                    self.env._(
                        "Please say whether it is given orally, signed or electronically."
                    )
                )

    def _door_explain(self, day=None):
        self.sudo()._door_write(  # callers have checked the person
            {"state": "explained", "explained_on": day or berlin_today()}
        )

    def action_explain(self):
        """Record that contents and consequences were explained in her language.

        :raises UserError: explained already
        """
        self._check_door()
        if any(each.state != "draft" for each in self):
            raise UserError(self.env._("This was explained already."))
        self._door_explain()

    def action_redraft(self):
        """Take an explained one back to change it; it is then explained again.

        :raises UserError: not explained, or given by now
        """
        self._check_door()
        if any(each.state != "explained" for each in self):
            raise UserError(self.env._("Only what is not yet given can be changed."))
        self.sudo()._door_write(  # checked on the case
            {"state": "draft", "explained_on": False}
        )

    def action_give(self):
        """Record as given, explained in the same talk if it was not before.

        :raises UserError: given already
        :raises ValidationError: something that makes it valid is missing
        """
        self._check_door()
        if any(each.state not in ("draft", "explained") for each in self):
            raise UserError(self.env._("This was recorded as given already."))
        self._check_complete()
        for each in self.filtered(lambda each: each.state == "draft"):
            each._door_explain(each.given_on)
        for each in self.sudo():  # checked on the case
            vals = {"state": "given"}
            if each.form != "oral" and not each.signed_on:
                vals["signed_on"] = each.given_on
            each._door_write(vals)

    def action_sign(self, signed_on=None):
        """Record the signature under an oral consent.

        :param signed_on: date or its string, default today
        :raises UserError: not given orally, or signed already
        :raises ValidationError: the day lies in the future or before it was given
        """
        self._check_door()
        for each in self:
            if each.state != "given" or each.form != "oral" or each.signed_on:
                raise UserError(self.env._("There is no signature to be recorded."))
        day = given_day(self.env, signed_on) or berlin_today()
        if day > berlin_today():
            raise ValidationError(self.env._("The signature lies in the future."))
        if any(day < each.given_on for each in self):
            self._refuse_early_signature()
        self.sudo()._door_write({"signed_on": day})  # checked on the case

    def action_withdraw(self):
        """Withdraw, with effect at once (Art. 7 (3) GDPR).

        :raises UserError: not given, or withdrawn already
        """
        self._check_door()
        if any(each.state == "withdrawn" for each in self):
            raise UserError(self.env._("This consent was already withdrawn."))
        if any(each.state != "given" for each in self):
            raise UserError(self.env._("What was not given cannot be withdrawn."))
        self.sudo()._door_write(  # checked on the case
            {"state": "withdrawn", "withdrawn_on": berlin_today()}
        )
