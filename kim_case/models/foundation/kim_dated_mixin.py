"""What holds from a day to a day, and whose past is not rewritten."""

from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools.dates import berlin_day, berlin_today

OPEN_END = date(2999, 12, 31)


class KimDatedMixin(models.AbstractModel):
    """A row of staffing: figures of any past day are counted from it (100, 123, 129).

    Once it has begun, what it says is changed from a day on, by a new row, or corrected
    with a reason; both by the dialog "Change from a day on". On the day of its entry it
    is still free.
    """

    _name = "kim.dated.mixin"
    _description = "Row whose past stays"

    # Fields that figures of the past read.
    _dated_facts = ()

    change_reason = fields.Char(
        string="Reason of the change",
        size=200,
        readonly=True,
        copy=False,
        help="Why this row follows another one, or was corrected.",
    )
    has_begun = fields.Boolean(
        compute="_compute_has_begun",
        help="Figures of the past may rest on this row.",
    )

    @api.depends("date_from", "create_date")
    def _compute_has_begun(self):
        today = berlin_today()
        for row in self:
            start = row._origin.date_from
            row.has_begun = bool(
                start and start < today and berlin_day(row._origin.create_date) < today
            )

    def write(self, vals):
        """Let an end be entered; refuse to rewrite what was in force.

        :raises UserError: figures of past days would change
        """
        facts = [*self._dated_facts, "date_from", "date_until"]
        if self.env.su or vals.keys().isdisjoint(facts):
            return super().write(vals)
        begun = self.filtered("has_begun")
        before = [(row, row.date_until, row._dated_past()) for row in begun]
        result = super().write(vals)
        today = berlin_today()
        for row, until, past in before:
            reopened = until < today and row.date_until != until
            if reopened or row._dated_past() != past:
                row._refuse_rewriting()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        begun = self.filtered("has_begun")
        if begun and not self.env.su:
            begun[0]._refuse_rewriting()

    def _dated_past(self):
        """Return what figures of past days read, but for the end."""
        self.ensure_one()
        return [self.date_from, *(self[name] for name in self._dated_facts)]

    def _refuse_rewriting(self):
        """Say how to change a row on which figures of the past rest.

        :raises UserError: always
        """
        raise UserError(
            self.env._(
                "“%(row)s” has been in force since %(start)s, and figures of past days "
                "rest on it. Use “Change from a day on”: it asks from when the new holds, "
                "or why it was entered wrongly. What has simply ended gets an end.",
                row=self.display_name,
                start=format_date(self.env, self._origin.date_from),
            )
        )

    def _follow(self, day, vals):
        """End this row the day before, and let another one follow it.

        :param date day: first day of the new row, within this one
        :param dict vals: what the new row says otherwise, with the reason
        :return: the new row
        """
        self.ensure_one()
        until = self.date_until
        self._correct({"date_until": day - timedelta(days=1)})
        return self.copy({**vals, "date_from": day, "date_until": until})

    def _correct(self, vals):
        """Write past the guard of begun rows; the dialog has asked for the reason.

        :param dict vals: field values
        :return: True
        """
        return super().write(vals)
