"""Restriction: a file whose legal basis is gone is kept, and worked on no more."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from ...tools.dates import berlin_today

DAYS = 30
MAX_HOLD_DAYS = 366
# What closing a case says; it is closed even when nothing else may be written.
OF_CLOSING = frozenset({"outcome", "self_help_end"})


class KimCase(models.Model):
    """Basis withdrawn and no other: restricted at once, deletion decided in 30 days.

    Read, exported, closed, and given a new basis it can be; nothing is added or changed
    (Art. 17, 18 GDPR). The data protection officer puts the deletion off, with a reason
    and an end. Deleting itself belongs to the retention run.
    """

    _inherit = "kim.case"

    restricted_on = fields.Date(
        string="Restricted since",
        readonly=True,
        index="btree_not_null",
        help="The legal basis of this file is gone and there is no other.",
    )
    deletion_due = fields.Date(
        string="Decide on deletion by", readonly=True, help="30 days after restriction."
    )
    deletion_hold_until = fields.Date(string="Deletion put off until", readonly=True)
    deletion_hold_reason = fields.Char(
        string="Why it is put off", size=500, readonly=True
    )
    deletion_hold_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Put off by",
        readonly=True,
        ondelete="restrict",
    )
    can_decide = fields.Boolean(
        compute="_compute_can_edit",
        help="You work on this case, also while it is restricted.",
    )

    @api.depends("responsible_id", "restricted_on")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        result = super()._compute_can_edit()
        for case in self:
            case.can_decide = case.can_edit
            case.can_edit = case.can_edit and not case.restricted_on
        return result

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------
    def write(self, vals):
        """Refuse content while the file is restricted.

        :raises UserError: says what is still possible
        """
        result = super().write(vals)
        if set(vals) - OF_CLOSING and not self.env.su:
            self._say_restricted()  # the rule of writing has been asked
        return result

    def _refuse_restricted(self):
        """Stop the work on a file whose legal basis is gone.

        :raises AccessError: not the user's to read: whether it is restricted is content
        :raises UserError: says what is still possible
        """
        if not self.env.su:
            self.check_access("read")
            self._say_restricted()

    def _say_restricted(self):
        """Tell who works on one of these cases that its file is restricted.

        :raises UserError: says what is still possible
        """
        for case_sudo in self.sudo():  # the caller has asked whose it is
            if case_sudo.restricted_on:
                raise UserError(
                    self.env._(
                        "This file is restricted since %(day)s: its legal basis is gone. "
                        "Nothing can be added or changed. Record a new legal basis on the "
                        "tab “Consents”, or close the case; you can still read and export "
                        "it.",
                        day=format_date(self.env, case_sudo.restricted_on),
                    )
                )

    def action_hold(self, reason, effective=None, until=None):
        """Put the case on hold, unless its file is restricted.

        :raises UserError: the file is restricted, or see the case
        """
        self._refuse_restricted()
        return super().action_hold(reason, effective, until)

    # ------------------------------------------------------------------
    # Restricting and lifting
    # ------------------------------------------------------------------
    def _review_basis(self):
        """Restrict these cases, or lift it, by the bases they have today."""
        for (
            case_sudo
        ) in self.sudo():  # the doors of the consent have checked the person
            basis = case_sudo._documentation_basis()
            if basis and case_sudo.restricted_on:
                case_sudo._lift_restriction()
            elif not basis and not case_sudo.restricted_on:
                case_sudo._restrict()

    def _restrict(self):
        today = berlin_today()
        due = today + timedelta(days=DAYS)
        self._door_write(
            {
                "restricted_on": today,
                "deletion_due": due,
                "deletion_hold_until": False,
                "deletion_hold_reason": False,
                "deletion_hold_by_id": False,
            }
        )
        # Read later by who leads the case, whoever records the withdrawal.
        env = self.with_context(lang=self.responsible_id.lang).env
        env["kim.case.deadline"].create(
            {
                "case_id": self.id,
                "name": env._("Legal basis is gone: decide on deletion"),
                "date": due,
                "lead_days": DAYS,
                "is_deletion": True,
            }
        )
        controller = self.env["kim.controller"]._of(self.company_id)
        self.env["kim.notice"]._tell(
            controller._dpo_users() - self._excluded_users(),
            self.env._("KIM: a file has no legal basis any more"),
            self.env._(
                "The legal basis of a case is gone; the file is restricted. Within "
                "%(days)s days its deletion is decided, unless you put it off: KIM, "
                "Oversight › Put off a deletion.",
                days=DAYS,
            ),
        )

    def _lift_restriction(self):
        self._door_write(
            {
                "restricted_on": False,
                "deletion_due": False,
                "deletion_hold_until": False,
                "deletion_hold_reason": False,
                "deletion_hold_by_id": False,
            }
        )
        self._deletion_deadlines()._door_write(
            {"done_on": fields.Datetime.now(), "done_by_id": self.env.uid}
        )

    def _deletion_deadlines(self):
        return self.env["kim.case.deadline"].search(
            [
                ("case_id", "in", self.ids),
                ("is_deletion", "=", True),
                ("done_on", "=", False),
            ]
        )

    @api.model
    def _hold_deletion(self, number, reason, until):
        """Put the deletion of a restricted file off (data protection officer).

        :param str number: case number; the file itself is not shown
        :param str reason: why, for example a running lawsuit; its people read it
        :param datetime.date until: last day, at most a year from today
        :return: ``kim.case.register`` record
        :raises AccessError: the user is no data protection officer
        :raises UserError: no such case, or it is not restricted
        :raises ValidationError: reason or day are missing or do not fit
        """
        if not self.env.user.has_group("kim_case.group_kim_dpo"):
            raise AccessError(
                self.env._("Only data protection officers put a deletion off.")
            )
        reason = self._clean_reason(reason)
        case_sudo = self._find_by_number(number)
        today = berlin_today()
        if not until or not 0 < (until - today).days <= MAX_HOLD_DAYS:
            raise ValidationError(
                self.env._("Please give a last day within the next 12 months.")
            )
        if not case_sudo.restricted_on:
            raise UserError(
                self.env._("This file is not restricted: its legal basis holds.")
            )
        case_sudo._door_write(
            {
                "deletion_hold_until": until,
                "deletion_hold_reason": reason,
                "deletion_hold_by_id": self.env.uid,
            }
        )
        # It asks again when the hold has ended.
        case_sudo._deletion_deadlines().write({"date": until})
        return self.env["kim.case.register"].browse(case_sudo.id)


class KimConsent(models.Model):
    _inherit = "kim.consent"

    def _documented(self):
        """Return the cases whose documentation rests on one of these."""
        return self.filtered(lambda each: each.purpose == "documentation").case_id

    @api.model_create_multi
    def create(self, vals_list):
        consents = super().create(vals_list)
        given = consents.filtered(lambda each: each.state == "given")
        given._documented().filtered("restricted_on")._review_basis()
        return consents

    def action_give(self):
        """Record as given; a new basis of the documentation lifts a restriction."""
        result = super().action_give()
        self._documented()._review_basis()
        return result

    def action_withdraw(self):
        """Withdraw; a file that has no other basis is restricted at once."""
        result = super().action_withdraw()
        self._documented()._review_basis()
        return result

    @api.model
    def _cron_ended(self, today=None):
        """Restrict the files whose basis has ended by its date.

        :param datetime.date today: day to look from, default today in Berlin
        :return: number of cases looked at
        """
        today = today or berlin_today()
        ended_sudo = self.sudo().search(  # the system looks, people read
            [
                ("purpose", "=", "documentation"),
                ("state", "=", "given"),
                ("valid_until", "<", today),
                ("valid_until", ">=", today - timedelta(days=60)),
                ("case_id.restricted_on", "=", False),
            ]
        )
        ended_sudo.case_id._review_basis()
        return len(ended_sudo.case_id)
