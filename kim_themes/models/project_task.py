from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .project_project import READERS

MEASURE_STATES = [
    ("idea", "Idea"),
    ("solution", "Proposed solution"),
    ("proposal", "Proposal for implementation"),
    ("decided", "Decided"),
    ("implementing", "Being implemented"),
    ("done", "Done"),
    ("effect_checked", "Effect checked"),
]
# "decided" is entered by decision 2 of the steering group alone (113).
TRANSITIONS = {
    "idea": {"solution", "proposal"},
    "solution": {"idea", "proposal"},
    "proposal": {"solution"},
    "decided": {"implementing"},
    "implementing": {"done"},
    "done": {"implementing", "effect_checked"},
    "effect_checked": {"done"},
}


class ProjectTask(models.Model):
    """Measure: a task of a mandated project group; it holds nothing personal."""

    _inherit = "project.task"

    kim_district_id = fields.Many2one(related="project_id.kim_district_id")
    kim_theme_ids = fields.Many2many(
        comodel_name="kim.theme",
        relation="kim_theme_project_task_rel",
        column1="task_id",
        column2="theme_id",
        string="KIM themes",
        groups=READERS,
        copy=False,  # whoever copies a task need not be able to read them
        domain="[('district_id', '=', kim_district_id)]",
    )
    kim_field_tag_ids = fields.Many2many(
        comodel_name="kim.field.tag",
        relation="project_task_kim_field_tag_rel",
        column1="task_id",
        column2="field_tag_id",
        string="Fields of action",
        groups="base.group_user",
    )
    kim_measure_state = fields.Selection(
        selection=MEASURE_STATES,
        string="State of the measure",
        compute="_compute_kim_measure_state",
        store=True,
        readonly=True,
        index="btree_not_null",
        group_expand=True,
        copy=False,
    )
    kim_effect_kind = fields.Selection(
        selection=[
            ("secure", "Secures the network"),
            ("extend", "Extends the network"),
            ("close_gap", "Closes a gap"),
        ],
        string="Effect",
    )
    kim_decision_id = fields.Many2one(
        comodel_name="kim.decision",
        string="Decided by",
        groups=READERS,
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    kim_result_ids = fields.One2many(
        comodel_name="kim.result",
        inverse_name="task_id",
        string="Results",
        groups=READERS,
    )

    @api.depends("project_id.kim_district_id", "parent_id")
    def _compute_kim_measure_state(self):
        for task in self:
            if not task.project_id.kim_district_id or task.parent_id:
                task.kim_measure_state = False
            elif not task.kim_measure_state:
                task.kim_measure_state = "idea"

    @api.constrains("kim_theme_ids", "project_id")
    def _check_kim_district(self):
        for task in self.sudo():  # compares districts only
            if task.kim_theme_ids.district_id - task.project_id.kim_district_id:
                raise ValidationError(
                    self.env._(
                        "Themes of a measure must belong to the district of its "
                        "project group."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        context = self.env.context
        defaults = {  # a default from the caller's context is a value like any other
            name: context[f"default_{name}"]
            for name in ("kim_decision_id", "kim_measure_state")
            if f"default_{name}" in context
        }
        for vals in vals_list:
            # a copy is created on the task it copies, which is not changed
            self.browse()._kim_refuse({**defaults, **vals})
        return super().create(vals_list)

    def write(self, vals):
        self._kim_refuse(vals)
        return super().write(vals)

    @api.model
    def _kim_refuse(self, vals):
        """Refuse the state of a measure as a plain value.

        :raises AccessError: unless a door writes
        """
        state = vals.get("kim_measure_state")
        fresh = state in (False, None, "idea") and not self
        if not self.env.su and (
            ("kim_measure_state" in vals and not fresh) or vals.get("kim_decision_id")
        ):
            raise AccessError(
                self.env._("The state of a measure is changed by its buttons.")
            )

    def _kim_transition(self, target):
        """Move measures to another state; check person and moment.

        :param str target: measure state
        :raises AccessError: the user does not coordinate
        :raises UserError: the step does not fit
        """
        if not self.env["kim.theme"]._may_steer():
            raise AccessError(
                self.env._("The coordination records the state of a measure.")
            )
        self.check_access("write")
        labels = dict(
            self._fields["kim_measure_state"]._description_selection(self.env)
        )
        for task in self:
            if target not in TRANSITIONS.get(task.kim_measure_state, ()):
                raise UserError(
                    self.env._(
                        "“%(measure)s” is at “%(state)s”: the next step cannot be "
                        "“%(target)s”.",
                        measure=task.name,
                        state=labels.get(task.kim_measure_state, "–"),
                        target=labels[target],
                    )
                )
        self.sudo().write({"kim_measure_state": target})  # checked above
        if target == "implementing":
            themes = self.kim_theme_ids._reachable("implementing")
            themes._transition("implementing", ", ".join(self.mapped("name")))

    def _kim_decide(self, decision):
        """Take note that the steering group decided on these measures (113).

        :param decision: ``kim.decision``, recorded; its door has checked it
        """
        self.sudo().write(  # the decision's door has checked
            {"kim_measure_state": "decided", "kim_decision_id": decision.id}
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_kim_solution(self):
        """A solution is proposed."""
        self._kim_transition("solution")

    def action_kim_proposal(self):
        """The proposal for implementation is ready for the steering group."""
        self._kim_transition("proposal")

    def action_kim_submit(self):
        """Put these measures on the agenda of the next steering meeting (113).

        Pressed twice, it opens the meeting on whose agenda they stand already.

        :return: window action of the session
        :raises AccessError: the user does not coordinate
        :raises UserError: not ready to be decided on, or no meeting is planned
        """
        if not self.env["kim.theme"]._may_steer():
            raise AccessError(
                self.env._("The coordination records the state of a measure.")
            )
        self.check_access("write")
        if len(self.kim_district_id) != 1 or set(self.mapped("kim_measure_state")) != {
            "proposal"
        }:
            raise UserError(
                self.env._("Only proposals for implementation are decided on.")
            )
        name = ", ".join(self.mapped("name"))
        session = self.env["kim.session"]._next_steering(self.kim_district_id)
        item = session.agenda_item_ids.filtered(
            lambda i: i.name == name
        ) or session._add_decision_item(name, self.kim_theme_ids)
        return item[:1]._action_open_session()

    def action_kim_implementing(self):
        """Implementation begins, after the steering group has decided."""
        self._kim_transition("implementing")

    def action_kim_done(self):
        """The measure is done."""
        self._kim_transition("done")

    def action_kim_effect(self):
        """Its effect was checked."""
        self._kim_transition("effect_checked")

    def action_kim_result(self):
        """Record the result of this measure.

        :return: window action of a new ``kim.result``
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Result"),
            "res_model": "kim.result",
            "view_mode": "form",
            "context": {
                "default_task_id": self.id,
                "default_theme_ids": [Command.set(self.kim_theme_ids.ids)],
            },
        }
