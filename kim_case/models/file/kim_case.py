from odoo import api, fields, models

from ...tools.columns import tell_apart
from ...tools.ruled_field import RuledOne2many

SELF_HELP = [
    ("0", "Not yet"),
    ("1", "With a lot of help"),
    ("2", "With some help"),
    ("3", "Mostly alone"),
    ("4", "Alone"),
]


class KimCase(models.Model):
    """One accompaniment of one person (Fall) by one controller (22–25, 85, 91).

    A case is born in one door (``_open``), changes state in one door
    (``_transition``) and is read under its access rows. It is known to others by its
    number alone.
    """

    _name = "kim.case"
    _inherit = ["kim.left.mixin"]
    _description = "Case"
    _rec_name = "number"
    _rec_names_search = ["number", "client_id.last_name", "client_id.first_name"]
    _order = "date_open desc, id desc"
    _check_company_auto = True

    _door_fields = frozenset(
        {
            "client_id",
            "closure_reason_id",
            "company_id",
            "date_close",
            "date_open",
            "deletion_due",
            "deletion_hold_by_id",
            "deletion_hold_reason",
            "deletion_hold_until",
            "district_id",
            "first_talk_on",
            "inquired_on",
            "municipality_id",
            "number",
            "on_hold",
            "on_hold_reason",
            "on_hold_until",
            "phase_kind",
            "responsible_id",
            "restricted_on",
            "retention_date",
            "stage_id",
            "structural_asked_on",
        }
    )

    number = fields.Char(required=True, readonly=True, copy=False)
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Controller",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    municipality_id = fields.Many2one(
        comodel_name="kim.municipality",
        string="Town",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    district_id = fields.Many2one(
        related="municipality_id.district_id",
        store=True,
        index=True,
        precompute=True,
        ondelete="restrict",
    )
    client_id = fields.Many2one(
        comodel_name="kim.client",
        string="Client",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        check_company=True,
    )
    # People think in names: read under the client's own rule, never stored here.
    client_last_name = fields.Char(related="client_id.last_name", related_sudo=False)
    client_first_name = fields.Char(related="client_id.first_name", related_sudo=False)
    # Written from the case too, under the client's own rule.
    language_id = fields.Many2one(
        related="client_id.language_id", related_sudo=False, readonly=False
    )
    interpreter_needed = fields.Boolean(
        related="client_id.interpreter_needed",
        string="Interpreter needed",
        related_sudo=False,
        readonly=False,
    )
    responsible_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index=True,
        readonly=True,
        ondelete="restrict",
    )
    stage_id = fields.Many2one(
        comodel_name="kim.case.stage",
        string="Phase",
        required=True,
        index=True,
        readonly=True,
        ondelete="restrict",
        group_expand="_read_group_stage_ids",
        domain="[('district_id', '=', district_id)]",
    )
    phase_kind = fields.Selection(
        related="stage_id.phase_kind", string="Kind of phase", store=True, index=True
    )
    on_hold = fields.Boolean(readonly=True)
    on_hold_reason = fields.Char(readonly=True)
    on_hold_until = fields.Date(
        string="Look again on", readonly=True, index="btree_not_null"
    )
    date_open = fields.Date(string="Opened on", required=True, readonly=True)
    date_close = fields.Date(string="Closed on", readonly=True)
    closure_reason_id = fields.Many2one(
        comodel_name="kim.closure.reason",
        string="Reason for closing",
        readonly=True,
        ondelete="restrict",
    )
    retention_date = fields.Date(
        string="Keep until", readonly=True, help="Computed when the case is closed."
    )

    # What came of it (97): told at the start and at the end.
    self_help_start = fields.Selection(
        selection=SELF_HELP,
        string="Gets on alone at the start",
        help="Help towards self-help: how far the person gets on alone.",
    )
    self_help_end = fields.Selection(
        selection=SELF_HELP, string="Gets on alone at the end"
    )
    outcome = fields.Text(
        string="What came of it", help="In short: what changed, what stays open."
    )

    # The person first (91): her own words stand above every office field.
    wish = fields.Text(string="What she or he wants", help="In the person's own words.")
    going_well = fields.Text(string="What goes well")
    life_domain_ids = fields.Many2many(
        comodel_name="kim.life.domain",
        relation="kim_case_life_domain_rel",
        column1="case_id",
        column2="life_domain_id",
        string="Life domains",
    )
    actor_kind_ids = fields.Many2many(
        comodel_name="kim.actor.kind",
        relation="kim_case_actor_kind_rel",
        column1="case_id",
        column2="actor_kind_id",
        string="Institutions involved",
    )
    next_step = fields.Char(size=500)
    next_step_date = fields.Date(string="Next step by", index="btree_not_null")
    properties = fields.Properties(
        definition="district_id.case_properties_definition", string="Additional fields"
    )

    access_ids = fields.One2many(
        comodel_name="kim.case.access", inverse_name="case_id", string="Access"
    )
    exclusion_ids = fields.One2many(
        comodel_name="kim.case.exclusion", inverse_name="case_id", string="Exclusions"
    )
    spell_ids = fields.One2many(
        comodel_name="kim.case.spell", inverse_name="case_id", string="Course"
    )
    person_ids = fields.One2many(
        comodel_name="kim.case.person", inverse_name="case_id", string="Persons"
    )
    assessment_ids = fields.One2many(
        comodel_name="kim.case.assessment", inverse_name="case_id", string="Assessment"
    )
    note_ids = fields.One2many(
        comodel_name="kim.case.note", inverse_name="case_id", string="Contact log"
    )
    special_ids = RuledOne2many(
        comodel_name="kim.case.special",
        inverse_name="case_id",
        string="Special categories",
    )
    information_ids = fields.One2many(
        comodel_name="kim.case.information",
        inverse_name="case_id",
        string="Information given",
    )
    consent_ids = fields.One2many(
        comodel_name="kim.consent", inverse_name="case_id", string="Consents"
    )

    _number_uniq = models.Constraint(
        "UNIQUE(company_id, number)", "This case number is already in use."
    )
    _default_list_idx = models.Index("(date_open DESC, id DESC)")

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        return self._or_name_key(domain, operator, value, "client_id.name_key")

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        # Sorted by the name means: as the list of clients is.
        if field_name == "client_last_name":
            field_name = "client_id"
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        """Show every phase on the board, empty ones too.

        Of the district whose cases are shown; who has cases in two districts sees the
        phases of both only where there are cases, not every column twice.
        """
        districts = stages.district_id
        if len(districts) > 1:
            return stages
        # No case on the board yet: the one district there can be, or nothing to show.
        districts = districts or self.env["kim.district"]._default()
        return self.env["kim.case.stage"].search([("district_id", "in", districts.ids)])

    @api.model
    def formatted_read_group(self, domain, groupby=(), *args, **kwargs):
        """Tell apart the phases of two districts that bear one name."""
        groups = super().formatted_read_group(domain, groupby, *args, **kwargs)
        if "stage_id" in groupby:
            tell_apart(groups, "stage_id", self.env["kim.case.stage"])
        return groups

    @api.model
    def get_property_definition(self, full_name):
        """Tell of an additional field only to the districts that have made it.

        :param str full_name: "properties.<name>"
        :return: dict, empty when no district of the user has such a field
        """
        found = super().get_property_definition(full_name)
        known = {
            definition["name"]: definition
            for district in self.env["kim.district"].search([])
            for definition in district.case_properties_definition or ()
        }
        return known.get(found.get("name"), {})

    def _log_case_ids(self):
        return set(self.ids)
