from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .kim_controller import BASES


class KimConsent(models.Model):
    """Legal basis or consent of the person for one purpose (§ 4.3).

    Recorded once, immutable; an oral consent is completed by its signature, any
    consent can be withdrawn, with effect at once.
    """

    _name = "kim.consent"
    _inherit = ["kim.case.part.mixin"]
    _description = "Consent"
    _order = "given_on desc, id desc"

    purpose = fields.Selection(
        selection=[
            ("documentation", "Documentation of the case"),
            ("special", "Special categories"),
            ("vignette", "Vignette"),
        ],
        required=True,
    )
    basis = fields.Selection(selection=BASES, required=True, default="consent")
    legal_basis_id = fields.Many2one(
        comodel_name="kim.legal.basis",
        string="According to",
        ondelete="restrict",
        help="The article of the law that the organisation follows.",
    )
    language_id = fields.Many2one(
        comodel_name="kim.language", string="Language", ondelete="restrict"
    )
    interpreter = fields.Boolean(string="With interpreter")
    form = fields.Selection(
        selection=[("oral", "Oral"), ("signed", "Signed")],
        help="Oral: the signature follows until the date given.",
    )
    given_on = fields.Date(required=True, default=fields.Date.context_today)
    signature_due = fields.Date(string="Signature by")
    signed_on = fields.Date()
    withdrawn_on = fields.Date()
    state = fields.Selection(
        selection=[("given", "Given"), ("withdrawn", "Withdrawn")],
        required=True,
        default="given",
        readonly=True,
    )

    def write(self, vals):
        """Refuse edits: what was given stays as it was given.

        :raises UserError: always
        """
        raise UserError(
            self.env._(
                "A recorded consent cannot be changed. Withdraw it and record a new one."
            )
        )

    @api.constrains("basis", "legal_basis_id")
    def _check_legal_basis(self):
        for consent in self:
            legal = consent.legal_basis_id
            controller = self.env["kim.controller"]._of(consent.company_id)
            if legal and (legal.kind != consent.basis or legal.law != controller.law):
                raise ValidationError(
                    self.env._(
                        "This legal basis does not belong to the law of the organisation."
                    )
                )

    @api.constrains("basis", "form", "signature_due", "given_on")
    def _check_form(self):
        today = fields.Date.context_today(self)
        for consent in self:
            if consent.basis == "consent" and not consent.form:
                raise ValidationError(
                    self.env._("Please say whether the consent is oral or signed.")
                )
            if consent.form == "oral" and not consent.signature_due:
                raise ValidationError(
                    self.env._("An oral consent needs a date for its signature.")
                )
            if consent.given_on > today:
                raise ValidationError(
                    self.env._("Consent and information cannot lie in the future.")
                )

    @api.model
    def _check_basis(self, company, vals):
        """Refuse a case without information and a basis that fits its controller.

        :param company: ``res.company`` of the controller
        :param dict vals: fields of a consent to be recorded, and ``information_on``:
            day on which the person was informed
        :raises UserError: something is missing, or the controller does not allow it
        """
        controller = self.env["kim.controller"]._of(company)
        if not controller:
            raise UserError(
                self.env._(
                    "This organisation is not set up for KIM yet. Ask its KIM "
                    "administration."
                )
            )
        basis = vals.get("basis")
        if not basis:
            raise UserError(
                self.env._("Please record the legal basis of the documentation first.")
            )
        allowed = {"consent", controller.documentation_basis}
        if controller.legacy_allowed:
            allowed.add("legacy")
        if basis not in allowed:
            raise UserError(
                self.env._(
                    "The data protection officer of this organisation has not allowed "
                    "this legal basis."
                )
            )
        if basis != "legacy" and not vals.get("information_on"):
            raise UserError(
                self.env._(
                    "Please hand over the information sheet first and record the day, "
                    "before you enter anything about the person."
                )
            )

    def action_sign(self, signed_on=None):
        """Record the signature under an oral consent.

        :param signed_on: date or its string, default today
        """
        self.check_access("read")
        self.case_id.check_access("write")
        for consent in self:
            if consent.state != "given" or consent.form != "oral" or consent.signed_on:
                raise UserError(self.env._("There is no signature to be recorded."))
        day = fields.Date.to_date(signed_on) or fields.Date.context_today(self)
        if day > fields.Date.context_today(self):
            raise ValidationError(self.env._("The signature lies in the future."))
        self.sudo()._door_write({"signed_on": day})  # checked on the case

    def action_withdraw(self):
        """Withdraw the consent, with effect at once (Art. 7 (3) GDPR)."""
        self.check_access("read")
        self.case_id.check_access("write")
        if any(consent.state != "given" for consent in self):
            raise UserError(self.env._("This consent was already withdrawn."))
        self.sudo()._door_write(  # checked on the case
            {"state": "withdrawn", "withdrawn_on": fields.Date.context_today(self)}
        )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "given") != "given" or vals.get("withdrawn_on"):
                raise AccessError(self.env._("A consent begins as given."))
            # Said outright: a default from the caller's context must not say otherwise.
            vals.update(state="given", withdrawn_on=False)
        consents = super().create(vals_list)
        consents._fill_legal_basis()
        return consents

    def _fill_legal_basis(self):
        """Name the article where the person who recorded it did not."""
        for consent in self.filtered(lambda consent: not consent.legal_basis_id):
            controller = self.env["kim.controller"]._of(consent.company_id)
            legal = self.env["kim.legal.basis"]._find(controller, consent.basis)
            if legal:
                consent.sudo()._door_write({"legal_basis_id": legal.id})  # just created
