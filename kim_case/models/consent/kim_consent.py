from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..district.kim_controller import BASES


class KimConsent(models.Model):
    """Legal basis or consent of the person for one purpose.

    One record per purpose. Recorded once, immutable; an oral consent is completed by
    its signature, any consent can be withdrawn, with effect at once.
    """

    _name = "kim.consent"
    _inherit = ["kim.consent.mixin"]
    _description = "Consent"
    _order = "given_on desc, id desc"
    _kim_when_restricted = True

    # Mostly recorded as it is given; a draft is prepared for the next talk.
    _first_states = ("given", "draft")

    purpose = fields.Selection(
        selection=[
            ("documentation", "Documentation of the case"),
            ("special", "Special categories"),
            ("vignette", "Vignette"),
            ("interpreter", "Interpreter or volunteer is present"),
            ("messenger", "Contact by messenger"),
            ("photo", "Photo or event"),
            ("state_database", "Transfer to the state's KIM database"),
            ("survey", "Survey for the evaluation"),
        ],
        required=True,
    )
    state = fields.Selection(default="given")
    basis = fields.Selection(selection=BASES, required=True, default="consent")
    legal_basis_id = fields.Many2one(
        comodel_name="kim.legal.basis",
        string="According to",
        ondelete="restrict",
        help="The article of the law that the organisation follows.",
    )

    @api.model
    def default_get(self, fields):
        """Fill in the language of the person, as it stands on the case."""
        values = super().default_get(fields)
        case = self.env["kim.case"].browse(values.get("case_id"))
        if case and case.has_access("read"):
            values.update(
                language_id=case.language_id.id, interpreter=case.interpreter_needed
            )
        return values

    @api.constrains("basis", "legal_basis_id")
    def _check_legal_basis(self):
        for company, consents in self.grouped("company_id").items():
            law = self.env["kim.controller"]._of(company).law
            for consent in consents:
                legal = consent.legal_basis_id
                if legal and (legal.kind != consent.basis or legal.law != law):
                    raise ValidationError(
                        self.env._(
                            "This legal basis does not belong to the law of the "
                            "organisation."
                        )
                    )

    @api.constrains("basis", "form", "state")
    def _check_form(self):
        for consent in self:
            if (
                consent.state == "given"
                and consent.basis == "consent"
                and not consent.form
            ):
                raise ValidationError(
                    self.env._("Please say whether the consent is oral or signed.")
                )

    def _check_complete(self):
        by_consent = self.filtered(lambda consent: consent.basis == "consent")
        return super(KimConsent, by_consent)._check_complete()

    @api.model
    def _check_allowed(self, controller, basis):
        """Refuse a basis of documentation that is not for this controller.

        :param controller: ``kim.controller`` record
        :param str basis: see ``BASES``
        :raises UserError: the data protection officer has not allowed it
        """
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

    @api.constrains("basis", "purpose", "state")
    def _check_documentation(self):
        """Hold a later basis to the same rule as that of the birth of a case."""
        given = self.filtered(
            lambda each: each.purpose == "documentation" and each.state == "given"
        )
        for company, consents in given.grouped("company_id").items():
            controller = self.env["kim.controller"]._of(company)
            for basis in set(consents.mapped("basis")):
                self._check_allowed(controller, basis)

    @api.model
    def _check_basis(self, controller, vals):
        """Refuse a case without information and a basis that fits its controller.

        :param controller: ``kim.controller`` record, in sudo
        :param dict vals: fields of a consent to be recorded, and ``information_on``:
            day on which the person was informed
        :raises UserError: something is missing, or the controller does not allow it
        """
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
        self._check_allowed(controller, basis)
        if basis != "legacy" and not vals.get("information_on"):
            raise UserError(
                self.env._(
                    "Please hand over the information sheet first and record the day, "
                    "before you enter anything about the person."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Name the article of law where the person who recorded it did not."""
        consents = super().create(vals_list)
        consents._fill_legal_basis()
        return consents

    def _fill_legal_basis(self):
        """Name the article where the person who recorded it did not."""
        nameless = self.filtered(lambda consent: not consent.legal_basis_id)
        for (company, basis), consents in nameless.grouped(
            lambda consent: (consent.company_id, consent.basis)
        ).items():
            controller = self.env["kim.controller"]._of(company)
            legal = self.env["kim.legal.basis"]._find(controller, basis)
            if legal:
                consents.sudo()._door_write(  # just created
                    {"legal_basis_id": legal.id}
                )
