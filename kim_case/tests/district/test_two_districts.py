import base64
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestTwoDistricts(KimCommon):
    """Who works in two districts meets the words of the district of the case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._user("kim_cm_two", "case_manager", cls.company_carrier)
        cls._assign(cls.user, cls.town_b, cls.company_carrier)
        cls._assign(cls.user, cls.town_s, cls.company_carrier)
        cls.kinds = cls.env["kim.deadline.kind"].create(
            [
                {
                    "name": f"{kind} {district.name}",
                    "kind": kind,
                    "district_id": district.id,
                    "sequence": sequence,
                }
                for sequence, district in enumerate(
                    (cls.district_south, cls.district_north)
                )
                for kind in ("objection", "review", "reminder")
            ]
        )
        cls.north = cls._case(cls.user, cls.town_b)
        cls.south = cls._case(cls.user, cls.town_s)

    def _kind(self, kind, district):
        return self.kinds.filtered(
            lambda each: each.kind == kind and each.district_id == district
        )

    def _shared(self, kind):
        found = self.env["kim.deadline.kind"].search(
            [("kind", "=", kind), ("district_id", "=", False)]
        )
        return found[:1]

    def test_the_districts_own_word(self):
        for case in (self.north, self.south):
            district = case.district_id
            deadlines = case.env["kim.case.deadline"]
            proposed = deadlines.with_context(default_case_id=case.id).default_get(
                ["kind_id"]
            )
            self.assertEqual(proposed["kind_id"], self._kind("reminder", district).id)
            case.env["kim.case.review"].create(
                {"case_id": case.id, "next_date": self.today + timedelta(30)}
            )
            self.assertEqual(
                case.deadline_ids.filtered(lambda row: row.kind == "review").kind_id,
                self._kind("review", district),
            )
            document = case.env["kim.case.document"].create(
                {
                    "case_id": case.id,
                    "name": "Bescheid",
                    "kind": "notice",
                    "file": base64.b64encode(b"%PDF-1.4"),
                    "file_name": "Bescheid.pdf",
                }
            )
            self.assertEqual(
                document.action_deadline()["context"]["default_kind_id"],
                self._kind("objection", district).id,
            )

    def test_a_shared_word_where_there_is_no_own(self):
        self._kind("reminder", self.district_north).active = False
        first = self.north.env["kim.deadline.kind"]._first(
            [("kind", "=", "reminder")], self.north.district_id
        )
        self.assertEqual(first, self._shared("reminder"))

    def test_nothing_by_chance_without_a_case(self):
        deadlines = self._as(self.env["kim.case.deadline"], self.user)
        self.assertEqual(
            deadlines.default_get(["kind_id"])["kind_id"], self._shared("reminder").id
        )
        # Who works in one district has its own word at once.
        deadlines = self._as(self.env["kim.case.deadline"], self.cm_a)
        self.assertEqual(
            deadlines.default_get(["kind_id"])["kind_id"],
            self._kind("reminder", self.district_north).id,
        )

    def test_default_tells_nothing_of_a_foreign_case(self):
        foreign = self._case(self.cm_city, self.town_city)
        mine = self._as(self.env["kim.case.deadline"], self.user)
        self.env["kim.deadline.kind"].create(
            {
                "name": "City",
                "kind": "reminder",
                "district_id": self.district_city.id,
                "sequence": 0,
            }
        )
        self.assertEqual(
            mine.with_context(default_case_id=foreign.id).default_get(["kind_id"]),
            mine.default_get(["kind_id"]),
        )

    def test_change_of_legal_area(self):
        areas = self.env["kim.legal.area"].create([{"name": "One"}, {"name": "Two"}])
        self.south.write(
            {
                "status_ids": [
                    Command.create(
                        {
                            "kind": "legal_area",
                            "legal_area_id": area.id,
                            "date_from": day,
                        }
                    )
                    for area, day in zip(
                        areas, (self.yesterday, self.today), strict=True
                    )
                ]
            }
        )
        self.assertIn(
            self._kind("reminder", self.district_south),
            self.south.deadline_ids.kind_id,
        )
