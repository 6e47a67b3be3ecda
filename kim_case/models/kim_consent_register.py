from odoo import fields, models
from odoo.tools import SQL

from .kim_controller import BASES


class KimConsentRegister(models.Model):
    """Register of consents: that one exists and whether it is valid, no more.

    For the team lead and the data protection officer (matrix, row 7).
    """

    _name = "kim.consent.register"
    _inherit = ["kim.register.mixin"]
    _description = "Register of consents"
    _auto = False
    _order = "number desc, id desc"
    _depends = {
        "kim.case": ["number", "responsible_id"],
        "kim.consent": [
            "basis",
            "case_id",
            "company_id",
            "form",
            "purpose",
            "signature_due",
            "signed_on",
            "state",
        ],
    }

    responsible_id = fields.Many2one(
        comodel_name="res.users", string="Responsible", readonly=True
    )
    purpose = fields.Selection(
        selection=lambda self: self._selection_of("kim.consent", "purpose"),
        readonly=True,
    )
    basis = fields.Selection(selection=BASES, readonly=True)
    validity = fields.Selection(
        selection=[
            ("valid", "Valid"),
            ("signature_missing", "Signature missing"),
            ("signature_overdue", "Signature overdue"),
            ("withdrawn", "Withdrawn"),
        ],
        readonly=True,
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT consent.id, consent.case_id, file.number, consent.company_id,
                   file.responsible_id, consent.purpose, consent.basis,
                   CASE WHEN consent.state = 'withdrawn' THEN 'withdrawn'
                        WHEN consent.form IS DISTINCT FROM 'oral'
                          OR consent.signed_on IS NOT NULL THEN 'valid'
                        WHEN consent.signature_due < %s THEN 'signature_overdue'
                        ELSE 'signature_missing'
                    END AS validity
              FROM kim_consent AS consent
              JOIN kim_case AS file ON file.id = consent.case_id
            """,
            fields.Date.context_today(self),
        )
