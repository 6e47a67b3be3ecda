import hashlib
import io
import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.kim_case.tools.dates import berlin_today

from ..tools.scope import Scope

INITIAL = {
    "state": "draft",
    "counted_on": False,
    "released_on": False,
    "released_by_id": False,
    "district_name": False,
    "digest": False,
}
# What is counted follows from these.
SCOPE = frozenset({"date_from", "date_to", "reference_date"})


class KimReport(models.Model):
    """A report of the district: totals of a period, frozen when released (67, 119, 120).

    Kinds: half-yearly report to the steering group, Sachbericht, interim balance. A
    released report never changes; a recount is a new report.
    """

    _name = "kim.report"
    _inherit = ["kim.door.mixin"]
    _description = "Report"
    _order = "date_to desc, id desc"

    _door_fields = frozenset({"district_id", *INITIAL})
    _door_initial = INITIAL

    name = fields.Char(required=True)
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["kim.district"]._default(),
    )
    kind = fields.Selection(
        selection=[
            ("steering", "Half-yearly report to the steering group"),
            ("narrative", "Yearly report (Sachbericht)"),
            ("interim", "Interim balance for the public"),
        ],
        required=True,
        default="steering",
    )
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._default_from()
    )
    date_to = fields.Date(string="To", required=True, default=berlin_today)
    reference_date = fields.Date(
        required=True,
        compute="_compute_reference_date",
        store=True,
        readonly=False,
        precompute=True,
        help="Stocks such as open cases are counted at the end of this day.",
    )
    introduction = fields.Text(help="Free of personal data.")
    outlook = fields.Text(help="Free of personal data.")
    line_ids = fields.One2many(
        comodel_name="kim.report.line",
        inverse_name="report_id",
        string="Figures",
        readonly=True,
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("released", "Released")],
        required=True,
        default="draft",
        readonly=True,
    )
    counted_on = fields.Datetime(readonly=True, copy=False)
    released_on = fields.Datetime(readonly=True, copy=False)
    released_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Released by",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    digest = fields.Char(
        string="Check sum",
        readonly=True,
        copy=False,
        help="SHA-256 over all that is printed: proves that nothing was changed.",
    )
    district_name = fields.Char(
        string="District at release",
        readonly=True,
        copy=False,
        help="As it stands in the report, whatever the district is called later.",
    )
    is_unchanged = fields.Boolean(
        compute="_compute_is_unchanged",
        help="What the database holds gives the check sum of the day of release.",
    )

    _check_period = models.Constraint(
        "CHECK(date_from <= date_to)", "The end of the period lies before its start."
    )

    @api.model
    def _default_from(self):
        today = berlin_today()
        return today.replace(month=1, day=1)

    @api.depends("date_to")
    def _compute_reference_date(self):
        for report in self:
            report.reference_date = report.date_to

    @api.depends("digest", "line_ids")
    def _compute_is_unchanged(self):
        for report in self:
            report.is_unchanged = not report.digest or report.digest == report._digest()

    @api.constrains("reference_date", "date_to")
    def _check_reference(self):
        tomorrow = berlin_today() + timedelta(days=1)
        for report in self:
            if report.reference_date >= tomorrow:
                raise ValidationError(
                    self.env._("Figures of the future cannot be counted.")
                )

    @api.model
    def _empty_for_readers(self):
        return (
            self.env._("No report here yet"),
            self.env._("The coordination counts and releases reports."),
        )

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------
    def write(self, vals):
        if any(report.state == "released" for report in self):
            raise UserError(self.env._("A released report cannot be changed."))
        result = super().write(vals)
        if SCOPE.intersection(vals):
            # Figures of another period must not be released under this one.
            self.line_ids.sudo().unlink()  # lines belong to the count
            self._door_write({"counted_on": False})
        return result

    def unlink(self):
        if any(report.state == "released" for report in self):
            raise UserError(self.env._("A released report cannot be deleted."))
        return super().unlink()

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_count(self):
        """Count all figures anew; only drafts are counted.

        :raises UserError: the report is released
        """
        self.check_access("write")
        for report in self:
            if report.state != "draft":
                raise UserError(self.env._("A released report cannot be changed."))
            scope = Scope(
                report.district_id.id,
                report.date_from,
                report.date_to,
                report.reference_date,
            )
            figures = self.env["kim.figure"].search(Domain.TRUE)
            sections = dict(figures._fields["section"]._description_selection(self.env))
            report.line_ids.sudo().unlink()  # lines belong to the count
            self.env["kim.report.line"].sudo().create(  # lines belong to the count
                [
                    {
                        "report_id": report.id,
                        "sequence": position,
                        "section": sections[figure.section],
                        "code": figure.code,
                        "name": figure.name,
                        "label": label,
                        "value": value,
                        "digits": figure.digits,
                        "rule": figure.rule,
                    }
                    for position, (figure, label, value) in enumerate(
                        figures._count(scope)
                    )
                ]
            )
            report._door_write({"counted_on": fields.Datetime.now()})

    def action_release(self):
        """Release the report: from now on nothing of it changes.

        :raises UserError: nothing was counted, or it is released already
        """
        self.check_access("write")
        for report in self:
            if report.state == "released":
                raise UserError(self.env._("The report is released already."))
            if not report.line_ids:
                raise UserError(self.env._("Please count the figures first."))
            report._door_write(
                {
                    "state": "released",
                    "released_on": fields.Datetime.now(),
                    "released_by_id": self.env.uid,
                    "district_name": report.district_id.name,
                }
            )
            report._door_write({"digest": report._digest()})

    def action_download_xlsx(self):
        """Return the link to the report as a spreadsheet.

        :return: URL action
        """
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/kim/report/{self.id}/xlsx",
            "target": "download",
        }

    def action_print(self):
        """Print the report as PDF.

        :return: report action
        """
        return self.env.ref("kim_reporting.kim_report_report").report_action(self)

    # ------------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------------
    def _file_name(self):
        """Return what a file of this report is called: its period, no free text.

        :return: str without ending
        """
        self.ensure_one()
        return self.env._(
            "KIM-report-%(start)s-%(end)s-%(id)s",
            start=self.date_from,
            end=self.date_to,
            id=self.id,
        )

    def _digest(self):
        """Return the SHA-256 over all that print and spreadsheet show, as hex."""
        self.ensure_one()
        content = {
            "name": self.name,
            "kind": self.kind,
            "district": self._district_text(),
            "from": str(self.date_from),
            "to": str(self.date_to),
            "reference": str(self.reference_date),
            "introduction": self.introduction or "",
            "outlook": self.outlook or "",
            "released": str(self.released_on),
            "lines": [
                [
                    line.sequence,
                    line.section or "",
                    line.code or "",
                    line.name or "",
                    line.label or "",
                    f"{line.value:.6f}",
                    line.digits,
                    line.rule or "",
                ]
                for line in self.line_ids
            ],
        }
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def _district_text(self):
        """Return what the district is called in this report."""
        return self.district_name or self.district_id.name

    def _xlsx(self):
        """Return the report as a spreadsheet; numbers stay numbers.

        :return: bytes of an XLSX file
        """
        import xlsxwriter  # only needed here

        self.ensure_one()
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"constant_memory": True})
        book.set_properties({"title": self.name})
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        numbers = {
            digits: book.add_format({"num_format": f"#,##0.{'0' * digits}".rstrip(".")})
            for digits in range(3)
        }
        sheet = book.add_worksheet(self.env._("Figures"))
        sheet.set_column(0, 1, 34)
        sheet.set_column(2, 2, 24)
        sheet.set_column(3, 3, 12)
        sheet.set_column(4, 4, 70, wrap)
        sheet.write_string(0, 0, self.name, bold)
        sheet.write_string(1, 0, self._period_text())
        titles = (
            self.env._("Section"),
            self.env._("Figure"),
            self.env._("Of which"),
            self.env._("Value"),
            self.env._("Counting rule"),
        )
        for column, title in enumerate(titles):
            sheet.write_string(3, column, title, head)
        for row, line in enumerate(self.line_ids, start=4):
            sheet.write_string(row, 0, line.section or "")
            sheet.write_string(row, 1, line.name or "")
            sheet.write_string(row, 2, line.label or "")
            sheet.write_number(row, 3, line.value, numbers[min(line.digits, 2)])
            sheet.write_string(row, 4, line.rule or "", wrap)
        book.close()
        return buffer.getvalue()

    def _period_text(self):
        """Return district, period and reference date as one line."""
        return self.env._(
            "%(district)s, %(start)s to %(end)s, as of %(reference)s",
            district=self._district_text(),
            start=self.date_from.strftime("%d.%m.%Y"),
            end=self.date_to.strftime("%d.%m.%Y"),
            reference=self.reference_date.strftime("%d.%m.%Y"),
        )
