from datetime import timedelta

from odoo import api, fields, models


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
    can_edit = fields.Boolean(
        compute="_compute_can_edit",
        help="False while you see the case by an emergency or inspection right.",
    )
    is_responsible = fields.Boolean(compute="_compute_can_edit")

    @api.depends("next_step", "next_step_date", "phase_kind")
    def _compute_next_step_state(self):
        today = fields.Date.context_today(self)
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


class KimCaseNote(models.Model):
    _inherit = "kim.case.note"

    # Read under the client's own rule: a number alone is easily mixed up.
    client_last_name = fields.Char(
        related="case_id.client_id.last_name", related_sudo=False
    )
    client_first_name = fields.Char(
        related="case_id.client_id.first_name", related_sudo=False
    )


class KimInquiry(models.Model):
    _inherit = "kim.inquiry"

    def action_open_case(self):
        """Open the case that arose from this inquiry.

        :return: window action on ``kim.case``
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "kim.case",
            "res_id": self.case_id.id,
            "views": [(False, "form")],
        }
