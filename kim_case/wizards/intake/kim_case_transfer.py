from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...models.intake.kim_inquiry import ADVICES
from ...tools.case_transfer import TAKEN, TransferError, TransferReader, read_file

PARTS = [model for model in TAKEN if model not in ("kim.client", "kim.case")]
MAX_LINES = 20
# Written by the reading alone; said outright, a caller's values say nothing.
NOTHING_READ = {
    "birth_date": False,
    "birth_year": 0,
    "first_name": False,
    "last_name": False,
    "left_behind": False,
    "origin": False,
    "payload": False,
    "summary": False,
}


class KimCaseTransfer(models.TransientModel):
    """A case comes from another organisation: by its export and with new consent.

    First information and basis here, then the file; what will come is shown before
    anything is written, and nothing leads back to the old case. File and row are
    emptied.
    """

    _name = "kim.case.transfer"
    _inherit = "kim.case.open"
    _description = "Take over an exported case"

    inquiry_id = fields.Many2one(required=False)
    advice = fields.Selection(selection=ADVICES, related=None, store=False)
    municipality_id = fields.Many2one(
        comodel_name="kim.municipality",
        string="Town",
        default=lambda self: self.env["kim.municipality"]._default(),
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    payload = fields.Json(readonly=True)
    origin = fields.Char(string="From", readonly=True)
    summary = fields.Text(string="This comes along", readonly=True)
    left_behind = fields.Text(string="This does not", readonly=True)

    def _company(self):
        return self.env.company

    @api.depends("municipality_id")
    def _compute_language(self):
        """Keep what was chosen: there is no inquiry to ask."""
        for wizard in self:
            wizard.language_id = wizard.language_id
            wizard.interpreter = wizard.interpreter

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------
    def action_read(self):
        """Read the file and show what would come; write no case.

        :return: action that shows this form again
        :raises UserError: information or basis is missing, or no export
        """
        self.ensure_one()
        self._check_right()
        if not self.is_informed:
            raise UserError(
                self.env._(
                    "Please record information and legal basis first: the consent given "
                    "to the other organisation does not hold here."
                )
            )
        if not self.file:
            raise UserError(self.env._("Please choose a file."))
        reader = TransferReader(self.env, self.municipality_id.district_id)
        try:
            content = read_file(self.env, self.file)
            taken, left = reader.values(content)
        except TransferError as error:
            raise UserError(str(error)) from error
        origin = content.get("controller")
        origin = origin[:100] if isinstance(origin, str) else ""
        if origin == self._company().name:
            raise UserError(
                self.env._(
                    "This case was exported by your own organisation: it would be there "
                    "twice. Between colleagues a case is handed over."
                )
            )
        [client] = taken["kim.client"]
        if not client.get("last_name", "").strip():
            raise UserError(self.env._("The export holds no name of a person."))
        self.sudo().write(  # one's own form; see write
            {
                "payload": taken,
                "origin": origin,
                "summary": self._summary(taken),
                "left_behind": self._left_behind(left, reader.unknown),
                "last_name": client["last_name"],
                "first_name": client.get("first_name"),
                "birth_date": client.get("birth_date"),
                "birth_year": client.get("birth_year", 0),
                "file": False,
                "file_name": False,
            }
        )
        return self._show()

    def _check_right(self):
        if not self.env.user.has_group("kim_case.group_kim_case_user"):
            raise AccessError(self.env._("Only case managers open cases."))

    def _summary(self, taken):
        lines = [
            f"{len(taken[model])} × {self.env['ir.model']._get(model).name}"
            for model in PARTS
            if taken.get(model)
        ]
        return "\n".join([self.env._("Person and wishes"), *lines])

    def _left_behind(self, left, unknown):
        lines = [
            self.env._("Consents and releases: the person gives them anew"),
            self.env._("Special categories, documents, who had access"),
            *left[:MAX_LINES],
        ]
        if unknown:
            lines.append(
                self.env._(
                    "Not known here: %(names)s",
                    names=", ".join(sorted(unknown)[:MAX_LINES]),
                )
            )
        return "\n".join(lines)

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take over an exported case"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_restart(self):
        """Forget what was read and choose another file.

        :return: action that shows this form again
        """
        self.ensure_one()
        self.check_access("write")
        self.sudo().write(NOTHING_READ)  # checked above; see write
        return self._show()

    def action_cancel(self):
        """Close without a case: file and row are deleted.

        :return: action that closes the dialog
        """
        return self._done()

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, **NOTHING_READ} for vals in vals_list])

    def write(self, vals):
        """What was read is written by the reading alone, never by value."""
        if not self.env.su:
            vals = {name: vals[name] for name in vals if name not in NOTHING_READ}
        return super().write(vals)

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------
    def _open_case(self):
        """Open client and case through the birth door, then write the parts.

        :return: ``kim.case`` record
        :raises UserError: nothing was read
        """
        self._check_right()
        if not self.payload:
            raise UserError(self.env._("Please read a file first."))
        taken = self.payload
        [client], [case_vals] = taken["kim.client"], taken["kim.case"]
        if self.language_id:
            client["language_id"] = self.language_id.id
        case = self.env["kim.case"]._open(
            self._company(),
            self.municipality_id,
            _linked(client),
            self._consent_vals(),
            _linked(case_vals),
        )
        made = {}
        for model in PARTS:
            self._write_part(case, model, taken.get(model) or [], made)
        self.env["kim.case.note"].create(
            {
                "case_id": case.id,
                "kind": "other",
                "note": self.env._(
                    "Taken over from the export of another organisation: %(origin)s.",
                    origin=self.origin or self.env._("not named"),
                ),
            }
        )
        return case

    def _write_part(self, case, model, rows, made):
        """Create the records of one model in the new case.

        :param case: ``kim.case`` record
        :param str model: part of a case
        :param list rows: values, each with its number in the file
        :param dict made: {(model, number in the file): new id}, added to
        """
        known = self.env[model]._fields
        rows = sorted(
            rows, key=lambda row: row.get("date_from") or row.get("date") or ""
        )
        vals_list = []
        for row in rows:
            vals = {"case_id": case.id}
            for name, value in row.items():
                if name == "id":
                    continue
                if isinstance(value, dict):  # a record of the same file
                    value = made.get((known[name].comodel_name, value["row"]))
                vals[name] = value
            vals_list.append(_linked(vals))
        records = self.env[model].create(vals_list)
        for row, record in zip(rows, records, strict=True):
            made[model, row["id"]] = record.id


def _linked(vals):
    """Return values with lists of ids as commands and without the file's numbers."""
    return {
        name: [Command.set(value)] if isinstance(value, list) else value
        for name, value in vals.items()
        if name != "id"
    }
