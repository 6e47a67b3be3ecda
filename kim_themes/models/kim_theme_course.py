"""The course of a theme: which step follows which, and the one door for it."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

EXITS = {"deferred", "rejected", "escalated", "merged"}
# Which steps may follow. Small districts skip steps; what a mandate or a decision
# guards is checked below.
TRANSITIONS = {
    "raw": {"checked", "clustered", "submitted"} | EXITS,
    "checked": {"raw", "clustered", "submitted", "resolved"} | EXITS,
    "clustered": {"checked", "submitted", "resolved"} | EXITS,
    "submitted": {"clustered", "checked", "prioritised", "resolved"} | EXITS,
    "prioritised": {"mandated", "resolved"} | EXITS,
    "mandated": {"in_work", "resolved"} | EXITS,
    "in_work": {"decided", "resolved"} | EXITS,
    "decided": {"implementing", "resolved"} | EXITS,
    "implementing": {"resolved"} | EXITS,
    "resolved": {"reviewed", "in_work", "checked"},
    "reviewed": {"checked"},
    "deferred": {"checked", "clustered", "submitted", "resolved"}
    | EXITS - {"deferred"},
    "rejected": {"checked"},
    "escalated": {"checked", "resolved", "deferred", "rejected"},
    "merged": set(),  # the one way back is undoing the merge
}
# Of these steps, and of every exit, the originators hear (130).
TOLD = {
    "clustered",
    "submitted",
    "prioritised",
    "mandated",
    "decided",
    "resolved",
} | EXITS
# These need words: why not, why later, to whom.
REASONED = {"deferred", "rejected", "escalated"}


class KimTheme(models.Model):
    """The transition door: every change of state of a theme goes through it."""

    _inherit = "kim.theme"

    @api.model
    def _may_steer(self):
        """Return whether the user coordinates themes (coordination, assistant)."""
        return self.env.su or self.env.user.has_group("kim_case.group_kim_assistant")

    def _transition(self, target, note=None, tell=True):
        """Move these themes to another state; check person, record and moment.

        :param str target: state
        :param str note: reason or remark, shown in the course and told
        :param bool tell: tell the originators when the step is one they hear of
        :raises AccessError: the user does not coordinate these themes
        :raises UserError: the step does not fit
        """
        if not self:
            return
        if not self._may_steer():
            raise AccessError(
                self.env._("The coordination sets the course of a theme.")
            )
        self.check_access("write")
        self.flush_recordset()
        self.sudo().lock_for_update()  # two people do not take the same step twice
        self.invalidate_recordset(["state"])
        labels = dict(self._fields["state"]._description_selection(self.env))
        for theme in self:
            if target not in TRANSITIONS[theme.state]:
                raise UserError(
                    self.env._(
                        "%(theme)s is “%(state)s”: the next step cannot be “%(target)s”.",
                        theme=theme.display_name,
                        state=labels[theme.state],
                        target=labels[target],
                    )
                )
            theme._check_step(target, note)
        self.sudo()._door_write({"state": target})  # checked above
        self.sudo()._note_event(note)  # the course is written by doors only
        if tell and target in TOLD:
            self.env["kim.feedback"]._tell_originators(self, note)

    def _check_step(self, target, note):
        """Refuse a step whose ground is missing.

        :param str target: state
        :param str note: reason given
        :raises UserError: and says what to do first
        """
        self.ensure_one()
        if target in REASONED and not (note or "").strip():
            raise UserError(
                self.env._("Please give a reason: those who raised the theme hear it.")
            )
        theme_sudo = self.sudo()  # decisions and items of papers not yet published
        decisions_sudo = theme_sudo.decision_ids.filtered("is_adopted")
        grounds = {
            "clustered": lambda: theme_sudo.cluster_id,
            "submitted": lambda: theme_sudo.agenda_item_ids,
            "prioritised": lambda: decisions_sudo.filtered(
                lambda d: d.kind == "priority"
            ),
            "mandated": lambda: decisions_sudo.filtered("mandate"),
            "in_work": lambda: decisions_sudo.filtered("mandate"),
            "decided": lambda: decisions_sudo.filtered(lambda d: d.kind == "measure"),
            "resolved": lambda: theme_sudo._results(),
        }
        if target not in grounds or grounds[target]():
            return
        name = self.display_name
        raise UserError(
            {
                "clustered": self.env._(
                    "Please choose a cluster for “%s” first.", name
                ),
                "submitted": self.env._(
                    "Put “%s” on the agenda of a steering meeting first.", name
                ),
                "prioritised": self.env._(
                    "“%s” needs a decision of the steering group first.", name
                ),
                "mandated": self.env._(
                    "“%s” needs a mandate of the steering group first.", name
                ),
                "in_work": self.env._(
                    "“%s” needs a mandate of the steering group first.", name
                ),
                "decided": self.env._(
                    "“%s” needs a decision on a measure first.", name
                ),
                "resolved": self.env._(
                    "Record the result first: what has changed for “%s”?", name
                ),
            }[target]
        )

    def _results(self):
        """Return results of these themes, of their clusters and measures.

        :return: ``kim.result`` records
        """
        return (
            self.result_ids
            | self.cluster_id.result_ids.filtered(lambda r: not r.theme_ids)
            | self.task_ids.kim_result_ids
        )

    def _reachable(self, target):
        """Return the themes that may take this step now.

        :param str target: state
        :return: ``kim.theme`` records
        """
        return self.filtered(lambda t: target in TRANSITIONS[t.state])

    def _note_event(self, note=None):
        """Write a line of history with the present state.

        :param str note: remark
        """
        self.env["kim.theme.event"].create(
            [
                {
                    "theme_id": theme.id,
                    "state": theme.state,
                    "user_id": self.env.uid,
                    "note": note,
                }
                for theme in self
            ]
        )

    def _follow_cluster(self):
        """Let the state follow when a theme is put into a cluster or taken out."""
        entered = self.filtered("cluster_id")._reachable("clustered")
        entered.filtered(lambda t: t.state in ("raw", "checked"))._transition(
            "clustered"
        )
        self.filtered(
            lambda t: not t.cluster_id and t.state == "clustered"
        )._transition("checked")

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_check(self):
        """Structural, not a single case, no duplicate: the theme is checked."""
        self._transition("checked")

    def action_back_to_work(self):
        """Take a theme up again that was put aside or came back."""
        self._transition("checked")

    def action_start_implementing(self):
        """Implementation of what was decided has begun."""
        self._transition("implementing")

    def action_review(self):
        """The effect was checked: the problem does not recur."""
        self._transition("reviewed")

    def action_submit(self):
        """Put these themes on the agenda of the next steering meeting.

        :return: window action of the session
        """
        if len(self.district_id) != 1:
            raise UserError(self.env._("Please choose themes of one district."))
        cluster = self.cluster_id if len(self.cluster_id) == 1 else self.cluster_id[:0]
        name = cluster.name or self[:1].name
        item = self._submit(name, cluster)
        return item._action_open_session()

    def action_record_result(self):
        """Record what has changed; the form then reports the themes as resolved.

        :return: window action of a new ``kim.result``
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Result"),
            "res_model": "kim.result",
            "view_mode": "form",
            "context": {
                "default_district_id": self.district_id.id,
                "default_theme_ids": [Command.set(self.ids)],
                "default_cluster_id": self.cluster_id.id,
            },
        }

    def _submit(self, name, cluster):
        """Bundle themes in one item on the agenda of the next steering meeting.

        :param str name: title of the item
        :param cluster: ``kim.theme.cluster`` record or empty
        :return: ``kim.agenda.item`` record
        :raises UserError: when no meeting is planned or nothing can be submitted
        """
        if not self._may_steer():
            raise AccessError(
                self.env._("The coordination sets the course of a theme.")
            )
        themes = self._reachable("submitted")
        if not themes:
            raise UserError(
                self.env._("There is no theme here that can be submitted now.")
            )
        if len(themes.district_id) > 1:
            raise UserError(
                self.env._(
                    "These themes belong to several districts. Please submit them "
                    "district by district."
                )
            )
        session = self.env["kim.session"]._next_steering(themes.district_id)
        item = session._add_decision_item(name, themes, cluster)
        themes._transition("submitted")
        return item

    # ------------------------------------------------------------------
    # MERGING (lineage)
    # ------------------------------------------------------------------
    def _merge_into(self, target, note=None):
        """Merge these duplicates into another theme; nothing is deleted.

        :param target: ``kim.theme`` that goes on
        :param str note: why they are the same
        :raises UserError: when the target is itself merged or of another district
        """
        themes = self - target
        if not themes:
            raise UserError(self.env._("Please choose a theme to merge into."))
        if target.state == "merged" or themes.district_id != target.district_id:
            raise UserError(
                self.env._("Themes are merged into an open theme of the same district.")
            )
        target.check_access("write")
        before = {theme: theme.state for theme in themes}
        for theme in themes:
            if theme.state == "merged":
                raise UserError(self.env._("%s is already merged.", theme.display_name))
        themes._transition(
            "merged", note or self.env._("Merged into %s.", target.number)
        )
        for theme, state in before.items():
            theme.sudo()._door_write(  # checked by the transition
                {"merged_into_id": target.id, "merged_from_state": state}
            )
        target.sudo()._note_event(  # the course is written by doors only
            self.env._("Merged here: %s.", ", ".join(themes.mapped("number")))
        )

    def action_undo_merge(self):
        """Undo a merge: each theme goes on where it stood before.

        :raises UserError: when a theme is not merged
        """
        if not self._may_steer():
            raise AccessError(
                self.env._("The coordination sets the course of a theme.")
            )
        self.check_access("write")
        if any(theme.state != "merged" for theme in self):
            raise UserError(self.env._("This theme is not merged."))
        for theme in self:
            target = theme.merged_into_id
            theme.sudo()._door_write(  # checked above
                {
                    "state": theme.merged_from_state or "checked",
                    "merged_into_id": False,
                    "merged_from_state": False,
                }
            )
            note = self.env._("Merge with %s undone.", target.number)
            theme.sudo()._note_event(note)  # the course is written by doors only
