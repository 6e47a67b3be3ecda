from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

# Who may read what the links of KIM point to. Others use Odoo's projects and tasks as
# they are: a link to what they cannot read would close the whole record to them.
READERS = (
    "kim_case.group_kim_participant,kim_case.group_kim_team_lead,"
    "kim_case.group_kim_assistant,kim_case.group_kim_auditor"
)


class ProjectProject(models.Model):
    _inherit = "project.project"

    # Set when a mandate opens the project group, never by value.
    _kim_door_fields = frozenset({"kim_body_id", "kim_decision_id", "kim_district_id"})

    kim_district_id = fields.Many2one(
        comodel_name="kim.district",
        string="KIM district",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    kim_body_id = fields.Many2one(
        comodel_name="kim.body",
        string="Project group",
        groups=READERS,
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    kim_decision_id = fields.Many2one(
        comodel_name="kim.decision",
        string="Mandate",
        groups=READERS,
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    kim_field_tag_ids = fields.Many2many(
        comodel_name="kim.field.tag",
        relation="project_project_kim_field_tag_rel",
        column1="project_id",
        column2="field_tag_id",
        string="Fields of action",
        groups="base.group_user",
    )

    _kim_body_uniq = models.UniqueIndex(
        "(kim_body_id) WHERE kim_body_id IS NOT NULL",
        "This project group already has its project.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        context = self.env.context
        defaults = {  # a default from the caller's context is a value like any other
            name: context.get(f"default_{name}") for name in self._kim_door_fields
        }
        for vals in vals_list:
            # a copy is created on the record it copies, which is not changed
            self.browse()._kim_refuse({**defaults, **vals})
        return super().create(vals_list)

    def write(self, vals):
        self._kim_refuse(vals)
        return super().write(vals)

    @api.model
    def _kim_refuse(self, vals):
        """Refuse to make a KIM project group by hand (124).

        :raises AccessError: unless the mandate's door writes
        """
        if not self.env.su and any(vals.get(name) for name in self._kim_door_fields):
            raise AccessError(
                self.env._(
                    "A project group of KIM is opened from the decision that mandates "
                    "it."
                )
            )
        if not self.env.su and self._kim_door_fields.intersection(vals) and self:
            raise AccessError(
                self.env._("The mandate of a project group is not changed.")
            )

    @api.model
    def _kim_open(self, body, decision):
        """Make the project of a mandated project group.

        The coordination need not be project administrator for it. The project belongs
        to the coordination's company: no other district sees it.

        :param body: ``kim.body`` of kind project group
        :param decision: ``kim.decision``, its mandate; the caller has checked it
        :return: ``project.project`` record in the caller's environment
        """
        stages = self.env["project.task.type"].browse(
            [
                self.env.ref(f"kim_themes.project_task_type_{name}").id
                for name in ("new", "running", "done")
            ]
        )
        project_sudo = self.sudo().create(  # one door, the mandate was checked
            {
                "name": body.name,
                "label_tasks": self.env._("Measures"),
                "company_id": body.district_id.company_id.id,
                "privacy_visibility": "employees",
                "user_id": self.env.uid,
                "date": decision.mandate_deadline,
                "date_start": decision.mandate_deadline
                and min(decision.date, decision.mandate_deadline),
                "description": decision.mandate_goal,
                "type_ids": [Command.set(stages.ids)],
                "kim_district_id": body.district_id.id,
                "kim_body_id": body.id,
                "kim_decision_id": decision.id,
                "kim_field_tag_ids": [
                    Command.set(decision.theme_ids.field_tag_ids.ids)
                ],
            }
        )
        return project_sudo.with_env(self.env)
