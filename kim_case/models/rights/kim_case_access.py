from datetime import datetime

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.turns import take_turns

FOREVER = datetime(2999, 12, 31)


class KimCaseAccess(models.Model):
    """Who may open a case, from when to when, granted by whom and why.

    The only source of rights on content. Rows are written by doors alone; revoking
    ends a row, it never removes it.
    """

    _name = "kim.case.access"
    _inherit = ["kim.case.part.mixin"]
    _description = "Access to a case"
    _order = "valid_from desc, id desc"
    _kim_when_restricted = True

    _door_fields = frozenset(
        {
            "case_id",
            "company_id",
            "confirmation",
            "confirmed_by_id",
            "confirmed_on",
            "granted_by_id",
            "kind",
            "reason",
            "second_person_id",
            "special",
            "tandem_id",
            "user_id",
            "valid_from",
            "valid_until",
        }
    )

    user_id = fields.Many2one(
        comodel_name="res.users",
        string="User",
        required=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        selection=[
            ("responsible", "Responsible"),
            ("deputy", "Deputy"),
            ("break_glass", "Emergency access"),
            ("inspection", "Inspection"),
        ],
        required=True,
    )
    special = fields.Boolean(
        string="Special categories",
        help="May open health, religion, violence and residence data.",
    )
    valid_from = fields.Datetime(required=True, default=fields.Datetime.now)
    valid_until = fields.Datetime(required=True, default=FOREVER)
    granted_by_id = fields.Many2one(
        comodel_name="res.users", string="Granted by", ondelete="restrict"
    )
    reason = fields.Text()
    tandem_id = fields.Many2one(
        comodel_name="kim.case.tandem",
        string="Tandem",
        index="btree_not_null",
        ondelete="restrict",
    )
    second_person_id = fields.Many2one(
        comodel_name="res.users", string="Second person", ondelete="restrict"
    )
    # Emergency access, and take-over where no second person is named: looked at
    # afterwards by the data protection officer.
    confirmation = fields.Selection(
        selection=[
            ("open", "To be confirmed"),
            ("confirmed", "Confirmed"),
            ("objected", "Objected to"),
        ],
        index="btree_not_null",
    )
    confirmed_by_id = fields.Many2one(
        comodel_name="res.users", string="Confirmed by", ondelete="restrict"
    )
    confirmed_on = fields.Datetime()

    _user_case_idx = models.Index("(user_id, case_id, valid_until)")
    _one_responsible = models.UniqueIndex(
        "(case_id) WHERE kind = 'responsible' AND valid_until = '2999-12-31'",
        "A case has one responsible person.",
    )
    _check_dates = models.Constraint(
        "CHECK(valid_from <= valid_until)",
        "The end of an access lies before its start.",
    )

    def _revoke(self):
        """End these rows now; a row that has not begun never begins.

        :return: True
        """
        now = fields.Datetime.now()
        live = self.filtered(lambda row: row.valid_until > now)
        begun = live.filtered(lambda row: row.valid_from <= now)
        begun._door_write({"valid_until": now})
        (live - begun)._door_write({"valid_until": now, "valid_from": now})
        return True

    def _confirm(self, confirmation):
        """Record what the data protection officer says about these rows.

        The calling door has checked the person. An objection ends an emergency access
        at once; a take-over stays until the team lead reassigns the case. An officer
        who objected may agree later: what ended stays ended, and the person may use
        emergency access again.

        :param str confirmation: "confirmed" or "objected"
        :raises AccessError: one's own access
        :raises UserError: nothing is to be confirmed
        """
        rows_sudo = self.sudo()  # the officer reads the report, never the rows
        if self.env.user in rows_sudo.user_id:
            raise AccessError(
                self.env._("Nobody confirms her or his own access. Ask a colleague.")
            )
        possible = ("open", "objected") if confirmation == "confirmed" else ("open",)
        if any(row.confirmation not in possible for row in rows_sudo):
            raise UserError(self.env._("There is nothing to be confirmed."))
        rows_sudo._door_write(
            {
                "confirmation": confirmation,
                "confirmed_by_id": self.env.uid,
                "confirmed_on": fields.Datetime.now(),
            }
        )
        if confirmation == "objected":
            rows_sudo.filtered(lambda row: row.kind == "break_glass")._revoke()

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_revoke(self):
        """End an access: the responsible that of a deputy, anyone her or his own.

        :return: True
        :raises AccessError: somebody else's access, or that of the responsible
        """
        self.check_access("read")
        for row in self.sudo():  # links of rows just read
            own = row.user_id == self.env.user and row.kind != "responsible"
            deputy = (
                row.kind == "deputy" and row.case_id.responsible_id == self.env.user
            )
            if not (own or deputy):
                raise AccessError(
                    self.env._(
                        "The responsible case manager ends the access of deputies; "
                        "everybody may give back her or his own."
                    )
                )
        return self.sudo()._revoke()  # checked above


class KimCase(models.Model):
    _inherit = "kim.case"

    def _grant(
        self,
        user,
        kind,
        reason=None,
        valid_from=None,
        valid_until=None,
        special=False,
        **vals,
    ):
        """Give ``user`` a dated right on these cases. Doors call it after their checks.

        :param user: ``res.users`` record of the person who gets the right
        :param str kind: a kind of ``kim.case.access``
        :param str reason: why, for the access report
        :param datetime valid_from: UTC, default now
        :param datetime valid_until: UTC, default open end
        :param bool special: includes special categories
        :param vals: further fields of the rows (tandem, second person, confirmation)
        :return: the ``kim.case.access`` rows, in sudo
        :raises UserError: when the person is excluded from one of the cases
        """
        cases_sudo = self.sudo()  # nobody may write rows by hand; the door has checked
        excluded = cases_sudo - cases_sudo._without_excluded(user)
        if excluded:
            raise UserError(
                self.env._(
                    "%(user)s is excluded from %(cases)s.",
                    user=user.sudo().name,  # names of colleagues are no secret
                    cases=", ".join(excluded.mapped("number")),
                )
            )
        if kind != "responsible":  # a new one is written into the case anyway
            take_turns(cases_sudo)  # else who excludes now would not see the new right
        rows_sudo = self.env["kim.case.access"].sudo()  # see above
        return rows_sudo.create(
            [
                {
                    **vals,
                    "case_id": case.id,
                    "user_id": user.id,
                    "kind": kind,
                    "reason": reason,
                    "special": special,
                    "valid_from": valid_from or fields.Datetime.now(),
                    "valid_until": valid_until or FOREVER,
                    "granted_by_id": self.env.uid,
                }
                for case in cases_sudo
            ]
        )
