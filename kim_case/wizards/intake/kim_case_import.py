import base64
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...models.consent.kim_consent_minor import is_minor
from ...tools.cell_words import word
from ...tools.spreadsheet import FORMULA, read_table
from .kim_case_import_columns import COLUMNS, NEW_ONLY, OTHER_HEADINGS
from .kim_case_import_reader import ASSIGNABLE, CellError, CellReader


def to_json(value):
    """Return a cell as JSON keeps it; ``from_json`` gives it back."""
    if value is FORMULA:
        return {"formula": True}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def from_json(value):
    """Return a cell as the spreadsheet held it."""
    if isinstance(value, dict):
        return date.fromisoformat(value["day"]) if "day" in value else FORMULA
    return value


class KimCaseImport(models.TransientModel):
    """Import of existing lists: upload, look at every row, then confirm.

    Nothing is written to a case before the confirmation. The file is deleted once it
    is read, the rows when the form is closed. Every case is born in the one door.
    """

    _name = "kim.case.import"
    _inherit = ["kim.length.mixin"]
    _description = "Import existing cases"

    state = fields.Selection(
        selection=[
            ("upload", "Choose the file"),
            ("preview", "Look at the rows"),
            ("done", "Report"),
        ],
        default="upload",
        required=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Controller",
        required=True,
        default=lambda self: self.env.company,
    )
    legacy_allowed = fields.Boolean(compute="_compute_legacy_allowed")
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    ignored = fields.Char(string="Columns that are left out", readonly=True)
    headings = fields.Json(readonly=True)
    line_ids = fields.One2many(
        comodel_name="kim.case.import.line", inverse_name="import_id", string="Rows"
    )
    new_count = fields.Integer(compute="_compute_counts", string="New")
    update_count = fields.Integer(compute="_compute_counts", string="Updates")
    warning_count = fields.Integer(compute="_compute_counts", string="With a hint")
    left_out_count = fields.Integer(compute="_compute_counts", string="Left out")
    error_count = fields.Integer(compute="_compute_counts", string="Errors")
    done_count = fields.Integer(compute="_compute_counts", string="Written")

    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = self.env._("Import existing cases")

    @api.depends("company_id")
    def _compute_legacy_allowed(self):
        for wizard in self:
            controller_sudo = self.env["kim.controller"]._of(wizard.company_id)
            wizard.legacy_allowed = controller_sudo.legacy_allowed

    @api.depends("line_ids.state", "line_ids.action", "line_ids.has_hint")
    def _compute_counts(self):
        for wizard in self:
            lines = wizard.line_ids
            bad = lines.filtered(lambda line: line.state in ("error", "failed"))
            left_out = lines.filtered(lambda line: line.state == "left_out")
            good = lines - bad - left_out
            wizard.error_count = len(bad)
            wizard.left_out_count = len(left_out)
            wizard.new_count = len(good.filtered(lambda line: line.action == "new"))
            wizard.update_count = len(good) - wizard.new_count
            wizard.warning_count = len(good.filtered("has_hint"))
            wizard.done_count = len(
                good.filtered(lambda line: line.state in ("done", "partly"))
            )

    @api.model
    def _label(self, column):
        return self._translated(column.label)

    @api.model
    def _translated(self, text):
        return text._translate(self.env.lang or "en_US")

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------
    def action_read(self):
        """Read the file and show what would happen to each row; write no case.

        :return: action that shows this form again
        :raises UserError: no table, or a required column is missing
        """
        self.ensure_one()
        self._check_right()
        if not self.file:
            raise UserError(self.env._("Please choose a file."))
        try:
            data = base64.b64decode(self.file, validate=True)
        except ValueError as error:
            raise UserError(
                self.env._("The file arrived damaged. Please try again.")
            ) from error
        headings, rows = read_table(self.env, data, self.file_name)
        self._match(headings)
        self.write(
            {
                "headings": headings,
                "file": False,
                "file_name": False,
                "state": "preview",
            }
        )
        self._look(
            [(number, [to_json(value) for value in row]) for number, row in rows]
        )
        return self._show()

    def _look(self, rows):
        """Make the preview of these rows anew, with what words mean by now.

        :param list rows: (line number, cells as JSON)
        """
        columns = self._match(self.headings)
        reader = CellReader(self.env, self.company_id, self._assigned_words())
        unknown = {}
        parsed = [
            self._parse(reader, columns, number, cells, unknown)
            for number, cells in rows
        ]
        self._check_cases(parsed)
        self._hint_doubles(parsed)
        self.line_ids.sudo().unlink()  # an earlier look of one's own
        self.env["kim.case.import.line"].sudo().create(  # rows are made here alone
            [{**vals, "import_id": self.id} for vals in parsed]
        )
        self._list_words(reader, {**reader.used, **unknown})

    def _check_right(self):
        if not self.env.user.has_group("kim_case.group_kim_case_user"):
            raise AccessError(self.env._("Only case managers import cases."))
        if self.company_id not in self.env.user.company_ids:
            raise AccessError(
                self.env._("You do not work for this organisation. Choose your own.")
            )

    def _match(self, headings):
        """Return {index: Column} for the headings of the file.

        A heading is known by its German or English name or by its key.
        """
        known = {}
        for column in COLUMNS:
            for name in (column.key, column.label._source, self._label(column)):
                known.setdefault(word(name), column)
        by_key = {column.key: column for column in COLUMNS}
        for key, names in OTHER_HEADINGS.items():
            for name in names.split("|"):
                known.setdefault(word(name), by_key[key])
        ours = word(self.env._("What to do"))
        columns, ignored = {}, []
        for index, heading in enumerate(headings):
            column = known.get(word(heading)) or known.get(word(heading, False))
            if word(heading) == ours:  # of our own file of rows to mend
                continue
            if column and column not in columns.values():
                columns[index] = column
            elif heading:
                ignored.append(heading[:60])
        missing = [
            self._label(column)
            for column in COLUMNS
            if column.required and column not in columns.values()
        ]
        if missing:
            raise UserError(
                self.env._(
                    "These columns are missing: %(columns)s. Please use the template; "
                    "its first line names the columns.",
                    columns=", ".join(missing),
                )
            )
        self.ignored = ", ".join(ignored)[:500] or False
        return columns

    def _parse(self, reader, columns, number, cells, unknown):
        """Return values of a preview row: what was read, and what is wrong with it.

        :param dict unknown: gets (column key, word) -> [column, text, rows] of words
            that can be assigned
        """
        vals, errors, bad, filled = {}, [], set(), []
        reader.district_id = False
        # The town first: it says whose catalogues the other words are looked up in.
        for index, column in sorted(
            columns.items(), key=lambda item: item[1].kind != "town"
        ):
            value = from_json(cells[index]) if index < len(cells) else None
            if value not in ("", None):
                filled.append(column)
            try:
                found = reader.read(column, value)
                years = {each.get("birth_year") for each in (vals, found)} - {None}
                if len(years) > 1:
                    errors.append(self.env._("Date and year of birth do not agree."))
                vals |= found
            except CellError as error:
                bad.add(column.key)
                errors.append(f"{self._label(column)}: {error}.")
                if error.unknown and column.kind in ASSIGNABLE:
                    key = (column.key, word(error.unknown))
                    unknown.setdefault(key, [column, error.unknown, 0])[2] += 1
        self._divide_name(vals)
        hints = self._note_household(vals)
        if vals.get("number"):
            left = [self._label(column) for column in filled if column.key in NEW_ONLY]
            if left and len(left) + 1 == len(filled):
                errors.append(
                    self.env._(
                        "Nothing in this row changes a case that exists: %(columns)s "
                        "are changed in the case itself.",
                        columns=", ".join(left),
                    )
                )
            elif left:
                hints.append(
                    self.env._(
                        "Stays as it is: %(columns)s. Change it in the case itself.",
                        columns=", ".join(left),
                    )
                )
        else:
            errors += [
                self.env._("%(column)s is missing.", column=self._label(column))
                for column in COLUMNS
                if column.required and vals.get(column.key) is None
                if column.key not in bad
            ]
            if not errors:
                errors += self._basis_errors(vals)
        name = [vals.get("last_name"), vals.get("first_name")]
        return {
            "row": number,
            "action": "update" if vals.get("number") else "new",
            "state": "error" if errors else "ready",
            "number": vals.get("number"),
            "name": ", ".join(filter(None, name))[:200],
            "message": "\n".join(errors or hints),
            "has_hint": bool(hints) and not errors,
            "vals": vals,
            "cells": cells,
        }

    @api.model
    def _divide_name(self, vals):
        """Divide “Last, First” where the list has one column for both."""
        last, comma, first = (vals.get("last_name") or "").partition(",")
        if comma and not vals.get("first_name") and last.strip() and first.strip():
            vals.update(last_name=last.strip(), first_name=first.strip())

    def _basis_errors(self, vals):
        """Return what is missing for the legal basis of a new case."""
        if vals["basis"] == "legacy":
            if not self.legacy_allowed:
                return [
                    self.env._(
                        "The data protection officer has not allowed the basis "
                        "“existing file, information follows”."
                    )
                ]
            if not vals.get("information_due"):
                return [self.env._("Please say until when the information follows.")]
            return []
        errors = []
        if not vals.get("information_on"):
            errors.append(self.env._("The day of the information sheet is missing."))
        if vals["basis"] == "consent" and not vals.get("form"):
            errors.append(
                self.env._("Please say whether the consent is oral or signed.")
            )
        if vals.get("form") == "oral" and not vals.get("signature_due"):
            errors.append(self.env._("An oral consent needs a date for its signature."))
        if vals["basis"] == "consent":
            minor = is_minor(
                fields.Date.to_date(vals.get("birth_date")),
                vals.get("birth_year"),
                fields.Date.to_date(vals["given_on"]),
            )
            gap = self.env["kim.consent"]._minor_gap(minor, vals)
            if gap:
                errors.append(gap)
        return errors

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import existing cases"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _forget(self):
        """Empty what was read: rows, words and headings of one's own form."""
        self.line_ids.sudo().unlink()  # rows are made and emptied by the form alone
        self.word_ids.sudo().unlink()
        self.choice_ids.sudo().unlink()
        self.headings = False

    def action_restart(self):
        """Forget what was read and choose another file.

        :return: action that shows this form again
        """
        self.ensure_one()
        self._forget()
        self.write({"state": "upload", "file": False, "ignored": False})
        return self._show()

    def action_close(self):
        """Close: neither file nor rows are kept.

        :return: action that shows the own cases
        """
        self._forget()
        self.unlink()
        return self.env["ir.actions.act_window"]._for_xml_id("kim_case.kim_case_action")


class KimCaseImportLine(models.TransientModel):
    """A row of an uploaded list: what it would do, and what is wrong with it."""

    _name = "kim.case.import.line"
    _description = "Row of an import"
    _order = "row, id"

    import_id = fields.Many2one(
        comodel_name="kim.case.import", required=True, index=True, ondelete="cascade"
    )
    row = fields.Integer(readonly=True)
    action = fields.Selection(
        selection=[("new", "New"), ("update", "Update")], required=True, readonly=True
    )
    state = fields.Selection(
        selection=[
            ("ready", "Can be written"),
            ("error", "Cannot be written"),
            ("left_out", "Left out"),
            ("done", "Written"),
            ("partly", "Written in part"),
            ("undone", "Taken back"),
            ("failed", "Not written"),
        ],
        required=True,
        readonly=True,
    )
    has_hint = fields.Boolean(string="Hint", readonly=True)
    number = fields.Char(string="Case number", readonly=True)
    name = fields.Char(readonly=True)
    message = fields.Text(string="What to do", readonly=True)
    vals = fields.Json(readonly=True)
    cells = fields.Json(readonly=True)
    written_on = fields.Datetime(readonly=True)

    def action_toggle(self):
        """Write a row that was left out, or leave out one that would be written.

        :raises UserError: the row has errors or is written already
        """
        self.check_access("read")  # rows of one's own form
        for line_sudo in self.sudo():  # rows are changed by the form alone
            if line_sudo.state not in ("ready", "left_out"):
                raise UserError(
                    self.env._("This row cannot be written. Mend it in your file.")
                )
            line_sudo.state = "ready" if line_sudo.state == "left_out" else "left_out"
