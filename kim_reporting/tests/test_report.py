import io
from datetime import timedelta

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from odoo.addons.kim_case.tests.common import KimCommon


class ReportCommon(KimCommon):
    @classmethod
    def _report(cls, user=None, district=None, **vals):
        user = user or cls.coordination
        return (
            cls.env["kim.report"]
            .with_user(user)
            .create(
                {
                    "name": "Test report",
                    "district_id": (district or cls.district_north).id,
                    "date_from": cls.today - timedelta(days=365),
                    "date_to": cls.today,
                    **vals,
                }
            )
        )

    @classmethod
    def _values(cls, report):
        return {
            (line.code, line.label or ""): line.value for line in report.line_ids.sudo()
        }


@tagged("post_install", "-at_install")
class TestReport(ReportCommon):
    """Totals, counted by one method each, frozen at release."""

    def test_cases_and_fte_by_hand(self):
        """A recount by hand: open, new, closed cases and cases per FTE."""
        cases = [self._case() for _i in range(3)]
        self._case(self.cm_ab, self.town_b)
        self._case(self.cm_s, self.town_s)
        cases[0].action_close_case(self.closure_reason.id)
        cases[1].action_hold("On a journey")
        report = self._report()
        report.action_count()
        values = self._values(report)
        self.assertEqual(values["cases_open", ""], 3)
        self.assertEqual(values["cases_new", ""], 4)
        self.assertEqual(values["cases_closed", ""], 1)
        # cm_a, cm_a2 and cm_ab hold one FTE each in this district
        self.assertEqual(values["fte_filled", ""], 3)
        self.assertEqual(values["cases_per_fte", ""], 1.0)

    def test_stock_on_a_day_in_the_past(self):
        case = self._case(date_open=self.today - timedelta(days=100))
        case.action_close_case(self.closure_reason.id)
        for days, count in ((101, 0), (100, 1), (1, 1), (0, 0)):
            with self.subTest(days=days):
                report = self._report(reference_date=self.today - timedelta(days=days))
                report.action_count()
                self.assertEqual(self._values(report)["cases_open", ""], count)

    def test_inquiries_by_outcome(self):
        inquiry = (
            self.env["kim.inquiry"]
            .with_user(self.cm_a)
            .create(
                {
                    "company_id": self.company_town_a.id,
                    "municipality_id": self.town_a.id,
                    "access_route_id": self.route.id,
                    "decline_reason": "no_need",
                }
            )
        )
        inquiry.action_decline()
        report = self._report()
        report.action_count()
        values = self._values(report)
        self.assertEqual(values["inquiries", ""], 1)
        self.assertEqual(values["inquiries", "Declined"], 1)

    def test_empty_district(self):
        """Reports work where no case was ever opened."""
        user = self._user("kim_ko_e", "coordination", self.company_empty)
        report = self._report(user, self.district_empty)
        report.action_count()
        self.assertEqual(self._values(report)["cases_open", ""], 0)
        self.assertEqual(self._values(report)["cases_per_fte", ""], 0)

    def test_release_freezes(self):
        self._case()
        report = self._report()
        with self.assertRefused("Please count the figures first"):
            report.action_release()
        report.action_count()
        report.action_release()
        before = self._values(report)
        self.assertEqual(report.digest, report._digest())
        self._case()
        lines_sudo = report.line_ids.sudo()
        for act in (
            report.action_count,
            report.action_release,
            report.unlink,
            lines_sudo.unlink,
            lambda: report.write({"name": "Other"}),
            lambda: report.sudo().write({"name": "Other"}),
            lambda: lines_sudo.write({"value": 1}),
        ):
            with self.assertRefused(
                (
                    "A released report cannot be changed",
                    "A released report cannot be deleted",
                    "Figures are counted, not typed",
                    "The report is released already",
                )
            ):
                act()
        self.assertEqual(self._values(report), before)

    def test_check_sum_covers_what_is_printed(self):
        """Whatever stands on the paper, changed past KIM, shows."""
        self._case()
        report = self._report(introduction="Of the year", outlook="Next year")
        report.action_count()
        report.action_release()
        self.assertTrue(report.is_unchanged)
        line = report.line_ids[0]
        for table, record, column, value in (
            ("kim_report", report, "name", "Other"),
            ("kim_report", report, "kind", "interim"),
            ("kim_report", report, "introduction", "Other"),
            ("kim_report", report, "outlook", "Other"),
            ("kim_report", report, "district_name", "Other"),
            ("kim_report", report, "date_from", self.today - timedelta(days=5)),
            ("kim_report", report, "released_on", "2020-01-01"),
            ("kim_report_line", line, "section", "Other"),
            ("kim_report_line", line, "name", "Other"),
            ("kim_report_line", line, "label", "Other"),
            ("kim_report_line", line, "value", 4711),
            ("kim_report_line", line, "rule", "Other"),
        ):
            with self.subTest(column=column):
                self.env.flush_all()
                savepoint = self.env.cr.savepoint()
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET %s = %s WHERE id = %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        value,
                        record.id,
                    )
                )
                self.env.invalidate_all()
                self.assertFalse(report.is_unchanged)
                savepoint.close(rollback=True)
                self.env.invalidate_all()
        self.assertTrue(report.is_unchanged)
        report.district_id.sudo().name = "Renamed"
        self.assertNotIn("Renamed", report._period_text())
        self.assertTrue(report.is_unchanged)

    def test_nothing_is_added_to_a_released_report(self):
        report = self._report()
        report.action_count()
        report.action_release()
        with self.assertRaisesRegex(UserError, "released report cannot be changed"):
            self.env["kim.report.line"].sudo().create(
                {"report_id": report.id, "name": "Added", "value": 1}
            )

    def test_other_period_needs_another_count(self):
        report = self._report()
        for name in ("date_from", "date_to", "reference_date"):
            with self.subTest(field=name):
                report.action_count()
                report.write({name: self.today - timedelta(days=30)})
                self.assertFalse(report.line_ids)
                self.assertFalse(report.counted_on)
                with self.assertRefused("Please count the figures first"):
                    report.action_release()

    def test_state_only_by_door(self):
        report = self._report()
        for vals in ({"state": "released"}, {"digest": "x"}):
            with self.assertRefused("cannot be set directly", AccessError):
                report.write(vals)
            with self.assertRefused("cannot be set directly", AccessError):
                self._report(**vals)
        with self.assertRefused("You have no right to", AccessError):
            self.env["kim.report.line"].with_user(self.coordination).create(
                {"report_id": report.id, "value": 1}
            )

    def test_who(self):
        """Coordination writes; audit reads what is released; nobody else anything."""
        report = self._report()
        report.action_count()
        other = self._report(self.coordination_south, self.district_south)
        auditor = self._user("kim_audit_n", "auditor", self.company_north)
        self.assertFalse(self.env["kim.report"].with_user(auditor).search([]))
        report.action_release()
        seen = self.env["kim.report"].with_user(auditor).search([])
        self.assertEqual(seen, report)
        self.assertTrue(seen.line_ids)
        with self.assertRefused("You have no right to", AccessError):
            seen.action_count()
        with self.assertRefused("You have no right to", AccessError):
            other.with_user(self.coordination).read(["name"])
        for user in (self.cm_a, self.team_lead, self.assistant, self.system_admin):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                report.with_user(user).read(["name"])
        with self.assertRefused("You have no right to", AccessError):
            self._report(district=self.district_south)

    def test_future(self):
        with self.assertRefused(
            "Figures of the future cannot be counted", ValidationError
        ):
            self._report(date_to=self.today + timedelta(days=2))

    def test_every_figure_counts(self):
        figures = self.env["kim.figure"].search([])
        report = self._report()
        report.action_count()
        self.assertEqual(
            set(report.line_ids.mapped("code")), set(figures.mapped("code"))
        )

    def test_german_numbers_and_spreadsheet(self):
        self._case()
        report = self._report()
        report.action_count()
        line = report.line_ids.filtered(lambda row: row.code == "fte_filled")[0]
        self.assertEqual(line.value_text, "3,00")
        sheet = load_workbook(io.BytesIO(report._xlsx())).active
        rows = {row[1]: row[3] for row in sheet.iter_rows(min_row=5, values_only=True)}
        self.assertEqual(rows["Open cases"], 1)

    def test_pdf(self):
        report = self._report()
        report.action_count()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "kim_reporting.report_kim_report", report.ids
        )
        self.assertIn("Open cases", html.decode())
        self.assertIn("Draft: not released", html.decode())


@tagged("post_install", "-at_install")
class TestReportDownload(ReportCommon, HttpCase):
    def test_download(self):
        report = self._report()
        report.action_count()
        self.authenticate("kim_ko", "kim_ko")
        answer = self.url_open(f"/kim/report/{report.id}/xlsx")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(len(load_workbook(io.BytesIO(answer.content)).sheetnames), 1)
        self.authenticate("kim_cm_a", "kim_cm_a")
        answer = self.url_open(f"/kim/report/{report.id}/xlsx")
        self.assertEqual(answer.status_code, 403)
