"""Files printed from KIM are called by numbers: no name lies in a download folder."""

from access_values import found_marks
from leak_probes import LeakFixture

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval, time


@tagged("post_install", "-at_install")
class TestReportNames(LeakFixture):
    """Every report on a model of KIM's, with marks in every text of its record."""

    def test_file_names(self):
        reports = self.env["ir.actions.report"].search([("model", "=like", "kim.%")])
        self.assertGreater(len(reports), 1)
        for report in reports:
            record = self.subject(report.model)
            values = {"object": record, "time": time}
            with self.subTest(report=report.report_name):
                self.assertTrue(
                    report.print_report_name, "else it has the report's name"
                )
                self.assertFalse(report.attachment, "no second copy beside the record")
                name = safe_eval(report.print_report_name, values)
                self.assertRegex(name, r"\d")
                self.assertFalse(found_marks(name), name)
                for text in {"name", "introduction"} & set(record._fields):
                    self.assertNotIn(str(record[text] or "-none-"), name)
