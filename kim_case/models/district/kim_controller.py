from odoo import api, fields, models

LAWS = [
    ("gdpr_dsg_nrw", "GDPR and DSG NRW (public bodies)"),
    ("gdpr_bdsg", "GDPR and BDSG (associations and companies)"),
    ("kdg", "KDG (Catholic bodies)"),
    ("dsg_ekd", "DSG-EKD (Protestant bodies)"),
]
BASES = [
    ("consent", "Consent"),
    ("public_task", "Public task"),
    ("legacy", "Existing file, information follows"),
]


class KimController(models.Model):
    """Controller under data protection law: a town or welfare carrier (one a company).

    Holds what the controller decides about its case work: law, legal basis, second
    persons, retention. Written by KIM administration and DPO.
    """

    _name = "kim.controller"
    _inherit = ["kim.bound.mixin"]
    _description = "Controller"
    _order = "name, id"

    # Second persons, retention and posts of one organisation never become another's.
    _bound_for_good = frozenset({"company_id"})

    name = fields.Char(related="company_id.name", store=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Company",
        required=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        selection=[
            ("district", "District administration"),
            ("municipality", "Town administration"),
            ("carrier", "Welfare carrier"),
        ],
        required=True,
        default="municipality",
    )
    law = fields.Selection(selection=LAWS, required=True, default="gdpr_dsg_nrw")
    documentation_basis = fields.Selection(
        selection=BASES[:2],
        string="Basis of documentation",
        required=True,
        default="consent",
        help="What documentation of a case rests on; decided by the DPO.",
    )
    legacy_allowed = fields.Boolean(
        string="Import of existing files",
        help="The DPO allows cases on the basis 'existing file, information follows'.",
    )
    supervisory_authority = fields.Char(
        help="Named on the information sheet as the place to complain to."
    )
    complaint_contact = fields.Char(
        string="Where to complain",
        size=300,
        help="Printed on every plan: whom a person may turn to who does not agree with "
        "the case management. Name or office, telephone, address.",
    )
    dpo_contact = fields.Char(
        string="Contact of the data protection officer",
        help="Named on the information sheet: telephone, mail or address.",
    )
    inquiry_months = fields.Integer(
        string="Inquiries without case (months)", default=6, required=True
    )
    closed_years = fields.Integer(
        string="Closed cases (years)",
        default=3,
        required=True,
        help="Counted from the end of the year in which the case was closed.",
    )
    release_months = fields.Integer(
        string="Releases valid for (months)",
        default=6,
        required=True,
        help="Proposed when a release is taken up; each can end earlier or later.",
    )
    release_notice_days = fields.Integer(
        string="Warn before a release ends (days)", default=21, required=True
    )
    log_months = fields.Integer(string="Access log (months)", default=12, required=True)

    _company_uniq = models.Constraint(
        "UNIQUE(company_id)", "This company is already set up as a controller."
    )
    _check_retention = models.Constraint(
        "CHECK(inquiry_months > 0 AND closed_years > 0 AND log_months > 0)",
        "Retention periods must be longer than zero.",
    )
    _check_release = models.Constraint(
        "CHECK(release_months > 0 AND release_notice_days >= 0)",
        "Releases are valid for a month at least, and no one warns before their start.",
    )

    @api.model
    def _of(self, company):
        """Return the controller of a company, in sudo: settings are no secret.

        :param company: ``res.company`` record
        :return: ``kim.controller`` record, empty when the company takes no part
        """
        controllers_sudo = self.sudo()  # settings are no secret
        return controllers_sudo.search([("company_id", "=", company.id)], limit=1)

    def _lead_users(self):
        """Return the team leads of these controllers' companies.

        :return: ``res.users`` records, in sudo
        """
        group = self.env.ref("kim_case.group_kim_team_lead")
        users_sudo = group.sudo().all_user_ids  # members are needed to notify them
        return users_sudo.filtered(lambda u: u.company_ids & self.sudo().company_id)

    def _dpo_users(self):
        """Return the data protection officers of these controllers' companies.

        :return: ``res.users`` records, in sudo
        """
        group = self.env.ref("kim_case.group_kim_dpo")
        users_sudo = group.sudo().all_user_ids  # members are needed to notify them
        return users_sudo.filtered(lambda u: u.company_ids & self.sudo().company_id)
