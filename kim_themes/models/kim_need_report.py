from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class KimNeedReport(models.Model):
    _inherit = "kim.need.report"

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
            themes = report.theme_ids.mapped(lambda t: t.merged_into_id or t)
            report.course = "\n".join(
                f"{theme.name} – {labels[theme.state]}" for theme in themes
            )

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
