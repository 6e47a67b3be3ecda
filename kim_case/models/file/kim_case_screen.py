from datetime import timedelta

from odoo import api, fields, models

from ...tools.dates import berlin_day, berlin_today


class KimCase(models.Model):
    """What boards and the form show beside the stored fields."""

    _inherit = "kim.case"

    client_phone = fields.Char(
        related="client_id.phone", string="Phone", related_sudo=False
    )
    next_step_state = fields.Selection(
        selection=[
            ("none", "No next step"),
            ("overdue", "Overdue"),
            ("soon", "Within 7 days"),
            ("planned", "Planned"),
        ],
        string="Next step is",
        compute="_compute_next_step_state",
        help="Colours the next step on boards and lists.",
    )
    phase_since = fields.Date(
        string="In this phase since", compute="_compute_phase_time"
    )
    phase_days = fields.Integer(string="Days in phase", compute="_compute_phase_time")
    phase_time = fields.Json(
        string="Time in each phase",
        compute="_compute_phase_time",
        help="Days in each phase, from the course of the case; on hold apart.",
    )
    deadline_light = fields.Selection(
        selection=[
            ("overdue", "Overdue"),
            ("soon", "Due soon"),
            ("planned", "Has time"),
            ("none", "No deadline"),
        ],
        string="Next deadline is",
        compute="_compute_light",
    )
    light = fields.Selection(
        selection=[
            ("overdue", "Overdue"),
            ("soon", "Soon"),
            ("planned", "Planned"),
            ("none", "Nothing planned"),
        ],
        string="Traffic light",
        compute="_compute_light",
        help="The more pressing of next step and next deadline.",
    )
    ask_team_lead = fields.Boolean(
        related="client_id.ask_team_lead", related_sudo=False
    )
    can_edit = fields.Boolean(
        compute="_compute_can_edit",
        help="False while you see the case by an emergency or inspection right.",
    )
    is_responsible = fields.Boolean(compute="_compute_can_edit")

    @api.depends("next_step", "next_step_date", "phase_kind")
    def _compute_next_step_state(self):
        today = berlin_today()
        for case in self:
            if case.phase_kind == "closed" or not (
                case.next_step or case.next_step_date
            ):
                case.next_step_state = "none"
            elif not case.next_step_date:
                case.next_step_state = "planned"
            elif case.next_step_date < today:
                case.next_step_state = "overdue"
            elif case.next_step_date <= today + timedelta(days=7):
                case.next_step_state = "soon"
            else:
                case.next_step_state = "planned"

    @api.depends(
        "spell_ids.date_from", "spell_ids.date_to", "stage_id", "on_hold", "date_close"
    )
    def _compute_phase_time(self):
        now = fields.Datetime.now()
        for case in self:
            seconds, held, since = {}, {}, None
            spells = case.spell_ids.sorted("date_from")
            for spell in spells:
                stage = spell.stage_id
                length = ((spell.date_to or now) - spell.date_from).total_seconds()
                seconds[stage] = seconds.get(stage, 0) + length
                held[stage] = held.get(stage, 0) + (length if spell.on_hold else 0)
            for spell in reversed(spells):
                if spell.stage_id != case.stage_id:
                    break
                since = spell.date_from
            case.phase_since = since and berlin_day(since)
            case.phase_days = int((now - since).days) if since else 0
            case.phase_time = [
                {
                    "id": stage.id,
                    "name": stage.name,
                    "days": int(seconds[stage] // 86400),
                    "on_hold": int(held[stage] // 86400),
                    "current": stage == case.stage_id,
                }
                for stage in sorted(seconds, key=lambda s: (s.sequence, s.id))
                if stage.phase_kind != "closed"
            ]

    @api.depends("next_step_state", "deadline_date", "deadline_remind_date")
    def _compute_light(self):
        today = berlin_today()
        order = [value for value, _label in self._fields["light"].selection]
        for case in self:
            if not case.deadline_date or case.phase_kind == "closed":
                state = "none"
            elif case.deadline_date < today:
                state = "overdue"
            else:
                state = "soon" if case.deadline_remind_date <= today else "planned"
            case.deadline_light = state
            case.light = min(state, case.next_step_state, key=order.index)

    @api.depends("responsible_id")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        editable = self._filtered_access("write")
        for case in self:
            case.can_edit = case in editable
            case.is_responsible = case.responsible_id == self.env.user

    def action_open_client(self):
        """Open the person of this case.

        :return: window action on ``kim.client``
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Person"),
            "res_model": "kim.client",
            "res_id": self.client_id.id,
            "views": [(False, "form")],
        }
