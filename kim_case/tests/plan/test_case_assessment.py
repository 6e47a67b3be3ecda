from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestCaseAssessment(KimCommon):
    """A life domain is looked at again and again; what was seen earlier stays (85)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.rows = cls.env["kim.case.assessment"].with_user(cls.cm_a)

    def _look(self, domain, urgency, **vals):
        return self.rows.create(
            {
                "case_id": self.case.id,
                "life_domain_id": domain.id,
                "urgency": urgency,
                **vals,
            }
        )

    def test_rounds(self):
        first = self._look(
            self.domain_language,
            "3",
            needs="A course",
            date=self.today - timedelta(days=90),
        )
        work = self._look(self.domain_work, "1")
        second = self._look(self.domain_language, "2", round=7, is_current=False)
        self.assertEqual((first.round, second.round, work.round), (1, 2, 1))
        self.assertEqual((first.is_current, second.is_current), (False, True))
        second.urgency = "1"
        with self.assertRefused("This is how it was seen earlier, and it stays"):
            first.urgency = "0"
        with self.assertRefused("Add an assessment of the other life domain"):
            work.life_domain_id = self.domain_language
        with self.assertRefused("cannot be set directly", AccessError):
            second.write({"is_current": False})
        self.assertEqual((first.urgency, first.needs), ("3", "A course"))

    def test_two_looks_in_one_save(self):
        looks = self.rows.create(
            [
                {
                    "case_id": self.case.id,
                    "life_domain_id": self.domain_work.id,
                    "urgency": urgency,
                }
                for urgency in ("3", "2", "1")
            ]
        )
        self.assertEqual(looks.mapped("round"), [1, 2, 3])
        self.assertEqual(looks.mapped("is_current"), [False, False, True])

    def test_look_again(self):
        """With what was seen last, to be corrected; one life domain or all."""
        first = self._look(self.domain_language, "3", situation="Hardly any German")
        self._look(self.domain_work, "2")
        again = self.rows.browse(first.action_look_again()["res_id"])
        self.assertEqual(
            (again.round, again.situation, again.urgency),
            (2, "Hardly any German", "3"),
        )
        self.case.action_look_again()
        self.assertEqual(
            sorted(self.case.assessment_ids.mapped("round")), [1, 1, 2, 2, 3]
        )
        with self.assertRefused("You have no right to", AccessError):
            self.case.with_user(self.cm_a2).action_look_again()
        with self.assertRefused("No life domain has been assessed yet"):
            self._case().action_look_again()

    def test_chart_and_table_say_the_same(self):
        """Start and now of each life domain: the numbers of the net and its table."""
        self._look(self.domain_language, "3")
        self._look(self.domain_work, "1")
        self._look(self.domain_language, "1")
        chart = {row["name"]: row for row in self.case.assessment_chart}
        language = chart[self.domain_language.name]
        self.assertEqual((language["start"], language["now"]), (3, 1))
        self.assertEqual(
            (language["start_label"], language["now_label"]), ("Urgent", "Watch")
        )
        work = chart[self.domain_work.name]
        self.assertEqual((work["start"], work["now"]), (1, 1))
        self.assertFalse(self._case().assessment_chart)
