"""Catalogues of KIM: words that districts choose from, with good defaults."""

from odoo import api, fields, models
from odoo.fields import Domain


class KimCatalogueMixin(models.AbstractModel):
    """A catalogue entry: shared by all districts, or a district's own."""

    _name = "kim.catalogue.mixin"
    _inherit = ["kim.bound.mixin"]
    _description = "Catalogue entry"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        help="Fixed short name used in exports and reports.", index=True, copy=False
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="Only for district",
        index=True,
        ondelete="restrict",
        help="Empty: the entry serves all districts.",
    )

    @api.model
    def _first(self, domain, district):
        """Return the entry that stands for others of its sort in a district.

        The district's own goes before a shared one; of several the first in the order
        in which the catalogue lists them. Never that of another district, which who
        works in two could read as well.

        :param domain: what is looked for
        :param district: ``kim.district`` record, empty where it is not known: then a
            shared entry alone
        :return: entry, empty where there is none
        """
        found = self.search(
            Domain(domain) & Domain("district_id", "in", [False, *district.ids])
        )
        return (found.filtered("district_id") or found)[:1]


class KimLifeDomain(models.Model):
    """Life domain (Lebensbereich) of a person: language, work, housing, … (142)."""

    _name = "kim.life.domain"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Life domain"

    icon = fields.Char(
        default="fa-circle-o", help="Font Awesome class shown on cards and lists."
    )

    _code_uniq = models.UniqueIndex(
        "(code) WHERE district_id IS NULL", "This code is already in use."
    )


class KimFieldTag(models.Model):
    """Field of action (Handlungsfeld): tags contacts, offers, themes, projects."""

    _name = "kim.field.tag"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Field of action"

    color = fields.Integer()


class KimActorKind(models.Model):
    """Kind of institution (Akteur): Jobcenter, school, counselling, volunteers, …"""

    _name = "kim.actor.kind"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Actor kind"

    service = fields.Selection(
        selection=[
            ("counselling", "Counselling service"),
            ("case_management", "Case management"),
        ],
        string="Offers",
        help="Intake proposes counselling services to refer to, and warns when one of "
        "these is already at work (106).",
    )


class KimLegalArea(models.Model):
    """Legal area (Rechtskreis): SGB II, AsylbLG, AufenthG, …"""

    _name = "kim.legal.area"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Legal area"


class KimAccessRoute(models.Model):
    """How people find their way to case management (Zugangsweg)."""

    _name = "kim.access.route"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Access route"


class KimClosureReason(models.Model):
    """Why a case is closed (Abschlussgrund)."""

    _name = "kim.closure.reason"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Closure reason"


class KimLanguage(models.Model):
    """Language of a person: wider than the languages of the web client."""

    _name = "kim.language"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Language"


class KimOriginRegion(models.Model):
    """World region that stands for a country of origin on a vignette."""

    _name = "kim.origin.region"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Region of origin"

    country_ids = fields.Many2many(comodel_name="res.country", string="Countries")
