from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.kim_case.tools.dates import berlin_day

from ..common import NOT_YOURS, KimCommon


@tagged("post_install", "-at_install")
class TestCaseChange(KimCommon):
    """The forms between the screen and the doors of a case, and of an institution."""

    def _change(self, case, **vals):
        forms = self.env["kim.case.change"].with_user(self.cm_a)
        return forms.create({"case_id": case.id, **vals})

    def _stage(self, kind):
        return self.district_north.stage_ids.filtered(lambda s: s.phase_kind == kind)

    def test_phase_with_an_earlier_day(self):
        case = self._case()
        day = self.today - timedelta(days=3)
        form = self._change(case, stage_id=self._stage("planning").id, date=day)
        form.action_apply()
        self.assertEqual(case.phase_kind, "planning")
        self.assertEqual(berlin_day(case.sudo().spell_ids[0].date_from), day)
        self.assertFalse(form.exists(), "the form is emptied")

    def test_last_phase_asks_for_the_reason(self):
        case = self._case()
        defaults = (
            self.env["kim.case.change"]
            .with_user(self.cm_a)
            .with_context(
                default_case_id=case.id, default_stage_id=self._stage("closed").id
            )
            .default_get(["case_id", "stage_id", "change"])
        )
        self.assertEqual(defaults["change"], "close")
        form = self._change(case, change="close")
        with self.assertRefused("Please choose why the case is closed"):
            form.action_apply()
        form.closure_reason_id = self.closure_reason
        form.action_apply()
        self.assertEqual(case.phase_kind, "closed")

    def test_hold_needs_a_reason(self):
        case = self._case()
        form = self._change(case, change="hold")
        with self.assertRefused(
            "Please give a reason of at most 500 characters", ValidationError
        ):
            form.action_apply()
        form.reason = "Verreist"
        form.action_apply()
        self.assertTrue(case.on_hold)

    def test_hand_over_to_a_colleague(self):
        case = self._case()
        form = self._change(case, change="hand_over", note="Bitte zuerst anrufen.")
        self.assertIn(self.cm_a2, form.candidate_ids)
        self.assertNotIn(self.cm_a, form.candidate_ids)
        self.assertNotIn(self.cm_s, form.candidate_ids, "another controller")
        form.user_id = self.cm_a2
        action = form.action_apply()
        self.assertEqual(action["params"]["next"]["path"], "kim-cases")
        self.env.invalidate_all()
        with self.assertRefused(NOT_YOURS, AccessError):
            case.with_user(self.cm_a).wish  # noqa: B018
        self.assertIn("anrufen", case.with_user(self.cm_a2).note_ids[0].note)

    def test_form_tells_nothing_of_a_foreign_case(self):
        case = self._case()
        forms = self._as(self.env["kim.case.change"], self.cm_a2)
        values = {"case_id": case.id, "change": "hand_over"}
        shown = {"candidate_ids": {}, "case_id": {"fields": {"display_name": {}}}}
        for act in (
            lambda: forms.create(values),
            lambda: forms.onchange(values, ["case_id"], shown),
            lambda: forms.onchange(values, ["case_id"], {"district_id": {}}),
        ):
            self.env.invalidate_all()
            with self.assertRefused(NOT_YOURS, AccessError):
                act()

    def test_state_of_the_next_step(self):
        case = self._case()
        self.assertEqual(case.next_step_state, "none")
        for days, state in ((-1, "overdue"), (0, "soon"), (7, "soon"), (8, "planned")):
            case.write(
                {"next_step": "Termin", "next_step_date": self.today + timedelta(days)}
            )
            self.assertEqual(case.next_step_state, state, days)
        self.assertTrue(case.can_edit and case.is_responsible)

    def test_emergency_access_reads_only(self):
        case = self._case()
        case._grant(self.cm_a2, "break_glass", reason="Notfall")
        seen = case.with_user(self.cm_a2)
        self.assertFalse(seen.can_edit)
        self.assertFalse(seen.is_responsible)

    def test_small_form_of_the_network(self):
        forms = self.env["kim.institution"].with_user(self.participant)
        action = forms.create(
            {
                "name": "KIM Test Beratung",
                "kim_actor_kind_id": self.actor_school.id,
                "kim_tasks": "Beratung",
            }
        ).action_save()
        partner = self.env["res.partner"].browse(action["res_id"])
        self.assertTrue(partner.is_company)
        with self.assertRefused("” is known already"):
            forms.create({"name": "kim test beratung"}).action_save()
        form = forms.with_context(default_partner_id=partner.id).create(
            {"name": "Ein anderer Name", "phone": "1", "kim_resources": "Räume"}
        )
        form.action_save()
        self.assertEqual(partner.name, "KIM Test Beratung", "names stay")
        self.assertFalse(partner.phone)
        self.assertEqual(
            (partner.kim_resources, partner.kim_tasks), ("Räume", "Beratung")
        )
        person = self.env["res.partner"].create({"name": "Person"})
        with self.assertRefused("This contact is a person"):
            forms.create({"partner_id": person.id}).action_save()
        with self.assertRefused("Only the KIM network adds institutions", AccessError):
            form.with_user(self.plain_user).action_save()
        partner.with_user(self.coordination).phone = "05425 1"
        with self.assertRaises(AccessError):
            partner.with_user(self.participant).phone = "0"
