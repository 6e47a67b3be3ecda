"""The chain once more, each step tried first by people who may not take it.

Over the web's own route, as a browser would send it: what a screen does not offer is not
thereby refused. Then the right person takes the same step the same way, so that a step
refused for another reason, or to everyone, is found out.
"""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.kim_themes.tests.common import ThemesCommon


@tagged("post_install", "-at_install")
class TestStoryRefused(HttpCase, ThemesCommon):
    """Every step of the story has people who may not take it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crowd(5)
        cls.auditor_north = cls._user("kim_audit_n", "auditor", cls.company_north)
        # Nobody of these has a right to a case, whatever else they may do.
        cls.off_the_case = (
            cls.cm_a2
            | cls.team_lead
            | cls.coordination
            | cls.assistant
            | cls.participant
            | cls.auditor
            | cls.dpo
            | cls.kim_admin
            | cls.system_admin
        )
        # They read themes and sessions, and steer nothing.
        cls.readers = (
            cls.cm_a
            | cls.team_lead
            | cls.participant
            | cls.steering_member
            | cls.auditor_north
            | cls.dpo
            | cls.system_admin
        )

    def _rpc(self, user, model, method, *args, **context):
        """Call a method as the browser of ``user`` would."""
        self.authenticate(user.login, user.login)
        context["allowed_company_ids"] = user.company_ids.ids
        answer = self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {
                "model": model,
                "method": method,
                "args": args,
                "kwargs": {"context": context},
            },
        )
        self.env.invalidate_all()
        return answer

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def _step(self, wrong, right, record, method, *args, **context):
        """Let everyone of ``wrong`` be refused, and ``right`` take the step."""
        call = (record._name, method, record.ids, *args)
        if method == "create":
            call = (record._name, method, *args)
        for user in wrong:
            with (
                self.subTest(step=f"{record._name}.{method}", user=user.login),
                self.assertRaisesRegex(JsonRpcException, "AccessError"),
            ):
                self._rpc(user, *call, **context)
        answer = self._rpc(right, *call, **context)
        if method == "create":
            return self.env[record._name].browse(answer)
        return answer

    def test_story(self):
        """From the inquiry to the file of the report: wrong people first."""
        case = self._inquiry()
        report, vignette = self._findings(case)
        session = self._conference(vignette)
        cluster = self._cluster_of(report, session)
        project = self._mandate_of(cluster)
        self._result_of(project, report.theme_ids)
        self._report_of_the_district()

    def _inquiry(self):
        wrong = self.coordination | self.participant | self.auditor | self.system_admin
        inquiry = self._step(
            wrong,
            self.cm_a,
            self.env["kim.inquiry"],
            "create",
            {
                "access_route_id": self.route.id,
                "company_id": self.company_town_a.id,
                "municipality_id": self.town_a.id,
                "life_domain_ids": [Command.set(self.domain_language.ids)],
            },
        )
        wrong |= self.cm_s  # leads cases elsewhere
        action = self._step(wrong, self.cm_a, inquiry, "action_accept")
        wizard = self._step(
            self.off_the_case - self.cm_a2,
            self.cm_a,
            self.env["kim.case.open"],
            "create",
            {
                "inquiry_id": inquiry.id,
                "information_on": fields.Date.to_string(self.today),
                "consent_form": "signed",
                "last_name": "Musterova",
                "first_name": "Demo",
                "birth_year": self.today.year - 34,
                "gender": "female",
                "family_status": "partnership",
                "education_level": "primary",
                "accept_reason": "more_to_come",
                "country_id": self.env.ref("base.sy").id,
            },
            **action["context"],
        )
        self._step(self.off_the_case, self.cm_a, wizard, "action_open")
        self.assertEqual(inquiry.state, "accepted")
        return inquiry.case_id

    def _findings(self, case):
        """Work on the case, need report, vignette and its second person."""
        for model, vals in (
            (
                "kim.case.assessment",
                {"life_domain_id": self.domain_language.id, "needs": "Ein Kurs"},
            ),
            ("kim.case.note", {"note": "Gespräch"}),
        ):
            vals["case_id"] = case.id
            self._step(self.off_the_case, self.cm_a, self.env[model], "create", vals)
        self._step(self.off_the_case, self.cm_a, case, "action_need_report")
        wizard = self._step(
            self.off_the_case,
            self.cm_a,
            self.env["kim.need.report.new"],
            "create",
            {
                "case_id": case.id,
                "life_domain_id": self.domain_language.id,
                "sentence": "Elterninfos gibt es nur auf Deutsch.",
            },
        )
        self._step(self.off_the_case, self.cm_a, wizard, "action_send")
        report = self.env["kim.need.report"].search([("author_id", "=", self.cm_a.id)])
        self.assertEqual(len(report), 1)
        draft = self._step(
            self.off_the_case,
            self.cm_a,
            self.env["kim.vignette.draft"],
            "create",
            {
                "case_id": case.id,
                "life_domain_ids": [Command.set(self.domain_language.ids)],
                "notes": "Elterninfos gibt es nur auf Deutsch.",
            },
        )
        self._step(self.off_the_case, self.cm_a, draft, "action_propose")
        vignette = draft.vignette_id
        self._step(  # nor the author herself
            self.off_the_case | self.cm_a,
            self.second_person,
            vignette,
            "action_approve",
        )
        vignette = self.env["kim.vignette"].search([("state", "=", "approved")])
        self.assertEqual(len(vignette), 1)
        return report, vignette

    def _conference(self, vignette):
        readers = self.readers - self.cm_a - self.team_lead  # these hold conferences
        session = self._step(
            readers,
            self.coordination,
            self.env["kim.session"],
            "create",
            {
                "name": "Auftakt und Planung",
                "type_ids": [Command.set((self.type_kickoff | self.type_planning).ids)],
                "district_id": self.district_north.id,
                "municipality_id": self.town_a.id,
                "date_start": fields.Datetime.to_string(
                    fields.Datetime.now() - timedelta(hours=3)
                ),
            },
        )
        self._step(
            readers,
            self.coordination,
            self.env["kim.agenda.item"],
            "create",
            {
                "session_id": session.id,
                "name": "Ein anonymisierter Fall",
                "kind": "vignette",
                "vignette_id": vignette.id,
            },
        )
        self._step(readers, self.coordination, session, "action_mark_held")
        self._step(
            self.auditor_north | self.dpo | self.system_admin,
            self.coordination,
            self.env["kim.theme"],
            "create",
            {"name": "Schulbriefe", "session_id": session.id},
        )
        self._step(readers, self.coordination, session, "action_minute")
        self._step(
            readers | self.cm_s,
            self.coordination,
            session.minutes_ids,
            "action_approve",
        )
        return session

    def _cluster_of(self, report, session):
        self._step(self.readers, self.coordination, report, "action_make_theme")
        cluster = self._step(
            self.readers,
            self.coordination,
            self.env["kim.theme.cluster"],
            "create",
            {"name": "Sprache und Schule", "district_id": self.district_north.id},
        )
        themes = report.theme_ids | session.theme_ids
        self._step(
            self.readers,
            self.coordination,
            themes,
            "write",
            {"cluster_id": cluster.id},
        )
        self.meeting = self._meeting(0)
        self._step(self.readers, self.coordination, cluster, "action_submit")
        return cluster

    def _mandate_of(self, cluster):
        decision = self._step(
            self.readers,
            self.coordination,
            self.env["kim.decision"],
            "create",
            {
                "agenda_item_id": self.meeting.agenda_item_ids.id,
                "wording": "Eine Projektgruppe wird beauftragt.",
                "mandate": True,
                "mandate_name": "Mehrsprachige Elterninfos",
                "mandate_goal": "Elterninfos in neun Sprachen",
            },
        )
        wrong = self.readers | self.assistant  # who drafts does not record
        self._step(wrong, self.coordination, decision, "action_record")
        self.assertEqual(set(cluster.theme_ids.mapped("state")), {"mandated"})
        self._step(wrong, self.coordination, decision, "action_open_project_group")
        return self.env["project.project"].search(
            [("kim_decision_id", "=", decision.id)]
        )

    def _result_of(self, project, theme):
        """Measure, second decision, result, word to the originators."""
        measure = self._step(
            self.readers,
            self.assistant,
            self.env["project.task"],
            "create",
            {
                "name": "Vorlagen übersetzen",
                "project_id": project.id,
                "kim_theme_ids": [Command.set(theme.ids)],
            },
        )
        self._step(self.readers, self.assistant, measure, "action_kim_proposal")
        meeting = self._meeting(0)
        item = self._item(theme, meeting)
        decision = self._step(
            self.readers,
            self.assistant,
            self.env["kim.decision"],
            "create",
            {
                "agenda_item_id": item.id,
                "kind": "measure",
                "task_ids": [Command.set(measure.ids)],
                "wording": "Die Vorlagen werden übersetzt.",
            },
        )
        self._step(
            self.readers | self.assistant, self.coordination, decision, "action_record"
        )
        for method in ("action_kim_implementing", "action_kim_done"):
            self._step(self.readers, self.assistant, measure, method)
        result = self._step(
            self.readers,
            self.assistant,
            self.env["kim.result"],
            "create",
            {
                "name": "Vorlagen in neun Sprachen",
                "kind": "translated_form",
                "district_id": self.district_north.id,
                "task_id": measure.id,
                "theme_ids": [Command.set(theme.ids)],
            },
        )
        self._step(self.readers, self.assistant, result, "action_resolve_themes")
        self.assertEqual(theme.state, "resolved")
        told = theme.feedback_ids.filtered(lambda f: f.state == "resolved")
        self.assertIn(self.cm_a, told.user_id)

    def _report_of_the_district(self):
        wrong = self.readers | self.assistant | self.coordination_south
        report = self._step(
            wrong,
            self.coordination,
            self.env["kim.report"],
            "create",
            {"name": "Bericht", "district_id": self.district_north.id},
        )
        self._step(wrong, self.coordination, report, "action_count")
        self._step(wrong, self.coordination, report, "action_release")
        addresses = (
            f"/report/html/kim_reporting.report_kim_report/{report.id}",
            f"/kim/report/{report.id}/xlsx",
        )
        right = self.coordination | self.auditor_north | self.dpo  # audits, too
        for user in wrong | right:
            self.authenticate(user.login, user.login)
            for address in addresses:
                with (
                    self.subTest(user=user.login, address=address),
                    mute_logger("odoo.http"),
                ):
                    status = self.url_open(address).status_code
                    self.assertEqual(status == 200, user in right, status)
