from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command

MIN_K = 3


class KimDistrict(models.Model):
    """One KIM process: a Kreis or kreisfreie Stadt in North Rhine-Westphalia.

    The district is the boundary of everything right of the red line. Its companies
    are all controllers taking part; a carrier may take part in several districts.
    """

    _name = "kim.district"
    _inherit = ["kim.length.mixin"]
    _description = "District"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    is_city = fields.Boolean(
        string="Independent city",
        help="A kreisfreie Stadt is district, town and often controller in one.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Coordination",
        required=True,
        index=True,
        ondelete="restrict",
        help="Company of the coordinating office (Baustein 1).",
    )
    company_ids = fields.Many2many(
        comodel_name="res.company",
        relation="kim_district_company_rel",
        column1="district_id",
        column2="company_id",
        string="Controllers taking part",
    )
    own_company_ids = fields.Many2many(
        comodel_name="res.company",
        compute="_compute_own_company_ids",
        inverse="_inverse_own_company_ids",
        string="Own companies taking part",
        help="Those of the organisations taking part that the reader works for.",
    )
    controller_ids = fields.Many2many(
        comodel_name="kim.controller",
        compute="_compute_controller_ids",
        string="Organisations taking part",
        help="Readable for the whole district; companies only for who works there.",
    )
    municipality_ids = fields.One2many(
        comodel_name="kim.municipality", inverse_name="district_id", string="Towns"
    )
    stage_ids = fields.One2many(
        comodel_name="kim.case.stage", inverse_name="district_id", string="Phases"
    )
    unit_ids = fields.One2many(
        comodel_name="kim.unit", inverse_name="district_id", string="Units"
    )
    date_start = fields.Date(string="KIM since")
    k_threshold = fields.Integer(
        string="k for vignettes",
        default=5,
        required=True,
        help="A vignette is anonymous when at least k cases share its attributes.",
    )
    indication_min_domains = fields.Integer(
        string="Problem areas for a case",
        default=2,
        required=True,
        help="Advice at intake: from how many problem areas on case management fits.",
    )
    indication_min_actors = fields.Integer(
        string="Institutions for a case",
        default=2,
        required=True,
        help="Advice at intake: from how many institutions on case management fits.",
    )
    reopen_months = fields.Integer(
        string="Reopen within (months)",
        default=6,
        required=True,
        help="Later than this a new case is opened instead.",
    )
    load_limit = fields.Integer(
        string="Cases per full post",
        default=16,
        required=True,
        help="Up to so many open cases one full post carries. Who gives more to somebody "
        "is asked first. 0: nobody is asked.",
    )
    note_minutes = fields.Boolean(
        string="Record minutes of contacts",
        help="Off by default: who counts minutes counts people.",
    )
    case_properties_definition = fields.PropertiesDefinition(
        string="Additional case fields"
    )

    _name_uniq = models.Constraint("UNIQUE(name)", "A district of this name exists.")
    _check_k = models.Constraint(
        f"CHECK(k_threshold >= {MIN_K})", "k must not be smaller than 3."
    )
    _check_numbers = models.Constraint(
        "CHECK(indication_min_domains >= 0 AND indication_min_actors >= 0"
        " AND reopen_months >= 0 AND load_limit >= 0)",
        "Numbers of a district must not be negative.",
    )

    def _companies_sudo(self):
        """Return all companies taking part.

        Asked by a search: the field itself holds, for whoever read it first, either
        everything or what this user may read.
        """
        # who takes part is no secret
        companies_sudo = self.env["res.company"].sudo()
        return companies_sudo.search([("kim_district_ids", "in", self._origin.ids)])

    @api.depends("company_ids")
    @api.depends_context("uid")
    def _compute_own_company_ids(self):
        own = self.env.user.company_ids
        for district in self:
            district.own_company_ids = district._companies_sudo() & own

    def _inverse_own_company_ids(self):
        own = self.env.user.company_ids
        for district in self:
            before, after = district._companies_sudo() & own, district.own_company_ids
            if before == after:
                continue
            self._check_may_join((after - before) | (before - after))
            district_sudo = district.sudo()  # the field also holds those of others
            district_sudo.company_ids = [
                *(Command.link(company.id) for company in after - before),
                *(Command.unlink(company.id) for company in before - after),
            ]

    @api.depends("company_ids")
    def _compute_controller_ids(self):
        for district in self:
            companies_sudo = district._companies_sudo()
            district.controller_ids = self.env["kim.controller"].search(
                [("company_id", "in", companies_sudo.ids)]
            )

    @api.constrains("company_id", "company_ids")
    def _check_coordination_takes_part(self):
        for district in self:
            if district.company_id not in district._companies_sudo():
                raise ValidationError(
                    self.env._(
                        "The coordination of %(district)s must be one of the "
                        "controllers taking part.",
                        district=district.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Set up a district with its phases.

        :raises AccessError: it takes in an organisation that is not the user's
        """
        districts = super().create(vals_list)
        for district in districts:
            self._check_may_join(district._companies_sudo())
            if not district.stage_ids:
                self.env["kim.case.stage"]._create_defaults(district)
        return districts

    def write(self, vals):
        """Let organisations join and leave through those who speak for them.

        :raises AccessError: an organisation that is not the user's joins or leaves
        """
        if self.env.su or {"company_id", "company_ids"}.isdisjoint(vals):
            return super().write(vals)
        self.check_access("write")
        membership = {
            name: vals[name] for name in ("company_id", "company_ids") if name in vals
        }
        for district in self:
            district._check_membership(membership)
        rest = {name: value for name, value in vals.items() if name not in membership}
        # Odoo would read companies that the user may not; who takes part was checked.
        super(KimDistrict, self.sudo()).write(membership)
        return super().write(rest) if rest else True

    def _check_membership(self, vals):
        """Refuse that organisations join or leave without those who speak for them.

        :param dict vals: ``company_id`` and ``company_ids``, as for ``write``
        :raises AccessError: see ``_check_may_join``
        """
        self.ensure_one()
        before, coordination = self._companies_sudo(), self.sudo().company_id
        draft_sudo = self.sudo().new(vals, origin=self.sudo())  # compared only
        after = draft_sudo.company_ids._origin if "company_ids" in vals else before
        new_coordination = draft_sudo.company_id._origin
        joining, leaving = after - before, before - after
        if coordination != new_coordination:
            joining |= new_coordination
        if coordination in self.env.user.company_ids:
            leaving = leaving.browse()  # the coordinating organisation may part
        self._check_may_join(joining | leaving)

    @api.model
    def _check_may_join(self, companies):
        """Refuse that anyone but its own KIM administration lets a company take part.

        Whoever takes part reads what lies right of the red line in this district, and
        is read by it.

        :param companies: ``res.company`` that join, leave or become the coordination;
            empty where the coordinating organisation parts from another
        :raises AccessError: not KIM administration, or not of these companies
        """
        if self.env.su:
            return
        user = self.env.user
        if not user.has_group("kim_case.group_kim_admin") or (
            companies - user.company_ids
        ):
            raise AccessError(
                self.env._(
                    "An organisation takes part in a district, or no longer does, by "
                    "decision of its own KIM administration: somebody who works for "
                    "it and has that role sets this."
                )
            )

    @api.model
    def _default(self):
        """Return the district in which the user works now, the one there can be.

        Who serves two is asked: a record never lands in one of them by chance.

        :return: ``kim.district`` record, empty where there are several or none
        """
        districts = self.search([("company_ids", "in", self.env.companies.ids)])
        here = self.env.company
        for candidates in (
            districts.filtered(lambda district: district.company_id == here),
            # a carrier of two districts is listed in both; who takes part is no secret
            districts.filtered(lambda district: here in district.sudo().company_ids),
            districts,
        ):
            if candidates:
                return candidates if len(candidates) == 1 else self.browse()
        return self.browse()
