"""Closing a case: what becomes of each deadline that is still running."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...tools.dates import berlin_today, given_day

FATES = [
    ("done", "Done"),
    ("handed", "Handed to the person in writing"),
    ("kept", "Keeps running"),
]


class KimCaseDeadline(models.Model):
    _inherit = "kim.case.deadline"

    handed_on = fields.Date(
        string="Handed over in writing on",
        readonly=True,
        copy=False,
        help="When the case was closed the person got this date in writing and looks "
        "after it herself.",
    )
    watcher_id = fields.Many2one(
        comodel_name="res.users",
        string="Watched by",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="Whoever watches this deadline after the case was closed.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Leave to the door what it writes; after the end of a case its author watches.

        A deadline of a closed case would otherwise be on nobody's home.
        """
        born = {"handed_on": False, "watcher_id": False}
        deadlines = super().create([{**vals, **born} for vals in vals_list])
        deadlines._watch_after_end()
        return deadlines

    def _checked_fates(self, fates):
        """Return what the door writes into each of these running deadlines.

        :param dict fates: as for ``action_close_case``
        :return: {deadline: vals}
        :raises UserError: a deadline has no fate, or nobody can watch it so
        """
        kinds = [kind for kind, _label in FATES]
        said = {
            str(key): fate
            for key, fate in (fates.items() if isinstance(fates, dict) else ())
            if isinstance(fate, dict) and fate.get("fate") in kinds
        }
        # Nobody ticks off the decision on deletion by closing: it stays with who leads the case.
        deletion = {str(d.id): {"fate": "kept"} for d in self.filtered("is_deletion")}
        said |= deletion
        missing = self.filtered(lambda d: str(d.id) not in said)
        if missing:
            raise UserError(
                self.env._(
                    "Deadlines are still running. Please say for each what becomes of "
                    "it: %(deadlines)s.",
                    deadlines="; ".join(
                        f"{deadline.name} ({format_date(self.env, deadline.date)})"
                        for deadline in missing
                    ),
                )
            )
        return {
            deadline: deadline._fate_vals(said[str(deadline.id)]) for deadline in self
        }

    def _fate_vals(self, fate):
        done = {"done_on": fields.Datetime.now(), "done_by_id": self.env.uid}
        if fate["fate"] == "done":
            return done
        if fate["fate"] == "handed":
            day = given_day(self.env, fate.get("handed_on")) or berlin_today()
            if day > berlin_today():
                raise ValidationError(
                    self.env._("Please check the day on which it was handed over.")
                )
            return {**done, "handed_on": day}
        case = self.case_id
        wanted = fate.get("user_id") or case.responsible_id.id or self.env.uid
        user = case._possible_watchers().filtered(lambda u: u.id == wanted)
        if not user:
            raise UserError(
                self.env._(
                    "A deadline is watched by who leads the case or deputises for her "
                    "or him: please choose one of them."
                )
            )
        return {"watcher_id": user.id}

    def _course_line(self):
        line = super()._course_line()
        if not self.handed_on:
            return line
        handed = self.env._(
            "Handed to the person in writing on %(day)s; due on %(due)s.",
            day=format_date(self.env, self.handed_on),
            due=format_date(self.env, self.date),
        )
        return {**line, "text": "\n".join(filter(None, (handed, line["text"])))}

    def action_undo(self):
        """Take back that it is done; after the end of a case who does so watches it."""
        result = super().action_undo()
        self.filtered("handed_on")._door_write({"handed_on": False})
        self._watch_after_end()
        return result

    def _watch_after_end(self):
        late = self.filtered(lambda d: d.case_id.phase_kind == "closed")
        if late:
            late._door_write({"watcher_id": self.env.uid})

    def _hearers(self):
        """Let who watches a deadline of a closed case hear of it, as long as she can."""
        hearers = super()._hearers()
        for user, deadlines in self.grouped("watcher_id").items():
            for case in user and deadlines.case_id._opened_by(user):
                watched = deadlines.filtered(lambda d, case=case: d.case_id == case)
                if case.phase_kind == "closed":
                    hearers.update(dict.fromkeys(watched, user))
        return hearers


class KimCase(models.Model):
    _inherit = "kim.case"

    def _possible_watchers(self):
        """Return who may watch a deadline of this case: who leads it or deputises.

        :return: ``res.users``
        """
        self.ensure_one()
        now = fields.Datetime.now()
        rows_sudo = self.sudo().access_ids.filtered(  # names of colleagues
            lambda row: (
                row.kind in ("responsible", "deputy")
                and row.valid_from <= now < row.valid_until
                and row.user_id.active
            )
        )
        return rows_sudo.user_id.sudo(False)

    def action_close_case(
        self,
        closure_reason_id,
        effective=None,
        outcome=None,
        self_help_end=None,
        deadlines=None,
    ):
        """Close the case, once it is said what becomes of each running deadline.

        :param dict deadlines: {id of the deadline: dict of ``fate`` ("done", "handed",
            "kept"), with ``handed_on`` (day, default today) or ``user_id`` (who watches
            it, default the responsible)}
        :raises UserError: a running deadline is left out, or cannot be watched so
        """
        self.check_access("write")
        running = self.env["kim.case.deadline"].search(
            [("case_id", "in", self.ids), ("done_on", "=", False)]
        )
        fates = running._checked_fates(deadlines)
        result = super().action_close_case(
            closure_reason_id, effective, outcome, self_help_end
        )
        for deadline, vals in fates.items():
            # A restricted file, too, can be closed; the case was checked above.
            deadline_sudo = deadline.sudo()
            deadline_sudo._door_write(vals)
        return result
