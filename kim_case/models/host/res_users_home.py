from odoo import api, models

# Group → the screen where its people begin the day; the first that fits counts.
HOMES = {
    "kim_case.group_kim_case_user": "kim_case.kim_case_action",
    "kim_case.group_kim_team_lead": "kim_case.kim_case_register_action",
    "kim_case.group_kim_coordination": "kim_case.kim_partner_action",
    "kim_case.group_kim_assistant": "kim_case.kim_partner_action",
    "kim_case.group_kim_dpo": "kim_case.kim_case_register_action",
    "kim_case.group_kim_auditor": "kim_case.kim_access_log_action",
    "kim_case.group_kim_admin": "kim_case.kim_district_action",
    "kim_case.group_kim_participant": "kim_case.kim_partner_action",
}


class ResUsers(models.Model):
    """Where people with a KIM role land after logging in."""

    _inherit = "res.users"

    @api.model
    def _kim_homes(self):
        """Return where the people of each KIM group begin; other addons put theirs.

        :return: dict external id of a group → external id of a window action, in the
            order in which the groups of one person are asked
        """
        return dict(HOMES)

    def _kim_home_action(self):
        """Return the screen on which KIM opens for this user.

        It is a default and never stored: a home action chosen by the user or an
        administrator goes before it, and it ends with the role.

        :return: ``ir.actions.act_window`` record, empty without a KIM role
        """
        self.ensure_one()
        for group, action in self._kim_homes().items():
            if self.has_group(group):
                # which screen it is, is no secret; opening it asks for the rights
                return self.env.ref(action).sudo()
        return self.env["ir.actions.act_window"]
