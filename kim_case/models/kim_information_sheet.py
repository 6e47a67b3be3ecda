from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

MAX_BODY = 20_000
RTL_LANGUAGES = {"ar", "ckb", "fa", "he", "prs", "ps", "ur"}
# Words in braces that a text may use; anything else in braces stays as it is typed.
ARTICLES = (
    "information",
    "information_third",
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "withdrawal",
    "complaint",
)


class KimInformationSheet(models.Model):
    """Information sheet for the people who seek advice, in one language and version.

    One text serves every law: words in braces stand for the articles, the authority
    and the organisation. What ships is a draft; an organisation takes it over, checks
    it and approves its own version. A text that was approved or handed over is never
    edited: what somebody was told can be shown years later.
    """

    _name = "kim.information.sheet"
    _inherit = ["kim.bound.mixin"]
    _description = "Information sheet"
    _order = "language_id, controller_id, version desc, id desc"

    # What one organisation wrote is not handed over in the name of another.
    _bound_for_good = frozenset({"controller_id"})

    language_id = fields.Many2one(
        comodel_name="kim.language",
        string="Language",
        required=True,
        index=True,
        ondelete="restrict",
    )
    law_id = fields.Many2one(
        comodel_name="kim.privacy.law",
        string="Only for law",
        index=True,
        ondelete="restrict",
        help="Empty: the text serves every law.",
    )
    controller_id = fields.Many2one(
        comodel_name="kim.controller",
        string="Only for organisation",
        index=True,
        ondelete="restrict",
        help="Empty: a draft for all organisations.",
    )
    version = fields.Char(required=True, size=32)
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
            ("withdrawn", "No longer in use"),
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
    is_rtl = fields.Boolean(compute="_compute_is_rtl")

    _version_uniq = models.UniqueIndex(
        "(language_id, version, COALESCE(law_id, 0), COALESCE(controller_id, 0))",
        "This version of the sheet exists in this language.",
    )

    @api.depends("language_id", "version", "controller_id")
    def _compute_display_name(self):
        for sheet in self:
            names = [sheet.language_id.name, sheet.version, sheet.controller_id.name]
            sheet.display_name = " · ".join(filter(None, names))

    @api.depends("language_id")
    def _compute_is_rtl(self):
        for sheet in self:
            sheet.is_rtl = sheet.language_id.code in RTL_LANGUAGES

    @api.constrains("body")
    def _check_body(self):
        for sheet in self:
            if len(sheet.body) > MAX_BODY:
                raise ValidationError(
                    self.env._(
                        "The text is too long (at most %(max)s characters).",
                        max=MAX_BODY,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # Said outright: a default from the caller's context must not say otherwise.
            vals.update(state="draft", approved_by_id=False, approved_on=False)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse to change what was approved or told, and the state but by its door.

        :raises UserError: the text is in use
        """
        if {"state", "approved_by_id", "approved_on"} & set(vals):
            raise AccessError(self.env._("Use the buttons to approve or to withdraw."))
        if any(sheet._is_in_use() for sheet in self):
            raise UserError(
                self.env._(
                    "This version is approved or was handed over. Make a new version."
                )
            )
        return super().write(vals)

    def unlink(self):
        """Refuse to delete what was told to somebody.

        :raises UserError: the text is in use
        """
        if any(sheet._is_in_use() for sheet in self):
            raise UserError(
                self.env._(
                    "This version is approved or was handed over. Withdraw it instead."
                )
            )
        return super().unlink()

    def _is_in_use(self):
        self.ensure_one()
        return self.state != "draft" or bool(
            self.env["kim.case.information"]
            .sudo()  # whether it was ever handed over, to whomever
            .search_count([("sheet_id", "=", self.id)], limit=1)
        )

    # ------------------------------------------------------------------
    # Which text for whom
    # ------------------------------------------------------------------
    @api.model
    def _for(self, controller, language):
        """Return the sheet to be handed over: own before shared, approved before draft.

        :param controller: ``kim.controller`` record
        :param language: ``kim.language`` record, may be empty
        :return: ``kim.information.sheet`` record; in German when there is none in the
            language, empty when there is none at all
        """
        sheets = self.sudo().search(  # texts of information are no secret
            [
                ("state", "!=", "withdrawn"),
                ("controller_id", "in", (controller.id, False)),
                "|",
                ("law_id", "=", False),
                ("law_id.law", "=", controller.law),
                "|",
                ("language_id", "=", language.id),
                ("language_id.code", "=", "de"),
            ]
        )
        return sheets.sorted(
            lambda sheet: (
                sheet.language_id == language,
                sheet.controller_id == controller,
                sheet.state == "approved",
                bool(sheet.law_id),
                sheet.version,
                sheet.id,
            ),
            reverse=True,
        )[:1].with_env(self.env)

    def _text(self, controller, basis=None):
        """Return the text with articles, authority and organisation put in.

        :param controller: ``kim.controller`` record
        :param basis: ``kim.legal.basis`` record, default the controller's usual one
        :return: str, one heading, point or paragraph a line
        """
        self.ensure_one()
        law = self.env["kim.privacy.law"]._of(controller)
        basis = basis or self.env["kim.legal.basis"]._find(
            controller, controller.documentation_basis
        )
        company = controller.sudo().company_id  # name and address are on its letters
        address = ", ".join(
            filter(
                None,
                [
                    company.name,
                    company.street,
                    " ".join(filter(None, [company.zip, company.city])),
                    company.phone,
                    company.email,
                ],
            )
        )
        words = {name: law[name] for name in ARTICLES}
        words |= {
            "organisation": address,
            "dpo": controller.dpo_contact or "…",
            "authority": controller.supervisory_authority or law.authority,
            "law": law.name,
            "basis": basis.article,
            "basis_special": basis.article_special,
            "years": str(controller.closed_years),
        }
        text = self.body
        for word, value in words.items():
            text = text.replace(f"{{{word}}}", value or "…")
        return text

    def _html(self, controller, basis=None):
        """Return the text as markup, everything typed escaped.

        :param controller: ``kim.controller`` record
        :param basis: ``kim.legal.basis`` record, default the controller's usual one
        :return: Markup
        """
        parts = [Markup("<h2>%s</h2>") % self.title]
        for line in self._text(controller, basis).splitlines():
            line = line.strip()
            if line.startswith("#"):
                parts.append(Markup("<h3>%s</h3>") % line.lstrip("# "))
            elif line.startswith("-"):
                parts.append(Markup("<ul><li>%s</li></ul>") % line.lstrip("- "))
            elif line:
                parts.append(Markup("<p>%s</p>") % line)
        inside = Markup("").join(parts).replace(Markup("</ul><ul>"), Markup(""))
        return Markup('<div dir="%s" lang="%s">%s</div>') % (
            "rtl" if self.is_rtl else "ltr",
            escape(self.language_id.code or ""),
            inside,
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def _own_controller(self):
        controllers = self.env["kim.controller"].search(
            [("company_id", "=", self.env.company.id)]
        )
        if not controllers:
            raise UserError(
                self.env._(
                    "This organisation is not set up for KIM yet. Ask its KIM "
                    "administration."
                )
            )
        return controllers

    def action_take_over(self):
        """Make a draft of one's own organisation from this text, as a new version.

        :return: window action that shows the new draft
        """
        self.ensure_one()
        controller = self.controller_id or self._own_controller()
        today = fields.Date.context_today(self)
        siblings = self.search_count(
            [
                ("language_id", "=", self.language_id.id),
                ("controller_id", "=", controller.id),
                ("version", "=like", f"{today:%Y-%m}%"),
            ]
        )
        sheet = self.create(
            {
                "language_id": self.language_id.id,
                "law_id": self.law_id.id,
                "controller_id": controller.id,
                "version": f"{today:%Y-%m}" + (f".{siblings + 1}" if siblings else ""),
                "title": self.title,
                "body": self.body,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": sheet.id,
            "views": [(False, "form")],
        }

    def action_approve(self):
        """Approve a draft of one's own organisation.

        :raises UserError: a shared draft, or no draft
        """
        self.check_access("write")
        for sheet in self:
            if sheet.state != "draft" or not sheet.controller_id:
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

    def action_withdraw(self):
        """Hand this version over no more; what was told with it stays readable."""
        self.check_access("write")
        return super().write({"state": "withdrawn"})
