"""The whole chain in the browser: from an inquiry to the report, each step by its person.

Tours: ``kim_reporting/static/tests/tours``. Between them the database is asked who did
what: a tour that clicks past a failure is found out.
"""

import io
import json
from unittest.mock import patch
from urllib.parse import urlencode

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from odoo.addons.kim_themes.tests.common import ThemesCommon

SURNAME = "Musterova"
SENTENCE = "Elterninfos der Schulen gibt es nur auf Deutsch."

# What the story amounts to. Six people with a case, four full posts (the team lead's
# one among them), one theme from a report, eight from the conference, one of Town B.
FIGURES = {
    "cases_open": 6,
    "cases_new": 6,
    "fte_filled": 4,
    "cases_per_fte": 1.5,
    "inquiries": 1,
    "sessions": 1,
    "participants": 18,
    "need_reports": 1,
    "themes": 10,
    "clusters": 1,
    "decisions": 2,
    "measures": 1,
    "results": 1,
}


@tagged("post_install", "-at_install")
class TestStoryChain(HttpCase, ThemesCommon):
    """One story, told by the people who live it, on German screens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.people = (
            cls.cm_a
            | cls.cm_a2
            | cls.second_person
            | cls.team_lead
            | cls.assistant
            | cls.coordination
            | cls.participant
            | cls.system_admin
        )
        cls.people.lang = "de_DE"
        # Enough people with the same attributes: k is reached for the vignette.
        cls._crowd(5)
        # What another town has raised, and two meetings of the steering group: today,
        # so that their decisions fall into the period of the report.
        cls.other_theme = cls._theme(
            cls.cm_ab, name="Schulbriefe in Town B", municipality_id=cls.town_b.id
        )
        cls.meeting = cls._meeting(0)
        cls.meeting_2 = cls._meeting(0)
        cls.meeting_2.write(
            {
                "name": "Second meeting (test)",
                "date_start": cls.meeting.date_start,
            }
        )

    def _tour(self, url, name, user):
        self.start_tour(url, name, login=user.login, timeout=180)
        self.env.invalidate_all()

    def _pdf_text(self, url):
        """Fetch a PDF as the user who is logged in; return its text and metadata."""
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.content.startswith(b"%PDF"))
        pdf = PdfReader(io.BytesIO(answer.content))
        text = " ".join(page.extract_text() for page in pdf.pages)
        return f"{text} {pdf.metadata}"

    def test_story(self):
        """From the inquiry to the result, back to her who reported it, and into figures."""
        case = self._case_manager()
        self._second_person()
        session = self._conference(case)
        mandate = self._steering(session)
        self._measure(mandate)
        self._originators_hear()
        self._report_of_the_district(case)

    def test_nobody_else_opens_the_case(self):
        """Not even by its address, and nothing of it is read or logged as read."""
        case = self._case(last_name=SURNAME)
        for user in (
            self.cm_a2,
            self.team_lead,
            self.coordination,
            self.participant,
            self.system_admin,
        ):
            with self.subTest(user=user.login):
                self._tour(f"/odoo/kim-cases/{case.id}", "kim_story_no_case", user)
        logged = self.env["kim.access.log"].search([("case_id", "=", case.id)])
        self.assertLessEqual(logged.user_id, self.cm_a)

    # ------------------------------------------------------------------
    # The steps
    # ------------------------------------------------------------------
    def _case_manager(self):
        """Inquiry, case, life domains, note, need report, vignette."""
        inquiries = self.env["kim.inquiry"].search([])
        self._tour("/odoo/kim-inquiries/new", "kim_story_case", self.cm_a)
        inquiry = self.env["kim.inquiry"].search([]) - inquiries
        self.assertEqual((inquiry.state, inquiry.taken_by_id), ("accepted", self.cm_a))
        case = inquiry.case_id
        self.assertEqual(case.client_id.last_name, SURNAME)
        self.assertEqual(case.responsible_id, self.cm_a)
        self.assertEqual(case.municipality_id, self.town_a)
        self.assertEqual(case.consent_ids.state, "given")
        self.assertEqual(case._assessed().life_domain_id, self.domain_language)
        self.assertEqual(len(case.note_ids), 1)
        self.assertEqual(case.next_step, "Kursträger anrufen")
        self.need_report = self.env["kim.need.report"].search(
            [("author_id", "=", self.cm_a.id)]
        )
        self.assertEqual(self.need_report.sentence, SENTENCE)
        self.assertEqual(self.need_report.life_domain_id, self.domain_language)
        draft = case.vignette_draft_ids
        self.assertEqual((draft.state, draft.kind), ("review", "anonymous"))
        for wizard in ("kim.case.open", "kim.need.report.new"):
            self.assertFalse(self.env[wizard].search([]), "the form is emptied")
        return case

    def _second_person(self):
        """She approves the proposal; the link to the case is cut."""
        self._tour("/odoo/kim-vignettes", "kim_story_second_person", self.second_person)
        self.vignette = self.env["kim.vignette"].search([("state", "=", "approved")])
        self.assertEqual(len(self.vignette), 1)
        self.assertFalse(self.vignette.author_id)
        self.assertFalse(self.env["kim.vignette.draft"].search([]))

    def _conference(self, case):
        """Session of two types, participants, vignette, eight themes, minutes."""
        with self._real_pdf():
            self._tour(
                "/odoo/kim-sessions/new", "kim_story_conference", self.coordination
            )
        session = self.env["kim.session"].search([("name", "=", "Auftakt und Planung")])
        self.assertEqual(session.type_ids, self.type_kickoff | self.type_planning)
        self.assertEqual(session.state, "minuted")
        self.assertEqual(
            (session.participant_count, session.institution_count), (18, 3)
        )
        self.assertEqual(session.vignette_ids, self.vignette)
        kinds = session.agenda_item_ids.mapped("kind")
        self.assertEqual((kinds.count("welcome"), kinds.count("outlook")), (1, 1))
        self.assertEqual(
            sorted(session.theme_ids.mapped("name")),
            [f"Thema Nummer {number}" for number in range(1, 9)],
        )
        self.assertEqual(session.theme_ids.municipality_id, self.town_a)
        self.assertEqual(session.minutes_ids.state, "approved")
        self.authenticate(self.coordination.login, self.coordination.login)
        attachment = session.minutes_ids.sudo().attachment_id
        text = self._pdf_text(f"/web/content/{attachment.id}?download=true")
        for word in (
            *session.agenda_item_ids.mapped("name"),
            *session.theme_ids.mapped("name"),
            "School (test)",
            "Jobcenter (test)",
            "Volunteers (test)",
            "18",
            session.number,
        ):
            self.assertIn(word, text)
        for leak in (SURNAME, case.number, self.vignette.number):
            self.assertNotIn(leak, text)
        return session

    def _steering(self, session):
        """Cluster over two towns, mandate by consensus, project group."""
        self._tour("/odoo/kim-need-reports", "kim_story_mandate", self.coordination)
        self.theme = self.need_report.theme_ids
        self.assertEqual(self.theme.name, SENTENCE)
        self.cluster = self.theme.cluster_id
        self.assertEqual(
            self.cluster.theme_ids, self.theme | session.theme_ids | self.other_theme
        )
        self.assertEqual(self.cluster.municipality_ids, self.town_a | self.town_b)
        self.assertEqual(self.meeting.agenda_item_ids.cluster_id, self.cluster)
        mandate = self.meeting.agenda_item_ids.decision_id
        self.assertEqual((mandate.result, mandate.mandate), ("consensus", True))
        self.assertEqual(mandate.create_uid, self.coordination)
        self.assertEqual(mandate.theme_ids, self.cluster.theme_ids)
        self.assertEqual(mandate.project_group_ids.name, "Mehrsprachige Elterninfos")
        self.assertEqual(set(self.cluster.theme_ids.mapped("state")), {"in_work"})
        return mandate

    def _measure(self, mandate):
        """The assistant keeps the measure; the second decision is the coordination's."""
        self._tour("/odoo/kim-measures", "kim_story_measure", self.assistant)
        measure = self.env["project.task"].search(
            [("project_id.kim_body_id", "=", mandate.project_group_ids.id)]
        )
        self.assertEqual(measure.create_uid, self.assistant)
        self.assertEqual(measure.kim_measure_state, "proposal")
        self._tour("/odoo/kim-sessions", "kim_story_decision", self.coordination)
        decision = self.meeting_2.agenda_item_ids.decision_id
        self.assertEqual((decision.kind, decision.state), ("measure", "recorded"))
        self.assertEqual(measure.kim_decision_id, decision)
        self.assertEqual(measure.kim_measure_state, "decided")
        self.assertEqual(self.theme.state, "decided")
        self._tour("/odoo/kim-measures", "kim_story_result", self.assistant)
        self.assertEqual(measure.kim_measure_state, "done")
        result = self.env["kim.result"].search([("task_id", "=", measure.id)])
        self.assertEqual(result.kind, "translated_form")
        self.assertEqual(result.theme_ids, self.theme)
        self.assertEqual(self.theme.state, "resolved")
        others = self.cluster.theme_ids - self.theme
        self.assertEqual(set(others.mapped("state")), {"in_work"})

    def _originators_hear(self):
        """She who reported sees what came of it; her colleague elsewhere hears too."""
        self._tour("/odoo/kim-my-reports", "kim_story_my_reports", self.cm_a)
        told = self.theme.feedback_ids
        hers = told.filtered(lambda f: f.user_id == self.cm_a)
        self.assertIn("resolved", hers.mapped("state"))
        self.assertEqual(set(hers.mapped("source")), {"need_report"})
        elsewhere = self.other_theme.feedback_ids.filtered(
            lambda f: f.user_id == self.cm_ab
        )
        self.assertEqual(
            set(elsewhere.mapped("state")), {"clustered", "submitted", "mandated"}
        )

    def _report_of_the_district(self, case):
        """The coordination counts, releases, and takes PDF and spreadsheet along."""
        self._tour("/odoo/kim-reports/new", "kim_story_report", self.coordination)
        report = self.env["kim.report"].search([("name", "=", "Halbjahresbericht")])
        self.assertEqual(
            (report.state, report.released_by_id), ("released", self.coordination)
        )
        self.assertEqual(report.digest, report._digest())
        values = {line.code: line.value for line in report.line_ids if not line.label}
        told = {code: values.get(code) for code in FIGURES}
        self.assertEqual(told, FIGURES)
        auditor = self._user("kim_audit_n", "auditor", self.company_north)
        for user in (self.coordination, auditor):
            with self.subTest(user=user.login):
                self._takes_along(report.with_context(lang="de_DE"), user, case)

    def _takes_along(self, report, user, case):
        """Download both files as ``user``; they say what the report says."""
        self.authenticate(user.login, user.login)
        document = [
            f"/report/pdf/kim_reporting.report_kim_report/{report.id}",
            "qweb-pdf",
        ]
        # Odoo prints no PDF while tests run unless told to.
        context = {"force_report_rendering": True, "lang": "de_DE"}
        query = urlencode(
            {"data": json.dumps(document), "context": json.dumps(context)}
        )
        text = " ".join(self._pdf_text(f"/report/download?{query}").split())
        for part in (report.name, self.district_north.name, report.digest):
            self.assertIn(part, text)
        for line in report.line_ids:
            self.assertIn(f"{line.label or line.name} {line.value_text}", text)
        answer = self.url_open(f"/kim/report/{report.id}/xlsx")
        self.assertEqual(answer.status_code, 200)
        self.assertRegex(answer.headers["Content-Disposition"], r"-[\d-]+\.xlsx")
        sheet = load_workbook(io.BytesIO(answer.content)).active
        rows = list(sheet.iter_rows(min_row=5, max_col=4, values_only=True))
        self.assertEqual(
            rows,
            [
                (line.section, line.name, line.label or "", line.value)
                for line in report.line_ids
            ],
        )
        everything = f"{text} {list(sheet.values)}"
        for leak in (SURNAME, case.number, self.vignette.number):
            self.assertNotIn(leak, everything)

    def _real_pdf(self):
        """Let the button print: Odoo prints no PDF while tests run unless told to."""
        minutes = self.env.registry["kim.minutes"]
        original = minutes._print
        return patch.object(
            minutes,
            "_print",
            lambda record: original(record.with_context(force_report_rendering=True)),
        )
