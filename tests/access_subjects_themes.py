"""Subjects of the access matrix in kim_themes and kim_reporting, where needed."""

import itertools

from odoo.fields import Command

_NUMBERS = itertools.count(1)


class ThemesSubjects:
    """Mixin before ``SubjectFactory``: themes, decisions, results, reports.

    A plain decision is in preparation; a plain feedback is to ``cm_a``; a plain report
    is not released.
    """

    @classmethod
    def _overrides(cls, model, variant):
        if model in ("kim.result", "kim.theme.merge", "kim.theme.step"):
            return {"theme_ids": [Command.set(cls.subject("kim.theme").ids)]}
        if model == "kim.theme.cluster":
            return {"name": f"KIM Test cluster {next(_NUMBERS)}"}
        if model == "kim.decision":
            return {"agenda_item_id": cls.subject("kim.agenda.item#body").id}
        if model == "kim.report.line":
            return {"report_id": cls.subject("kim.report").id, "name": "Cases"}
        return super()._overrides(model, variant)

    @classmethod
    def _make_kim_agenda_item__body(cls, *args):
        """An item of a body's session: only there decisions are taken."""
        session = cls.env["kim.session"].create(
            {
                **cls.values("kim.session"),
                "municipality_id": False,
                "body_id": cls.subject("kim.body").id,
            }
        )
        return cls.env["kim.agenda.item"].create(
            {"session_id": session.id, "name": "Item"}
        )

    @classmethod
    def _coordination_form(cls, model, variant=None):
        forms = cls.env[model].with_user(cls.coordination)
        return forms.create(cls.values(model, variant))

    _make_kim_theme_merge = _coordination_form
    _make_kim_theme_step = _coordination_form

    @classmethod
    def _make_kim_feedback(cls, *args):
        vals = {**cls.values("kim.feedback"), "user_id": cls.cm_a.id}
        return cls.env["kim.feedback"].create(vals)

    @classmethod
    def _make_kim_measure_event(cls, *args):
        project = cls.env["project.project"].create(
            {"name": "KIM Test group", "kim_district_id": cls.district_north.id}
        )
        task = cls.env["project.task"].create(
            {"name": "KIM Test measure", "project_id": project.id}
        )
        return cls.env["kim.measure.event"].search([("task_id", "=", task.id)])

    @classmethod
    def _make_kim_theme_event(cls, *args):
        theme = cls.subject("kim.theme")
        return cls.env["kim.theme.event"].search([("theme_id", "=", theme.id)], limit=1)

    @classmethod
    def _make_kim_figure(cls, *args):
        return cls.env["kim.figure"].search([], limit=1)
