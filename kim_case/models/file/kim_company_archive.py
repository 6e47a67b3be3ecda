import json
import tempfile
import zipfile
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .kim_case_archive import FORMAT, NOT_OF_A_CASE, VERSION

HOURS = 24
BATCH = 500


class KimCompanyArchive(models.Model):
    """All files of an organisation on their way out: proposed by the data protection
    officer, approved by a second person, open for one day.

    Nobody reads all files of an organisation by rank. This is for a change of
    the software or the end of an organisation; each case logs the export.
    """

    _name = "kim.company.archive"
    _inherit = ["kim.left.mixin", "kim.waiting.mixin"]
    _description = "Archive of all cases"
    _order = "requested_on desc, id desc"
    _rec_name = "id"

    _door_fields = frozenset(
        {
            "company_id",
            "decided_by_id",
            "reason",
            "requested_on",
            "requester_id",
            "state",
            "valid_until",
        }
    )
    _log_reads = False

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Controller",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    reason = fields.Text(required=True)
    requester_id = fields.Many2one(
        comodel_name="res.users",
        string="Proposed by",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    requested_on = fields.Datetime(
        string="Proposed on",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
    )
    state = fields.Selection(
        selection=[
            ("requested", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="requested",
    )
    decided_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Decided by",
        readonly=True,
        ondelete="restrict",
    )
    valid_until = fields.Datetime(string="Open until", readonly=True)
    can_decide = fields.Boolean(compute="_compute_can_decide")
    can_download = fields.Boolean(compute="_compute_can_decide")

    def _compute_display_name(self):
        for archive in self:
            archive.display_name = (
                self.env._("Archive %(id)s", id=archive.id)
                if archive.id
                else self.env._("Archive of all cases")
            )

    @api.depends("state", "requester_id", "valid_until")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for archive in self:
            archive.can_decide = (
                archive.state == "requested" and self.env.user in archive._deciders()
            )
            archive.can_download = archive._is_open()

    def _deciders(self):
        """Return the second persons of the organisation, in sudo, but the proposer."""
        controller_sudo = self.env["kim.controller"]._of(self.company_id)
        return controller_sudo.second_person_ids.filtered("active") - self.requester_id

    def _is_open(self):
        return bool(
            self.state == "approved"
            and self.requester_id == self.env.user
            and self.valid_until > fields.Datetime.now()
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Propose an archive of an own organisation.

        :raises AccessError: no data protection officer of the organisation
        :raises UserError: no second person is named
        """
        if not self.env.su and not self.env.user.has_group("kim_case.group_kim_dpo"):
            raise AccessError(
                self.env._("Only data protection officers propose an archive.")
            )
        for vals in vals_list:
            vals["reason"] = self.env["kim.case"]._clean_reason(vals.get("reason"))
            vals.update(
                requester_id=self.env.uid,
                requested_on=fields.Datetime.now(),
                state="requested",
                decided_by_id=False,
                valid_until=False,
            )
        archives = super().create(vals_list)
        for archive in archives:
            if not archive._deciders():
                raise UserError(
                    self.env._(
                        "An archive of all cases needs a second person. Please name one "
                        "in the settings of the organisation."
                    )
                )
            self.env["kim.notice"]._tell(
                archive._deciders(),
                self.env._("KIM: a proposal waits for you"),
                self.env._(
                    "%(user)s wants to take out an archive of all cases. You find it in "
                    "KIM under Second person.",
                    user=self.env.user.name,
                ),
            )
        return archives

    def _waiting_line(self):
        return {
            "what": self.env._("Archive of all cases"),
            "number": False,
            "requester_id": self.requester_id.id,
        }

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def _decide(self, vals):
        self.ensure_one()
        self.check_access("read")
        archive_sudo = self.sudo()  # the right to decide is checked here
        archive_sudo.lock_for_update()
        if archive_sudo.state != "requested":
            raise UserError(self.env._("This proposal was already decided."))
        if self.env.user not in archive_sudo._deciders():
            raise AccessError(
                self.env._(
                    "A second person named by the organisation decides, never the one "
                    "who proposes."
                )
            )
        archive_sudo._door_write({**vals, "decided_by_id": self.env.uid})
        archive_sudo._no_longer_waiting()
        self.env["kim.notice"]._tell(
            archive_sudo.requester_id,
            self.env._("KIM: your proposal was decided"),
            self.env._("You find it in KIM under Oversight › Archive of all cases."),
        )

    def action_approve(self):
        """Approve: the proposer may take the archive out within 24 hours.

        :raises AccessError: not a second person, or the proposer
        """
        until = fields.Datetime.now() + timedelta(hours=HOURS)
        self._decide({"state": "approved", "valid_until": until})

    def action_refuse(self):
        """Refuse the proposal; nothing leaves.

        :raises AccessError: not a second person, or the proposer
        """
        self._decide({"state": "refused"})

    def action_download(self):
        """Take the archive out; each case logs it.

        :return: action that downloads the archive
        :raises AccessError: not approved, not the proposer, or too late
        """
        self._check_open()
        return {
            "type": "ir.actions.act_url",
            "url": f"/kim_case/archive/{self.id}",
            "target": "download",
        }

    def _check_open(self):
        self.ensure_one()
        self.check_access("read")
        if not self._is_open() or not self.env.user.has_group("kim_case.group_kim_dpo"):
            raise AccessError(
                self.env._(
                    "This archive is not open to you. It is proposed by a data "
                    "protection officer, approved by a second person and open for 24 "
                    "hours."
                )
            )

    # ------------------------------------------------------------------
    # The archive
    # ------------------------------------------------------------------
    def _write_archive(self):
        """Write the archive: JSON Lines for each model, fields, documents, README.

        Cases from which the proposer is excluded are left out.

        :return: open temporary file, at its start; gone when closed
        :raises AccessError: the archive is not open to the user
        """
        self._check_open()
        cases = self.env["kim.case"]
        all_sudo = cases.sudo().search(  # two persons have agreed to it
            [("company_id", "=", self.company_id.id)]
        )
        cases_sudo = all_sudo._without_excluded(self.env.user)
        for case in cases_sudo:
            self.env["kim.access.log"]._note_look(case, "export")
        found, _closed = cases_sudo._archive_records()
        self._drop_excluded(found, all_sudo - cases_sudo)
        self._add_without_case(found)
        target = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            description = {
                "format": FORMAT,
                "version": VERSION,
                "controller": self.company_id.name,
                "exported_on": fields.Datetime.to_string(fields.Datetime.now()),
                "exported_by": self.env.user.name,
                "cases": len(cases_sudo),
                "cases_left_out": len(all_sudo) - len(cases_sudo),
                "models": {},
            }
            for name, records in found.items():
                description["models"][name] = cases_sudo._archive_description(name)
                with archive.open(f"{name}.jsonl", "w") as lines:
                    for start in range(0, len(records), BATCH):
                        batch = records[start : start + BATCH]
                        for row in cases_sudo._archive_rows(batch):
                            line = json.dumps(row, ensure_ascii=False)
                            lines.write(line.encode() + b"\n")
                        self.env.invalidate_all()
            with archive.open("documents.jsonl", "w") as lines:
                documents = cases_sudo._archive_documents(found)
                for path, document in documents:
                    line = cases_sudo._archive_document(path, document)
                    lines.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            for path, document in documents:
                archive.writestr(path, document.raw or b"")
            archive.writestr(
                "fields.json", json.dumps(description, ensure_ascii=False, indent=2)
            )
            archive.writestr("README.txt", self._readme())
        target.seek(0)
        return target

    @api.model
    def _drop_excluded(self, found, closed_sudo):
        """Take out what would name a case from which the user is excluded.

        A record can hang on two files, as the hint that one person is there twice: it
        stays here only where all of its files may be taken out.

        :param dict found: {model: records}, changed in place
        :param closed_sudo: ``kim.case`` records from which the user is excluded
        """
        if not closed_sudo:
            return
        closed = {"kim.case": closed_sudo, "kim.client": closed_sudo.client_id}
        for name, records in found.items():
            links = [
                field
                for field in records._fields.values()
                if field.type == "many2one"
                and field.store
                and field.comodel_name in closed
            ]
            # The same person may have another file, which is open: its own parts stay.
            own = {"case_id"} & {field.name for field in links}
            for field in links:
                if field.comodel_name == "kim.case" or not own:
                    shut = closed[field.comodel_name]
                    records = records.filtered(
                        lambda record, field=field, shut=shut: (
                            record[field.name] not in shut
                        )
                    )
            if name != "kim.case":
                found[name] = records

    def _add_without_case(self, found):
        """Add what belongs to the organisation and to no case: inquiries, tandems."""
        for name in (*found, *NOT_OF_A_CASE):
            records = self.env[name]
            if "company_id" not in records._fields:
                continue
            domain = Domain("company_id", "=", self.company_id.id)
            if name not in NOT_OF_A_CASE:
                link = records._fields.get("case_id")
                if not link or link.required:
                    continue
                domain &= Domain("case_id", "=", False)
            loose = records.sudo().search(domain)  # as above
            found[name] = found.get(name, loose) | loose

    @api.model
    def _readme(self):
        return self.env._(
            "Archive of all cases of an organisation from KIM (format %(format)s, "
            "version %(version)s).\n\n"
            "fields.json     for each kind of record its label and its fields with label "
            "and type; number of cases, and of those left out.\n"
            "<model>.jsonl   one record a line, as JSON, with every stored field. Links "
            "name model, id and label; choices name value and label; dates are ISO "
            "8601, moments UTC.\n"
            "documents.jsonl to which record each document belongs, its name and its "
            "SHA-256.\n"
            "documents/      the documents themselves.\n\n"
            "These files hold everything about people in difficult situations. Encrypt "
            "them, and delete them when they have served.",
            format=FORMAT,
            version=VERSION,
        )
