from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestResidence(KimCommon):
    """Residence title over time, with the special categories; silence is allowed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.toleration = cls.env.ref("kim_case.kim_residence_title_toleration")
        cls.youth = cls.env.ref("kim_case.kim_residence_title_permit_youth")
        cls.settlement = cls.env.ref("kim_case.kim_residence_title_settlement")

    def _title(self, title=None, **vals):
        return self.case.env["kim.case.special"].create(
            {
                "case_id": self.case.id,
                "kind": "residence",
                "residence_title_id": title and title.id,
                **vals,
            }
        )

    def test_history(self):
        old = self._title(self.toleration, date_from=self.today - timedelta(days=400))
        text = self._title(content="Hearing took place", date_from=self.yesterday)
        new = self._title(self.youth, date_from=self.today)
        self.assertEqual(old.date_until, self.yesterday)
        self.assertFalse(text.date_until, "a remark ends no title")
        self.assertIn("§ 25a AufenthG", new.label)
        self._title(not_recorded=True, date_from=self.today + timedelta(days=3))
        self.assertEqual(new.date_until, self.today + timedelta(days=2))

    def test_one_value_or_silence(self):
        for vals in (
            {},
            {"content": "  "},
            {"not_recorded": True, "content": "x"},
            {"not_recorded": True, "residence_title_id": self.youth.id},
            {"kind": "health", "residence_title_id": self.youth.id},
            {"kind": "health", "not_recorded": True},
            {"kind": "health"},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    (
                        "A residence title belongs to residence and",
                        "Please say what it is about",
                        "Please say what it is about, or choose “Not",
                    ),
                    ValidationError,
                ),
            ):
                self._title(**vals)
        self.assertEqual(self._title(not_recorded=True).label, "Not recorded")

    def test_deadline_is_offered_and_names_no_title(self):
        until = self.today + timedelta(days=200)
        title = self._title(self.youth, date_until=until)
        before = self.case.deadline_ids
        action = title.action_set_deadline()
        self.assertEqual(self.case.deadline_ids, before, "offered, never set by itself")
        deadline = (
            self.case.env["kim.case.deadline"]
            .with_context(**action["context"])
            .create({})
        )
        self.assertEqual((deadline.kind, deadline.date), ("residence", until))
        self.assertNotIn("25a", deadline.name)
        for other in (
            self._title(self.settlement, date_until=until),
            self._title(self.youth),
        ):
            with self.assertRefused("This title has no end, or no deadline is"):
                other.action_set_deadline()

    def test_own_access(self):
        title = self._title(self.youth)
        deputy = self.cm_a2
        self.case._grant(deputy, "deputy", special=False)
        self.assertSees(deputy, self.case.sudo())
        self.assertSeesNot(deputy, title.sudo())
        with self.assertRefused("You have no right to", AccessError):
            title.with_user(deputy).action_set_deadline()

    def test_title_of_another_district(self):
        foreign = self.env["kim.residence.title"].create(
            {"name": "Foreign", "district_id": self.district_south.id}
        )
        with self.assertRefused(
            "” cannot be set to this: please choose an", AccessError
        ):
            self._title(foreign)
