from datetime import datetime

from odoo import fields, models
from odoo.exceptions import UserError

FOREVER = datetime(2999, 12, 31)


class KimCaseAccess(models.Model):
    """Who may open a case, from when to when, granted by whom and why.

    The only source of rights on content. Rows are written by doors alone; revoking
    ends a row, it never removes it (decisions, no. 4, 5).
    """

    _name = "kim.case.access"
    _inherit = ["kim.case.part.mixin"]
    _description = "Access to a case"
    _order = "valid_from desc, id desc"

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
        for row in self.filtered(lambda r: r.valid_until > now):
            row._door_write(
                {"valid_until": now, "valid_from": min(row.valid_from, now)}
            )
        return True


class KimCase(models.Model):
    _inherit = "kim.case"

    def _grant(
        self, user, kind, reason=None, valid_from=None, valid_until=None, special=False
    ):
        """Give ``user`` a dated right on these cases. Doors call it after their checks.

        :param user: ``res.users`` record of the person who gets the right
        :param str kind: a kind of ``kim.case.access``
        :param str reason: why, for the access report
        :param datetime valid_from: UTC, default now
        :param datetime valid_until: UTC, default open end
        :param bool special: includes special categories
        :return: the ``kim.case.access`` rows, in sudo
        :raises UserError: when the person is excluded from one of the cases
        """
        cases_sudo = self.sudo()  # nobody may write rows by hand; the door has checked
        excluded = cases_sudo.filtered(lambda c: user in c.exclusion_ids.user_id)
        if excluded:
            raise UserError(
                self.env._(
                    "%(user)s is excluded from %(cases)s.",
                    user=user.sudo().name,
                    cases=", ".join(excluded.mapped("number")),
                )
            )
        return (
            self.env["kim.case.access"]
            .sudo()
            .create(  # see above
                [
                    {
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
        )
