"""The whole chain in the browser: from an inquiry to the minutes, each step by its person.

Tours: ``kim_reporting/static/tests/tours``. Between them the database is asked who did
what: a tour that clicks past a failure is found out.
"""

import io
from unittest.mock import patch

from pypdf import PdfReader

from odoo.tests import HttpCase, tagged

from odoo.addons.kim_themes.tests.common import ThemesCommon

SURNAME = "Musterova"
SENTENCE = "Elterninfos der Schulen gibt es nur auf Deutsch."


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
            | cls.coordination
            | cls.participant
            | cls.system_admin
        )
        cls.people.lang = "de_DE"
        # Enough people with the same attributes: k is reached for the vignette.
        cls._crowd(5)

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
        """From the inquiry to the minutes of the conference."""
        case = self._case_manager()
        self._second_person()
        self._conference(case)

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
        self.assertEqual(case.assessment_ids.life_domain_id, self.domain_language)
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

    def _real_pdf(self):
        """Let the button print: Odoo prints no PDF while tests run unless told to."""
        minutes = self.env.registry["kim.minutes"]
        original = minutes._print
        return patch.object(
            minutes,
            "_print",
            lambda record: original(record.with_context(force_report_rendering=True)),
        )
