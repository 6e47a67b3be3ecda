from odoo import api, fields, models


class KimCaseExclusion(models.Model):
    """A person who must never see this case: a relative, a neighbour, their own file.

    It beats every other right: access rows end, new ones are refused, registers leave
    the case out (decisions, no. 8).
    """

    _name = "kim.case.exclusion"
    _inherit = ["kim.case.part.mixin"]
    _description = "Exclusion from a case"

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
            exclusion.case_id.access_ids.filtered(
                lambda row, user=exclusion.user_id: row.user_id == user
            )._revoke()
        return exclusions
