from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class KimCaseTandem(models.Model):
    """Two colleagues of one controller stand in for each other's cases (Tandem).

    The deputy sees all present and future cases of the colleague until the tandem
    ends or is revoked, at most 12 months. The rights themselves are rows of
    ``kim.case.access``; this record says why they arise and when they end.
    """

    _name = "kim.case.tandem"
    _inherit = ["kim.left.mixin"]
    _description = "Tandem"
    _order = "valid_until desc, id desc"
    _rec_name = "id"

    _door_fields = frozenset(
        {
            "company_id",
            "deputy_id",
            "set_by_id",
            "special",
            "user_id",
            "valid_from",
            "valid_until",
        }
    )

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Controller",
        required=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Case manager",
        required=True,
        index=True,
        ondelete="restrict",
    )
    deputy_id = fields.Many2one(
        comodel_name="res.users",
        string="Deputy",
        required=True,
        index=True,
        ondelete="restrict",
    )
    special = fields.Boolean(
        string="Special categories",
        help="May open health, religion, violence and residence data.",
    )
    valid_from = fields.Datetime(required=True)
    valid_until = fields.Datetime(required=True)
    set_by_id = fields.Many2one(
        comodel_name="res.users", string="Set by", required=True, ondelete="restrict"
    )
    is_active = fields.Boolean(string="Running", compute="_compute_is_active")

    _check_persons = models.Constraint(
        "CHECK(user_id != deputy_id)", "Nobody is her or his own deputy."
    )
    _check_dates = models.Constraint(
        "CHECK(valid_from <= valid_until)",
        "The end of a tandem lies before its start.",
    )

    @api.depends("valid_until")
    def _compute_is_active(self):
        now = fields.Datetime.now()
        for tandem in self:
            tandem.is_active = bool(tandem.valid_until and tandem.valid_until > now)

    @api.model
    def _check_setter(self, user, deputy, company):
        if user == self.env.user:
            return
        if (
            not self.env.user.has_group("kim_case.group_kim_team_lead")
            or company not in self.env.companies
        ):
            raise AccessError(
                self.env._(
                    "A tandem is set by the case manager or the team lead of the "
                    "organisation."
                )
            )
        if deputy == self.env.user:
            raise AccessError(
                self.env._("You cannot give yourself the cases of a colleague.")
            )

    @api.model
    def _set(self, user, deputy, company, date_from, date_until, special=False):
        """Let ``deputy`` see all present and future cases of ``user``.

        :param user: ``res.users`` whose cases they are
        :param deputy: ``res.users``, case manager of the same controller
        :param company: ``res.company`` of the controller
        :param date date_from: first day, today or later
        :param date date_until: last day, at most 12 months later
        :param bool special: may open special categories
        :return: ``kim.case.tandem`` record, in sudo
        :raises AccessError: neither the case manager nor the team lead
        :raises UserError: wrong colleague, or the two are a tandem already
        """
        self._check_setter(user, deputy, company)
        cases = self.env["kim.case"]
        valid_from, valid_until = cases._deputy_period(date_from, date_until)
        user_sudo = cases._check_case_manager(user, company)
        deputy_sudo = cases._check_case_manager(deputy, company)
        if user_sudo == deputy_sudo:
            raise UserError(self.env._("You cannot be your own deputy."))
        tandems_sudo = self.sudo()  # nobody may create; the door has checked
        if tandems_sudo.search_count(
            [
                ("user_id", "=", user.id),
                ("deputy_id", "=", deputy.id),
                ("company_id", "=", company.id),
                ("valid_until", ">", valid_from),
                ("valid_from", "<", valid_until),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._("These two are already a tandem. End the other one first.")
            )
        tandem_sudo = tandems_sudo.create(
            {
                "company_id": company.id,
                "user_id": user.id,
                "deputy_id": deputy.id,
                "special": special,
                "valid_from": valid_from,
                "valid_until": valid_until,
                "set_by_id": self.env.uid,
            }
        )
        tandem_sudo._give(
            cases.sudo().search(  # ids of the colleague's cases
                [("responsible_id", "=", user.id), ("company_id", "=", company.id)]
            )
        )
        self.env["kim.notice"]._tell(
            (user_sudo | deputy_sudo) - self.env.user,
            self.env._("KIM: tandem"),
            self.env._(
                "%(deputy)s is now deputy for all cases of %(user)s. You find the "
                "tandem in KIM under Consent and deputies › Tandems.",
                deputy=deputy_sudo.name,
                user=user_sudo.name,
            ),
        )
        return tandem_sudo

    def _give(self, cases):
        """Write the access rows of this tandem on ``cases``.

        Cases from which the deputy is excluded are left out without a word.

        :param cases: ``kim.case`` records, in sudo
        """
        self.ensure_one()
        managers_sudo = self.env["res.users"]._kim_case_managers(self.company_id)
        cases = cases._without_excluded(self.deputy_id)
        if not cases or self.deputy_id not in managers_sudo:
            return
        cases._grant(
            self.deputy_id,
            "deputy",
            valid_from=max(self.valid_from, fields.Datetime.now()),
            valid_until=self.valid_until,
            special=self.special,
            tandem_id=self.id,
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_revoke(self):
        """End the tandem and all its rights at once.

        :return: True
        :raises AccessError: neither one of the two nor the team lead
        """
        self.check_access("read")
        lead = self.env.user.has_group("kim_case.group_kim_team_lead")
        for tandem in self:
            if not lead and self.env.user not in tandem.user_id | tandem.deputy_id:
                raise AccessError(
                    self.env._("A tandem is ended by one of the two or the team lead.")
                )
        tandems_sudo = self.sudo()  # checked above
        now = fields.Datetime.now()
        for tandem in tandems_sudo.filtered(lambda t: t.valid_until > now):
            tandem._door_write(
                {"valid_until": now, "valid_from": min(tandem.valid_from, now)}
            )
        rows_sudo = self.env["kim.case.access"].sudo()  # checked above
        return rows_sudo.search([("tandem_id", "in", self.ids)])._revoke()
