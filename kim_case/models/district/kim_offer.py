from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.dates import berlin_today


class KimTargetGroup(models.Model):
    """For whom an offer is: families, young people, women, refugees, …"""

    _name = "kim.target.group"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Target group"


class KimOffer(models.Model):
    """Offer or competence of an institution of the network (Angebot, 87, 90, 109).

    What there is for whom, where, in which languages and how to get there; nothing
    about cases. Who takes part in KIM keeps it, without rights on all contacts.
    """

    _name = "kim.offer"
    _inherit = ["kim.length.mixin", "kim.name.mixin"]
    _description = "Offer of an institution"
    _order = "name_key, id"

    name = fields.Char(required=True, size=200)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Institution",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
    )
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["kim.district"]._default(),
    )
    kind = fields.Selection(
        selection=[("offer", "Offer"), ("competence", "Competence")],
        required=True,
        default="offer",
        help="A competence is what the institution is responsible for by law or "
        "agreement.",
    )
    description = fields.Text()
    life_domain_ids = fields.Many2many(
        comodel_name="kim.life.domain",
        relation="kim_offer_life_domain_rel",
        column1="offer_id",
        column2="life_domain_id",
        string="Life domains",
    )
    field_tag_ids = fields.Many2many(
        comodel_name="kim.field.tag",
        relation="kim_offer_field_tag_rel",
        column1="offer_id",
        column2="tag_id",
        string="Fields of action",
    )
    target_group_ids = fields.Many2many(
        comodel_name="kim.target.group",
        relation="kim_offer_target_group_rel",
        column1="offer_id",
        column2="target_group_id",
        string="For whom",
        help="Empty: for everyone.",
    )
    municipality_ids = fields.Many2many(
        comodel_name="kim.municipality",
        relation="kim_offer_municipality_rel",
        column1="offer_id",
        column2="municipality_id",
        string="Towns",
        domain="[('district_id', '=', district_id)]",
        help="Empty: in the whole district.",
    )
    language_ids = fields.Many2many(
        comodel_name="kim.language",
        relation="kim_offer_language_rel",
        column1="offer_id",
        column2="language_id",
        string="Languages",
    )
    date_from = fields.Date(string="From")
    date_until = fields.Date(string="Until", help="Empty: until further notice.")
    contact = fields.Char(
        string="Way there", size=500, help="Phone, mail, opening hours, registration."
    )
    cost = fields.Char(string="Costs", size=200, help="Empty: free of charge.")
    city = fields.Char(related="partner_id.city", string="Place")
    is_current = fields.Boolean(
        string="Current", compute="_compute_is_current", search="_search_is_current"
    )
    fits_case = fields.Boolean(
        compute="_compute_fits_case",
        search="_search_fits_case",
        help="Serves the life domains and the town of the case one comes from.",
    )
    speaks = fields.Boolean(
        compute="_compute_fits_case",
        search="_search_speaks",
        help="Speaks the language of the person one comes from.",
    )

    _check_dates = models.Constraint(
        "CHECK(date_until >= date_from)", "An offer cannot end before it begins."
    )

    @api.depends("date_from", "date_until")
    def _compute_is_current(self):
        today = berlin_today()
        for offer in self:
            offer.is_current = not (
                (offer.date_from and offer.date_from > today)
                or (offer.date_until and offer.date_until < today)
            )

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = berlin_today()
        return (Domain("date_from", "=", False) | Domain("date_from", "<=", today)) & (
            Domain("date_until", "=", False) | Domain("date_until", ">=", today)
        )

    @api.depends_context("kim_offer_domains", "kim_offer_town", "kim_offer_language")
    def _compute_fits_case(self):
        """A filter only: what fits is told by the search."""
        self.update({"fits_case": False, "speaks": False})

    def _search_fits_case(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = self.env.context.get("kim_offer_domains")
        town = self.env.context.get("kim_offer_town")
        wanted = Domain.TRUE
        if domains:
            wanted &= Domain("life_domain_ids", "in", domains)
        if town:
            wanted &= Domain("municipality_ids", "in", [town]) | (
                Domain("municipality_ids", "=", False)
                & Domain("district_id.municipality_ids", "in", [town])
            )
        return wanted

    def _search_speaks(self, operator, value):
        if operator != "in":
            return NotImplemented
        language = self.env.context.get("kim_offer_language")
        return Domain("language_ids", "in", [language]) if language else Domain.TRUE

    @api.constrains("partner_id")
    def _check_partner(self):
        for offer in self:
            if not offer.partner_id.is_company:
                raise ValidationError(
                    self.env._("An offer belongs to an institution, not to a person.")
                )

    @api.constrains("municipality_ids", "district_id")
    def _check_towns(self):
        for offer in self:
            if offer.municipality_ids.district_id - offer.district_id:
                raise ValidationError(
                    self.env._("Please choose towns of the district of the offer.")
                )


class KimOfferReport(models.Model):
    """Who offers what for whom and where: life domain × target group × town (106).

    An offer for the whole district counts in each town that takes part. Two
    institutions in one cell are no mistake, but they should know of each other.
    """

    _name = "kim.offer.report"
    _description = "Overlap of offers"
    _auto = False
    _rec_name = "offer_id"
    _order = "institutions desc, life_domain_id, municipality_id, offer_id"
    _depends = {
        "kim.offer": [
            "date_from",
            "date_until",
            "district_id",
            "life_domain_ids",
            "municipality_ids",
            "partner_id",
            "target_group_ids",
        ],
        "kim.municipality": ["district_id", "participating"],
    }

    offer_id = fields.Many2one(comodel_name="kim.offer", string="Offer", readonly=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Institution", readonly=True
    )
    district_id = fields.Many2one(
        comodel_name="kim.district", string="District", readonly=True
    )
    life_domain_id = fields.Many2one(
        comodel_name="kim.life.domain", string="Life domain", readonly=True
    )
    target_group_id = fields.Many2one(
        comodel_name="kim.target.group",
        string="For whom",
        readonly=True,
        falsy_value_label="Everyone",
    )
    municipality_id = fields.Many2one(
        comodel_name="kim.municipality", string="Town", readonly=True
    )
    institutions = fields.Integer(
        readonly=True,
        aggregator="max",
        help="How many institutions offer the same for the same people there.",
    )
    offers = fields.Integer(
        readonly=True, string="Number of offers", aggregator="sum", default=1
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH cell AS (
                SELECT offer.id AS offer_id, offer.partner_id, offer.district_id,
                       domain.life_domain_id, target.target_group_id,
                       town.id AS municipality_id
                  FROM kim_offer AS offer
                  JOIN kim_offer_life_domain_rel AS domain ON domain.offer_id = offer.id
             LEFT JOIN kim_offer_target_group_rel AS target ON target.offer_id = offer.id
                  JOIN kim_municipality AS town
                    ON town.district_id = offer.district_id
                   AND (EXISTS (SELECT 1
                                  FROM kim_offer_municipality_rel AS place
                                 WHERE place.offer_id = offer.id
                                   AND place.municipality_id = town.id)
                        OR (town.participating
                            AND NOT EXISTS (SELECT 1
                                              FROM kim_offer_municipality_rel AS place
                                             WHERE place.offer_id = offer.id)))
                 WHERE (offer.date_from IS NULL OR offer.date_from <= %(today)s)
                   AND (offer.date_until IS NULL OR offer.date_until >= %(today)s)
            )
            SELECT row_number() OVER (
                       ORDER BY offer_id, life_domain_id, target_group_id,
                                municipality_id
                   ) AS id,
                   cell.*, 1 AS offers,
                   -- distinct institutions of the cell: rank from both ends
                   dense_rank() OVER (
                       PARTITION BY life_domain_id, municipality_id, target_group_id
                       ORDER BY partner_id
                   ) + dense_rank() OVER (
                       PARTITION BY life_domain_id, municipality_id, target_group_id
                       ORDER BY partner_id DESC
                   ) - 1 AS institutions
              FROM cell
            """,
            today=berlin_today(),
        )


class ResPartner(models.Model):
    """What an institution offers, on its tab KIM."""

    _inherit = "res.partner"

    kim_offer_ids = fields.One2many(
        comodel_name="kim.offer",
        inverse_name="partner_id",
        string="Offers",
        groups="base.group_user",
    )

    def action_kim_new_offer(self):
        """Open a new offer of this institution.

        :return: window action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add offer"),
            "res_model": "kim.offer",
            "views": [(False, "form")],
            "context": {"default_partner_id": self.id},
        }
