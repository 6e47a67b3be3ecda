from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from ..file.kim_case_home import SIGNATURE_DAYS
from .kim_consent_mixin import IN_FORCE


class KimCase(models.Model):
    """What may be passed on from this case, at a glance."""

    _inherit = "kim.case"

    release_ids = fields.One2many(
        comodel_name="kim.release", inverse_name="case_id", string="Releases"
    )
    disclosure_ids = fields.One2many(
        comodel_name="kim.disclosure", inverse_name="case_id", string="Passed on"
    )
    conference_ids = fields.One2many(
        comodel_name="kim.case.conference",
        inverse_name="case_id",
        string="Case conferences",
    )
    privacy_lines = fields.Json(
        compute="_compute_privacy_lines",
        string="Data protection",
        help="Legal basis, releases and whom to tell, each with its state today.",
    )

    @api.depends(
        "consent_ids.validity", "release_ids.validity", "disclosure_ids.notice"
    )
    @api.depends_context("uid", "lang")
    def _compute_privacy_lines(self):
        for case in self:
            case.privacy_lines = [
                case._basis_line(),
                *case._release_lines(),
                *case._notice_line(),
            ]

    def _basis_line(self):
        """Return the line on the legal basis: {"text", "note", "level", …}."""
        basis = self.consent_ids.filtered(lambda c: c.purpose == "documentation")
        valid = basis._in_force()
        label = self.env._("Legal basis")
        if not valid:
            return {"text": label, "note": self.env._("missing"), "level": "danger"}
        best = valid.sorted(lambda c: c.validity != "valid")[:1]
        if best.validity == "valid":
            return {"text": label, "note": "", "level": "success"}
        return {
            "text": label,
            "note": self._signature_note(best),
            "level": "danger" if best.validity == "signature_overdue" else "warning",
        }

    def _signature_note(self, consent):
        return self.env._(
            "signature by %(day)s", day=format_date(self.env, consent.signature_due)
        )

    def _release_lines(self):
        """Return a line for each institution with a release, the worst news last."""
        lines, seen = [], self.env["res.partner"]
        order = {name: rank for rank, name in enumerate((*IN_FORCE, "expired"))}
        for release in self.release_ids.filtered(lambda r: r.validity in order).sorted(
            lambda r: (order[r.validity], -r.valid_until.toordinal())
        ):
            if release.partner_id in seen:
                continue
            seen |= release.partner_id
            note, level = (
                self.env._(
                    "until %(day)s", day=format_date(self.env, release.valid_until)
                ),
                "success",
            )
            if release.validity == "expired":
                note, level = self.env._("expired"), "muted"
            elif release.ends_soon:
                note, level = release.ends_in, "warning"
            elif release.validity != "valid":
                note, level = self._signature_note(release), "warning"
            if release.validity == "signature_overdue":
                level = "danger"
            lines.append(
                {
                    "text": release.partner_id.name,
                    "note": note,
                    "level": level,
                    "id": release.id,
                }
            )
        return lines

    def _notice_line(self):
        waiting = self.disclosure_ids.filtered(lambda d: d.notice and not d.notified_on)
        if not waiting:
            return []
        return [
            {
                "text": self.env._("Recipients to be told"),
                "note": str(len(waiting)),
                "level": "danger",
                "notices": True,
            }
        ]

    # ------------------------------------------------------------------
    # Home
    # ------------------------------------------------------------------
    @api.model
    def _home_sources(self, today):
        """Add releases that end or lack a signature, and recipients to be told."""
        return [
            *super()._home_sources(today),
            self._home_releases(today, "release", [("ends_soon", "=", True)]),
            self._home_releases(
                today,
                "signature",
                [
                    ("validity", "in", ("signature_missing", "signature_overdue")),
                    ("signature_due", "<=", today + timedelta(days=SIGNATURE_DAYS)),
                ],
            ),
            self._home_notices(today),
        ]

    @api.model
    def _home_releases(self, today, kind, domain):
        day = "valid_until" if kind == "release" else "signature_due"
        releases, total = self._home_search(
            "kim.release",
            [*domain, *self._home_own_domain("case_id.")],
            [day, "partner_id", "case_id"],
            f"{day}, id",
        )
        return [
            self._home_thing(
                kind, row, row.partner_id.name, row[day], today, row.case_id
            )
            for row in releases
        ], total

    @api.model
    def _home_notices(self, today):
        waiting, total = self._home_search(
            "kim.disclosure",
            [
                ("notice", "!=", False),
                ("notified_on", "=", False),
                *self._home_own_domain("case_id."),
            ],
            ["partner_id", "case_id"],
            "id",
        )
        return [
            self._home_thing(
                "notice", row, row.partner_id.name, today, today, row.case_id
            )
            for row in waiting
        ], total

    def action_open_notices(self):
        """Open the disclosures whose recipients are to be told.

        :return: window action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tell these recipients"),
            "res_model": "kim.disclosure",
            "views": [(False, "list"), (False, "form")],
            "domain": [
                ("case_id", "=", self.id),
                ("notice", "!=", False),
                ("notified_on", "=", False),
            ],
        }
