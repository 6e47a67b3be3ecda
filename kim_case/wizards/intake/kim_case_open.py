from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.consent.kim_case_information import INFORMATION_FORMS
from ...models.consent.kim_consent_minor import (
    ASSENTS,
    GIVEN_BY,
    GUARDIAN_ROLES,
    is_minor,
)
from ...models.district.kim_controller import BASES, LAWS
from ...models.intake.kim_client import (
    EDUCATION_LEVELS,
    FAMILY_STATUSES,
    GENDERS,
    MAX_NAME,
)
from ...models.intake.kim_inquiry import ACCEPT_REASONS
from ...tools.dates import berlin_today


class KimCaseOpen(models.TransientModel):
    """From the inquiry to the case: first information and basis, then the person.

    Its row is emptied when the case is open.
    """

    _name = "kim.case.open"
    _inherit = ["kim.dialog.mixin"]
    _description = "Open a case"

    inquiry_id = fields.Many2one(
        comodel_name="kim.inquiry", string="Inquiry", required=True, ondelete="cascade"
    )
    advice = fields.Selection(related="inquiry_id.advice", related_sudo=False)
    accept_reason = fields.Selection(
        selection=ACCEPT_REASONS, string="Case nevertheless, because"
    )
    information_on = fields.Date(string="Information sheet given on")
    information_form = fields.Selection(
        selection=INFORMATION_FORMS, string="How", default="paper"
    )
    language_id = fields.Many2one(
        comodel_name="kim.language",
        string="Language",
        compute="_compute_language",
        store=True,
        readonly=False,
    )
    interpreter = fields.Boolean(
        string="Interpreter needed",
        compute="_compute_language",
        store=True,
        readonly=False,
    )
    sheet_id = fields.Many2one(
        comodel_name="kim.information.sheet",
        string="Information sheet",
        compute="_compute_sheet",
    )
    sheet_is_draft = fields.Boolean(compute="_compute_sheet")
    sheet_is_other_language = fields.Boolean(compute="_compute_sheet")
    sheet_html = fields.Html(compute="_compute_sheet", sanitize=False)
    law = fields.Selection(selection=LAWS, compute="_compute_law")
    legal_basis_id = fields.Many2one(
        comodel_name="kim.legal.basis",
        string="Legal basis",
        default=lambda self: self._default_legal_basis(),
    )
    basis = fields.Selection(selection=BASES, compute="_compute_basis")
    consent_form = fields.Selection(
        selection=[("oral", "Oral"), ("signed", "Signed")], string="Consent is"
    )
    signature_due = fields.Date(string="Signature by")
    given_by = fields.Selection(
        selection=GIVEN_BY, string="Given by", required=True, default="person"
    )
    guardian_name = fields.Char(string="Name of the guardian", size=MAX_NAME)
    guardian_role = fields.Selection(selection=GUARDIAN_ROLES, string="Is")
    assent = fields.Selection(selection=ASSENTS, string="Own assent")
    assent_reason = fields.Char(string="Why", size=300)
    is_minor = fields.Boolean(compute="_compute_is_minor")
    is_informed = fields.Boolean(compute="_compute_is_informed")
    last_name = fields.Char(size=MAX_NAME)
    first_name = fields.Char(size=MAX_NAME)
    birth_date = fields.Date(string="Date of birth")
    birth_year = fields.Integer(string="or year of birth")
    birth_day_unknown = fields.Boolean(
        string="Day not known",
        help="Only the year is known. A date such as 1 January is what stands in the "
        "papers.",
    )
    gender = fields.Selection(selection=GENDERS)
    family_status = fields.Selection(selection=FAMILY_STATUSES)
    education_level = fields.Selection(selection=EDUCATION_LEVELS)
    country_id = fields.Many2one(comodel_name="res.country", string="Country of origin")
    phone = fields.Char(size=64)
    callback_phone = fields.Char(
        related="inquiry_id.callback_phone", related_sudo=False, readonly=True
    )
    keep_callback_phone = fields.Boolean(
        string="Call-back number becomes the phone number",
        default=True,
        help="Else it is deleted with the inquiry.",
    )
    wish = fields.Text(string="What she or he wants")
    going_well = fields.Text(string="What goes well")

    @api.model
    def _default_legal_basis(self):
        controller = self.env["kim.controller"]._of(self._company())
        return self.env["kim.legal.basis"]._find(
            controller, controller.documentation_basis
        )

    def _company(self):
        """Return the controller's company: that of the inquiry."""
        inquiry_id = self.inquiry_id.id or self.env.context.get("default_inquiry_id")
        inquiry = self.env["kim.inquiry"].browse(inquiry_id)
        return inquiry.company_id or self.env.company

    @api.depends("inquiry_id")
    def _compute_language(self):
        # Kept fields are computed in sudo: whose form it is still counts.
        self.inquiry_id._origin.sudo(False).check_access("read")
        for wizard in self:
            wizard.language_id = wizard.inquiry_id.language_id
            wizard.interpreter = wizard.inquiry_id.interpreter_needed

    @api.depends("inquiry_id")
    def _compute_law(self):
        for wizard in self:
            wizard.law = self.env["kim.controller"]._of(wizard._company()).law

    @api.depends("legal_basis_id")
    def _compute_basis(self):
        for wizard in self:
            wizard.basis = wizard.legal_basis_id.kind

    @api.depends("inquiry_id", "language_id", "legal_basis_id")
    def _compute_sheet(self):
        for wizard in self:
            controller = self.env["kim.controller"]._of(wizard._company())
            sheet = self.env["kim.information.sheet"]._for(
                controller, wizard.language_id
            )
            wizard.sheet_id = sheet
            wizard.sheet_is_draft = sheet.state == "draft"
            wizard.sheet_is_other_language = bool(
                sheet and wizard.language_id and sheet.language_id != wizard.language_id
            )
            wizard.sheet_html = (
                sheet._html(controller, wizard.legal_basis_id) if sheet else False
            )

    @api.depends("information_on", "legal_basis_id", "consent_form", "signature_due")
    def _compute_is_informed(self):
        for wizard in self:
            wizard.is_informed = bool(
                wizard.information_on
                and wizard.legal_basis_id
                and (
                    wizard.legal_basis_id.kind != "consent"
                    or wizard.consent_form == "signed"
                    or (wizard.consent_form == "oral" and wizard.signature_due)
                )
            )

    @api.depends("birth_date", "birth_year")
    def _compute_is_minor(self):
        today = berlin_today()
        for wizard in self:
            wizard.is_minor = is_minor(wizard.birth_date, wizard.birth_year, today)

    def _open_case(self):
        """Open client and case from the inquiry of this form.

        :return: ``kim.case`` record
        """
        return self.inquiry_id._accept(
            self._client_vals(),
            self._consent_vals(),
            {"wish": self.wish, "going_well": self.going_well},
            self.accept_reason,
        )

    def _client_vals(self):
        """Return the fields of ``kim.client`` as they stand in this form."""
        return {
            "last_name": self.last_name,
            "first_name": self.first_name,
            "birth_date": self.birth_date,
            "birth_year": self.birth_date.year if self.birth_date else self.birth_year,
            "birth_day_unknown": self.birth_day_unknown,
            "gender": self.gender,
            "family_status": self.family_status,
            "education_level": self.education_level,
            "country_id": self.country_id.id,
            "phone": self.phone
            or (self.keep_callback_phone and self.inquiry_id.callback_phone),
            "language_id": self.language_id.id,
            "interpreter_needed": self.interpreter,
        }

    def _consent_vals(self):
        """Return basis and information as the birth door takes them."""
        oral = self.consent_form == "oral"
        signed = self.consent_form == "signed"
        return {
            "basis": self.basis,
            "legal_basis_id": self.legal_basis_id.id,
            "information_on": self.information_on,
            "information_form": self.information_form,
            "sheet_id": self.sheet_id.id,
            "language_id": self.language_id.id,
            "interpreter": self.interpreter,
            "form": self.consent_form if self.basis == "consent" else False,
            "given_by": self.given_by,
            "guardian_name": self.guardian_name,
            "guardian_role": self.guardian_role,
            "assent": self.assent,
            "assent_reason": self.assent_reason,
            "signature_due": self.signature_due if oral else False,
            "signed_on": berlin_today() if signed else False,
        }

    def action_open(self):
        """Open client and case, and empty this form.

        :return: window action showing the new case
        :raises UserError: information, basis or name is missing
        """
        self.ensure_one()
        if not self.last_name:
            raise UserError(self.env._("Please enter the last name."))
        case = self._open_case()
        return self._done(
            {
                "type": "ir.actions.act_window",
                "res_model": "kim.case",
                "res_id": case.id,
                "views": [(False, "form")],
            }
        )
