"""The head of a session: what it was, when, where. Fixed as soon as it was held."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from odoo.addons.kim_case.tools.dates import BERLIN, berlin_today

from .kim_body import HELD

HEAD = (
    "name",
    "type_ids",
    "body_id",
    "municipality_id",
    "date_start",
    "date_stop",
    "venue",
    "host_partner_ids",
)


class KimSession(models.Model):
    """From "held" on the head changes only by a correction that says why.

    Minutes, decisions and figures hang on it: a session that moved into another year or
    lost its body would take them along.
    """

    _inherit = "kim.session"

    corrections = fields.Text(
        readonly=True,
        copy=False,
        help="What was corrected after the session was held: when, by whom, why.",
    )

    def write(self, vals):
        """Refuse changes of what is fixed, whoever asks.

        :raises UserError: the head after the session, papers after the minutes
        """
        named = [name for name in HEAD if name in vals]
        for session in self:
            if named and session._is_head_fixed() and session._head_changes(vals):
                raise UserError(
                    self.env._(
                        "“%(session)s” was held: what it was, when and where stays as "
                        "it is. Use “Correct details” and say why.",
                        session=session.name,
                    )
                )
        if "summary" in vals and any(
            session.state == "published"
            and (session.summary or "") != (vals["summary"] or "")
            for session in self
        ):
            raise UserError(
                self.env._(
                    "The summary is published. Withdraw the publication first, then "
                    "change it."
                )
            )
        if "vignette_ids" in vals and not self.env.su:
            self._refuse_after_minutes()
        return super().write(vals)

    def _refuse_after_minutes(self):
        """Refuse to change papers of a session whose minutes are written.

        :raises UserError: reopening the minutes is the way
        """
        if any(session.state in ("minuted", "published") for session in self):
            raise UserError(
                self.env._(
                    "The minutes of this session are written. Use “Correct minutes” "
                    "first; a new version is made then."
                )
            )

    def _is_head_fixed(self):
        """Tell whether the head of this session changes by a correction alone."""
        self.ensure_one()
        return self.state in HELD

    def _head_changes(self, vals):
        """Return what ``vals`` would change of the head, in words.

        :param dict vals: values as for ``write``
        :return: list of "label: before → after"
        """
        self.ensure_one()
        named = [name for name in HEAD if name in vals]
        draft = self.new({name: vals[name] for name in named}, origin=self)
        changes = []
        for name in named:
            before, after = self._head_text(self, name), self._head_text(draft, name)
            if before != after:
                label = self._fields[name]._description_string(self.env)
                changes.append(f"{label}: {before or '–'} → {after or '–'}")
        return changes

    def _head_text(self, session, name):
        """Return a value of the head as text, for comparing and for reading."""
        value, kind = session[name], self._fields[name].type
        if kind == "datetime":
            return value and format_datetime(
                self.env, value, tz=str(BERLIN), dt_format="short"
            )
        if kind in ("many2one", "many2many"):
            linked_sudo = value._origin.sudo()  # the user reads the session
            return ", ".join(linked_sudo.sorted("id").mapped("display_name"))
        return value or ""

    def _check_correction(self, vals):
        """Refuse a correction that something recorded does not allow.

        :param dict vals: values of the head
        """

    def _correct_head(self, vals, reason):
        """Correct the head of a session that was held; what was is kept.

        :param dict vals: values of fields of ``HEAD``
        :param str reason: why
        :raises UserError: no reason, nothing to correct, or something recorded forbids
        """
        self.ensure_one()
        self.check_access("write")
        reason = " ".join(str(reason or "").split())
        if not reason:
            raise UserError(self.env._("Please say why this is corrected."))
        vals = {name: vals[name] for name in HEAD if name in vals}
        changes = self._head_changes(vals)
        if not changes:
            raise UserError(self.env._("Nothing was changed."))
        self._check_correction(vals)
        before = self.corrections
        line = self.env._(
            "%(day)s, %(user)s: %(changes)s. Reason: %(reason)s",
            day=format_date(self.env, berlin_today()),
            user=self.env.user.name,
            changes="; ".join(changes),
            reason=reason,
        )
        for name in self._bound_links(vals):  # as for any link that a user sets
            linked = self.new({name: vals[name]}, origin=self)[name]._origin
            self._check_bound(name, linked.sudo() - self.sudo()[name])
        self._door_write(
            {**vals, "corrections": "\n".join(filter(None, (before, line)))}
        )
        self.check_access("write")  # nobody moves a session out of reach

    def action_correct_head(self):
        """Open the form in which the head of a session that was held is corrected.

        :return: window action
        """
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct details"),
            "res_model": "kim.session.correct",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_session_id": self.id},
        }
