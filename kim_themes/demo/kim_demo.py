from datetime import date, datetime

from odoo import api, models
from odoo.fields import Command, Domain

from odoo.addons.kim_case.tools.dates import berlin_day

from . import kim_demo_values as values


class KimDemo(models.AbstractModel):
    """Demo part of kim_themes: 23 themes of four towns, clusters, mandate, results."""

    _inherit = "kim.demo"

    @api.model
    def _load_kim_themes(self):
        """Build themes and what became of them; does nothing a second time."""
        coordination = self._demo_login("ko.gt.1")
        if not coordination or self.env["kim.theme"].search_count([], limit=1):
            return
        demo = self.with_user(coordination).with_company(coordination.company_id)
        demo = demo.with_context(lang="de_DE")  # what is told is kept as written
        demo._demo_themes()
        demo._demo_clusters()
        demo._demo_decision()
        demo._demo_results()
        self._demo_siegen_theme()

    def _demo_session_of(self, number):
        return self.env["kim.session"].search([("number", "=", number)], limit=1)

    def _demo_tag(self, code):
        return self.env["kim.field.tag"].search([("code", "=", code)], limit=1)

    def _demo_themes(self):
        for number, themes in values.THEMES.items():
            session = self._demo_session_of(number)
            for name, kind, cause, tag, problem, impact in themes:
                self.env["kim.theme"].create(
                    {
                        "name": name,
                        "theme_kind": kind,
                        "cause": cause,
                        "field_tag_ids": [Command.set(self._demo_tag(tag).ids)],
                        "problem": problem,
                        "impact": impact,
                        "origin": "session",
                        "session_id": session.id,
                        "district_id": session.district_id.id,
                        "municipality_id": session.municipality_id.id,
                        "date": berlin_day(session.date_start),
                    }
                )

    def _demo_clusters(self):
        themes = self.env["kim.theme"].search(Domain.TRUE)
        district = themes.district_id
        formed = max(themes.filtered(lambda t: t.date.year == 2024).mapped("date"))
        for name, tags in values.CLUSTERS:
            fields_of_action = self.env["kim.field.tag"].search([("code", "in", tags)])
            cluster = self.env["kim.theme.cluster"].create(
                {
                    "name": name,
                    "date": formed,
                    "district_id": district.id,
                    "field_tag_ids": [Command.set(fields_of_action.ids)],
                }
            )
            themes.filtered(
                lambda t, tags=fields_of_action: t.field_tag_ids & tags
            ).write({"cluster_id": cluster.id})
        reports = self.env["kim.need.report"].search(
            [("district_id", "=", district.id)]
        )
        for report in reports:
            fitting = themes.filtered(
                lambda t, town=report.municipality_id: t.municipality_id == town
            )[:1]
            fitting.need_report_ids = [Command.link(report.id)]

    def _demo_decision(self):
        """The steering group of June 2024 mandates a project group."""
        meeting = self._demo_session_of("GT-2024-LG-01")
        cluster = self.env["kim.theme.cluster"].search(
            [("name", "=", values.CLUSTERS[0][0])], limit=1
        )
        item = self.env["kim.agenda.item"].create(
            {
                "session_id": meeting.id,
                "name": cluster.name,
                "kind": "decision",
                "sequence": 35,
                "cluster_id": cluster.id,
                "theme_ids": [Command.set(cluster.theme_ids.ids)],
                "rank": 1,
                "recommendation": "Projektgruppe „Elterninfos mehrsprachig“ beauftragen",
            }
        )
        decision = self.env["kim.decision"].create(
            {
                "agenda_item_id": item.id,
                "kind": "priority",
                "cluster_id": cluster.id,
                "theme_ids": [Command.set(cluster.theme_ids.ids)],
                "rank": 1,
                "result": "consensus",
                "wording": "Die Themen „Sprache und Bildung“ werden zuerst bearbeitet. "
                "Eine Projektgruppe erarbeitet mehrsprachige Informationen für Eltern.",
                "mandate": True,
                "mandate_name": "Elterninfos mehrsprachig",
                "mandate_goal": "Informationen über Kita und Schule erreichen Eltern in "
                "ihrer Sprache.",
                "date_due": date(2024, 12, 31),
            }
        )
        decision.action_record()
        decision.action_open_project_group()
        project = self.env["project.project"].search(
            [("kim_decision_id", "=", decision.id)], limit=1
        )
        for name, doors in values.MEASURES:
            task = self.env["project.task"].create(
                {
                    "name": name,
                    "project_id": project.id,
                    "kim_theme_ids": [Command.set(cluster.theme_ids[:2].ids)],
                    "kim_effect_kind": "close_gap",
                }
            )
            for door in doors:
                getattr(task, door)()
            steps = self.env["kim.measure.event"].sudo()  # its course of that autumn
            steps.search([("task_id", "=", task.id)]).date = datetime(2024, 10, 1, 8)

    def _demo_results(self):
        cluster = self.env["kim.theme.cluster"].search(
            [("name", "=", values.CLUSTERS[1][0])], limit=1
        )
        for name, kind, day, description in values.RESULTS:
            self.env["kim.result"].create(
                {
                    "name": name,
                    "kind": kind,
                    "date": day,
                    "district_id": cluster.district_id.id,
                    "cluster_id": cluster.id,
                    "description": description,
                    "is_public": True,
                }
            )

    def _demo_siegen_theme(self):
        """A theme formed in the working group from need reports (98, 99, 104)."""
        coordination = self._demo_login("ko.siwi")
        env = self.with_user(coordination).with_company(coordination.company_id).env
        district = env["kim.district"].search(
            [("name", "=", "Kreis Siegen-Wittgenstein (Demo)")], limit=1
        )
        reports = env["kim.need.report"].search([("district_id", "=", district.id)])
        env["kim.theme"].create(
            {
                "name": "Sprachkurse passen nicht zu Arbeit und Familie",
                "origin": "interface_group",
                "theme_kind": "gap",
                "cause": "missing_offer",
                "district_id": district.id,
                "date": date(2024, 3, 5),
                "need_report_ids": [Command.set(reports.ids)],
                "field_tag_ids": [
                    Command.set(self._demo_tag("language_education").ids)
                ],
                "problem": "Kurse liegen in der Arbeitszeit oder haben keine "
                "Kinderbetreuung.",
            }
        )
