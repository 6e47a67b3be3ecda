from odoo import api, fields, models


class KimCaseExclusion(models.Model):
    """A person who must never see this case: a relative, a neighbour, their own file.

    It beats every other right: access rows end, new ones are refused, registers leave
    the case out (decisions, no. 8). Who was responsible is so no longer: the case
    stands in the register without a responsible person until the team lead gives it
    to somebody.
    """

    _name = "kim.case.exclusion"
    _inherit = ["kim.case.part.mixin"]
    _description = "Exclusion from a case"

    _door_fields = frozenset({"case_id", "company_id", "user_id"})

    user_id = fields.Many2one(
        comodel_name="res.users",
        string="User",
        required=True,
        index=True,
        ondelete="restrict",
    )
    reason = fields.Text()

    _case_user_uniq = models.Constraint(
        "UNIQUE(case_id, user_id)", "This person is already excluded from the case."
    )

    @api.model_create_multi
    def create(self, vals_list):
        exclusions = super().create(vals_list)
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
        self.env["kim.district"]._tell(
            leads - case.exclusion_ids.user_id,
            self.env._("KIM: a case without responsible person"),
            self.env._(
                "A case manager was excluded from a case. Please give it to somebody "
                "in KIM under Oversight › Register of cases."
            ),
        )
