import csv
import io

from odoo import api, models
from odoo.fields import Domain

from .kim_case_import_columns import COLUMNS, MODELS


class KimCaseImport(models.TransientModel):
    """The empty table to be filled: XLSX with explanations, or CSV."""

    _inherit = "kim.case.import"

    @api.model
    def _template_csv(self):
        """Return the headings as the CSV that German spreadsheets open.

        :return: bytes: UTF-8 with byte order mark, divided by semicolons
        """
        target = io.StringIO()
        csv.writer(target, delimiter=";").writerow(
            [self._label(column) for column in COLUMNS]
        )
        return target.getvalue().encode("utf-8-sig")

    @api.model
    def _template(self):
        """Return the empty table with headings, and a sheet that explains them.

        :return: bytes of an XLSX file, in the user's language
        """
        import xlsxwriter  # noqa: PLC0415 (slow to import, seldom needed)

        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        bold = book.add_format({"bold": True, "bg_color": "#DCE6F1"})
        needed = book.add_format({"bold": True, "bg_color": "#F8CBAD"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet(self.env._("Cases"))
        help_sheet = book.add_worksheet(self.env._("Explanation"))
        for index, title in enumerate(
            (self.env._("Column"), self.env._("Required"), self.env._("What goes in"))
        ):
            help_sheet.write_string(0, index, title, bold)
        for index, column in enumerate(COLUMNS):
            label = self._label(column)
            is_day = column.kind in ("birth", "day", "past")
            sheet.write_string(0, index, label, needed if column.required else bold)
            # Text: postcodes and phone numbers keep their zeros.
            sheet.set_column(index, index, max(14, len(label)), day if is_day else text)
            lines = [self._translated(column.help)] if column.help else []
            if is_day:
                lines.append(self.env._("Date such as 31.12.2024."))
            if column.kind == "yes":
                lines.append(self.env._("yes or no"))
            if column.kind == "choice":
                field = self.env[MODELS[column.target]]._fields[column.key]
                lines.append(
                    self.env._(
                        "One of: %(choices)s",
                        choices=", ".join(
                            name
                            for _key, name in field._description_selection(self.env)
                        ),
                    )
                )
            if column.kind in ("many", "one"):
                entries = self.env[column.detail].search(Domain.TRUE)
                lines.append(
                    self.env._(
                        "Known: %(names)s", names=", ".join(entries.mapped("name"))
                    )
                )
            help_sheet.write_string(index + 1, 0, label, bold)
            if column.required:
                help_sheet.write_string(index + 1, 1, self.env._("yes"))
            help_sheet.write_string(index + 1, 2, "\n".join(lines), wrap)
        sheet.freeze_panes(1, 2)
        help_sheet.set_column(0, 0, 30)
        help_sheet.set_column(2, 2, 100)
        book.close()
        return target.getvalue()
