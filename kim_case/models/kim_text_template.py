from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

TEXT_KINDS = [
    ("plan", "Words of the support plan"),
    ("consent_documentation", "Consent: documentation"),
    ("consent_special", "Consent: special categories"),
    ("consent_vignette", "Consent: vignette"),
    ("release", "Release from confidentiality"),
    ("appointment", "Words of the appointment card"),
]
WORD_KINDS = {"plan", "appointment"}
RTL_LANGUAGES = {"ar", "ckb", "fa", "he", "prs", "ps", "ur"}
MAX_BODY = 20_000


class KimTextTemplate(models.Model):
    """Text of a printed form in one language: what the person reads and signs (§ 4.3).

    What ships are drafts, to be checked by the organisation, which makes its own
    version and approves it. Further languages are further rows.
    """

    _name = "kim.text.template"
    _inherit = ["kim.bound.mixin"]
    _description = "Text of a form"
    _order = "kind, language_id, controller_id, id"

    # An approved text is no other organisation's: it is approved by its own.
    _bound_for_good = frozenset({"controller_id"})

    kind = fields.Selection(selection=TEXT_KINDS, required=True)
    language_id = fields.Many2one(
        comodel_name="kim.language",
        string="Language",
        required=True,
        index=True,
        ondelete="restrict",
    )
    controller_id = fields.Many2one(
        comodel_name="kim.controller",
        string="Only for organisation",
        index=True,
        ondelete="restrict",
        help="Empty: a draft for all organisations.",
    )
    title = fields.Char(required=True, size=200)
    body = fields.Text(
        string="Text",
        required=True,
        help="Forms: a line that begins with # is a heading, one with - a point of a "
        "list. Words: one a line, as “word = how it is printed”.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft, to be checked by the organisation"),
            ("approved", "Approved"),
        ],
        required=True,
        default="draft",
        readonly=True,
    )
    approved_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Approved by",
        readonly=True,
        ondelete="restrict",
    )
    approved_on = fields.Date(string="Approved on", readonly=True)
    is_rtl = fields.Boolean(string="From right to left", compute="_compute_is_rtl")

    _text_uniq = models.UniqueIndex(
        "(kind, language_id, COALESCE(controller_id, 0))",
        "This text exists in this language.",
    )

    @api.depends("kind", "language_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for text in self:
            text.display_name = f"{kinds.get(text.kind, '')} · {text.language_id.name}"

    @api.depends("language_id")
    def _compute_is_rtl(self):
        for text in self:
            text.is_rtl = text.language_id.code in RTL_LANGUAGES

    @api.constrains("kind", "body")
    def _check_body(self):
        for text in self:
            if len(text.body) > MAX_BODY:
                raise ValidationError(
                    self.env._(
                        "The text is too long (at most %(max)s characters).",
                        max=MAX_BODY,
                    )
                )
            lines = [line for line in text.body.splitlines() if line.strip()]
            if text.kind in WORD_KINDS and not all("=" in line for line in lines):
                raise ValidationError(
                    self.env._("Write one word a line, as “word = how it is printed”.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Said outright: a default from the caller's context must not say otherwise.
            vals.update(state="draft", approved_by_id=False, approved_on=False)
        return super().create(vals_list)

    def write(self, vals):
        """An edited text is a draft again; approval has its button.

        :raises AccessError: state by value
        """
        if {"state", "approved_by_id", "approved_on"} & set(vals):
            raise AccessError(self.env._("Use the button to approve a text."))
        return super().write(
            {**vals, "state": "draft", "approved_by_id": False, "approved_on": False}
            if {"body", "title", "language_id", "kind"} & set(vals)
            else vals
        )

    # ------------------------------------------------------------------
    # Which text for whom
    # ------------------------------------------------------------------
    @api.model
    def _for(self, kind, language=None, controller=None):
        """Return the text to be printed: the organisation's own before the shared one.

        :param str kind: see ``TEXT_KINDS``
        :param language: ``kim.language`` record, empty or none for German
        :param controller: ``kim.controller`` record, may be empty
        :return: ``kim.text.template`` record, empty when there is none in the language
        """
        code = language.code if language else "de"
        texts = self.sudo().search(  # texts of forms are no secret
            [
                ("kind", "=", kind),
                ("language_id.code", "=", code),
                (
                    "controller_id",
                    "in",
                    [False, *(controller.ids if controller else ())],
                ),
            ]
        )
        return texts.sorted(lambda t: bool(t.controller_id), reverse=True)[:1]

    @api.model
    def _words(self, kind, language=None, controller=None):
        """Return the words of a printed form.

        :return: {word: how it is printed}; empty when there are none in the language
        """
        text = self._for(kind, language, controller)
        pairs = (
            line.split("=", 1) for line in (text.body or "").splitlines() if "=" in line
        )
        return {word.strip(): printed.strip() for word, printed in pairs}

    def _html(self, words=None):
        """Return the text of a form as markup, everything typed escaped.

        :param dict words: what stands in the place of words in braces
        :return: Markup
        """
        self.ensure_one()
        text = self.body
        for word, value in (words or {}).items():
            text = text.replace(f"{{{word}}}", value)
        parts = []
        for line in filter(None, map(str.strip, text.splitlines())):
            if line.startswith("#"):
                parts.append(Markup("<h3>%s</h3>") % line.lstrip("# "))
            elif line.startswith("-"):
                parts.append(Markup("<ul><li>%s</li></ul>") % line.lstrip("- "))
            else:
                parts.append(Markup("<p>%s</p>") % line)
        return Markup("").join(parts).replace(Markup("</ul><ul>"), Markup(""))

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_take_over(self):
        """Make one's organisation's own version of a shared draft.

        :raises UserError: one's organisation is no controller, or has it already
        :return: window action that shows the version
        """
        self.ensure_one()
        controller = self.env["kim.controller"]._of(self.env.company)
        if not controller:
            raise UserError(
                self.env._(
                    "This organisation is not set up for KIM yet. Ask its KIM "
                    "administration."
                )
            )
        own = self._for(self.kind, self.language_id, controller)
        if not own.controller_id:
            own = self.create(
                {
                    "kind": self.kind,
                    "language_id": self.language_id.id,
                    "controller_id": controller.id,
                    "title": self.title,
                    "body": self.body,
                }
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": own.id,
            "views": [(False, "form")],
        }

    def action_approve(self):
        """Approve a text of one's own organisation, checked in this language.

        :raises UserError: a shared draft
        """
        self.check_access("write")
        if not all(text.controller_id for text in self):
            raise UserError(
                self.env._(
                    "Take the draft over for your organisation first, check it, and "
                    "approve that version."
                )
            )
        return super().write(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_on": fields.Date.context_today(self),
            }
        )
