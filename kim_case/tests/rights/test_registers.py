from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.kim_case.wizards.rights import kim_case_reassign

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestRegisters(KimCommon):
    """Registers without content, and the team lead's reassigning from there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case(wish="GEHEIM", last_name="Unverwechselbar")
        cls.second = cls._case()
        cls.foreign = cls._case(cls.cm_ab)

    def _register(self, user=None, cases=None):
        register = self._as(self.env["kim.case.register"], user or self.team_lead)
        return register.browse((cases or self.case | self.second).ids)

    def test_what_the_team_lead_sees(self):
        lines = self._sees(
            self.team_lead,
            self.env["kim.case.register"].browse(
                (self.case | self.second | self.foreign).ids
            ),
        )
        self.assertEqual(set(lines.ids), {self.case.id, self.second.id})
        line = lines.filtered(lambda each: each.id == self.case.id)
        self.assertEqual(line.number, self.case.number)
        self.assertEqual(line.display_name, self.case.number)
        self.assertEqual(line.stage_id.phase_kind, "clarification")
        self.assertEqual(line.responsible_id, self.cm_a)
        self.assertEqual(line.municipality_id, self.town_a)
        self.assertFalse(line.without_responsible)
        self.assertNotIn("GEHEIM", str(line.read()))
        self.assertNotIn("Unverwechselbar", str(line.read()))
        self.assertSeesNot(self.team_lead, self.case)
        self.assertSeesNot(self.team_lead, self.case.client_id)
        # Pending changes are seen, states follow.
        self.case.action_hold("x")
        self.assertTrue(line.search([("id", "=", line.id), ("on_hold", "=", True)]))

    def test_without_responsible(self):
        register = self._as(self.env["kim.case.register"], self.team_lead)
        domain = [("without_responsible", "=", True)]
        self.assertFalse(register.search(domain))
        self.cm_a.write(
            {
                "company_id": self.company_carrier.id,
                "company_ids": [Command.set(self.company_carrier.ids)],
            }
        )
        self.assertEqual(len(register.search(domain)), 2)
        self.cm_a.company_ids |= self.company_town_a
        self.assertFalse(register.search(domain))
        self.cm_a.active = False
        self.assertEqual(len(register.search(domain)), 2)
        register.search(domain).action_reassign(self.cm_a2.id)
        self.assertFalse(register.search(domain))

    def test_registers_are_read_only(self):
        self.assertTrue(self.case.consent_ids and self.case.access_ids)
        ids = {
            "kim.case.register": self.case.id,
            "kim.consent.register": self.case.consent_ids.ids[0],
            "kim.access.report": self.case.access_ids.ids[0],
        }
        for model, record_id in ids.items():
            for user in (self.env.user, self.team_lead, self.dpo):
                line = self.env[model].browse(record_id).with_user(user)
                with self.subTest(model=model, user=user.login):
                    with self.assertRefused("A register can only be read"):
                        line.write({"number": "X"})
                    with self.assertRefused("A register can only be read"):
                        line.create({"number": "X"})
                    with self.assertRefused("Case data is not deleted by hand"):
                        line.unlink()
                    with self.assertRefused("Case data cannot be duplicated"):
                        line.copy()

    def test_validity_of_consents(self):
        consents = self.env["kim.consent"].with_user(self.cm_a)
        oral = consents.create(
            {
                "case_id": self.case.id,
                "purpose": "vignette",
                "form": "oral",
                "signature_due": self.today + timedelta(days=3),
            }
        )
        late = consents.create(
            {
                "case_id": self.case.id,
                "purpose": "special",
                "form": "oral",
                "signature_due": self.yesterday,
            }
        )
        register = self._as(self.env["kim.consent.register"], self.team_lead)

        def validity():
            self.env.invalidate_all()
            return [register.browse(c.id).validity for c in (oral, late)]

        self.assertEqual(validity(), ["signature_missing", "signature_overdue"])
        oral.action_sign()
        late.action_withdraw()
        self.assertEqual(validity(), ["valid", "withdrawn"])
        self.assertSeesNot(self.team_lead, oral)
        self.assertSeesNot(self.coordination, register.browse(oral.id))

    def test_who_could_read(self):
        self.case._appoint_deputy(self.cm_a2, self.today, self.today, True)
        report = self.env["kim.access.report"].browse(self.case.access_ids.ids)
        for user in (self.cm_a, self.cm_a2, self.dpo):
            self.assertSees(user, report)
        for user in (self.team_lead, self.auditor, self.cm_ab, self.system_admin):
            self.assertSeesNot(user, report)
        line = report.filtered(lambda each: each.kind == "deputy")
        self.assertEqual(line.user_id, self.cm_a2)
        self.assertEqual(line.granted_by_id, self.cm_a)
        self.assertTrue(line.special)

    # ------------------------------------------------------------------
    # Reassigning
    # ------------------------------------------------------------------
    def test_reassign(self):
        result = self._register().action_reassign(self.cm_a2.id, "Long illness")
        self.assertEqual(result, {"done": 2, "failed": []})
        self.assertSees(self.cm_a2, self.case | self.second)
        self.assertSeesNot(self.cm_a, self.case | self.second)
        self.assertSeesNot(self.team_lead, self.case)
        for case in (self.case | self.second).sudo():
            self.assertEqual(case.responsible_id, self.cm_a2)
            self.assertEqual(
                case.spell_ids.filtered(lambda s: not s.date_to).responsible_id,
                self.cm_a2,
            )
        told = self._told(self.cm_a).filtered(lambda m: "reassigned" in m.subject)
        self.assertEqual(len(told), 1)
        self.assertIn("2 of your cases", told.body)
        self.assertNotIn(self.case.sudo().number, told.body)
        self.assertTrue(self._told(self.cm_a2))

    def test_report_of_failures(self):
        self._register(cases=self.second).action_reassign(self.cm_a2.id)
        result = self._register().action_reassign(self.cm_a2.id)
        self.assertEqual(result["done"], 1)
        [[number, why]] = result["failed"]
        self.assertEqual(number, self.second.sudo().number)
        self.assertIn("already", why)

    def test_each_failure_has_its_reason(self):
        """What fails stops nothing: excluded, somebody else's organisation, unseen."""
        self.second.sudo().exclusion_ids.create(
            {"case_id": self.second.id, "user_id": self.cm_a2.id}
        )
        self.team_lead.company_ids |= self.company_carrier
        unseen = self._case(self.cm_city, self.town_city)
        result = self._register(
            cases=self.case | self.second | self.foreign | unseen
        ).action_reassign(self.cm_a2.id, note="Please call first")
        self.assertEqual(result["done"], 1)
        why = dict(result["failed"])
        self.assertEqual(len(why), 3)
        self.assertIn("must not", why[self.second.sudo().number])
        self.assertIn("new consent", why[self.foreign.sudo().number])
        self.assertIn("not see", why["–"])
        self.assertNotIn(unseen.sudo().number, str(result))
        self.assertEqual(self.case.sudo().responsible_id, self.cm_a2)
        self.assertEqual(self.foreign.sudo().responsible_id, self.cm_ab)
        self.assertSeesNot(self.cm_a2, self.foreign)
        note = self.case.with_user(self.cm_a2).note_ids
        self.assertEqual(note.note, "Please call first")
        self.assertEqual(note.author_id, self.team_lead)
        self.assertSeesNot(self.team_lead, note)
        self.assertFalse(self.second.sudo().note_ids)

    def test_to_another_organisation_only_by_export(self):
        for move in (
            lambda: self._register().action_reassign(self.cm_ab.id),
            lambda: self.case.action_hand_over(self.cm_ab.id),
        ):
            with self.assertRaisesRegex(UserError, "new consent"):
                move()
        self.assertEqual(self.case.sudo().responsible_id, self.cm_a)

    def test_who_may_reassign(self):
        for user in (self.cm_a, self.cm_a2, self.dpo, self.coordination, self.auditor):
            with (
                self.subTest(user=user.login),
                self.assertRefused("Only the team lead reassigns cases", AccessError),
            ):
                self._register(user).action_reassign(self.cm_a2.id)
        with self.assertRefused("You have no right to", AccessError):
            self._register(cases=self.foreign).action_reassign(self.cm_a2.id)
        for user in (self.cm_ab, self.participant, self.env["res.users"]):
            with self.assertRefused("Please choose a case manager of the"):
                self._register().action_reassign(user.id)
        # A team lead who is a case manager too takes over by a second person alone.
        self.team_lead.group_ids += self.env.ref("kim_case.group_kim_case_user")
        with self.assertRefused("You cannot give a case to yourself", AccessError):
            self._register().action_reassign(self.team_lead.id)

    def test_wizard(self):
        """Step by step, told once, and the report says why; then nothing is kept."""
        self.second.sudo().exclusion_ids.create(
            {"case_id": self.second.id, "user_id": self.cm_a2.id}
        )
        wizard = (
            self._as(self.env["kim.case.reassign"], self.team_lead)
            .with_context(
                active_model="kim.case.register",
                active_ids=(self.case | self.second).ids,
            )
            .create({"user_id": self.cm_a2.id, "note": "x", "lost": {"1": 5}})
        )
        wizard.write({"done_count": 300, "state": "done"})
        self.assertEqual((wizard.done_count, wizard.state), (0, "draft"))
        self.assertFalse(wizard.lost)
        self.assertEqual(wizard.case_count, 2)
        self.assertIn(self.cm_a2, wizard.allowed_user_ids)
        self.assertNotIn(self.cm_ab, wizard.allowed_user_ids)
        with patch.object(kim_case_reassign, "STEP", 1):
            answers = [wizard.action_step(), wizard.action_step()]
        self.assertEqual(
            answers,
            [
                {"done": 1, "total": 2, "finished": False},
                {"done": 2, "total": 2, "finished": True},
            ],
        )
        wizard.action_step()  # a second click does nothing
        self.assertEqual((wizard.done_count, wizard.failed_count), (1, 1))
        self.assertIn(self.second.sudo().number, wizard.failures)
        told = self._told(self.cm_a).filtered(lambda m: "reassigned" in m.subject)
        self.assertEqual(len(told), 1)
        self.assertFalse(wizard.note)
        wizard.action_close()
        self.assertFalse(wizard.sudo().exists())

    def test_wizard_asks_for_case_and_person(self):
        wizard = self._as(self.env["kim.case.reassign"], self.team_lead).create(
            {"user_id": self.cm_a2.id}
        )
        with self.assertRefused("Please choose at least one case"):
            wizard.action_step()
        wizard.user_id = False
        with self.assertRefused("Please choose a case manager of the"):
            wizard.with_context(
                active_model="kim.case.register", active_ids=self.case.ids
            ).action_step()

    def test_reassigning_is_batched(self):
        """300 cases under 3 s; queries do not grow with the number of cases."""
        cases = self.case.browse(
            [self._case(last_name=f"N{index}").id for index in range(40)]
        )
        counts = []
        for batch in (cases[:10], cases[10:]):
            self.env.flush_all()
            self.env.invalidate_all()
            register = self._register(cases=batch)
            start = self.env.cr.sql_log_count
            register.action_reassign(self.cm_a2.id, confirmed=True)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 10, counts)

    def test_reassigning_300_cases(self):
        case = self.case.sudo()
        numbers = self.env["kim.case.counter"].sudo()
        cases = case.create(
            [
                {
                    "number": numbers._next(self.company_town_a, "TNX", 2024),
                    "company_id": case.company_id.id,
                    "municipality_id": case.municipality_id.id,
                    "client_id": case.client_id.id,
                    "responsible_id": self.cm_a.id,
                    "stage_id": case.stage_id.id,
                    "date_open": case.date_open,
                }
                for _each in range(300)
            ]
        )
        cases.with_user(self.cm_a)._grant(self.cm_a, "responsible", special=True)
        cases._open_spell(case.spell_ids.date_from)
        self.env.flush_all()
        self.env.invalidate_all()
        result = self._register(cases=cases).action_reassign(
            self.cm_a2.id, confirmed=True
        )
        self.assertEqual(result["done"], 300)
        self.assertEqual(cases.responsible_id, self.cm_a2)
