from odoo import fields, models
from odoo.tools import SQL

from ...tools.dates import berlin_today
from ..district.kim_controller import BASES
from .kim_consent_mixin import VALIDITIES

# What was never given is no consent: drafts stay in the file.
RECORDED = [choice for choice in VALIDITIES if choice[0] not in ("draft", "explained")]


def validity_sql(alias):
    """Return the validity of a consent or release as of today, as the mixin says it.

    :param str alias: alias of its table
    :return: ``SQL``
    """
    today, row = berlin_today(), SQL.identifier(alias)
    return SQL(
        """
        CASE WHEN %(row)s.state = 'withdrawn' THEN 'withdrawn'
             WHEN %(row)s.valid_until < %(today)s THEN 'expired'
             WHEN %(row)s.form IS DISTINCT FROM 'oral'
               OR %(row)s.signed_on IS NOT NULL THEN 'valid'
             WHEN %(row)s.signature_due < %(today)s THEN 'signature_overdue'
             ELSE 'signature_missing'
         END
        """,
        row=row,
        today=today,
    )


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
            "valid_until",
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
    validity = fields.Selection(selection=RECORDED, readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT consent.id, consent.case_id, file.number, consent.company_id,
                   file.responsible_id, consent.purpose, consent.basis,
                   %s AS validity
              FROM kim_consent AS consent
              JOIN kim_case AS file ON file.id = consent.case_id
             WHERE consent.state IN ('given', 'withdrawn')
            """,
            validity_sql("consent"),
        )


class KimReleaseRegister(models.Model):
    """Register of releases: that one exists and until when, not for whom or what.

    For the team lead and the data protection officer (matrix, row 7).
    """

    _name = "kim.release.register"
    _inherit = ["kim.register.mixin"]
    _description = "Register of releases"
    _auto = False
    _order = "valid_until, id"
    _depends = {
        "kim.case": ["number", "responsible_id"],
        "kim.release": [
            "case_id",
            "company_id",
            "form",
            "signature_due",
            "signed_on",
            "state",
            "valid_until",
        ],
    }

    responsible_id = fields.Many2one(
        comodel_name="res.users", string="Responsible", readonly=True
    )
    valid_until = fields.Date(readonly=True)
    validity = fields.Selection(selection=RECORDED, readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT release.id, release.case_id, file.number, release.company_id,
                   file.responsible_id, release.valid_until, %s AS validity
              FROM kim_release AS release
              JOIN kim_case AS file ON file.id = release.case_id
             WHERE release.state IN ('given', 'withdrawn')
            """,
            validity_sql("release"),
        )


class KimDisclosureRegister(models.Model):
    """Register of what was passed on: when, on which basis, to which kind of institution.

    For the data protection officer (matrix, rows 7 and 8); neither the institution's
    name nor the data stand in it.
    """

    _name = "kim.disclosure.register"
    _inherit = ["kim.register.mixin"]
    _description = "Register of disclosures"
    _auto = False
    _order = "sent_on desc, id desc"
    _depends = {
        "kim.case": ["number", "responsible_id"],
        "kim.disclosure": [
            "basis",
            "case_id",
            "company_id",
            "has_special",
            "notice",
            "notified_on",
            "partner_id",
            "sent_on",
            "specialist_on",
            "state",
        ],
        "res.partner": ["kim_actor_kind_id"],
    }

    responsible_id = fields.Many2one(
        comodel_name="res.users", string="Responsible", readonly=True
    )
    basis = fields.Selection(
        selection=lambda self: self._selection_of("kim.disclosure", "basis"),
        readonly=True,
    )
    actor_kind_id = fields.Many2one(
        comodel_name="kim.actor.kind", string="Kind of institution", readonly=True
    )
    sent_on = fields.Date(string="Passed on", readonly=True)
    has_special = fields.Boolean(string="With special categories", readonly=True)
    second_look = fields.Boolean(
        string="Specialist asked",
        readonly=True,
        help="Protection of a child: an experienced specialist was asked before.",
    )
    to_be_told = fields.Boolean(string="Recipient still to be told", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT made.id, made.case_id, file.number, made.company_id,
                   file.responsible_id, made.basis, made.has_special,
                   partner.kim_actor_kind_id AS actor_kind_id,
                   made.specialist_on IS NOT NULL AS second_look,
                   (made.sent_on AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin')::date
                       AS sent_on,
                   made.notice IS NOT NULL AND made.notified_on IS NULL AS to_be_told
              FROM kim_disclosure AS made
              JOIN kim_case AS file ON file.id = made.case_id
              JOIN res_partner AS partner ON partner.id = made.partner_id
             WHERE made.state = 'sent'
            """
        )
