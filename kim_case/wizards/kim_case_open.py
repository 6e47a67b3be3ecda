from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.kim_client import (
    EDUCATION_LEVELS,
    FAMILY_STATUSES,
    GENDERS,
    MAX_NAME,
)
from ..models.kim_controller import BASES


class KimCaseOpen(models.TransientModel):
    """From the inquiry to the case: first information and basis, then the person.

    Its row is emptied when the case is open (decisions, no. 17).
    """

    _name = "kim.case.open"
    _description = "Open a case"

    inquiry_id = fields.Many2one(
        comodel_name="kim.inquiry", string="Inquiry", required=True, ondelete="cascade"
    )
    information_on = fields.Date(string="Information sheet given on")
    language_id = fields.Many2one(comodel_name="kim.language", string="Language")
    interpreter = fields.Boolean(string="Interpreter needed")
    basis = fields.Selection(
        selection=BASES,
        string="Legal basis",
        default=lambda self: self._default_basis(),
    )
    consent_form = fields.Selection(
        selection=[("oral", "Oral"), ("signed", "Signed")], string="Consent is"
    )
    signature_due = fields.Date(string="Signature by")
    is_informed = fields.Boolean(compute="_compute_is_informed")
    last_name = fields.Char(size=MAX_NAME)
    first_name = fields.Char(size=MAX_NAME)
    birth_date = fields.Date(string="Date of birth")
    birth_year = fields.Integer(string="or year of birth")
    gender = fields.Selection(selection=GENDERS)
    family_status = fields.Selection(selection=FAMILY_STATUSES)
    education_level = fields.Selection(selection=EDUCATION_LEVELS)
    country_id = fields.Many2one(comodel_name="res.country", string="Country of origin")
    phone = fields.Char(size=64)
    wish = fields.Text(string="What she or he wants")

    @api.model
    def _default_basis(self):
        return self.env["kim.controller"]._of(self.env.company).documentation_basis

    @api.depends("information_on", "basis", "consent_form", "signature_due")
    def _compute_is_informed(self):
        for wizard in self:
            wizard.is_informed = bool(
                wizard.information_on
                and wizard.basis
                and (
                    wizard.basis != "consent"
                    or wizard.consent_form == "signed"
                    or (wizard.consent_form == "oral" and wizard.signature_due)
                )
            )

    def action_open(self):
        """Open client and case, and empty this form.

        :return: window action showing the new case
        :raises UserError: information, basis or name is missing
        """
        self.ensure_one()
        if not self.last_name:
            raise UserError(self.env._("Please enter the last name."))
        case = self.inquiry_id._accept(
            {
                "last_name": self.last_name,
                "first_name": self.first_name,
                "birth_date": self.birth_date,
                "birth_year": (
                    self.birth_date.year if self.birth_date else self.birth_year
                ),
                "gender": self.gender,
                "family_status": self.family_status,
                "education_level": self.education_level,
                "country_id": self.country_id.id,
                "phone": self.phone,
                "language_id": self.language_id.id,
                "interpreter_needed": self.interpreter,
            },
            {
                "basis": self.basis,
                "information_on": self.information_on,
                "language_id": self.language_id.id,
                "interpreter": self.interpreter,
                "form": self.consent_form if self.basis == "consent" else False,
                "signature_due": (
                    self.signature_due if self.consent_form == "oral" else False
                ),
                "signed_on": (
                    fields.Date.context_today(self)
                    if self.consent_form == "signed"
                    else False
                ),
            },
            {"wish": self.wish},
        )
        self.sudo().unlink()  # the form must not keep the person
        return {
            "type": "ir.actions.act_window",
            "res_model": "kim.case",
            "res_id": case.id,
            "views": [(False, "form")],
        }
