import io
from datetime import date

from psycopg2.errors import ForeignKeyViolation

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .kim_case_import import from_json
from .kim_case_import_reader import CellReader


class KimCaseImport(models.TransientModel):
    """After writing: the rows to mend as a file, and the way back."""

    _inherit = "kim.case.import"

    can_undo = fields.Boolean(compute="_compute_can_undo")

    def _compute_can_undo(self):
        for wizard in self:
            wizard.can_undo = wizard.state == "done" and any(
                line.action == "new" and line.state == "done"
                for line in wizard.line_ids
            )

    def _rows_to_mend(self):
        """Return the rows that were not written, with what is to be done, as XLSX.

        Every cell is text: postcodes and phone numbers keep their zeros. Formulas are
        left out.

        :return: bytes
        :raises UserError: there are none
        """
        import xlsxwriter  # noqa: PLC0415 (slow to import, seldom needed)

        self.ensure_one()
        self._check_right()
        bad = self.line_ids.filtered(lambda line: line.state in ("error", "failed"))
        if not bad:
            raise UserError(self.env._("There are no rows to mend."))
        columns = self._match(self.headings)
        reader = CellReader(self.env, self.company_id)
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "bg_color": "#DCE6F1"})
        sheet = book.add_worksheet(self.env._("Cases"))
        headings = [self.env._("What to do"), *self.headings]
        for index, heading in enumerate(headings):
            sheet.write_string(0, index, heading, bold)
            sheet.set_column(index, index, max(14, len(heading)), text)
        for row, line in enumerate(bad, start=1):
            cells = [line.message or ""]
            for index, value in enumerate(line.cells or []):
                value = from_json(value)  # noqa: PLW2901
                column = columns.get(index)
                if isinstance(value, int) and column and column.kind == "phone":
                    value = reader._read_phone(column, value)  # noqa: PLW2901
                cells.append(_as_text(value))
            for index, cell in enumerate(cells):
                sheet.write_string(row, index, cell, text)
        sheet.freeze_panes(1, 1)
        book.close()
        return target.getvalue()

    def action_mend(self):
        """Download the rows that were not written.

        :return: action that opens the file
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/kim_case/import_rows/{self.id}",
            "target": "download",
        }

    # ------------------------------------------------------------------
    # The way back
    # ------------------------------------------------------------------
    def action_undo(self):
        """Take the new cases of this import back, all or none of them.

        Only who has imported them may, and only as long as nothing was added to any of
        them: what somebody has written is never lost this way.

        :return: action that shows this form again
        :raises UserError: nothing to take back, or something was added since
        """
        self.ensure_one()
        self._check_right()
        lines = self.line_ids.filtered(
            lambda line: line.action == "new" and line.state == "done"
        )
        cases = self.env["kim.case"].search(
            [
                ("number", "in", lines.mapped("number")),
                ("company_id", "=", self.company_id.id),
                ("responsible_id", "=", self.env.uid),
            ]
        )
        cases = cases._filtered_access("write")
        if not cases:
            raise UserError(self.env._("There is nothing to take back."))
        cases.lock_for_update()
        if len(cases) < len(lines) or self._added_since(cases, lines):
            raise UserError(
                self.env._(
                    "Since the import something was added to these cases, or one of "
                    "them was given away. They cannot be taken back together."
                )
            )
        self._take_back(cases)
        lines.sudo().write({"state": "undone", "message": False})  # made by the form
        return self._show()

    def _part_fields(self):
        """Return the stored links to cases and clients, of all models: the file."""
        return [
            field
            for model in self.env.registry.values()
            if model._auto and not model._abstract and not model._transient
            for field in model._fields.values()
            if field.type == "many2one"
            and field.store
            and field.comodel_name in ("kim.case", "kim.client")
        ]

    def _parts(self, cases):
        """Yield (link, records) that hang on these cases or their clients, in sudo."""
        clients = cases.client_id
        for field in self._part_fields():
            if field.model_name in ("kim.access.log", "kim.case"):
                continue
            owners = cases if field.comodel_name == "kim.case" else clients
            parts_sudo = self.env[field.model_name].sudo()  # whole file, or nothing
            yield (
                field.name,
                parts_sudo.with_context(active_test=False).search(
                    Domain(field.name, "in", owners.ids)
                ),
            )

    def _added_since(self, cases, lines):
        """Tell whether anything of these files is younger than its row of the import."""
        cases_sudo = cases.sudo()  # the whole file is looked at, or nothing undone
        if cases_sudo.client_id.case_ids - cases_sudo:
            return True
        moments = {line.number: line.written_on for line in lines}
        written = {}
        for case in cases_sudo:
            written[case] = written[case.client_id] = moments[case.number]

        def younger(record, owner):
            last = max(record.create_date, record.write_date)
            return last.replace(microsecond=0) > written[owner]

        if any(younger(owner, owner) for owner in written):
            return True
        for link, records in self._parts(cases):
            if records._log_access and any(
                younger(each, each[link]) for each in records
            ):
                return True
        files = self.env["ir.attachment"].sudo()  # files of the case count as well
        return bool(
            files.search_count(
                [
                    ("res_model", "=", "kim.case"),
                    ("res_id", "in", cases.ids),
                    ("create_date", ">", max(moments.values())),
                ]
            )
        )

    def _take_back(self, cases):
        """Delete these files part by part, by the one door of deletion."""
        cases_sudo = cases.sudo()  # checked above, by case and by moment
        clients_sudo = cases_sudo.client_id
        left = [records for _link, records in self._parts(cases) if records]
        # What others of these parts point to goes after them.
        while left:
            stuck = []
            for records in left:
                try:
                    with self.env.cr.savepoint():
                        _delete(records.exists())
                except ForeignKeyViolation:
                    stuck.append(records)
            if len(stuck) == len(left):
                raise UserError(
                    self.env._(
                        "These cases are linked elsewhere and cannot be taken back."
                    )
                )
            left = stuck
        ids = set(cases.ids)
        self.env.cr.flush()  # looks of this request are written now
        self.env.execute_query(
            SQL(
                "UPDATE kim_access_log SET case_id = NULL WHERE case_id = ANY(%s)"
                " RETURNING id",
                cases.ids,
            )
        )
        cases_sudo._retention_unlink()
        clients_sudo._retention_unlink()
        # Looks of this request at what is gone now are no looks any more.
        for looks in self.env.cr.precommit.data.get("kim.access.log", {}).values():
            looks -= {look for look in looks if look[1] in ids}


def _delete(records):
    if hasattr(records, "_retention_unlink"):
        records._retention_unlink()
    else:
        records.unlink()


def _as_text(value):
    if value is None or not isinstance(value, (str, int, float, date)):
        return ""  # a formula
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    return str(value)
