from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dates import berlin_today

RTL_LANGUAGES = {"ar", "ckb", "fa", "he", "prs", "ps", "ur"}


class KimHandoutMixin(models.AbstractModel):
    """A text that people are given to read or to sign, in one language.

    What ships is a draft for everyone. An organisation takes it over, checks it and
    approves its own version; nobody approves a text for others.
    """

    _name = "kim.handout.mixin"
    _inherit = ["kim.guard.mixin", "kim.bound.mixin"]
    _description = "Text that people are given"

    # What one organisation wrote is not handed over in the name of another.
    _bound_for_good = frozenset({"controller_id"})
    _door_fields = frozenset({"approved_by_id", "approved_on", "state"})

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
        help="A line that begins with # is a heading, one with - a point of a list.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft, to be checked by the organisation"),
            ("approved", "Checked and approved"),
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
    approved_on = fields.Date(readonly=True)
    is_rtl = fields.Boolean(string="From right to left", compute="_compute_is_rtl")

    @api.depends("language_id")
    def _compute_is_rtl(self):
        for text in self:
            text.is_rtl = text.language_id.code in RTL_LANGUAGES

    @api.model_create_multi
    def create(self, vals_list):
        """Every text begins as a draft; nobody approves by value."""
        for vals in vals_list:
            # Said outright: a default from the caller's context must not say otherwise.
            vals.update(state="draft", approved_by_id=False, approved_on=False)
        return super().create(vals_list)

    def _set_state(self, state):
        """Write the state past the guard, with who approved and when.

        :param str state: new state; the calling door has checked it
        :return: True
        """
        vals = {"state": state}
        if state != "withdrawn":  # who had approved a withdrawn text stays known
            approved = state == "approved"
            vals.update(
                approved_by_id=approved and self.env.uid,
                approved_on=approved and berlin_today(),
            )
        return self._door_write(vals)

    # ------------------------------------------------------------------
    # As it is printed
    # ------------------------------------------------------------------
    def _filled_body(self, words):
        """Return the text with words put in; braces of no known word stay as typed.

        :param dict words: {word in braces: str, empty for what is not known}
        :return: str, one heading, point or paragraph a line
        """
        self.ensure_one()
        return self._fill(self.body, words)

    @api.model
    def _fill(self, text, words):
        """Return ``text`` with words put in: see ``_filled_body``."""
        for word, value in words.items():
            text = text.replace(f"{{{word}}}", value or "…")
        return text

    @api.model
    def _lines_as_html(self, text):
        """Return lines of text as markup, everything typed escaped.

        :param str text: one heading (#), point (-) or paragraph a line
        :return: Markup
        """
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
    def _own_version(self, controller):
        """Return the draft in which an organisation changes this text.

        :param controller: ``kim.controller`` record
        :return: record of this model, made where there is none yet
        """
        raise NotImplementedError

    def action_take_over(self):
        """Make one's own organisation's version of this text.

        :raises UserError: one's organisation is not set up for KIM
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
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self._own_version(controller).id,
            "views": [(False, "form")],
        }

    def action_approve(self):
        """Approve drafts of one's own organisation, checked in their language.

        :raises UserError: a shared draft, or no draft
        :return: True
        """
        self.check_access("write")
        for text in self:
            if text.state != "draft" or not text.controller_id:
                raise UserError(
                    self.env._(
                        "Take the draft over for your organisation first, check it, and "
                        "approve that version."
                    )
                )
        return self._set_state("approved")
