import io
import json

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ConferenceCommon


@tagged("post_install", "-at_install")
class TestPlanningConference(ConferenceCommon):
    """Scenario A6: a planning conference from the vignette to its minutes."""

    def test_scenario(self):
        case = self._crowd(5)[0]
        case.client_id.last_name = "Musterova"

        # Surname and exact age are refused.
        draft = self._draft(case, notes="Frau Musterova ist 34 Jahre alt.")
        with self.assertRefused("The text could lead to the person") as refused:
            draft.action_propose()
        self.assertIn("Musterova", str(refused.exception))
        self.assertIn("34", str(refused.exception))
        # Generalised and approved by a second person it can be shown.
        draft.notes = "Die Schule erreicht die Eltern nicht."
        draft.action_propose()
        action = draft.vignette_id.with_user(self.second_person).action_approve()
        vignette = self.env["kim.vignette"].browse(action["res_id"])

        groups = [self._catalogue("kim.actor.kind", f"Gruppe {n}") for n in range(8)]
        session = self._session(
            name="Planungskonferenz",
            type_ids=[Command.set((self.type_kickoff | self.type_planning).ids)],
            host_partner_ids=[Command.set(self.cm_a.partner_id.ids)],
            participation_ids=[
                Command.create({"actor_kind_id": group.id, "headcount": number})
                for group, number in zip(groups, (4, 2, 3, 2, 2, 2, 2, 1), strict=True)
            ]
            + [
                Command.create({"partner_id": self.cm_a.partner_id.id, "role": "host"}),
                Command.create({"actor_kind_id": groups[1].id, "role": "speaker"}),
            ],
            agreement_ids=[
                Command.create(
                    {"name": "Elternbrief übersetzen", "responsible": "Leitung KI"}
                )
            ],
        )
        with self.assertRefused("An invitation needs an agenda"):
            session.action_invite()
        session.action_apply_agenda()
        kinds = session.agenda_item_ids.mapped("kind")
        self.assertEqual((kinds[0], kinds[-1]), ("welcome", "outlook"))
        self.assertEqual(kinds.count("welcome"), 1)
        session.action_apply_agenda()
        self.assertEqual(len(session.agenda_item_ids), len(kinds))
        shown = session.agenda_item_ids.filtered(lambda i: i.kind == "vignette")
        shown.vignette_id = vignette
        session.action_invite()
        session.action_mark_held()
        self.assertEqual(session.participant_count, 0, "nobody is counted unasked")
        session.action_all_attended()
        self.assertEqual(
            (session.participant_count, session.institution_count), (18, 8)
        )
        session.action_minute()
        minutes = session.minutes_ids
        content = json.loads(minutes.content)
        self.assertEqual(content["participants"], 18)
        self.assertEqual(len(content["groups"]), 8)
        self.assertEqual(content["agreements"][0]["who"], "Leitung KI")

        with self.assertRefused("The minutes of this session are written"):
            session.agenda_item_ids[0].notes = "later"
        with self.assertRefused("The minutes of this session are written"):
            session.agenda_item_ids[0].unlink()
        with self.assertRefused("Please have the minutes approved first"):
            session.action_publish()
        minutes.with_context(force_report_rendering=True).action_approve()
        pdf = PdfReader(io.BytesIO(minutes.attachment_id.sudo().raw))
        text = " ".join(page.extract_text() for page in pdf.pages)
        for word in (
            "Planungskonferenz",
            "Gruppe 7",
            "18",
            "Elternbrief übersetzen",
            session.number,
            *session.agenda_item_ids.mapped("name"),
        ):
            self.assertIn(word, text)
        for leak in ("Musterova", case.number, vignette.number):
            self.assertNotIn(leak, text)
            self.assertNotIn(leak, str(pdf.metadata))
            self.assertNotIn(leak, minutes.attachment_id.sudo().name)
        for vals in ({"content": "{}"}, {"state": "draft"}, {"attachment_id": False}):
            with self.assertRefused("cannot be set directly", AccessError):
                minutes.sudo().write(vals)
        with self.assertRefused("Minutes cannot be deleted"):
            minutes.sudo().unlink()

        session.summary = "18 Fachleute haben Themen gefunden."
        session.action_publish()
        self.assertEqual(session.state, "published")

    def test_correction_makes_a_new_version(self):
        session = self._session()
        session.action_mark_held()
        session.action_minute()
        first = session.minutes_ids
        with self.assertRefused("Minutes are written when the session was held"):
            session.action_minute()
        session.action_correct()
        with self.assertRefused("The session was opened again; write new"):
            first.action_approve()
        session.action_minute()
        self.assertEqual(sorted(session.minutes_ids.mapped("number")), [1, 2])
        with self.assertRefused("The session is not published"):
            session.action_withdraw()

    def test_no_step_by_the_wrong_person(self):
        session = self._session()
        for user in (self.steering_member, self.auditor, self.cm_city, self.cm_s):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                session.with_user(user).action_mark_held()
        session.action_mark_held()

    def test_future(self):
        session = self._session(date_start="2999-01-01 08:00:00")
        with self.assertRefused("The session lies in the future"):
            session.action_mark_held()

    def test_no_task_from_a_case(self):
        """No model of this addon leads from a case to a task, a decision or a person."""
        for name in ("kim.session", "kim.agreement", "kim.agenda.item"):
            methods = [m for m in dir(type(self.env[name])) if m.startswith("action_")]
            self.assertFalse([m for m in methods if "case" in m or "task" in m])
