from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dates import berlin_today

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
    _inherit = ["kim.handout.mixin"]
    _description = "Information sheet"
    _order = "language_id, controller_id, version desc, id desc"

    law_id = fields.Many2one(
        comodel_name="kim.privacy.law",
        string="Only for law",
        index=True,
        ondelete="restrict",
        help="Empty: the text serves every law.",
    )
    version = fields.Char(required=True, size=32)
    state = fields.Selection(
        selection_add=[("withdrawn", "No longer in use")],
        ondelete={"withdrawn": "cascade"},
    )

    _version_uniq = models.UniqueIndex(
        "(language_id, version, COALESCE(law_id, 0), COALESCE(controller_id, 0))",
        "This version of the sheet exists in this language.",
    )

    @api.depends("language_id", "version", "controller_id")
    def _compute_display_name(self):
        for sheet in self:
            names = [sheet.language_id.name, sheet.version, sheet.controller_id.name]
            sheet.display_name = " · ".join(filter(None, names))

    def write(self, vals):
        """Refuse to change what was approved or told.

        :raises UserError: the text is in use
        """
        guarded = self._door_fields.intersection(vals)  # refused with words of its own
        if not guarded and any(sheet._is_in_use() for sheet in self):
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
        return self._filled_body(words)

    def _html(self, controller, basis=None):
        """Return the text as markup, everything typed escaped.

        :param controller: ``kim.controller`` record
        :param basis: ``kim.legal.basis`` record, default the controller's usual one
        :return: Markup
        """
        inside = Markup("<h2>%s</h2>") % self.title
        inside += self._lines_as_html(self._text(controller, basis))
        return Markup('<div dir="%s" lang="%s">%s</div>') % (
            "rtl" if self.is_rtl else "ltr",
            escape(self.language_id.code or ""),
            inside,
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def _own_version(self, controller):
        """Make a draft of an organisation from this text, as a new version."""
        controller = self.controller_id or controller
        today = berlin_today()
        siblings = self.search_count(
            [
                ("language_id", "=", self.language_id.id),
                ("controller_id", "=", controller.id),
                ("version", "=like", f"{today:%Y-%m}%"),
            ]
        )
        return self.create(
            {
                "language_id": self.language_id.id,
                "law_id": self.law_id.id,
                "controller_id": controller.id,
                "version": f"{today:%Y-%m}" + (f".{siblings + 1}" if siblings else ""),
                "title": self.title,
                "body": self.body,
            }
        )

    def action_withdraw(self):
        """Hand this version over no more; what was told with it stays readable.

        :return: True
        """
        self.check_access("write")
        return self._set_state("withdrawn")
