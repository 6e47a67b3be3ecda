from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestCaseWork(KimCommon):
    """What case management is to a town, its partners and its authorities."""

    def test_profile_of_an_institution(self):
        """Whoever takes part says what an institution does, holds and answers for."""
        forms = self._as(self.env["kim.institution"], self.participant)
        said = {
            "kim_place": "outside",
            "kim_tasks": "Counselling on housing",
            "kim_responsibility": "Searches for flats with families",
            "kim_resources": "Two rooms, one interpreter",
        }
        action = forms.create({"name": "KIM Test Housing", **said}).action_save()
        partner = self.env["res.partner"].browse(action["res_id"])
        self.assertEqual({name: partner[name] for name in said}, said)
        inside = forms.create(
            {"name": "KIM Test Office", "kim_place": "inside"}
        ).action_save()
        for user in (self.cm_a, self.participant, self.plain_user):
            found = self._as(self.env["res.partner"], user).search(
                [("name", "=like", "KIM Test %"), ("kim_place", "=", "outside")]
            )
            with self.subTest(user=user.login):
                self.assertIn(partner, found)
                self.assertNotIn(inside["res_id"], found.ids)
        with self.assertRaises(AccessError):
            self._as(forms, self.plain_user).create({"name": "KIM Test Other"})

    def test_residence_title_stays_with_the_case(self):
        """It is watched in good time, and no authority in the same town sees it."""
        case = self._case()
        kind = self.env.ref("kim_case.kim_deadline_kind_residence")
        ends = self.today + timedelta(days=200)
        deadline = self._as(self.env["kim.case.deadline"], self.cm_a).create(
            {"case_id": case.id, "kind_id": kind.id, "date": ends}
        )
        self.assertEqual(
            deadline.remind_date, ends - timedelta(days=max(kind.lead_days, 1))
        )
        title = self._as(self.env["kim.case.special"], self.cm_a).create(
            {
                "case_id": case.id,
                "kind": "residence",
                "content": "Temporary title",
                "date_until": ends,
                "source": "person",
                "purpose": "Prolong the title",
            }
        )
        for function in ("foreigners_authority", "naturalisation_authority"):
            officer = self._user(f"kim_{function}", "participant", self.company_town_a)
            self._assign(officer, self.town_a, self.company_town_a, function=function)
            for record in (case, deadline, title):
                with self.subTest(function=function, model=record._name):
                    self.assertSeesNot(officer, record)

    def test_next_appointment_first(self):
        """Lists begin with what comes next; what was follows, the latest first."""
        case = self._case()
        appointments = case.env["kim.case.appointment"]
        now = fields.Datetime.now()
        for days in (-9, 5, -1, 1):
            appointments.create(
                {
                    "case_id": case.id,
                    "name": str(days),
                    "start": now + timedelta(days=days),
                }
            )
        found = appointments.search([("case_id", "=", case.id)], order="is_over, start")
        self.assertEqual(found.mapped("name"), ["1", "5", "-1", "-9"])
        self.assertEqual(found.mapped("is_over"), [False, False, True, True])
        last = appointments.search([("case_id", "=", case.id)], order="is_over desc")
        self.assertEqual(last.mapped("name"), ["-9", "-1", "5", "1"])

    def test_columns_of_two_districts(self):
        """Who serves two sees no heading twice, and no column of a third district."""
        self._assign(self.cm_s, self.town_a, self.company_carrier)
        north, south = (
            self._case(self.cm_s, town) for town in (self.town_a, self.town_s)
        )
        self.assertNotEqual(north.stage_id, south.stage_id)
        cases = self._as(self.env["kim.case"], self.cm_s)

        def headings(domain):
            groups = cases.with_context(read_group_expand=True).web_read_group(
                domain, ["stage_id"], ["__count"]
            )["groups"]
            return [group["stage_id"][1] for group in groups]

        name = north.stage_id.name
        self.assertEqual(
            sorted(headings([])),
            sorted(f"{name} · {case.district_id.name}" for case in (north, south)),
        )
        alone = headings([("district_id", "=", self.district_north.id)])
        stages = self.env["kim.case.stage"].search(
            [("district_id", "=", self.district_north.id)]
        )
        self.assertEqual(alone, stages.mapped("name"))
