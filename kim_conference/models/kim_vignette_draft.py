from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .kim_vignette import CONTENT

MAX_TEXT = 2000


class KimVignetteDraft(models.Model):
    """A vignette in the making: part of the case, the only link there ever is (26).

    Attributes are generalisations of what the case says; the author chooses how
    coarse. With the second person's approval this record is removed for good.
    """

    _name = "kim.vignette.draft"
    _inherit = ["kim.case.part.mixin", "kim.vignette.content.mixin"]
    _description = "Vignette in the making"
    _order = "case_id, id desc"

    _door_fields = frozenset(
        {"author_id", "case_id", "company_id", "review_remark", "state", "vignette_id"}
    )

    author_id = fields.Many2one(
        comodel_name="res.users",
        string="Author",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("review", "In second check"),
            ("rejected", "Sent back"),
        ],
        required=True,
        readonly=True,
        default="draft",
    )
    review_remark = fields.Text(string="Remark of the second person", readonly=True)
    vignette_id = fields.Many2one(
        comodel_name="kim.vignette",
        string="With the second person",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    # What is shown follows from the case and these levels.
    age_level = fields.Selection(
        selection=[
            ("ten", "Ten years"),
            ("up", "Twenty years, upwards"),
            ("down", "Twenty years, downwards"),
            ("hidden", "Not shown"),
        ],
        required=True,
        default="ten",
    )
    gender_level = fields.Selection(
        selection=[("shown", "Shown"), ("hidden", "Not shown")],
        required=True,
        default="shown",
    )
    family_level = fields.Selection(
        selection=[("shown", "Shown"), ("hidden", "Not shown")],
        required=True,
        default="shown",
    )
    origin_level = fields.Selection(
        selection=[
            ("country", "Country"),
            ("region", "Region"),
            ("hidden", "Not shown"),
        ],
        required=True,
        default="region",
    )
    education_level_shown = fields.Selection(
        selection=[("shown", "Shown"), ("hidden", "Not shown")],
        string="Education level shown",
        required=True,
        default="shown",
    )
    age_band = fields.Selection(compute="_compute_attributes")
    gender = fields.Selection(compute="_compute_attributes")
    family_status = fields.Selection(compute="_compute_attributes")
    origin_region_id = fields.Many2one(compute="_compute_attributes")
    origin_country_id = fields.Many2one(compute="_compute_attributes")
    education_level = fields.Selection(compute="_compute_attributes")
    life_domain_ids = fields.Many2many(
        comodel_name="kim.life.domain",
        relation="kim_vignette_draft_life_domain_rel",
        column1="draft_id",
        column2="life_domain_id",
        string="Problem areas",
    )
    actor_kind_ids = fields.Many2many(
        comodel_name="kim.actor.kind",
        relation="kim_vignette_draft_actor_kind_rel",
        column1="draft_id",
        column2="actor_kind_id",
        string="Actors so far",
    )

    # The case, shown beside: only here, never copied.
    case_age = fields.Integer(compute="_compute_from_case", string="Exact age")
    case_text = fields.Char(compute="_compute_from_case", string="From the case")

    k_reached = fields.Boolean(compute="_compute_k_reached", string="k reached")
    proposal_text = fields.Char(compute="_compute_k_reached", string="Proposal")
    finding_text = fields.Text(compute="_compute_finding_text", string="Text check")

    consent_id = fields.Many2one(
        comodel_name="kim.consent",
        string="Consent",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('case_id', '=', case_id), ('purpose', '=', 'vignette'),"
        " ('state', '=', 'given')]",
        check_company=True,
    )
    consent_reason = fields.Text(
        string="Why by consent", help="Read by the second person."
    )
    consent_session_ids = fields.Many2many(
        comodel_name="kim.session",
        relation="kim_vignette_draft_session_rel",
        column1="draft_id",
        column2="session_id",
        string="Only for the sessions",
    )

    # ------------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------------
    @api.depends(
        "case_id",
        "age_level",
        "gender_level",
        "family_level",
        "origin_level",
        "education_level_shown",
    )
    def _compute_attributes(self):
        for draft in self:
            draft.update(draft._shown_attributes())

    @api.depends("case_id")
    @api.depends_context("lang")
    def _compute_from_case(self):
        for draft in self:
            client = draft.case_id.client_id
            draft.case_age = client._age() or 0
            values = [
                self.env._("%(age)s years", age=draft.case_age)
                if draft.case_age
                else ""
            ]
            for name in ("gender", "family_status", "education_level"):
                selection = client._fields[name]._description_selection(self.env)
                values.append(dict(selection).get(client[name], ""))
            values.insert(3, client.country_id.name or "")
            draft.case_text = ", ".join(filter(None, values))

    @api.depends(
        "case_id",
        "age_level",
        "gender_level",
        "family_level",
        "origin_level",
        "education_level_shown",
    )
    def _compute_k_reached(self):
        for draft in self:
            draft.k_reached = bool(draft.case_id) and draft._k_reached()
            draft.proposal_text = (
                draft._proposal_label() if draft.case_id and not draft.k_reached else ""
            )

    @api.depends("needs", "notes", "case_id")
    def _compute_finding_text(self):
        labels = self.env["kim.case"]._finding_labels()
        for draft in self:
            draft.finding_text = "\n".join(
                self.env._(
                    "„%(text)s“: %(why)s", text=found.text, why=labels[found.kind]
                )
                for found in draft._findings()
            )

    # ------------------------------------------------------------------
    # CONSTRAINS
    # ------------------------------------------------------------------
    @api.constrains("needs", "notes")
    def _check_length(self):
        for draft in self:
            if max(len(draft.needs or ""), len(draft.notes or "")) > MAX_TEXT:
                raise ValidationError(
                    self.env._(
                        "The text is too long (at most %(max)s characters).",
                        max=MAX_TEXT,
                    )
                )

    @api.constrains("consent_id", "case_id")
    def _check_consent(self):
        for draft in self:
            consent = draft.consent_id
            if consent and (
                consent.case_id != draft.case_id or consent.purpose != "vignette"
            ):
                raise ValidationError(
                    self.env._("The consent must be this person's, for a vignette.")
                )

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        case = self.env["kim.case"].browse(values.get("case_id"))
        if case and case.has_access("read"):
            values.setdefault(
                "life_domain_ids", [Command.set(case.life_domain_ids.ids)]
            )
            values.setdefault("actor_kind_ids", [Command.set(case.actor_kind_ids.ids)])
        return values

    @api.model_create_multi
    def create(self, vals_list):
        born = {"state": "draft", "vignette_id": False, "review_remark": False}
        return super().create(
            [{**vals, **born, "author_id": self.env.uid} for vals in vals_list]
        )

    def write(self, vals):
        if any(draft.state == "review" for draft in self):
            raise UserError(
                self.env._(
                    "The vignette is with the second person. Take it back to change it."
                )
            )
        return super().write(vals)

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_adopt(self):
        """Take over the proposed coarsening."""
        self.check_access("write")
        for draft in self:
            if not draft._may_ask():
                raise UserError(self._asked_enough())
            levels = draft._proposal()
            if not levels:
                raise UserError(
                    self.env._(
                        "However coarse, too few cases share these attributes. Choose “By "
                        "consent”, with the consent of the person."
                    )
                )
            draft.write(draft._level_values(levels))

    def action_propose(self):
        """Give the vignette to the second person.

        :raises UserError: text or anonymity do not hold; the message says why
        """
        self.check_access("write")
        for draft in self:
            if draft.state == "review":
                raise UserError(
                    self.env._("The vignette is with the second person already.")
                )
            draft._check_ready()
            if not draft._second_persons():
                raise UserError(
                    self.env._(
                        "Your organisation has named no second person besides you. "
                        "Ask its KIM administration or data protection officer."
                    )
                )
            vignette = (
                self.env["kim.vignette"]
                .sudo()  # nobody may create; this door has checked
                .create(
                    {
                        **draft._vignette_values(),
                        "state": "review",
                        "author_id": self.env.uid,
                        "company_id": draft.company_id.id,
                    }
                )
            )
            draft._door_write({"state": "review", "vignette_id": vignette.id})
            # Neither kind nor author: a message keeps its moment for good.
            self.env["kim.notice"]._tell(
                draft._second_persons(),
                self.env._("KIM: a proposal waits for you"),
                self.env._("Please look at it in KIM under Second person."),
            )

    def action_take_back(self):
        """Take the proposal back from the second person."""
        self.check_access("write")
        for draft in self:
            if draft.state != "review":
                raise UserError(self.env._("The vignette is with you already."))
            draft._back_to_author("draft")

    def action_discard(self):
        """Give the vignette up; nothing of it is kept."""
        self.check_access("write")
        self.vignette_id.sudo()._remove()  # the author's own proposal
        case = self.case_id[:1]
        self.sudo()._retention_unlink()  # never became part of the file's history
        return {
            "type": "ir.actions.act_window",
            "res_model": "kim.case",
            "res_id": case.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------------
    def _second_persons(self):
        """Return who may check this draft: as for the case, but not its author."""
        self.ensure_one()
        return self.case_id._second_persons(besides=self.env.user) - self.author_id

    def _check_ready(self):
        """Refuse a draft that could lead to the person.

        :raises UserError: with what has to be changed
        """
        self.ensure_one()
        if not self.life_domain_ids or not (self.notes or self.needs or "").strip():
            raise UserError(
                self.env._("Please enter problem areas and what the case shows.")
            )
        self.invalidate_recordset(
            ["finding_text"]
        )  # people of the case may have changed
        if self.finding_text:
            raise UserError(
                self.env._(
                    "The text could lead to the person. Please reword it:\n%(findings)s",
                    findings=self.finding_text,
                )
            )
        if self.kind == "anonymous" and not self._may_ask():
            raise UserError(self._asked_enough())
        if self.kind == "anonymous" and not self._k_reached():
            raise UserError(
                self.env._(
                    "Too few cases share these attributes: the person could be "
                    "recognised. Take over the proposal, or choose “By consent”."
                )
            )
        if self.kind == "consent":
            self._check_consent_ready()

    def _check_consent_ready(self):
        if self.consent_id.state != "given":
            raise UserError(
                self.env._(
                    "Record the person's consent for a vignette first, and choose it."
                )
            )
        if not self.consent_session_ids or not (self.consent_reason or "").strip():
            raise UserError(
                self.env._(
                    "By consent: please name the sessions that the person has "
                    "consented to, and say why."
                )
            )

    def _vignette_values(self):
        """Return the values of the vignette that this draft proposes."""
        self.ensure_one()
        values = {"kind": self.kind, "district_id": self.case_id.district_id.id}
        for name in CONTENT:
            value = self[name]
            if self._fields[name].type == "many2many":
                value = [Command.set(value.ids)]
            elif self._fields[name].relational:
                value = value.id
            values[name] = value
        if self.kind == "consent":
            values["consent_session_ids"] = [Command.set(self.consent_session_ids.ids)]
            values["consent_reason"] = self.consent_reason
        return values

    def _back_to_author(self, state, remark=False):
        """Remove the proposal and let the author go on writing.

        :param str state: draft or rejected
        :param str remark: of the second person
        """
        vignettes_sudo = self.sudo().vignette_id  # removed by this door alone
        self.sudo()._door_write(
            {"state": state, "vignette_id": False, "review_remark": remark}
        )
        vignettes_sudo._remove()
