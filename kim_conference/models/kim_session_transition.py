from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

TRANSITIONS = {
    "planned": {"invited", "held", "cancelled"},
    "invited": {"planned", "held", "cancelled"},
    "held": {"minuted"},
    "minuted": {"held", "published"},
    "published": {"minuted"},
    "cancelled": {"planned"},
}


class KimSession(models.Model):
    """The transition door: every change of state of a session goes through it."""

    _inherit = "kim.session"

    def _transition(self, target):
        """Check right, step and precondition, then change the state.

        :param str target: value of ``state``
        :raises UserError: the step is not possible now; the message says what is missing
        """
        self.check_access("write")
        check = getattr(self, f"_check_{target}", None)
        for session in self:
            if target not in TRANSITIONS[session.state]:
                states = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "“%(session)s” is “%(state)s”; this step is not possible now.",
                        session=session.name,
                        state=states[session.state],
                    )
                )
        if check:
            check()
        self._door_write({"state": target})

    # Preconditions, one method per target state
    def _check_invited(self):
        for session in self:
            if not session.agenda_item_ids:
                raise UserError(
                    self.env._(
                        "An invitation needs an agenda. Enter items, or take the usual "
                        "agenda of this type of session."
                    )
                )

    def _check_held(self):
        now = fields.Datetime.now()
        if any(session.date_start > now for session in self):
            raise UserError(self.env._("The session lies in the future."))

    def _check_published(self):
        for session in self:
            if session.minutes_ids.sorted("number")[-1:].state != "approved":
                raise UserError(self.env._("Please have the minutes approved first."))
            if not (session.summary or "").strip():
                raise UserError(
                    self.env._("Please write the summary that is to be published.")
                )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_apply_agenda(self):
        """Add the usual agenda of the session's types, without what is there already."""
        self.check_access("write")
        for session in self:
            known = set(session.agenda_item_ids.mapped("name"))
            last = max(session.agenda_item_ids.mapped("sequence"), default=0)
            items = []
            for template in session.type_ids.agenda_template_ids:
                if template.name in known:
                    continue
                known.add(template.name)
                items.append((template.type_id.sequence, template))
            # Combined types: one welcome at the start, one outlook at the end.
            order = {"welcome": 0, "outlook": 2}
            items.sort(key=lambda item: (order.get(item[1].kind, 1), item[0]))
            session.agenda_item_ids = [
                Command.create(
                    {
                        "sequence": last + 10 * position,
                        "name": template.name,
                        "kind": template.kind,
                        "speaker": template.speaker,
                    }
                )
                for position, (_sequence, template) in enumerate(items, 1)
            ]

    def action_invite(self):
        """The invitation has gone out."""
        self._transition("invited")

    def action_mark_held(self):
        """The session took place; attendance is entered next."""
        self._transition("held")

    def action_all_attended(self):
        """Everyone who was invited came."""
        self.check_access("write")
        self.participation_ids.filtered(
            lambda p: p.attendance == "invited"
        ).attendance = "attended"

    def action_minute(self):
        """Write a version of the minutes from agenda, participation and agreements."""
        if any(session.state != "held" for session in self):
            raise UserError(
                self.env._("Minutes are written when the session was held.")
            )
        self._transition("minuted")
        # Whoever writes minutes may write the parts; the minutes have locked them.
        self.sudo().participation_ids._record_contacts()
        self.sudo().agreement_ids._record_contacts()
        for session in self:
            self.env["kim.minutes"].sudo().create(  # minutes are written by this door
                {
                    "session_id": session.id,
                    "number": max(session.minutes_ids.mapped("number"), default=0) + 1,
                    "content": session._minutes_content(),
                }
            )

    def action_correct(self):
        """Open the session again; the next minutes are a new version."""
        if any(session.state != "minuted" for session in self):
            raise UserError(self.env._("There are no minutes to be corrected."))
        self._transition("held")

    def action_publish(self):
        """Let everyone taking part in the district read session and summary."""
        self._transition("published")

    def action_withdraw(self):
        """Take a published session back."""
        if any(session.state != "published" for session in self):
            raise UserError(self.env._("The session is not published."))
        self._transition("minuted")

    def action_cancel(self):
        """The session does not take place."""
        self._transition("cancelled")

    def action_replan(self):
        """Plan the session anew."""
        self._transition("planned")
