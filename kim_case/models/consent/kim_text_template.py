from odoo import api, fields, models
from odoo.exceptions import ValidationError

TEXT_KINDS = [
    ("plan", "Words of the support plan"),
    ("consent_documentation", "Consent: documentation"),
    ("consent_special", "Consent: special categories"),
    ("consent_vignette", "Consent: vignette"),
    ("release", "Release from confidentiality"),
    ("appointment", "Words of the appointment card"),
    ("letter_release", "Letter under a release"),
    ("letter_protection", "Letter to protect a child"),
]
WORD_KINDS = {"plan", "appointment"}
LETTER_KINDS = {"letter_release", "letter_protection"}


class KimTextTemplate(models.Model):
    """Text of a printed form in one language: what the person reads and signs.

    What ships are drafts, to be checked by the organisation, which makes its own
    version and approves it. Further languages are further rows.
    """

    _name = "kim.text.template"
    _inherit = ["kim.handout.mixin"]
    _description = "Text of a form"
    _order = "kind, language_id, controller_id, id"

    kind = fields.Selection(selection=TEXT_KINDS, required=True)
    body = fields.Text(
        help="Letters: {data} is what is passed on, {own_words}, {enclosures}, {purpose} "
        "and {law} what the letter says. Forms: a line that begins with # is a heading, one with - a point of a "
        "list. Words: one a line, as “word = how it is printed”."
    )

    _text_uniq = models.UniqueIndex(
        "(kind, language_id, COALESCE(controller_id, 0))",
        "This text exists in this language.",
    )

    @api.depends("kind", "language_id")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for text in self:
            text.display_name = f"{kinds.get(text.kind, '')} · {text.language_id.name}"

    @api.constrains("kind", "body")
    def _check_words(self):
        for text in self:
            if text.kind in LETTER_KINDS and "{data}" not in text.body.split("\n"):
                raise ValidationError(
                    self.env._(
                        "A letter needs a line {data}: there stands what is passed on."
                    )
                )
            lines = [line for line in text.body.splitlines() if line.strip()]
            if text.kind in WORD_KINDS and not all("=" in line for line in lines):
                raise ValidationError(
                    self.env._("Write one word a line, as “word = how it is printed”.")
                )

    def write(self, vals):
        """An edited text is a draft again.

        :raises AccessError: state by value
        """
        result = super().write(vals)
        if {"body", "title", "language_id", "kind"} & set(vals):
            self._set_state("draft")
        return result

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
        return self._lines_as_html(self._filled_body(words or {}))

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def _own_version(self, controller):
        """Return the organisation's version of this form, copied from the shared one."""
        own = self._for(self.kind, self.language_id, controller)
        if own.controller_id:
            return own
        return self.create(
            {
                "kind": self.kind,
                "language_id": self.language_id.id,
                "controller_id": controller.id,
                "title": self.title,
                "body": self.body,
            }
        )
