from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.turns import take_turns
from .kim_case_access import FOREVER


class KimCaseExclusion(models.Model):
    """A person who must never see this case: a relative, a neighbour, their own file.

    It beats every other right: access rows end, new ones are refused, registers leave
    the case out. Who was responsible is so no longer: the case
    stands in the register without a responsible person until the team lead gives it
    to somebody. A row is never removed; lifting it ends it, with date and name.
    """

    _name = "kim.case.exclusion"
    _inherit = ["kim.case.part.mixin"]
    _description = "Exclusion from a case"
    _kim_when_restricted = True

    _door_fields = frozenset(
        {"case_id", "company_id", "lifted_by_id", "user_id", "valid_until"}
    )

    user_id = fields.Many2one(
        comodel_name="res.users",
        string="User",
        required=True,
        index=True,
        ondelete="restrict",
    )
    reason = fields.Text()
    valid_until = fields.Datetime(
        string="In force until", required=True, readonly=True, default=FOREVER
    )
    lifted_by_id = fields.Many2one(
        comodel_name="res.users", string="Lifted by", readonly=True, ondelete="restrict"
    )
    can_lift = fields.Boolean(compute="_compute_can_lift")

    _one_in_force = models.UniqueIndex(
        "(case_id, user_id) WHERE valid_until = '2999-12-31'",
        "This person is already excluded from the case.",
    )

    @api.depends("create_uid", "valid_until")
    @api.depends_context("uid")
    def _compute_can_lift(self):
        officer = self.env.user.has_group("kim_case.group_kim_dpo")
        for exclusion in self._origin:
            exclusion.can_lift = exclusion._in_force() and (
                officer or exclusion.create_uid == self.env.user
            )
        (self - self._origin).can_lift = False

    def _in_force(self):
        """Return those of these exclusions that have not been lifted."""
        now = fields.Datetime.now()
        return self.filtered(lambda exclusion: exclusion.valid_until > now)

    @api.model_create_multi
    def create(self, vals_list):
        """Exclude people: end their access, and tell who has to give the case away.

        :raises UserError: somebody excludes herself or himself
        """
        usual = self.env.context.get("default_user_id")
        if self.env.uid in [vals.get("user_id", usual) for vals in vals_list]:
            raise UserError(
                self.env._(
                    "You cannot exclude yourself. Hand the case over first; your "
                    "successor or the data protection officer then excludes you."
                )
            )
        born = {"valid_until": FOREVER, "lifted_by_id": False}
        exclusions = super().create([{**vals, **born} for vals in vals_list])
        take_turns(exclusions.sudo().case_id)  # with who grants a right just now
        for exclusion in exclusions.sudo():  # rows are ended whoever granted them
            case, user = exclusion.case_id, exclusion.user_id
            case.access_ids.filtered(
                lambda row, user=user: row.user_id == user
            )._revoke()
            if case.responsible_id == user:
                case._transition({"responsible_id": False})
                self._tell_leads(case)
        return exclusions

    @api.model
    def _tell_leads(self, case):
        group = self.env.ref("kim_case.group_kim_team_lead")
        leads = group.sudo().all_user_ids.filtered(  # addresses of colleagues
            lambda user: case.company_id in user.company_ids
        )
        self.env["kim.notice"]._tell(
            leads - case._excluded_users(),
            self.env._("KIM: a case without responsible person"),
            self.env._(
                "A case manager was excluded from a case. Please give it to somebody "
                "in KIM under Oversight › Register of cases."
            ),
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_lift(self):
        """End these exclusions now; rights that they ended do not come back.

        By the data protection officer and by who set it, as long as she or he reads
        it. The row keeps who lifted it and when; officers and the responsible hear.

        :raises AccessError: neither of them
        :raises UserError: already lifted
        """
        self.check_access("read")
        if self - self._in_force():
            raise UserError(self.env._("This exclusion was already lifted."))
        if not all(exclusion.can_lift for exclusion in self):
            raise AccessError(
                self.env._(
                    "An exclusion is lifted by the data protection officer or by the "
                    "person who set it."
                )
            )
        self.sudo()._door_write(  # the right was checked above
            {"valid_until": fields.Datetime.now(), "lifted_by_id": self.env.uid}
        )
        subject = self.env._("KIM: an exclusion was lifted")
        body = self.env._(
            "%(user)s has lifted an exclusion from a case. You find it in KIM under "
            "Oversight › Exclusions.",
            user=self.env.user.name,
        )
        for case_sudo in self.sudo().case_id:  # whom to tell, no content
            officers = self.env["kim.controller"]._of(case_sudo.company_id)._dpo_users()
            self.env["kim.notice"]._tell(
                officers - case_sudo._excluded_users() - self.env.user, subject, body
            )
            self.env["kim.notice"]._tell(
                case_sudo.responsible_id
                - officers
                - case_sudo._excluded_users()
                - self.env.user,
                subject,
                body,
                case_sudo,
            )


class KimCase(models.Model):
    _inherit = "kim.case"

    def _excluded_users(self):
        """Return who must not see one of these cases today, in sudo.

        :return: ``res.users`` records
        """
        return self.sudo().exclusion_ids._in_force().user_id  # ids, no content
