import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.kim_consent_minor import is_minor
from ..tools.spreadsheet import read_table
from .kim_case_import_columns import COLUMNS, CellError, CellReader


class KimCaseImport(models.TransientModel):
    """Import of existing lists: upload, look at every row, then confirm (no. 28).

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
    line_ids = fields.One2many(
        comodel_name="kim.case.import.line", inverse_name="import_id", string="Rows"
    )
    new_count = fields.Integer(compute="_compute_counts", string="New")
    update_count = fields.Integer(compute="_compute_counts", string="Updates")
    warning_count = fields.Integer(compute="_compute_counts", string="With a hint")
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
            good = lines.filtered(lambda line: line.state != "error")
            wizard.error_count = len(lines) - len(good)
            wizard.new_count = len(good.filtered(lambda line: line.action == "new"))
            wizard.update_count = len(good) - wizard.new_count
            wizard.warning_count = len(good.filtered("has_hint"))
            wizard.done_count = len(lines.filtered(lambda line: line.state == "done"))

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
        columns = self._match(headings)
        reader = CellReader(self.env, self.company_id)
        parsed = [self._parse(reader, columns, number, row) for number, row in rows]
        self._check_cases(parsed)
        self._hint_doubles(parsed)
        self.line_ids.sudo().unlink()  # an earlier try of one's own
        self.env["kim.case.import.line"].sudo().create(  # rows are made here alone
            [{**vals, "import_id": self.id} for vals in parsed]
        )
        self.write({"state": "preview", "file": False, "file_name": False})
        return self._show()

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
                known.setdefault(name.casefold(), column)
        columns, ignored = {}, []
        for index, heading in enumerate(headings):
            column = known.get(heading.rstrip(" *").casefold())
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

    def _parse(self, reader, columns, number, row):
        """Return values of a preview row: what was read, and what is wrong with it."""
        vals, errors = {}, []
        for index, column in columns.items():
            value = row[index] if index < len(row) else None
            try:
                vals[column.key] = reader.read(column, value)
            except CellError as error:
                errors.append(f"{self._label(column)}: {error}.")
        bad = {column.key for column in columns.values()} - vals.keys()
        if isinstance(vals.get("birth_date"), int):  # the year is all that is known
            year = vals.pop("birth_date")
            if vals.get("birth_year") not in (None, year):
                errors.append(self.env._("Date and year of birth do not agree."))
            vals.update(birth_year=year, birth_day_unknown=True)
        if not vals.get("number"):
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
            "message": "\n".join(errors),
            "has_hint": False,
            "vals": {key: v for key, v in vals.items() if v is not None},
        }

    def _basis_errors(self, vals):
        """Return what is missing for the legal basis of a new case (no. 28)."""
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

    def _check_cases(self, parsed):
        """Mark updates of cases that the user may not write or does not see."""
        numbers = [line["number"] for line in parsed if line["number"]]
        cases = self.env["kim.case"].search(
            [("number", "in", numbers), ("company_id", "=", self.company_id.id)]
        )
        mine = set(cases._filtered_access("write").mapped("number"))
        for line in parsed:
            if line["number"] and line["number"] not in mine:
                line["state"] = "error"
                line["message"] = "\n".join(
                    filter(
                        None,
                        [
                            line["message"],
                            self.env._(
                                "You have no case with this number that you may change."
                            ),
                        ],
                    )
                )

    def _hint_doubles(self, parsed):
        """Hint at the same name and year of birth, in the file and in own cases."""

        def key(vals):
            year = (vals.get("birth_date") or "")[:4] or vals.get("birth_year") or ""
            name = [vals.get("last_name") or "", vals.get("first_name") or ""]
            return (*[" ".join(part.casefold().split()) for part in name], str(year))

        own = {
            key(
                {
                    "last_name": client.last_name,
                    "first_name": client.first_name,
                    "birth_year": client.birth_year,
                }
            )
            for client in self.env["kim.client"].search(
                [("company_id", "=", self.company_id.id)]
            )
        }
        seen = {}
        for line in parsed:
            if line["state"] == "error" or line["action"] == "update":
                continue
            person = key(line["vals"])
            hint = None
            if person in seen:
                hint = self.env._(
                    "Row %(row)s has the same name and year of birth.", row=seen[person]
                )
            elif person in own:
                hint = self.env._(
                    "You already have a case for a person of this name and year of birth."
                )
            seen.setdefault(person, line["row"])
            if hint:
                line.update(has_hint=True, message=hint)

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

    def action_restart(self):
        """Forget what was read and choose another file.

        :return: action that shows this form again
        """
        self.ensure_one()
        self.line_ids.sudo().unlink()  # rows of one's own form
        self.write({"state": "upload", "file": False, "ignored": False})
        return self._show()

    def action_close(self):
        """Close: neither file nor rows are kept.

        :return: action that shows the own cases
        """
        self.line_ids.sudo().unlink()  # rows of one's own form
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
            ("done", "Written"),
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
