from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.file.kim_case import SELF_HELP
from ...models.file.kim_case_gate import KINDS
from ...tools.dates import berlin_today, day_end

CHANGES = [
    ("stage", "Change the phase"),
    ("hold", "Put on hold"),
    ("close", "Close the case"),
    ("reopen", "Reopen"),
    ("hand_over", "Hand over"),
]
STRUCTURAL = [
    ("none", "Nothing structural so far"),
    ("found", "Yes: report it next"),
    ("reported", "Already reported"),
]


class KimCaseChange(models.TransientModel):
    """Ask for what a door of the case needs: the date, a reason, a colleague.

    The doors themselves check right and moment. The row is removed when the change
    is made.
    """

    _name = "kim.case.change"
    _inherit = ["kim.dialog.mixin"]
    _description = "Change of a case"

    case_id = fields.Many2one(
        comodel_name="kim.case", string="Case", required=True, ondelete="cascade"
    )
    change = fields.Selection(selection=CHANGES, required=True, default="stage")
    district_id = fields.Many2one(related="case_id.district_id", related_sudo=False)
    date = fields.Date(
        string="With effect from",
        required=True,
        default=berlin_today,
        help="Not before the last change of the case and not in the future.",
    )
    stage_id = fields.Many2one(
        comodel_name="kim.case.stage",
        string="New phase",
        domain="[('district_id', '=', district_id), ('phase_kind', '!=', 'closed')]",
    )
    closure_reason_id = fields.Many2one(
        comodel_name="kim.closure.reason", string="Reason for closing"
    )
    advice = fields.Text(
        string="Before you go on",
        compute="_compute_advice",
        help="What is still missing. It stops nobody.",
    )
    asks_structural = fields.Boolean(
        string="Ask for structural findings", compute="_compute_advice"
    )
    structural = fields.Selection(
        selection=STRUCTURAL,
        string="Structural?",
        help="Would others in the town meet the same gap or hurdle?",
    )
    outcome = fields.Text(
        string="What came of it",
        compute="_compute_outcome",
        compute_sudo=False,  # a form for a foreign case must show nothing of it
        store=True,
        readonly=False,
    )
    self_help_start = fields.Selection(
        related="case_id.self_help_start", related_sudo=False
    )
    self_help_end = fields.Selection(
        selection=SELF_HELP,
        string="Gets on alone",
        compute="_compute_outcome",
        compute_sudo=False,  # a form for a foreign case must show nothing of it
        store=True,
        readonly=False,
    )
    reason = fields.Char(size=500, string="Reason")
    until = fields.Date(string="Look again on")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="New case manager",
        domain="[('id', 'in', candidate_ids)]",
    )
    candidate_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_candidate_ids"
    )
    note = fields.Text(
        string="Handover note", help="Goes into the contact log of the case."
    )

    deadline_line_ids = fields.One2many(
        comodel_name="kim.case.change.deadline",
        inverse_name="change_id",
        string="Deadlines still running",
        compute="_compute_deadline_line_ids",
        compute_sudo=False,  # a form for a foreign case must show nothing of it
        store=True,
        readonly=False,
    )
    watcher_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_watcher_ids"
    )

    @api.model
    def default_get(self, fields):
        """Offer to close the case where the phase asked for is the last."""
        values = super().default_get(fields)
        stage = self.env["kim.case.stage"].browse(values.get("stage_id"))
        if stage.phase_kind == "closed":
            values.update(change="close", stage_id=False)
        return values

    @api.depends("case_id")
    def _compute_candidate_ids(self):
        group = self.env.ref("kim_case.group_kim_case_user").sudo()
        # A form not saved yet holds the case as a new record, whose access nobody checks.
        self.case_id._origin.check_access("read")
        for wizard in self:  # who else works for the same controller is no secret there
            colleagues = group.all_user_ids.filtered(
                lambda user, case=wizard.case_id: (
                    user.active and case.company_id in user.company_ids
                )
            )
            wizard.candidate_ids = (
                colleagues - self.env.user - wizard.case_id.responsible_id
            )

    @api.depends("case_id", "change", "stage_id")
    def _compute_advice(self):
        self.case_id._origin.check_access("read")
        for wizard in self:
            case, stage = wizard.case_id._origin, wizard.stage_id._origin
            if wizard.change == "close":
                stage = case.district_id.stage_ids.filtered(
                    lambda s: s.phase_kind == "closed"
                )[:1]
            elif wizard.change != "stage":
                stage = self.env["kim.case.stage"]
            advice = case._phase_advice(stage) if case and stage else []
            wizard.advice = "\n".join(f"• {line}" for line in advice) or False
            wizard.asks_structural = (
                bool(case and stage)
                and not case.structural_asked_on
                and (
                    stage.phase_kind == "closed"
                    or KINDS.index(case.phase_kind)
                    <= KINDS.index("assessment")
                    < KINDS.index(stage.phase_kind)
                )
            )

    @api.depends("case_id", "change")
    def _compute_deadline_line_ids(self):
        # Kept fields are computed in sudo: whose form it is still counts.
        self.case_id._origin.sudo(False).check_access("read")
        for wizard in self:
            case = wizard.case_id._origin.sudo(False)
            running = case.open_deadline_ids.filtered(
                lambda deadline, closes=wizard.change == "close": (
                    closes and not deadline.is_deletion
                )
            )
            wizard.deadline_line_ids = [
                Command.clear(),
                *(Command.create({"deadline_id": each.id}) for each in running),
            ]

    @api.depends("case_id")
    def _compute_watcher_ids(self):
        self.case_id._origin.check_access("read")
        for wizard in self:
            case = wizard.case_id._origin
            wizard.watcher_ids = case and case._possible_watchers()

    @api.depends("case_id")
    def _compute_outcome(self):
        # Kept fields are computed in sudo: whose form it is still counts.
        self.case_id._origin.sudo(False).check_access("read")
        for wizard in self:
            wizard.outcome = wizard.case_id.outcome
            wizard.self_help_end = wizard.case_id.self_help_end

    @api.model_create_multi
    def create(self, vals_list):
        """Only who may write a case opens this form: it names case and colleagues."""
        wizards = super().create(vals_list)
        wizards.case_id.check_access("write")  # a constraint would run as superuser
        return wizards

    def write(self, vals):
        """Only who may write the case changes this form.

        :raises AccessError: the case is not the user's to write
        """
        result = super().write(vals)
        self.case_id.check_access("write")
        return result

    def _effective(self):
        """Return the moment of the change: now, or the end of an earlier day.

        :return: datetime in UTC, or None for now
        """
        if self.date == berlin_today():
            return None
        return day_end(self.date) - timedelta(seconds=1)

    def action_apply(self):
        """Make the change through its door and empty this form.

        :return: action that closes the dialog, or leads back to the list when the
            case has left the user's hands
        :raises UserError: a needed choice is missing
        """
        self.ensure_one()
        case, change = self.case_id, self.change
        structural = self.asks_structural and self.structural
        if change == "stage":
            if not self.stage_id:
                raise UserError(self.env._("Please choose the new phase."))
            case.action_set_stage(self.stage_id.id, self._effective())
        elif change == "hold":
            case.action_hold(self.reason, self._effective(), self.until)
        elif change == "close":
            case.action_close_case(
                self.closure_reason_id.id,
                self._effective(),
                self.outcome,
                self.self_help_end,
                self.deadline_line_ids._fates(),
            )
        elif change == "reopen":
            case.action_reopen(self.reason)
        else:
            if not self.user_id:
                raise UserError(self.env._("Please choose a colleague."))
            case.action_hand_over(self.user_id.id, self.note)
        if structural:
            case._note_structural()
        follow_up = structural == "found" and case._structural_action()
        if change != "hand_over":
            return self._done(follow_up)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kim_case.kim_case_action"
        )
        return self._done(
            {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "success",
                    "message": self.env._(
                        "%(user)s is now responsible for %(number)s.",
                        user=self.user_id.name,
                        number=case.sudo().number,  # no content, told to who gave it
                    ),
                    "next": {**action, "target": "main"},
                },
            }
        )
