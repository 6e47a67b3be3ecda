from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.kim_case.models.intake.kim_client import (
    EDUCATION_LEVELS,
    FAMILY_STATUSES,
    GENDERS,
)
from odoo.addons.kim_case.tools.dates import berlin_today

from ..tools.age_band import AGE_BANDS

CHILDREN = [
    ("0", "No children"),
    ("1", "1 child"),
    ("2", "2 children"),
    ("3", "3 children"),
    ("4", "4 or more children"),
]
ATTRIBUTES = (
    "age_band",
    "gender",
    "family_status",
    "origin_region_id",
    "origin_country_id",
    "education_level",
)
CONTENT = (
    *ATTRIBUTES,
    "children",
    "children_infant",
    "children_kita",
    "children_school",
    "life_domain_ids",
    "needs",
    "actor_kind_ids",
    "notes",
)


class KimVignetteContentMixin(models.AbstractModel):
    """What a vignette shows: five generalised attributes and three blocks (27, 28)."""

    _name = "kim.vignette.content.mixin"
    _description = "Content of a vignette"

    kind = fields.Selection(
        selection=[("anonymous", "Anonymous"), ("consent", "By consent")],
        required=True,
        default="anonymous",
    )
    age_band = fields.Selection(selection=AGE_BANDS, string="Age")
    gender = fields.Selection(selection=GENDERS)
    family_status = fields.Selection(selection=FAMILY_STATUSES)
    origin_region_id = fields.Many2one(
        comodel_name="kim.origin.region", string="Region of origin", ondelete="restrict"
    )
    origin_country_id = fields.Many2one(
        comodel_name="res.country", string="Country of origin", ondelete="restrict"
    )
    education_level = fields.Selection(selection=EDUCATION_LEVELS, string="Education")
    children = fields.Selection(selection=CHILDREN)
    children_infant = fields.Boolean(string="small children")
    children_kita = fields.Boolean(string="in day care")
    children_school = fields.Boolean(string="at school")
    needs = fields.Text(help="What would help. No names, dates, places of persons.")
    notes = fields.Text(
        string="What the case shows", help="No names, dates, places of persons."
    )
    headline = fields.Char(string="Person", compute="_compute_headline")

    @api.depends(
        *ATTRIBUTES, "children", "children_infant", "children_kita", "children_school"
    )
    @api.depends_context("lang")
    def _compute_headline(self):
        words = self._headline_words()
        for vignette in self:
            ages = ", ".join(
                label for name, label in words["children"].items() if vignette[name]
            )
            children = vignette._label("children")
            origin = vignette.origin_country_id or vignette.origin_region_id
            vignette.headline = ", ".join(
                filter(
                    None,
                    (
                        words["gender"].get(vignette.gender, self.env._("Person")),
                        vignette._label("age_band"),
                        words["family_status"].get(vignette.family_status),
                        f"{children} ({ages})" if children and ages else children,
                        origin and self.env._("origin: %(name)s", name=origin.name),
                        words["education_level"].get(vignette.education_level),
                    ),
                )
            )

    @api.model
    def _headline_words(self):
        """Return field -> value -> words that read well within a sentence."""
        return {
            "gender": {
                "female": self.env._("Woman"),
                "male": self.env._("Man"),
                "diverse": self.env._("Diverse person"),
            },
            "family_status": {
                "single": self.env._("single"),
                "partnership": self.env._("in a partnership"),
                "separated": self.env._("separated or divorced"),
                "widowed": self.env._("widowed"),
            },
            "education_level": {
                "none": self.env._("never at school"),
                "primary": self.env._("up to 6 years of school"),
                "secondary": self.env._("7 to 10 years of school"),
                "upper": self.env._("more than 10 years of school"),
                "vocational": self.env._("vocational training"),
                "university": self.env._("university degree"),
            },
            "children": {
                "children_infant": self.env._("small child"),
                "children_kita": self.env._("day care"),
                "children_school": self.env._("school"),
            },
        }

    def _label(self, name):
        """Return the translated label of a selection field, empty when not set."""
        self.ensure_one()
        selection = dict(self._fields[name]._description_selection(self.env))
        return selection.get(self[name], "")


class KimVignette(models.Model):
    """A case as it is shown in a conference: generalised, checked, without a way back.

    Anonymous when at least k current cases share its attributes, else by consent for
    the sessions named. The proposal carries author and controller until the second
    person has decided; the approved vignette is a new record without them.
    """

    _name = "kim.vignette"
    _inherit = [
        "kim.crossing.mixin",
        "kim.vignette.content.mixin",
        "kim.waiting.mixin",
    ]
    _description = "Vignette"
    _order = "month desc, number"

    _log_access = False
    _number_prefix = "V-"

    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
    )
    life_domain_ids = fields.Many2many(
        comodel_name="kim.life.domain",
        relation="kim_vignette_life_domain_rel",
        column1="vignette_id",
        column2="life_domain_id",
        string="Problem areas",
    )
    actor_kind_ids = fields.Many2many(
        comodel_name="kim.actor.kind",
        relation="kim_vignette_actor_kind_rel",
        column1="vignette_id",
        column2="actor_kind_id",
        string="Actors so far",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("review", "In second check"),
            ("approved", "Approved"),
            ("rejected", "Sent back"),
            ("archived", "Archived"),
        ],
        required=True,
        readonly=True,
        default="review",
        index=True,
    )
    session_ids = fields.Many2many(
        comodel_name="kim.session",
        relation="kim_session_vignette_rel",
        column1="vignette_id",
        column2="session_id",
        string="Sessions",
    )
    agenda_item_ids = fields.One2many(
        comodel_name="kim.agenda.item",
        inverse_name="vignette_id",
        string="Agenda items",
    )
    consent_session_ids = fields.Many2many(
        comodel_name="kim.session",
        relation="kim_vignette_consent_session_rel",
        column1="vignette_id",
        column2="session_id",
        string="Only for the sessions",
        readonly=True,
    )
    withdrawal_hash = fields.Char(
        readonly=True, index="btree_not_null", groups=fields.NO_ACCESS
    )
    valid_until = fields.Date(
        readonly=True, help="By consent only: afterwards it is removed."
    )
    # Only while the second person decides; empty for good afterwards.
    consent_reason = fields.Text(string="Why by consent", readonly=True)
    can_decide = fields.Boolean(compute="_compute_can_decide")
    # For the rule alone, which asks who is excluded from the case; the draft goes with
    # the decision, and so does the link.
    draft_ids = fields.One2many(
        comodel_name="kim.vignette.draft",
        inverse_name="vignette_id",
        groups=fields.NO_ACCESS,
    )
    author_id = fields.Many2one(
        comodel_name="res.users",
        string="Author",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Controller",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _number_uniq = models.Constraint(
        "UNIQUE(number)", "This number is already in use. Please save again."
    )
    _check_cut = models.Constraint(
        "CHECK(state NOT IN ('approved', 'archived')"
        " OR (author_id IS NULL AND company_id IS NULL))",
        "An approved vignette must not lead back to its author.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse: a vignette is proposed from a case.

        :raises UserError: unless the door creates
        """
        if not self.env.su:
            raise UserError(
                self.env._("A vignette begins in a case: use “Vignette” there.")
            )
        return super().create(vals_list)

    @api.depends("state", "author_id", "company_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for vignette in self:
            vignette.can_decide = vignette._is_second_person()

    def _is_second_person(self):
        """Say whether the user is named, not the author and not excluded from the case."""
        self.ensure_one()
        vignette_sudo = self.sudo()  # who may decide is a setting, not content
        controller_sudo = self.env["kim.controller"]._of(vignette_sudo.company_id)
        return bool(
            vignette_sudo.state == "review"
            and self.env.user in controller_sudo.second_person_ids
            and self.env.user != vignette_sudo.author_id
            and self.env.user not in vignette_sudo.draft_ids.case_id._excluded_users()
        )

    @api.model
    def _waiting_for_me(self):
        """Return the vignettes that the user may decide now."""
        if not self.has_access("read"):
            return self.browse()
        return self.search([("state", "=", "review")]).filtered("can_decide")

    def _waiting_since(self):
        return self.month  # nothing finer is known

    def _waiting_line(self):
        return {
            "what": self.env._("Vignette"),
            "number": self.number,
            "requester_id": self.author_id.id,
        }

    def write(self, vals):
        """Refuse: what the second person has seen stays as it was seen.

        :raises UserError: always; linking to sessions is done on the session
        """
        raise UserError(self.env._("A vignette cannot be changed after its check."))

    def _check_presentable(self, session):
        """Refuse a vignette that may not be shown in this session.

        :param session: ``kim.session`` record
        :raises ValidationError: not approved, other district, or not consented to
        """
        today = berlin_today()
        for vignette in self.sudo():  # the reason is told, not the content
            if (
                vignette.state != "approved"
                or vignette.district_id != session.district_id
            ):
                raise ValidationError(
                    self.env._(
                        "Only approved vignettes of the same district can be shown."
                    )
                )
            if vignette.kind == "consent" and (
                session not in vignette.consent_session_ids
                or (vignette.valid_until and vignette.valid_until < today)
            ):
                raise ValidationError(
                    self.env._(
                        "The person has consented to other sessions, or the consent "
                        "has ended. Choose another vignette."
                    )
                )
