from odoo import api, fields, models

from ..district.kim_controller import BASES, LAWS


class KimPrivacyLaw(models.Model):
    """Data protection law of a controller: its articles and its authority, as data.

    Towns follow DSGVO and DSG NRW, associations DSGVO and BDSG, Catholic bodies the
    KDG, Protestant ones the DSG-EKD (each carrier falls under its own law). The
    articles are proposals, to be checked by the organisation.
    """

    _name = "kim.privacy.law"
    _inherit = ["kim.length.mixin"]
    _description = "Data protection law"
    _order = "id"

    law = fields.Selection(selection=LAWS, required=True)
    name = fields.Char(
        string="Short name", required=True, help="As it is named on the sheet."
    )
    information = fields.Char(string="Duty to inform", required=True)
    information_third = fields.Char(
        string="Duty to inform (data from others)", required=True
    )
    access = fields.Char(string="Right to information", required=True)
    rectification = fields.Char(string="Right to rectification", required=True)
    erasure = fields.Char(string="Right to erasure", required=True)
    restriction = fields.Char(string="Right to restriction", required=True)
    portability = fields.Char(string="Right to data portability", required=True)
    objection = fields.Char(string="Right to object", required=True)
    withdrawal = fields.Char(string="Withdrawal of consent", required=True)
    complaint = fields.Char(string="Right to complain", required=True)
    authority = fields.Char(
        string="Supervisory authority",
        required=True,
        help="Name and address; an organisation may name another one in its settings.",
    )
    basis_ids = fields.One2many(
        comodel_name="kim.legal.basis", inverse_name="law_id", string="Legal bases"
    )

    _law_uniq = models.Constraint("UNIQUE(law)", "This law is already set up.")

    @api.model
    def _of(self, controller):
        """Return the law of a controller, in sudo: law is no secret.

        :param controller: ``kim.controller`` record
        :return: ``kim.privacy.law`` record, empty when it was removed
        """
        laws_sudo = self.sudo()  # texts of law
        return laws_sudo.search([("law", "=", controller.law)], limit=1)


class KimLegalBasis(models.Model):
    """Legal basis on which a controller may process data of a person, by its law."""

    _name = "kim.legal.basis"
    _inherit = ["kim.length.mixin"]
    _description = "Legal basis"
    _order = "law_id, sequence, id"

    law_id = fields.Many2one(
        comodel_name="kim.privacy.law",
        string="Law",
        required=True,
        index=True,
        ondelete="restrict",
    )
    law = fields.Selection(related="law_id.law", string="Kind of law")
    kind = fields.Selection(selection=BASES, required=True)
    name = fields.Char(required=True, translate=True)
    article = fields.Char(required=True, help="Where the law says so.")
    article_special = fields.Char(
        string="For special categories", help="Health, religion, origin and the like."
    )
    sequence = fields.Integer(default=10)

    @api.depends("name", "article")
    def _compute_display_name(self):
        for basis in self:
            basis.display_name = f"{basis.name} ({basis.article})"

    @api.model
    def _find(self, controller, kind):
        """Return the basis of this kind in the controller's law, of several the first.

        :param controller: ``kim.controller`` record
        :param str kind: value of ``kim.consent.basis``
        :return: ``kim.legal.basis`` record in sudo, empty when none is set up
        """
        return self.sudo().search(  # law is no secret
            [("law_id.law", "=", controller.law), ("kind", "=", kind)],
            order="sequence, id",
            limit=1,
        )
