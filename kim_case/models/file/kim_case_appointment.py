from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.dates import berlin_time, day_end

MAX_DAYS = 14


class KimCaseAppointment(models.Model):
    """An appointment of a person: where, when, with whom, with an interpreter or not.

    In our own model and calendar: Odoo's calendar lets every colleague read attendees
    and rename events.
    """

    _name = "kim.case.appointment"
    _inherit = ["kim.case.part.mixin"]
    _description = "Appointment"
    _order = "start, id"

    _door_fields = frozenset({"case_id", "company_id", "state"})

    name = fields.Char(string="What for", size=200, required=True)
    start = fields.Datetime(
        string="Begins", required=True, default=lambda self: self._default_start()
    )
    stop = fields.Datetime(
        string="Ends",
        required=True,
        compute="_compute_stop",
        store=True,
        readonly=False,
        precompute=True,
    )
    place = fields.Char(size=200, help="Address, floor, room: as the person finds it.")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Institution",
        domain="[('is_company', '=', True)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    accompanied = fields.Boolean(help="You go there together.")
    interpreter = fields.Boolean(string="With interpreter")
    bring = fields.Text(string="To bring", help="Stands on the appointment card.")
    remark = fields.Text(help="For your work; not on the appointment card.")
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("held", "Took place"),
            ("missed", "Nobody came"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planned",
        readonly=True,
    )
    is_over = fields.Boolean(
        string="Over",
        compute="_compute_is_over",
        help="Sorts what comes next first, then what was, the latest first.",
    )
    # Read under the client's own rule: a number alone is easily mixed up.
    client_last_name = fields.Char(
        related="case_id.client_id.last_name", related_sudo=False
    )
    client_first_name = fields.Char(
        related="case_id.client_id.first_name", related_sudo=False
    )

    _case_idx = models.Index("(case_id, start DESC, id DESC)")
    _start_idx = models.Index("(start, id)")
    _check_times = models.Constraint(
        "CHECK(start <= stop)", "An appointment cannot end before it begins."
    )

    @api.model
    def _default_start(self):
        now = fields.Datetime.now()
        return now.replace(minute=0, second=0) + timedelta(hours=1)

    @api.depends("start")
    def _compute_stop(self):
        for appointment in self:
            if appointment.start and not (
                appointment.stop and appointment.stop > appointment.start
            ):
                appointment.stop = appointment.start + timedelta(hours=1)

    @api.depends("stop")
    def _compute_is_over(self):
        now = fields.Datetime.now()
        for appointment in self:
            appointment.is_over = bool(appointment.stop and appointment.stop < now)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Sort by nearness: what comes next, then what was, the latest first."""
        if field_name != "is_over":
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        now = fields.Datetime.now()
        start = self._field_to_sql(alias, "start", query)
        stop = self._field_to_sql(alias, "stop", query)
        return SQL(
            "%(stop)s < %(now)s %(direction)s, "
            "ABS(EXTRACT(EPOCH FROM %(start)s - %(now)s)) %(direction)s",
            start=start,
            stop=stop,
            now=now,
            direction=direction,
        )

    @api.constrains("start", "stop")
    def _check_length(self):
        for appointment in self:
            if appointment.stop - appointment.start > timedelta(days=MAX_DAYS):
                raise ValidationError(
                    self.env._(
                        "An appointment lasts at most %(days)s days. Please check the "
                        "dates.",
                        days=MAX_DAYS,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Every appointment begins as planned; its outcome is told by the buttons."""
        for vals in vals_list:
            vals["state"] = "planned"  # the outcome is told by the buttons
        return super().create(vals_list)

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def _end(self, state):
        self.check_access("write")
        if any(appointment.state != "planned" for appointment in self):
            raise UserError(self.env._("This appointment has its outcome already."))
        now = fields.Datetime.now()
        if state != "cancelled" and any(row.start > now for row in self):
            raise UserError(self.env._("This appointment still lies ahead."))
        self._door_write({"state": state})
        return True

    def action_held(self):
        """Record that it took place.

        :return: True
        :raises UserError: it has its outcome already, or still lies ahead
        """
        return self._end("held")

    def action_missed(self):
        """Record that nobody came.

        :return: True
        :raises UserError: it has its outcome already, or still lies ahead
        """
        return self._end("missed")

    def action_cancel(self):
        """Cancel the appointment; it stays in the course of the case.

        :return: True
        :raises UserError: it has its outcome already
        """
        return self._end("cancelled")

    def action_undo(self):
        """Take the outcome back.

        :return: True
        """
        self.check_access("write")
        self._door_write({"state": "planned"})
        return True

    def _course_line(self):
        """Return how the course shows this appointment.

        :return: dict of title, text, by, extra
        """
        states = dict(self._fields["state"]._description_selection(self.env))
        place = ", ".join(filter(None, (self.partner_id.name, self.place)))
        return {
            "title": f"{self.name} ({states[self.state]})",
            "text": "\n".join(filter(None, (place, self.remark))),
        }


class KimCase(models.Model):
    _inherit = "kim.case"

    appointment_ids = fields.One2many(
        comodel_name="kim.case.appointment",
        inverse_name="case_id",
        string="Appointments",
    )

    @api.model
    def _course_sources(self):
        appointments = self.env._("Appointments")
        begun = Domain("start", "<=", fields.Datetime.now())
        return {
            **super()._course_sources(),
            "appointment": (appointments, "kim.case.appointment", "start", begun),
        }

    @api.model
    def _home_sources(self, today):
        return [*super()._home_sources(today), self._home_appointments(today)]

    @api.model
    def _home_appointments(self, today):
        """Appointments of today that are not over."""
        appointments, total = self._home_search(
            "kim.case.appointment",
            [
                ("state", "=", "planned"),
                ("stop", ">=", fields.Datetime.now()),
                ("start", "<", day_end(today)),
                *self._home_own_domain("case_id."),
            ],
            ["name", "start", "case_id"],
            "start, id",
        )
        things = []
        for row in appointments:
            thing = self._home_thing(
                "appointment", row, row.name, today, today, row.case_id
            )
            clock = berlin_time(row.start).strftime("%H:%M")
            things.append({**thing, "time": clock})
        return things, total
