from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

# States of a theme on which people are working.
IN_WORK = {"mandated", "in_work", "decided", "implementing"}


class KimNeedReport(models.Model):
    _inherit = "kim.need.report"

    _mine_action = "kim_themes.kim_need_report_action_mine"

    theme_ids = fields.Many2many(
        comodel_name="kim.theme",
        relation="kim_theme_need_report_rel",
        column1="need_report_id",
        column2="theme_id",
        string="Themes",
        readonly=True,
    )
    course = fields.Text(
        string="What became of it", compute="_compute_course", compute_sudo=True
    )

    @api.depends("theme_ids.state", "theme_ids.merged_into_id")
    @api.depends_context("lang")
    def _compute_course(self):
        labels = dict(
            self.env["kim.theme"]._fields["state"]._description_selection(self.env)
        )
        for report in self:
            themes = report._themes_now()
            report.course = "\n".join(
                f"{theme.name} – {labels[theme.state]}" for theme in themes
            )

    def _themes_now(self):
        """Return the themes of these reports, after merging."""
        return self.theme_ids.mapped(lambda theme: theme.merged_into_id or theme)

    def _situation(self):
        themes = self._themes_now().sorted("id")
        parts = [f"{theme.id}:{theme.state}" for theme in themes]
        return " ".join([super()._situation(), *parts])

    def _home_lines(self):
        # themes of another town may be closed to the author; only numbers come of it
        reports_sudo = self.sudo()

        def count(states):
            return len(
                reports_sudo.filtered(
                    lambda report: set(report._themes_now().mapped("state")) & states
                )
            )

        bundled = reports_sudo.filtered("theme_ids")
        return [
            *super()._home_lines(),
            {"label": self.env._("part of a theme"), "count": len(bundled)},
            {
                "label": self.env._("before the steering group"),
                "count": count({"submitted", "prioritised"}),
            },
            {"label": self.env._("in work"), "count": count(IN_WORK)},
            {"label": self.env._("resolved"), "count": count({"resolved", "reviewed"})},
        ]

    def action_make_theme(self):
        """Form a theme from these need reports (98, 99).

        :return: window action of the new theme
        """
        if not self.env.user.has_group("kim_case.group_kim_coordination"):
            raise AccessError(
                self.env._("The coordination forms themes from need reports.")
            )
        if len(self.district_id) != 1:
            raise UserError(self.env._("Please choose need reports of one district."))
        theme = self.env["kim.theme"].create(self._prepare_theme_values())
        return {
            "type": "ir.actions.act_window",
            "name": theme.display_name,
            "res_model": "kim.theme",
            "view_mode": "form",
            "res_id": theme.id,
        }

    def _prepare_theme_values(self):
        """Return the values of a theme made from these need reports: what they share."""

        def shared(name):
            values = self.mapped(name)
            same = (
                len(set(values)) == 1 if isinstance(values, list) else len(values) == 1
            )
            return values[0] if same else False

        town = shared("municipality_id")
        return {
            "name": self[0].sentence,
            "district_id": self.district_id.id,
            "municipality_id": town and town.id,
            "origin": "need_report",
            "theme_kind": self[0].kind,
            "cause": shared("cause"),
            "affected_group": shared("group"),
            "problem": "\n".join(self.mapped("sentence")),
            "field_tag_ids": [Command.set(self.field_tag_ids.ids)],
            "need_report_ids": [Command.set(self.ids)],
        }
