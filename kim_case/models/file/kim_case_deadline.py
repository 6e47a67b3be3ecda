"""What must not be forgotten in a case: deadlines, reviews and reminders in one."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.dates import berlin_today
from ...tools.periods import next_working_day, objection_end, period_end
from ..district.kim_deadline_kind import MAX_LEAD

FAR_YEARS = 30
MAX_PAST_YEARS = 50


class KimCaseDeadline(models.Model):
    """A deadline (Frist) of one person: residence title, objection, grant, review, …

    The date is proposed from the kind and the date of the notice and stays the case
    manager's own: who knows that the letter came later, or that a year applies because
    the instruction on legal remedies is missing, corrects it.
    """

    _name = "kim.case.deadline"
    _inherit = ["kim.case.part.mixin"]
    _description = "Deadline"
    _order = "date, id"

    _door_fields = frozenset(
        {
            "case_id",
            "company_id",
            "done_by_id",
            "done_on",
            "handed_on",
            "next_reminder",
            "watcher_id",
        }
    )

    kind_id = fields.Many2one(
        comodel_name="kim.deadline.kind",
        string="Kind",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_kind_id(),
    )
    kind = fields.Selection(related="kind_id.kind", string="Fixed kind", store=True)
    name = fields.Char(
        string="What",
        size=200,
        required=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    notice_date = fields.Date(
        string="Notice of",
        help="Date on the notice; it counts as posted on that day.",
    )
    arrived_on = fields.Date(
        string="Arrived on",
        help="Only where the letter came later than four days after its date.",
    )
    date = fields.Date(
        string="Deadline",
        required=True,
        compute="_compute_date",
        store=True,
        readonly=False,
        precompute=True,
        help="Proposed from the usual period; a deadline that would end on a weekend "
        "or public holiday ends on the next working day. Please check it.",
    )
    lead_days = fields.Integer(
        string="Remind days before",
        compute="_compute_lead_days",
        store=True,
        readonly=False,
        precompute=True,
    )
    remind_date = fields.Date(
        string="Remind from", compute="_compute_remind_date", store=True
    )
    next_reminder = fields.Date(compute="_compute_next_reminder", store=True)
    remark = fields.Text()
    done_on = fields.Datetime(string="Done on", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        comodel_name="res.users", string="Done by", readonly=True, ondelete="restrict"
    )
    is_deletion = fields.Boolean(
        string="Decision on deletion",
        readonly=True,
        help="Made when the legal basis of the file was gone.",
    )
    light = fields.Selection(
        selection=[
            ("overdue", "Overdue"),
            ("due", "Due soon"),
            ("later", "Has time"),
            ("done", "Done"),
        ],
        string="Traffic light",
        compute="_compute_light",
    )
    # Read under the client's own rule: a number alone is easily mixed up.
    client_last_name = fields.Char(
        related="case_id.client_id.last_name", related_sudo=False
    )
    client_first_name = fields.Char(
        related="case_id.client_id.first_name", related_sudo=False
    )

    _open_idx = models.Index("(date, id) WHERE done_on IS NULL")
    _case_open_idx = models.Index("(case_id, date) WHERE done_on IS NULL")
    _case_done_idx = models.Index("(case_id, done_on DESC, id DESC)")
    _reminder_idx = models.Index("(next_reminder) WHERE next_reminder IS NOT NULL")

    @api.model
    def _default_kind_id(self):
        case = self.env["kim.case"].browse(self.env.context.get("default_case_id"))
        known = case and case.has_access("read")
        districts = self.env["kim.district"]
        return self.env["kim.deadline.kind"]._first(
            [("kind", "=", "reminder")],
            case.district_id if known else districts._default(),
        )

    @api.depends("kind_id")
    def _compute_name(self):
        labels = self.env["kim.deadline.kind"]._labels()
        for deadline in self:
            # what was typed by hand stays
            if not deadline.name or deadline.name in labels:
                deadline.name = deadline.kind_id.name

    @api.depends("kind_id", "notice_date", "arrived_on")
    def _compute_date(self):
        today = berlin_today()
        for deadline in self:
            kind = deadline.kind_id
            if not kind.period_count:
                deadline.date = deadline.date
            elif kind.kind == "objection":
                if deadline.notice_date:
                    deadline.date = objection_end(
                        deadline.notice_date,
                        kind.period_count,
                        kind.period_unit,
                        deadline.arrived_on,
                    )
                else:
                    deadline.date = deadline.date
            else:
                deadline.date = next_working_day(
                    period_end(
                        deadline.notice_date or today,
                        kind.period_count,
                        kind.period_unit,
                    )
                )

    @api.depends("kind_id")
    def _compute_lead_days(self):
        for deadline in self:
            deadline.lead_days = deadline.kind_id.lead_days

    @api.depends("date", "lead_days")
    def _compute_remind_date(self):
        for deadline in self:
            deadline.remind_date = deadline.date and deadline.date - timedelta(
                days=min(max(deadline.lead_days, 0), MAX_LEAD)
            )

    @api.depends("date", "lead_days", "done_on")
    def _compute_next_reminder(self):
        today = berlin_today()
        for deadline in self:
            deadline.next_reminder = deadline._reminder_after(today)

    def _reminder_after(self, today):
        """Return the day of the next reminder after ``today``, False when none is left.

        Two reminders: when the lead time begins, and on the last day itself.
        """
        self.ensure_one()
        if self.done_on or not self.date:
            return False
        days = [day for day in (self.remind_date, self.date) if day and day > today]
        return min(days, default=False)

    @api.depends("date", "remind_date", "done_on")
    def _compute_light(self):
        today = berlin_today()
        for deadline in self:
            if deadline.done_on:
                deadline.light = "done"
            elif not deadline.date or deadline.remind_date > today:
                deadline.light = "later"
            else:
                deadline.light = "overdue" if deadline.date < today else "due"

    @api.constrains("date", "notice_date", "arrived_on", "lead_days")
    def _check_dates(self):
        today = berlin_today()
        first = today - relativedelta(years=MAX_PAST_YEARS)
        last = today + relativedelta(years=FAR_YEARS)
        for deadline in self:
            if not first <= deadline.date <= last:
                raise ValidationError(
                    self.env._("Please check the year of the deadline.")
                )
            if deadline.notice_date and not first <= deadline.notice_date <= today:
                raise ValidationError(
                    self.env._(
                        "Please check the date of the notice: it cannot lie in the "
                        "future or more than %(years)s years back.",
                        years=MAX_PAST_YEARS,
                    )
                )
            if deadline.arrived_on and not (
                (deadline.notice_date or first) <= deadline.arrived_on <= today
            ):
                raise ValidationError(
                    self.env._(
                        "The letter cannot have arrived before its date or in the "
                        "future."
                    )
                )
            if not 0 <= deadline.lead_days <= MAX_LEAD:
                raise ValidationError(
                    self.env._(
                        "A reminder comes between 0 and %(days)s days before.",
                        days=MAX_LEAD,
                    )
                )

    @api.constrains("kind_id", "case_id")
    def _check_kind(self):
        for deadline in self:
            district = deadline.kind_id.sudo().district_id  # compared, not shown
            if district and district != deadline.case_id.sudo().district_id:
                raise ValidationError(
                    self.env._("This kind of deadline belongs to another district.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:  # done by the button: nobody says that a colleague did it
            # Set by the restriction of a file, never by callers.
            born = {"done_on": False, "done_by_id": False, "is_deletion": False}
            vals_list = [{**vals, **born} for vals in vals_list]
        return super().create(vals_list)

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_done(self):
        """Mark as done, by whom and when; after a review the next one is proposed.

        :raises UserError: already done
        :return: True, or the form of the next review
        """
        self.check_access("write")
        if any(deadline.done_on for deadline in self):
            raise UserError(self.env._("This is already done. Reload the page."))
        self._door_write({"done_on": fields.Datetime.now(), "done_by_id": self.env.uid})
        if len(self) == 1 and self.kind == "review":
            if self.case_id.phase_kind != "closed":
                return self._next_review()
        return True

    def _next_review(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kim_case.kim_case_deadline_quick_action"
        )
        action["name"] = self.env._("Review done. When is the next one?")
        action["context"] = {
            "default_case_id": self.case_id.id,
            "default_kind_id": self.kind_id.id,
            "default_name": self.name,
        }
        return action

    def action_undo(self):
        """Take back that it is done; it counts and reminds again.

        :raises UserError: not done
        :return: True
        """
        self.check_access("write")
        if not all(deadline.done_on for deadline in self):
            raise UserError(self.env._("This is not done yet. Reload the page."))
        self._door_write({"done_on": False, "done_by_id": False})
        return True


class KimCase(models.Model):
    _inherit = "kim.case"

    deadline_ids = fields.One2many(
        comodel_name="kim.case.deadline", inverse_name="case_id", string="Deadlines"
    )
    open_deadline_ids = fields.One2many(
        comodel_name="kim.case.deadline",
        inverse_name="case_id",
        string="Open deadlines",
        domain=[("done_on", "=", False)],
    )
    deadline_date = fields.Date(
        string="Next deadline", compute="_compute_deadline_date", store=True
    )
    deadline_remind_date = fields.Date(
        string="Next deadline presses from",
        compute="_compute_deadline_date",
        store=True,
    )

    @api.depends(
        "deadline_ids.date", "deadline_ids.remind_date", "deadline_ids.done_on"
    )
    def _compute_deadline_date(self):
        rows = (
            self.env["kim.case.deadline"]
            .sudo()
            ._read_group(  # dates of own parts
                [("case_id", "in", self.ids), ("done_on", "=", False)],
                ["case_id"],
                ["date:min", "remind_date:min"],
            )
        )
        nearest = {case.id: dates for case, *dates in rows}
        for case in self:
            case.deadline_date, case.deadline_remind_date = nearest.get(
                case.id, (False, False)
            )
