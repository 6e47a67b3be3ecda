from contextlib import contextmanager

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL

# Preset "KIM-Rolle": role -> its groups (each the top of a ladder).
ROLE_GROUPS = {
    "case_manager": ("group_kim_case_user",),
    "team_lead": ("group_kim_team_lead", "group_kim_participant"),
    "coordination": ("group_kim_coordination",),
    "assistant": ("group_kim_assistant",),
    "participant": ("group_kim_participant",),
    "auditor": ("group_kim_auditor",),
    "dpo": ("group_kim_dpo",),
    "admin": ("group_kim_admin",),
}
ROLES = [
    ("case_manager", "Case manager"),
    ("team_lead", "Team lead"),
    ("coordination", "KIM coordination"),
    ("assistant", "Administrative assistant"),
    ("participant", "Taking part (ABH, EBH, administration)"),
    ("auditor", "Audit"),
    ("dpo", "Data protection officer"),
    ("admin", "KIM administration"),
    ("individual", "Individual"),
]
ALL_GROUPS = (
    "group_kim_access_row",
    "group_kim_case_user",
    "group_kim_team_lead",
    "group_kim_participant",
    "group_kim_assistant",
    "group_kim_coordination",
    "group_kim_auditor",
    "group_kim_dpo",
    "group_kim_admin",
)


class ResUsers(models.Model):
    _inherit = "res.users"

    kim_role = fields.Selection(
        selection=ROLES,
        string="KIM role",
        compute="_compute_kim_role",
        inverse="_inverse_kim_role",
        help="Sets the KIM groups of this user and touches no others.",
    )

    kim_discreet = fields.Boolean(
        string="Hide names", help="Hides people's names on this user's screens."
    )

    def kim_set_discreet(self, on):
        """Hide or show names on one's own screens.

        :param bool on: hide them
        :return: True
        """
        self.env.user.sudo().kim_discreet = bool(on)  # one's own switch, no other field
        return True

    @api.model
    def _kim_groups(self):
        """Return all KIM groups, in sudo.

        :return: ``res.groups`` records
        """
        names_sudo = self.env["ir.model.data"].sudo()  # their ids are no secret
        found_sudo = names_sudo.search_fetch(
            [
                ("module", "=", "kim_case"),
                ("model", "=", "res.groups"),
                ("name", "in", ALL_GROUPS),
            ],
            ["res_id"],
        )
        groups_sudo = self.env["res.groups"].sudo()  # as above
        return groups_sudo.browse(found_sudo.mapped("res_id"))

    @api.model
    def _kim_case_managers(self, companies):
        """Return the active case managers who work for all of these companies.

        :param companies: ``res.company`` records
        :return: ``res.users`` records, in sudo: colleagues to choose from
        """
        group = self.env.ref("kim_case.group_kim_case_user")
        users_sudo = self.sudo().search(  # names of colleagues are no secret
            [
                ("all_group_ids", "in", group.id),
                ("company_ids", "in", companies.ids),
                ("share", "=", False),
            ]
        )
        return users_sudo.filtered(lambda user: not companies - user.company_ids)

    @api.depends("group_ids")
    def _compute_kim_role(self):
        all_groups = self._kim_groups()
        presets = {
            role: all_groups.browse(
                [self.env.ref(f"kim_case.{name}").id for name in names]
            ).all_implied_ids
            & all_groups
            for role, names in ROLE_GROUPS.items()
        }
        for user in self:
            # a role says no more than the switches it stands for
            mine = user.sudo().group_ids.all_implied_ids & all_groups
            user.kim_role = next(
                (role for role, groups in presets.items() if groups == mine),
                "individual" if mine else False,
            )

    def _inverse_kim_role(self):
        all_groups = self._kim_groups()
        for user in self.filtered(lambda u: u.kim_role != "individual"):
            wanted = [
                self.env.ref(f"kim_case.{name}").id
                for name in ROLE_GROUPS.get(user.kim_role, ())
            ]
            user.group_ids = [
                Command.unlink(group.id)
                for group in all_groups
                if group.id not in wanted
            ] + [Command.link(group_id) for group_id in wanted]

    # ------------------------------------------------------------------
    # Every change of a KIM group is logged and told to the DPO
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Log in which KIM groups a new user is."""
        with self._kim_watch_groups():
            return super().create(vals_list)

    def write(self, vals):
        """Log which KIM groups a user joins or leaves, by whatever way."""
        if {"group_ids", "active", "company_ids", "role"}.isdisjoint(vals):
            return super().write(vals)
        with self._kim_watch_groups():
            return super().write(vals)

    def unlink(self):
        """Log that a member of KIM groups is gone.

        :raises UserError: KIM names this user; where is not said
        """
        self.env["kim.bound.mixin"]._refuse_used(self)
        with self._kim_watch_groups():
            return super().unlink()

    @api.model
    @contextmanager
    def _kim_watch_groups(self):
        """Log what changes in the membership of KIM groups inside the block."""
        if self.env.cr.cache.get("kim_watching"):
            yield
            return
        self.env.cr.cache["kim_watching"] = True
        try:
            before = self._kim_memberships()
            yield
            after = self._kim_memberships()
        finally:
            self.env.cr.cache.pop("kim_watching", None)
        if before != after:
            self.env["kim.rights.log"].sudo()._note(before, after)  # the log is ours

    @api.model
    def _kim_memberships(self):
        """Return who is in which KIM group for which organisation, implied or not.

        A right reaches as far as the organisations of its holder: joining another
        one is a change of rights too.

        :return: set of (user id, group id, company id)
        """
        self.env.flush_all()
        return set(
            self.env.execute_query(
                SQL(
                    """
                    WITH RECURSIVE closure (gid, hid) AS (
                        SELECT id, id FROM res_groups
                         UNION
                        SELECT closure.gid, rel.hid
                          FROM closure
                          JOIN res_groups_implied_rel rel ON rel.gid = closure.hid
                    )
                    SELECT DISTINCT members.uid, closure.hid, works.cid
                      FROM closure
                      JOIN res_groups_users_rel members ON members.gid = closure.gid
                      JOIN res_users ON res_users.id = members.uid AND res_users.active
                      JOIN res_company_users_rel works ON works.user_id = members.uid
                      JOIN ir_model_data ours ON ours.res_id = closure.hid
                     WHERE ours.module = 'kim_case' AND ours.model = 'res.groups'
                       AND ours.name IN %s
                    """,
                    tuple(ALL_GROUPS),
                )
            )
        )

    def _init_odoobot(self):
        """Greet nobody by a bot who works with files about people.

        Called by mail_bot alone, where it is installed.
        """
        if self.all_group_ids & self._kim_groups():
            self.sudo().odoobot_state = "disabled"  # one's own field, read-only
            return self.env["discuss.channel"]
        return super()._init_odoobot()
