from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.kim_case.tools.dates import berlin_today

TRANSITIONS = {
    "open": {"done", "dropped"},
    "done": {"open"},
    "dropped": {"open"},
}


class KimAgreement(models.Model):
    """An agreement on further work (Absprache): who does what until when (69).

    Neither a decision of a body nor a measure; never about a single case (10).
    """

    _name = "kim.agreement"
    _inherit = ["kim.recorded.mixin", "kim.session.part.mixin"]
    _description = "Agreement"
    _order = "date_due, id"

    _door_fields = frozenset({"session_id", "district_id", "state"})
    _door_initial = {"state": "open"}
    _recorded_links = ("responsible_partner_id",)
    _locked_by_minutes = False

    name = fields.Char(string="What", required=True)
    responsible = fields.Char(string="Who", help="Function or institution.")
    responsible_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="restrict",
    )
    date_due = fields.Date(string="Until", index=True)
    state = fields.Selection(
        selection=[("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        copy=False,
    )
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue")

    @api.depends("state", "date_due")
    def _compute_is_overdue(self):
        today = berlin_today()
        for agreement in self:
            agreement.is_overdue = bool(
                agreement.state == "open"
                and agreement.date_due
                and agreement.date_due < today
            )

    def write(self, vals):
        """What was agreed and who does it stays as the minutes say; the day may move.

        :raises UserError: the minutes are written
        """
        fixed = ("name", "responsible", "responsible_partner_id")
        if any(
            name in vals
            and self._fields[name].convert_to_write(each[name], each) != vals[name]
            for name in fixed
            for each in self
        ):
            self.session_id._refuse_after_minutes()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_minuted(self):
        self.session_id._refuse_after_minutes()

    def _transition(self, target):
        """Move to another state.

        :param str target: value of ``state``
        :raises UserError: the step is not possible
        """
        self.check_access("write")
        if any(target not in TRANSITIONS[agreement.state] for agreement in self):
            raise UserError(self.env._("This agreement is already settled."))
        self._door_write({"state": target})

    def action_done(self):
        """The agreement was kept."""
        self._transition("done")

    def action_drop(self):
        """The agreement is no longer pursued."""
        self._transition("dropped")

    def action_reopen(self):
        """Take up a settled agreement again."""
        self._transition("open")
