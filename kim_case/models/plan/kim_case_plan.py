import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.dates import berlin_today, given_day

AGREEMENT_FORMS = [
    ("screen", "Signed on the screen"),
    ("paper", "Signed on paper"),
    ("spoken", "Agreed in words"),
]


class KimCasePlan(models.Model):
    """A version of the support plan as the person agreed to it (92).

    Written once by its door and never again: a change of goals or steps is agreed anew
    as the next version, and this one stays readable as it was.
    """

    _name = "kim.case.plan"
    _inherit = ["kim.case.part.mixin"]
    _description = "Version of the support plan"
    _order = "case_id, version desc"

    _door_fields = frozenset(
        {
            "agreed_on",
            "case_id",
            "company_id",
            "content",
            "form",
            "interpreter",
            "language_id",
            "recorded_by_id",
            "scan",
            "sha256",
            "signature",
            "took_part",
            "version",
        }
    )

    version = fields.Integer(required=True, readonly=True)
    agreed_on = fields.Date(string="Agreed on", required=True, readonly=True)
    form = fields.Selection(
        selection=AGREEMENT_FORMS, string="How", required=True, readonly=True
    )
    language_id = fields.Many2one(
        comodel_name="kim.language",
        string="Language",
        readonly=True,
        ondelete="restrict",
    )
    interpreter = fields.Boolean(string="With interpreter", readonly=True)
    took_part = fields.Char(
        string="Who took part",
        size=500,
        readonly=True,
        help="Who sat at the table when the plan was agreed, as it is printed.",
    )
    recorded_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Recorded by",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    content = fields.Json(readonly=True, help="The plan as it was agreed.")
    sha256 = fields.Char(string="Checksum", readonly=True)
    signature = fields.Binary(attachment=False, readonly=True)
    scan = fields.Binary(string="Signed plan", readonly=True)
    is_current = fields.Boolean(string="In force", compute="_compute_is_current")
    text = fields.Html(
        string="Plan", compute="_compute_text", sanitize=False, help="For reading."
    )

    _version_uniq = models.Constraint(
        "UNIQUE(case_id, version)", "This version of the plan exists."
    )

    @api.depends("case_id.plan_ids.version")
    def _compute_is_current(self):
        for plan in self:
            plan.is_current = plan == plan.case_id.plan_ids.sorted("version")[-1:]

    @api.depends("content")
    def _compute_text(self):
        for plan in self:
            plan.text = self.env["kim.case"]._plan_html(plan.content)

    def write(self, vals):
        """Refuse edits: what was agreed stays as it was agreed.

        :raises UserError: always
        """
        raise UserError(
            self.env._(
                "An agreed plan is not changed. Change the goals and steps of the case "
                "and agree on a new version."
            )
        )


class KimCase(models.Model):
    """The support plan on the case: goals and steps, and what was agreed of them."""

    _inherit = "kim.case"

    plan_aim = fields.Char(
        string="Overall aim",
        size=500,
        help="Where all of it leads, in one plain sentence; printed above the goals.",
    )
    goal_ids = fields.One2many(
        comodel_name="kim.case.goal", inverse_name="case_id", string="Goals"
    )
    step_ids = fields.One2many(
        comodel_name="kim.case.step", inverse_name="case_id", string="Steps"
    )
    plan_ids = fields.One2many(
        comodel_name="kim.case.plan", inverse_name="case_id", string="Agreed versions"
    )
    plan_state = fields.Selection(
        selection=[
            ("none", "No plan yet"),
            ("draft", "Not agreed yet"),
            ("agreed", "Agreed"),
            ("changed", "Changed since it was agreed"),
        ],
        string="Support plan",
        compute="_compute_plan_state",
    )

    @api.depends(
        "wish",
        "plan_aim",
        "plan_ids.content",
        "goal_ids.name",
        "goal_ids.criterion",
        "goal_ids.date_due",
        "goal_ids.dropped",
        "goal_ids.sequence",
        "goal_ids.life_domain_id",
        "step_ids.name",
        "step_ids.who",
        "step_ids.goal_id",
        "step_ids.partner_id",
        "step_ids.date_due",
        "step_ids.state",
    )
    def _compute_plan_state(self):
        for case in self:
            plan = case.plan_ids.sorted("version")[-1:]
            if not plan:
                case.plan_state = "draft" if case.goal_ids else "none"
            elif _agreed(plan.content) == _agreed(case._plan_content()):
                case.plan_state = "agreed"
            else:
                case.plan_state = "changed"

    def _plan_content(self):
        """Return the plan as it stands, in plain values: what is agreed and printed.

        :return: dict with ``wish``, ``going_well``, ``aim``, ``goals`` and ``steps``
            without goal
        """
        self.ensure_one()
        self = self.with_context(lang="de_DE")  # the words do not depend on the reader
        steps = self.step_ids.filtered(lambda s: s.state != "dropped")

        def step_values(step):
            return {
                "id": step.id,
                "name": step.name,
                "who": step.who,
                # the name of an institution, as any contact shows it
                "institution": step.partner_id.sudo().display_name
                or step.actor_kind_id.name
                or "",
                "institution_id": step.partner_id.id or -step.actor_kind_id.id,
                "until": fields.Date.to_string(step.date_due) or "",
            }

        return {
            "wish": self.wish or "",
            "going_well": self.going_well or "",
            "aim": self.plan_aim or "",
            "goals": [
                {
                    "id": goal.id,
                    "name": goal.name,
                    "domain": goal.life_domain_id.name or "",
                    "domain_id": goal.life_domain_id.id,
                    "criterion": goal.criterion or "",
                    "until": fields.Date.to_string(goal.date_due) or "",
                    "steps": [
                        step_values(step) for step in steps if step.goal_id == goal
                    ],
                }
                for goal in self.goal_ids.sorted(lambda g: (g.sequence, g.id))
                if not goal.dropped
            ],
            "steps": [step_values(step) for step in steps if not step.goal_id],
        }

    @api.model
    def _plan_html(self, content):
        """Return a plan for reading on the screen, everything typed escaped.

        :param dict content: see ``_plan_content``
        :return: Markup
        """
        return self.env["ir.qweb"]._render(
            "kim_case.plan_body",
            {
                "content": content or {},
                "texts": self.env["kim.text.template"]._words("plan"),
                "show_date": show_date,
            },
        )

    def action_agree_plan(
        self,
        form,
        agreed_on=None,
        signature=None,
        scan=None,
        language_id=None,
        interpreter=False,
        took_part=None,
    ):
        """Record that the person agreed to the plan as it stands: a new version.

        :param str form: see ``AGREEMENT_FORMS``
        :param agreed_on: date or its string, default today, not in the future
        :param signature: base64 picture, for "screen"
        :param scan: base64 file, for "paper"
        :param int language_id: ``kim.language`` in which it was explained
        :param bool interpreter: explained with an interpreter
        :param str took_part: who sat at the table, as it is printed
        :return: the version
        :raises UserError: no goal yet, nothing changed since the last version
        :raises ValidationError: signature, scan or day are missing or do not fit
        """
        self.ensure_one()
        self.check_access("write")
        self._refuse_phase(self.stage_id)
        day = given_day(self.env, agreed_on) or berlin_today()
        if day > berlin_today():
            raise ValidationError(self.env._("The day lies in the future."))
        if form not in dict(AGREEMENT_FORMS):
            raise ValidationError(self.env._("Please say how the person agreed."))
        if form == "screen" and not signature:
            raise ValidationError(self.env._("Please let the person sign."))
        if form == "paper" and not scan:
            raise ValidationError(
                self.env._("Please add the signed plan as a scan or a photo.")
            )
        self._check_agreed_file(signature if form == "screen" else scan)
        self.lock_for_update()
        content = self._plan_content()
        if not content["goals"]:
            raise UserError(self.env._("Please agree on at least one goal first."))
        last = self.plan_ids.sorted("version")[-1:]
        if self.plan_state == "agreed":
            raise UserError(
                self.env._("This plan is already agreed. Nothing has changed since.")
            )
        plans_sudo = self.env["kim.case.plan"].sudo()  # born in this door alone
        plan = plans_sudo.create(
            {
                "case_id": self.id,
                "version": (last.version or 0) + 1,
                "agreed_on": day,
                "form": form,
                "signature": signature if form == "screen" else False,
                "scan": scan if form == "paper" else False,
                "language_id": language_id or False,
                "interpreter": interpreter,
                "took_part": took_part or False,
                "recorded_by_id": self.env.uid,
                "content": content,
                "sha256": _fingerprint(content),
            }
        )
        return plan.sudo(False)  # back to the rights of the user

    def _check_agreed_file(self, data):
        """Refuse a signature or scan that is neither a picture nor a PDF.

        :param data: base64, may be empty
        :raises ValidationError: says what helps
        """
        if not data:
            return
        documents = self.env["kim.case.document"]
        # The name is not kept; the content says which of the two it is.
        for name in ("x.png", "x.pdf"):
            try:
                return documents._check_file(data, name)
            except ValidationError as error:
                refusal = error
        raise refusal


def show_date(text):
    """Return an ISO date as people here write it.

    >>> show_date("2026-05-04")
    '04.05.2026'
    """
    return ".".join(reversed(text.split("-"))) if text else ""


def _agreed(content):
    """Return what makes two plans the same: a renamed institution changes nothing."""

    def plain(value):
        if isinstance(value, dict):
            kept = {k: plain(v) for k, v in value.items()}
            return {k: v for k, v in kept.items() if f"{k}_id" not in value}
        return [plain(item) for item in value] if isinstance(value, list) else value

    # A plan agreed before there was an overall aim has none.
    kept = {k: v for k, v in (content or {}).items() if k != "aim" or v}
    return plain({k: v for k, v in kept.items() if k != "going_well"})


def _fingerprint(content):
    """Return the SHA-256 of a plan's content, the same for the same words.

    :param dict content: see ``_plan_content``
    :return: str, hexadecimal
    """
    text = json.dumps(content or {}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
