import logging

from psycopg2 import DataError, IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .kim_case_import_columns import COLUMNS

_logger = logging.getLogger(__name__)
STEP = 100  # rows in one request: progress is seen
CONSENT_ONLY = (
    "assent",
    "assent_reason",
    "form",
    "given_by",
    "guardian_name",
    "guardian_role",
    "signature_due",
)


class KimCaseImport(models.TransientModel):
    """Writing: all new rows of a step in one act; a row that fails stops no other."""

    _inherit = "kim.case.import"

    def action_step(self):
        """Write the next rows; a row that fails is reported and changes nothing.

        :return: {"done": rows dealt with, "total": rows to write, "finished": bool}
        :raises AccessError: the user is no case manager of the organisation
        """
        self.ensure_one()
        self._check_right()
        if self.state == "upload":
            raise UserError(self.env._("Please read a file first."))
        ready = self.line_ids.filtered(lambda line: line.state == "ready")
        batch = ready[:STEP]
        self._write_new(batch.filtered(lambda line: line.action == "new"))
        for line in batch.filtered(lambda line: line.action == "update"):
            self._write_rows(line, self._update)
        if len(batch) == len(ready):
            self.state = "done"
        done = self.line_ids.filtered(
            lambda line: line.state in ("done", "partly", "failed")
        )
        return {
            "done": len(done),
            "total": len(done) + len(ready) - len(batch),
            "finished": self.state == "done",
        }

    def _write_new(self, lines):
        """Open the cases of these rows together; one by one when one is refused."""
        if not lines or self._write_rows(lines, self._open):
            return
        for line in lines:
            self._write_rows(line, self._open)

    def _write_rows(self, lines, write):
        """Write rows in a savepoint of their own and say on each what came of it.

        A single row that is refused says why; several are left as they are. Where
        somebody else was quicker, nothing is refused: Odoo repeats the request.

        :param lines: rows
        :param write: method that takes the values of the rows and returns their cases
        :return: whether they are written
        """
        lines_sudo = lines.sudo()  # rows are changed here alone; the case is not
        try:
            with self.env.cr.savepoint():
                cases = write([dict(line.vals or {}) for line in lines])
                self.env.flush_all()
        except UserError as error:
            message = str(error)
        except (DataError, IntegrityError) as error:
            _logger.warning("Import of a case failed: %s", error.pgcode)
            message = self.env._("The database refuses a value of this row.")
        else:
            for line_sudo, case in zip(lines_sudo, cases, strict=True):
                part = line_sudo.action == "update" and line_sudo.has_hint
                line_sudo.write(
                    {
                        "state": "partly" if part else "done",
                        "number": case.number,
                        "vals": {},
                        "cells": [],
                        "written_on": self.env.cr.now(),
                    }
                )
            return True
        if len(lines) == 1:
            lines_sudo.write({"state": "failed", "message": message, "vals": {}})
        return False

    def _open(self, rows):
        """Open new cases in the birth door and bring each to its phase.

        :param list rows: values of rows
        :return: ``kim.case`` records in the same order
        """
        cases = self.env["kim.case"]._open_many(
            self.company_id, [self._birth(vals) for vals in rows]
        )
        pairs = list(zip(cases, rows, strict=True))
        self.env["kim.case.deadline"].create(
            [
                {
                    "case_id": case.id,
                    "name": self.env._("Hand over the information sheet"),
                    "date": vals["information_due"],
                }
                for case, vals in pairs
                if vals["basis"] == "legacy"
            ]
        )
        self.env["kim.case.goal"].create(
            [
                {
                    "case_id": case.id,
                    "name": vals["goal"],
                    "date_due": vals.get("goal_date"),
                }
                for case, vals in pairs
                if vals.get("goal")
            ]
        )
        self._open_parts(pairs)
        phases = {}
        for case, vals in pairs:
            stage_id = (vals.get("stage") or {}).get(str(case.district_id.id))
            if stage_id and stage_id != case.stage_id.id:
                phases[stage_id] = phases.get(stage_id, case.browse()) | case
        for stage_id, found in phases.items():
            found.action_set_stage(stage_id)
        return cases

    def _note_household(self, vals):
        """Keep a household that names no persons as a note; return the hint on it."""
        text = vals.pop("household_note", None)
        if not text or vals.get("number"):
            return []
        note = self.env._("Household, as in the list: %(text)s", text=text)
        vals["notes"] = "\n".join(filter(None, [vals.get("notes"), note]))
        return [
            self.env._(
                "The household becomes a note: persons are read where each stands as "
                "“Daughter Sara 2015”, divided by semicolons."
            )
        ]

    def _open_parts(self, pairs):
        """Write legal areas, household and notes of new cases, as the user.

        :param list pairs: (case, values of its row)
        """
        self.env["kim.case.status"].create(
            [
                {
                    "case_id": case.id,
                    "kind": "legal_area",
                    "legal_area_id": area,
                    "date_from": vals["date_open"],
                }
                for case, vals in pairs
                for area in vals.get("legal_area_ids") or ()
            ]
        )
        self.env["kim.case.person"].create(
            [
                {**person, "case_id": case.id}
                for case, vals in pairs
                for person in vals.get("household") or ()
            ]
        )
        self.env["kim.case.note"].create(
            [
                {"case_id": case.id, "kind": "other", "note": vals["notes"]}
                for case, vals in pairs
                if vals.get("notes")
            ]
        )

    def _birth(self, vals):
        """Return the values of a row as the birth door takes them."""
        parts = self._split(vals)
        if parts["consent"]["basis"] != "consent":
            for name in CONSENT_ONLY:
                parts["consent"].pop(name, None)
        if parts["consent"].get("form") == "signed":
            parts["consent"]["signed_on"] = parts["consent"]["given_on"]
        parts["case"]["date_open"] = fields.Date.to_date(parts["case"]["date_open"])
        town = self.env["kim.municipality"].browse(vals["town"])
        return {"municipality": town, **parts}

    def _update(self, rows):
        """Write what rows hold into cases that the user may change."""
        cases = self.env["kim.case"]
        for vals in rows:
            case = cases.search(
                [
                    ("number", "=", vals["number"]),
                    ("company_id", "=", self.company_id.id),
                ]
            )
            if len(case) != 1:
                raise UserError(
                    self.env._("You have no case with this number that you may change.")
                )
            parts = self._split(vals)
            parts["case"].pop("date_open", None)
            if parts["case"]:
                case.write(parts["case"])
            if parts["client"]:
                case.client_id.write(parts["client"])
            cases |= case
        return cases

    @api.model
    def _split(self, vals):
        """Return the values of a row by the record they belong to."""
        parts = {"client": {}, "case": {}, "consent": {}}
        for column in COLUMNS:
            if column.target and vals.get(column.key) is not None:
                value = vals[column.key]
                if column.kind == "many":
                    value = [Command.set(value)]
                parts[column.target][column.key] = value
        if vals.get("nationality_id") or vals.get("nationality_status"):
            parts["client"]["nationality_id"] = vals.get("nationality_id")
            parts["client"]["nationality_status"] = vals.get("nationality_status")
        if parts["client"].get("birth_date"):
            parts["client"].pop("birth_year", None)
        return parts
