from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import ThemesCommon


@tagged("post_install", "-at_install")
class TestMeasure(ThemesCommon):
    """Project groups work after a mandate; measures are decided on (113, 124)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.theme = cls._theme(field_tag_ids=[Command.set(cls.tag_school.ids)])

    def _project(self):
        action = self._mandate(self.theme).action_open_project_group()
        return self.env["project.project"].browse(action["res_id"])

    def test_no_project_group_without_mandate(self):
        decision = self._decision(self._item(self.theme))
        with self.assertRefused("A project group needs a mandate: a recorded"):
            decision.action_open_project_group()
        values = {"name": "P", "district_id": self.district_north.id}
        for vals in (
            {**values, "kind": "project_group"},
            {**values, "kind": "project_group", "mandate_decision_id": decision.id},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    "A project group needs a mandate: record a", ValidationError
                ),
            ):
                self.env["kim.body"].with_user(self.coordination).create(vals)
        with self.assertRefused(
            "A project group needs a mandate: record a", ValidationError
        ):
            self.interface_group.kind = "project_group"
        draft = self._decision(
            self._item(self._theme()),
            record=False,
            mandate=True,
            mandate_name="P",
            mandate_goal="G",
        )
        with self.assertRefused("A project group needs a mandate: a recorded"):
            draft.action_open_project_group()

    def test_opened_together(self):
        mandate = self._mandate(self.theme, mandate_deadline=self.today)
        self.assertEqual(self.theme.state, "mandated")
        project = self.env["project.project"].browse(
            mandate.action_open_project_group()["res_id"]
        )
        body = mandate.project_group_ids
        self.assertEqual(body.kind, "project_group")
        self.assertEqual(project.kim_body_id, body)
        self.assertEqual(project.kim_decision_id, mandate)
        self.assertEqual(project.kim_district_id, self.district_north)
        self.assertEqual(project.company_id, self.company_north)
        self.assertEqual(project.label_tasks, "Measures")
        self.assertEqual(project.kim_field_tag_ids, self.tag_school)
        self.assertEqual(self.theme.state, "in_work")
        with self.assertRefused("This project group is already open"):
            mandate.action_open_project_group()

    def test_project_is_no_project_group_by_hand(self):
        project = self._project()
        self.system_admin.group_ids += self.env.ref("project.group_project_manager")
        projects = self.env["project.project"].with_user(self.system_admin)
        with self.assertRefused(
            "A project group of KIM is opened from the", AccessError
        ):
            projects.create({"name": "X", "kim_district_id": self.district_north.id})
        with self.assertRefused(
            "The mandate of a project group is not changed", AccessError
        ):
            project.with_user(self.system_admin).write({"kim_decision_id": False})
        for name, value in (
            ("kim_district_id", self.district_north.id),
            ("kim_decision_id", project.kim_decision_id.id),
        ):
            context = {f"default_{name}": value}
            with (
                self.subTest(default=name),
                self.assertRefused(
                    "A project group of KIM is opened from the", AccessError
                ),
            ):
                projects.with_context(**context).create({"name": "X"})
        for name, value in (
            ("kim_measure_state", "decided"),
            ("kim_decision_id", project.kim_decision_id.id),
        ):
            tasks = projects.env["project.task"].with_context(
                **{f"default_{name}": value}
            )
            with (
                self.subTest(default=name),
                self.assertRefused(
                    "The state of a measure is changed by its", AccessError
                ),
            ):
                tasks.create({"name": "X", "project_id": project.id})
        self.assertFalse(projects.create({"name": "Other app"}).kim_district_id)
        self.assertFalse(project.copy().kim_district_id)

    def test_measure_course(self):
        project = self._project()
        measure = self._measure(project, self.theme)
        self.assertEqual(measure.kim_measure_state, "idea")
        for vals in (
            {"kim_measure_state": "decided"},
            {"kim_measure_state": "done"},
            {"kim_decision_id": project.kim_decision_id.id},
        ):
            with self.subTest(vals=vals):
                with self.assertRefused(
                    "The state of a measure is changed by its", AccessError
                ):
                    measure.write(vals)
                with self.assertRefused(
                    "The state of a measure is changed by its", AccessError
                ):
                    self._measure(project, self.theme, **vals)
        with self.assertRefused("”: the next step cannot be “"):
            measure.action_kim_implementing()
        measure.action_kim_solution()
        measure.action_kim_proposal()
        with self.assertRefused("”: the next step cannot be “"):
            measure._kim_transition("decided")
        decision = self._decision(
            self._item(self.theme),
            kind="measure",
            task_ids=[Command.set(measure.ids)],
        )
        self.assertEqual(measure.kim_measure_state, "decided")
        self.assertEqual(measure.kim_decision_id, decision)
        self.assertEqual(self.theme.state, "decided")
        self.assertIn("Antrag übersetzen (Test) – ", self.theme.measure_overview)
        measure.action_kim_implementing()
        self.assertEqual(self.theme.state, "implementing")
        measure.action_kim_done()
        measure.action_kim_effect()
        self.assertEqual(measure.kim_measure_state, "effect_checked")

    def test_decision_takes_the_themes_of_its_measures(self):
        """The item of the second decision names the measure, not its themes again."""
        measure = self._measure(self._project(), self.theme)
        decision = self._decision(
            self._item(self.env["kim.theme"], self._meeting()),
            kind="measure",
            task_ids=[Command.set(measure.ids)],
        )
        self.assertEqual(decision.theme_ids, self.theme)
        self.assertEqual(self.theme.state, "decided")

    def test_ordinary_tasks_stay_ordinary(self):
        project = self.env["project.project"].create({"name": "Other app"})
        task = self.env["project.task"].create({"name": "T", "project_id": project.id})
        self.assertFalse(task.kim_measure_state)
        self.assertFalse(task.kim_district_id)
        with self.assertRefused(
            "Themes of a measure must belong to the", ValidationError
        ):
            task.kim_theme_ids = self.theme
        with self.assertRefused("”: the next step cannot be “"):
            task.with_user(self.coordination)._kim_transition("done")
        subtask = self._measure(self._project(), self.theme).copy({"name": "copy"})
        self.assertEqual(subtask.kim_measure_state, "idea")

    def test_measure_decision_needs_a_mandated_group(self):
        project = self.env["project.project"].create({"name": "Other app"})
        task = self.env["project.task"].create({"name": "T", "project_id": project.id})
        draft = self._decision(
            self._item(self.theme),
            record=False,
            kind="measure",
            task_ids=[Command.set(task.ids)],
        )
        with self.assertRefused("Measures come from a project group with a"):
            draft.action_record()

    def test_everyone_sees_the_state_of_measures_on_the_theme(self):
        measure = self._measure(self._project(), self.theme)
        for names in (["task_ids", "measure_overview"], ["measure_overview"]):
            self.env.invalidate_all()
            seen = self.theme.with_user(self.cm_a).web_read({n: {} for n in names})[0]
            self.assertIn(measure.name, seen["measure_overview"])
            self.assertFalse(seen.get("task_ids"))

    def test_other_district_sees_no_project_group(self):
        project = self._project()
        measure = self._measure(project, self.theme)
        for user in (self.coordination_south, self.cm_city, self.participant_south):
            with self.subTest(user=user.login):
                self.assertFalse(
                    self.env["project.project"]
                    .with_user(user)
                    .search([("id", "=", project.id)])
                )
                self.assertFalse(
                    self.env["project.task"]
                    .with_user(user)
                    .search([("id", "=", measure.id)])
                )
        self.assertTrue(project.with_user(self.coordination).name)

    def test_submitted_and_decided(self):
        """One button puts a measure on the agenda; the draft names it by itself."""
        project = self._project()
        project.kim_decision_id.session_id.sudo()._door_write({"state": "held"})
        meeting = self._meeting()
        measure = self._measure(project, self.theme)
        with self.assertRefused("Only proposals for implementation are decided"):
            measure.action_kim_submit()
        measure.action_kim_proposal()
        for user in (self.cm_a, self.member, self.auditor):
            with (
                self.subTest(user=user.login),
                self.assertRefused(
                    "The coordination records the state of a", AccessError
                ),
            ):
                measure.with_user(user).action_kim_submit()
        action = measure.action_kim_submit()
        self.assertEqual(action["res_id"], meeting.id)
        self.assertEqual(measure.action_kim_submit(), action)
        item = meeting.agenda_item_ids.with_user(self.coordination)
        self.assertEqual((item.name, item.kind), (measure.name, "decision"))
        self.assertEqual(item.theme_ids, self.theme)
        draft = self.env["kim.decision"].with_user(self.coordination)
        with Form(draft.with_context(**item.action_decide()["context"])) as form:
            form.wording = "Der Antrag wird übersetzt."
        decision = form.record
        self.assertEqual((decision.kind, decision.task_ids), ("measure", measure))
        decision.action_record()
        self.assertEqual(measure.kim_measure_state, "decided")
        self.assertEqual(item.action_decide()["res_id"], decision.id)
