"""Recording a decision and what follows from it for themes and measures."""

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.kim_case.tools.dates import berlin_day, berlin_today


class KimDecision(models.Model):
    """The recording door: number, wording and votes are fixed here."""

    _inherit = "kim.decision"

    def action_record(self):
        """Record these decisions for good; themes and measures follow.

        :raises AccessError: when someone else than the coordination records
        :raises UserError: when something is missing, and says what
        """
        self._check_may_record()
        for decision in self:
            decision._check_draft()
            decision._check_complete()
            if decision.kind == "measure":  # who reads it sees what it is about
                decision.theme_ids |= decision.task_ids.kim_theme_ids
            # One at a time: two who record at once write the same counter below, so the
            # second repeats and finds the decision of the first.
            replaced = decision.supersedes_id
            if not replaced and decision.agenda_item_id.decision_id:
                raise UserError(
                    self.env._(
                        "This agenda item already has a decision. Replace it instead."
                    )
                )
            if replaced:
                replaced._door_write({"state": "superseded"})
                replaced.flush_recordset()
            day = decision._meeting_day()
            (running,) = decision.district_id._count(
                f"B.{decision.body_id.id}", day.year
            )
            decision._door_write(
                {
                    "state": "recorded",
                    "recorded_mode": decision.body_id.decision_mode,
                    "date": day,
                    "number": f"{day.year}/{running:02d}",
                }
            )
            decision._record_contacts()
            decision.flush_recordset()
            decision._follow_up()

    def _meeting_day(self):
        """Return the day of the meeting as its readers count days."""
        start = self.session_id.date_start
        return berlin_day(start)

    def _check_complete(self):
        """Refuse to record what a reader of the minutes would not understand."""
        self.ensure_one()
        votes = self.vote_yes + self.vote_no + self.vote_abstain
        seats = self.body_id.voting_count
        problem = False
        day = self._meeting_day()
        if self.session_id.state == "cancelled":
            problem = self.env._("This meeting was cancelled.")
        elif day > berlin_today():
            problem = self.env._(
                "The meeting on %(day)s is still to come. A decision is recorded on the "
                "day of the meeting or later; until then the draft stays as it is.",
                day=format_date(self.env, day),
            )
        elif self.result == "vote" and self.decision_mode != "vote":
            problem = self.env._(
                "%(body)s decides by consensus. Choose the result accordingly.",
                body=self.body_id.name,
            )
        elif self.result == "vote" and not votes:
            problem = self.env._("Please enter the votes.")
        elif self.result == "vote" and votes > seats:
            problem = self.env._(
                "%(votes)s votes, but only %(seats)s voting seats: only voting seats "
                "vote.",
                votes=votes,
                seats=seats,
            )
        elif self.result == "consensus_with_reservation" and not self.reservation:
            problem = self.env._("Please enter the reservation.")
        elif self.mandate and not (self.mandate_name and self.mandate_goal):
            problem = self.env._("A mandate names its project group and its goal.")
        elif self.kind == "measure" and not self.task_ids:
            problem = self.env._(
                "Please choose the measures that are decided on. They come from a "
                "project group with a mandate."
            )
        elif self.kind == "measure" and not all(
            task.project_id.kim_decision_id for task in self.task_ids
        ):
            problem = self.env._("Measures come from a project group with a mandate.")
        if problem:
            raise UserError(problem)

    def _follow_up(self):
        """Let themes and measures follow a decision just recorded."""
        self.ensure_one()
        themes = self.theme_ids
        note = self.display_name
        if not self.is_adopted:
            labels = dict(self._fields["result"]._description_selection(self.env))
            themes.sudo()._note_event(  # the course is written by doors only
                f"{note}: {labels[self.result]}"
            )
            return
        if self.kind == "priority":
            themes._reachable("submitted")._transition("submitted", note, tell=False)
            ready = themes._reachable("prioritised")
            ready.sudo()._door_write({"priority_rank": self.rank})  # decided just now
            ready._transition("prioritised", note, tell=not self.mandate)
            if self.mandate:
                themes._reachable("mandated")._transition("mandated", note)
        elif self.kind == "measure":
            themes._reachable("in_work")._transition("in_work", note, tell=False)
            self.task_ids._kim_decide(self)
            themes._reachable("decided")._transition("decided", note)

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_supersede(self):
        """Draft a decision that replaces this one; both stay readable.

        :return: window action of the draft
        :raises UserError: when this decision is not in force
        """
        self.ensure_one()
        self._check_may_record()
        if self.state != "recorded":
            raise UserError(self.env._("Only a decision in force is replaced."))
        draft = self.superseded_by_ids.filtered(lambda d: d.state == "draft")[:1]
        if not draft:
            draft = self.copy()
            draft._door_write({"supersedes_id": self.id})
        return draft._action_open()

    def _check_may_record(self):
        """Refuse anyone but the coordination.

        :raises AccessError: someone else records
        """
        if not self.env.user.has_group("kim_case.group_kim_coordination"):
            raise AccessError(
                self.env._("The coordination records the decisions of a body.")
            )
        self.check_access("write")

    def _action_open(self):
        """Return the window action of this decision."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "kim.decision",
            "view_mode": "form",
            "res_id": self.id,
        }

    def action_open_project_group(self):
        """Open the project group that this decision mandates: body and project.

        :return: window action of the project
        :raises UserError: without a mandate (124)
        """
        self.ensure_one()
        self._check_may_record()
        if self.state != "recorded" or not self.is_adopted or not self.mandate:
            raise UserError(
                self.env._(
                    "A project group needs a mandate: a recorded decision of the "
                    "steering group."
                )
            )
        if self.project_group_ids:
            raise UserError(self.env._("This project group is already open."))
        body = self.env["kim.body"].create(
            {
                "name": self.mandate_name,
                "kind": "project_group",
                "district_id": self.district_id.id,
                "description": self.mandate_goal,
                "decision_mode": "consensus",
                "interval_months": 0,
                "date_deadline": self.mandate_deadline,
                "mandate_decision_id": self.id,
            }
        )
        project = self.env["project.project"]._kim_open(body, self)
        self.theme_ids._reachable("in_work")._transition("in_work", body.name)
        return {
            "type": "ir.actions.act_window",
            "name": project.name,
            "res_model": "project.project",
            "view_mode": "form",
            "res_id": project.id,
        }
