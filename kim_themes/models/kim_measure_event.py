"""The course of measures, so that figures of a past day read what held on it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.kim_case.tools.dates import berlin_today, day_start

from .project_task import MEASURE_STATES


class KimMeasureEvent(models.Model):
    """One step in the course of a measure (60)."""

    _name = "kim.measure.event"
    _inherit = ["kim.length.mixin"]
    _description = "Step of a measure"
    _rec_name = "id"
    _order = "date desc, id desc"

    task_id = fields.Many2one(
        comodel_name="project.task",
        string="Measure",
        required=True,
        index=True,
        ondelete="cascade",
    )
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
        help="Of that day: a task can be moved to another project.",
    )
    state = fields.Selection(
        selection=MEASURE_STATES, help="Empty: no measure of this district any more."
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)


class ProjectTask(models.Model):
    _inherit = "project.task"

    @api.model_create_multi
    def create(self, vals_list):
        """Begin the course of measures."""
        tasks = super().create(vals_list)
        tasks._kim_note_steps({})
        return tasks

    def write(self, vals):
        """Note each step, and when a measure leaves its district."""
        if vals.keys().isdisjoint({"kim_measure_state", "project_id", "parent_id"}):
            return super().write(vals)
        before = self._kim_course()
        result = super().write(vals)
        self._kim_note_steps(before)
        return result

    def _kim_course(self):
        """Return {task: (district, state)} of what are measures."""
        return {
            task: (task.kim_district_id, task.kim_measure_state)
            for task in self.sudo()  # notes the course alone
            if task.kim_measure_state
        }

    def _kim_note_steps(self, before):
        """Note what has become of measures.

        :param dict before: what ``_kim_course`` said before
        """
        after = self._kim_course()
        steps = []
        for task in self.sudo():
            old_district, old_state = before.get(task, (None, False))
            district, state = after.get(task, (None, False))
            if old_state and old_district != district:
                steps.append({"task_id": task.id, "district_id": old_district.id})
            if state and (district, state) != (old_district, old_state):
                steps.append(
                    {"task_id": task.id, "district_id": district.id, "state": state}
                )
        self.env["kim.measure.event"].sudo().create(steps)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        """Refuse to delete a measure that figures of past days may count."""
        if (
            self.env["kim.measure.event"]
            .sudo()
            .search_count(  # whether, never what
                [("task_id", "in", self.ids), ("date", "<", day_start(berlin_today()))],
                limit=1,
            )
        ):
            raise UserError(
                self.env._(
                    "A measure that was counted on a past day is not deleted. Archive it "
                    "instead."
                )
            )
