from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.kim_case.tests.common import NOT_YOURS

from .common import ConferenceCommon


@tagged("post_install", "-at_install")
class TestNeedReport(ConferenceCommon):
    """Need reports by hand: no case is needed, nothing leads back."""

    def test_birth(self):
        report = self._report(author_id=self.cm_a2.id, number="B-1", month="2020-01-01")
        self.assertEqual(report.author_id, self.cm_a)
        self.assertNotEqual(report.number, "B-1")
        self.assertEqual(report.month, self.today.replace(day=1))
        for name in ("create_uid", "create_date", "write_uid", "write_date"):
            self.assertNotIn(name, report._fields)
        self.assertNotEqual(self._report().id, report.id + 1, "ids are drawn at random")

    def test_sentence_is_asked_about(self):
        with self.assertRefused("lead to a person?", ValidationError):
            self._report(sentence="Anruf unter 05425 123456.")
        report = self._report(
            sentence="Die Hotline 0800 123456 ist nur deutsch.", is_checked=True
        )
        self.assertIn("0800 123456", report.finding_text)
        with self.assertRefused("Please write one sentence", ValidationError):
            self._report(sentence="  ")

    def test_state(self):
        report = self._report()
        with self.assertRefused("cannot be set directly", AccessError):
            report.state = "used"
        with self.assertRefused("What becomes of a report is recorded by the"):
            report.action_seen()
        as_coordination = report.with_user(self.coordination)
        as_coordination.action_seen()
        as_coordination.action_use()
        self.assertEqual(report.state, "used")
        with self.assertRefused("cannot take this step now"):
            as_coordination.action_reset()

    def test_works_without_any_case(self):
        coordination = self._user("kim_ko_e", "coordination", self.company_empty)
        report = self._report(
            coordination,
            district_id=self.district_empty.id,
            municipality_id=self.town_e.id,
        )
        self.assertEqual(report.district_id, self.district_empty)

    def test_from_a_case(self):
        case = self._case(
            last_name="Musterova",
            life_domain_ids=[(6, 0, self.domain_work.ids)],
            actor_kind_ids=[(6, 0, self.actor_school.ids)],
        )
        action = case.action_need_report()
        wizards = (
            self.env["kim.need.report.new"]
            .with_user(self.cm_a)
            .with_context(**action["context"])
        )
        wizard = wizards.create({"sentence": "Frau Musterova wartet seit 03.2024."})
        self.assertEqual(wizard.life_domain_id, self.domain_work)
        self.assertEqual(wizard.actor_kind_ids, self.actor_school)
        self.assertIn("Musterova", wizard.finding_text)
        with self.assertRefused("The sentence could lead to a person"):
            wizard.action_send()
        wizard.sentence = "Auf den Integrationskurs wartet man ein Jahr."
        wizard.action_send()
        self.assertFalse(wizard.exists())
        report = self.env["kim.need.report"].search([("author_id", "=", self.cm_a.id)])
        self.assertEqual(report.municipality_id, self.town_a)
        self.assertEqual(report.life_domain_id, self.domain_work)
        self.assertFalse(
            self.env["mail.message"].search([("model", "=", "kim.need.report")])
        )

    def test_only_who_may_write_the_case(self):
        case = self._case()
        wizards = self.env["kim.need.report.new"].with_user(self.cm_a2)
        with self.assertRefused(NOT_YOURS, AccessError):
            case.with_user(self.cm_a2).action_need_report()
        values = {
            "case_id": case.id,
            "life_domain_id": self.domain_work.id,
            "sentence": "Frau Test-Klientin.",
        }
        with self.assertRefused(NOT_YOURS, AccessError):
            wizards.create(values)
        self.assertFormTellsNothing(wizards, values, "finding_text")
        # The same check does find the name for who may write the case.
        self.assertTrue(
            wizards.with_user(self.cm_a).create(values).finding_text,
            "control",
        )

    def test_a_wizard_is_read_by_its_owner_alone(self):
        case = self._case()
        wizard = (
            self.env["kim.need.report.new"]
            .with_user(self.cm_a)
            .create(
                {
                    "case_id": case.id,
                    "life_domain_id": self.domain_work.id,
                    "sentence": "Satz.",
                }
            )
        )
        with self.assertRefused(NOT_YOURS, AccessError):
            wizard.with_user(self.cm_a2).read(["sentence"])


@tagged("post_install", "-at_install")
class TestNeedReportNews(ConferenceCommon):
    """The home tells what became of one's own reports, and to nobody else."""

    def _room(self, user=None):
        rooms = self.env["kim.case"].with_user(user or self.cm_a).kim_home()["rooms"]
        return next(room for room in rooms if room["name"] == "my_reports")

    def _news(self, user=None):
        lines = self._room(user)["lines"]
        return sum(line["count"] for line in lines if line.get("method"))

    def test_news_until_one_has_looked(self):
        self.assertFalse(self._room()["lines"])
        report, other = self._report(), self._report()
        self.assertEqual([line["count"] for line in self._room()["lines"]], [2])
        self.assertEqual(self._news(), 0)
        report.with_user(self.coordination).action_seen()
        self.assertEqual(self._news(), 1)
        reports = self.env["kim.need.report"].with_user(self.cm_a)
        action = reports.kim_my_news()
        self.assertEqual(reports.search(action["domain"]), report)
        self.assertEqual(self._news(), 0)
        self.assertEqual(
            reports.search(reports.kim_my_reports()["domain"]), report | other
        )
        report.with_user(self.coordination).action_use()
        self.assertEqual(self._news(), 1)

    def test_only_ones_own(self):
        report = self._report()
        report.with_user(self.coordination).action_seen()
        self.assertFalse(self._room(self.cm_a2)["lines"])
        for user in (self.cm_a2, self.coordination):
            with self.subTest(user=user.login):
                reports = self.env["kim.need.report"].with_user(user)
                self.assertNotIn(
                    report, reports.search(reports.kim_my_news()["domain"])
                )
        self.assertEqual(self._news(), 1, "nobody else reads the author's news away")
        with self.assertRaises(AccessError):
            report.with_user(self.coordination).read(["told_situation"])
