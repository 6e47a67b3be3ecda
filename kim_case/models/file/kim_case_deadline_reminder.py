"""Who hears that a deadline presses, and who hears it instead."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.dates import berlin_today


class KimCaseDeadline(models.Model):
    _inherit = "kim.case.deadline"

    @api.model
    def _cron_remind(self, today=None):
        """Tell responsible and deputies inside KIM that deadlines begin to press.

        Idempotent: a deadline that has reminded moves on to its next reminder in the
        same transaction. One message per person, with a number and nothing else. Where
        nobody of them can open the case any more, its team lead is told instead, and
        the reminder stays until somebody leads the case again.

        :param datetime.date today: day to remind for; default today in Berlin
        :return: number of deadlines that reminded
        """
        today = today or berlin_today()
        pressing_sudo = self.sudo().search(  # the system reminds, people read
            Domain("next_reminder", "<=", today)
            & Domain("done_on", "=", False)
            & (
                Domain("case_id.phase_kind", "!=", "closed")
                | Domain("watcher_id", "!=", False)
            )
        )
        hearers = pressing_sudo._hearers()
        counts = {}
        for users in hearers.values():
            for user in users:
                counts[user] = counts.get(user, 0) + 1
        for user, count in counts.items():
            env = self.with_context(lang=user.lang).env
            self.env["kim.notice"]._tell_inside(
                user,
                env._("Deadlines in KIM"),
                env._(
                    "%(count)s of your deadlines need you now. They stand under "
                    "“My cases”, on top.",
                    count=count,
                ),
            )
        reminded = pressing_sudo.filtered(lambda deadline: hearers[deadline])
        (pressing_sudo - reminded).case_id._tell_leads_of_orphans(
            self.env._("Deadlines in KIM need somebody"),
            self.env._(
                "Deadlines press in %(numbers)s, and nobody who leads these cases can "
                "open them any more. Please give them to somebody under Oversight › "
                "Register of cases."
            ),
        )
        by_day = reminded.grouped(lambda d: d._reminder_after(today))
        for day, deadlines in by_day.items():
            deadlines._door_write({"next_reminder": day})
        return len(reminded)

    def _hearers(self):
        """Return who hears of each of these deadlines: {deadline: ``res.users``}."""
        now = fields.Datetime.now()
        rows = (
            self.env["kim.case.access"]
            .sudo()  # the system reminds, people read
            ._read_group(
                [
                    ("case_id", "in", self.case_id.ids),
                    ("kind", "in", ("responsible", "deputy")),
                    ("valid_from", "<=", now),
                    ("valid_until", ">", now),
                ],
                ["user_id"],
                ["case_id:recordset"],
            )
        )
        leading = {}
        for user, cases in rows:
            for case in cases._opened_by(user):
                leading[case] = leading.get(case, self.env["res.users"]) | user
        nobody = self.env["res.users"]
        return {deadline: leading.get(deadline.case_id, nobody) for deadline in self}
