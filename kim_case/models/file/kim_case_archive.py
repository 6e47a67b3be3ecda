"""Everything a file holds, on its way out: for the person herself, or to move on."""

import base64
import hashlib
import io
import json
import re
import zipfile
from datetime import date, datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tools import format_date, format_datetime

from ...tools.dates import BERLIN
from ...tools.left import is_left

FORMAT = "kim-case-archive"
VERSION = 1
# Left models that no case owns: about colleagues, not about a person.
NOT_OF_A_CASE = frozenset({"kim.case.tandem", "kim.company.archive"})


class KimCase(models.Model):
    """Export of a case without loss (Art. 15, 20 GDPR; change of the controller).

    Which models belong to a file is not written down: it is asked of the registry,
    so a part that is added later comes along by itself.
    """

    _inherit = "kim.case"

    # ------------------------------------------------------------------
    # What belongs to a file
    # ------------------------------------------------------------------
    @api.model
    def _archive_models(self):
        """Return the left models of a file with the links that lead to its case.

        :return: {model: [name of a stored many2one, …]}, nearest to the case first
        """
        left = [
            name
            for name in sorted(self.env.registry)
            if is_left(self.env, name)
            and self.env[name]._auto
            and not self.env[name]._abstract
            and name not in NOT_OF_A_CASE
        ]
        found = {"kim.case": [], "kim.client": []}
        while True:
            near = {
                name: links
                for name in left
                if name not in found
                for links in [
                    [
                        field.name
                        for field in self.env[name]._fields.values()
                        if field.type == "many2one"
                        and field.store
                        and field.comodel_name in found
                    ]
                ]
                if links
            }
            if not near:
                return found
            found |= near

    def _archive_records(self):
        """Return what the user may read of these files, by model.

        :return: ({model: records}, [models that the user may not read])
        """
        found = {"kim.case": self, "kim.client": self.client_id}
        closed = []
        for name, links in self._archive_models().items():
            if name in found:
                continue
            if not self.env[name].has_access("read"):
                closed.append(name)
                continue
            domain = ["|"] * (len(links) - 1)
            for link in links:
                owner = found.get(self.env[name]._fields[link].comodel_name)
                domain.append((link, "in", owner.ids if owner else []))
            found[name] = self.env[name].search(domain)
        return found, closed

    # ------------------------------------------------------------------
    # As data
    # ------------------------------------------------------------------
    def _check_archive_right(self):
        self.check_access("read")
        self._check_responsible()

    def _archive_data(self):
        """Return the file as plain data: every stored field of every record.

        :return: dict that JSON can hold
        :raises AccessError: the user is not responsible for the case
        """
        return self._archive_read()[0]

    def _archive_read(self):
        """Read the whole file, once for all the forms in which it goes out.

        :return: (plain data, [(path in the archive, attachment)])
        :raises AccessError: the user is not responsible for the case
        """
        self.ensure_one()
        self._check_archive_right()
        records, closed = self._archive_records()
        documents = self._archive_documents(records)
        self.env["kim.access.log"]._note_look(self, "export")
        described = {
            name: {
                **self._archive_description(name),
                "records": list(self._archive_rows(found)),
            }
            for name, found in records.items()
        }
        data = {
            "format": FORMAT,
            "version": VERSION,
            "case": self.number,
            "controller": self.company_id.name,
            "exported_on": fields.Datetime.to_string(fields.Datetime.now()),
            "exported_by": self.env.user.name,
            "models": described,
            "documents": [
                self._archive_document(path, document) for path, document in documents
            ],
            "left_out": closed,
        }
        return data, documents

    @api.model
    def _archive_description(self, model):
        """Return label and fields of a model, for who reads the archive later."""
        known = self.env[model]._fields
        return {
            "label": self.env["ir.model"]._get(model).name,
            "fields": {
                name: {
                    "label": known[name]._description_string(self.env),
                    "type": known[name].type,
                }
                for name in self._archive_fields(model)
            },
        }

    @api.model
    def _archive_rows(self, records):
        """Yield every stored field of each record as plain data."""
        names = self._archive_fields(records._name)
        for record in records:
            yield {name: self._archive_value(record, name) for name in names}

    @api.model
    def _archive_document(self, path, document):
        return {
            "path": path,
            "name": document.name,
            "model": document.res_model,
            "record": document.res_id,
            "mimetype": document.mimetype,
            "sha256": hashlib.sha256(document.raw or b"").hexdigest(),
        }

    @api.model
    def _archive_fields(self, model):
        """Return the names of the stored fields of a model; the id stands first."""
        skipped = set(MAGIC_COLUMNS) - {"id", "create_date", "write_date"}
        return sorted(
            (
                name
                for name, field in self.env[model]._fields.items()
                if field.store
                and name not in skipped
                and field.type != "one2many"
                and field.groups != fields.NO_ACCESS  # marks of a machine, of no one
                and field.exportable
            ),
            key=lambda name: (name != "id", name),
        )

    def _archive_value(self, record, name):
        field = record._fields[name]
        value = record[name]
        if field.relational:
            linked = [
                {"model": other._name, "id": other.id, "label": other.display_name}
                for other in value.sudo()  # the label of what an own record links to
            ]
            if field.type == "many2one":
                return linked[0] if linked else None
            return linked
        if field.type == "selection":
            choices = dict(field._description_selection(self.env))
            return {"value": value, "label": choices[value]} if value else None
        if field.type == "properties":
            return [
                {
                    "name": entry["name"],
                    "label": entry.get("string"),
                    "value": _plain(entry.get("value")),
                }
                for entry in record.read([name])[0][name]
            ]
        if value is False and field.type != "boolean":
            return None
        return _plain(value)

    def _archive_documents(self, records):
        """Return the documents of a file as [(path in the archive, attachment)]."""
        documents = self.env["ir.attachment"]
        for name, found in records.items():
            documents |= documents.search(
                [
                    ("res_model", "=", name),
                    ("res_id", "in", found.ids),
                    # fields kept as attachments too (they hide behind res_field)
                    "|",
                    ("res_field", "=", False),
                    ("res_field", "!=", False),
                    ("type", "=", "binary"),
                ]
            )
        return [
            (f"documents/{document.id}-{_file_name(document.name)}", document)
            for document in documents.sorted("id")
        ]

    # ------------------------------------------------------------------
    # As paper and as a file
    # ------------------------------------------------------------------
    def _archive_pages(self, data=None):
        """Return the file for printing: what is filled in, in words.

        :param dict data: what ``_archive_data`` has read, default read now
        :return: [(label of the model, [[(label, text), …], …])]
        """
        self.ensure_one()
        data = data or self._archive_data()
        pages = []
        for model in data["models"].values():
            sheets = []
            for record in model["records"]:
                lines = [
                    (
                        description["label"],
                        self._archive_text(record[name], description["type"]),
                    )
                    for name, description in model["fields"].items()
                    if name != "id"
                ]
                lines = [(label, text) for label, text in lines if text]
                if lines:
                    sheets.append(lines)
            if sheets:
                pages.append((model["label"], sheets))
        names = [(document["name"], document["path"]) for document in data["documents"]]
        if names:
            pages.append((self.env._("Documents"), [names]))
        return pages

    @api.model
    def _archive_text(self, value, kind):
        if value is True:
            return self.env._("yes")
        if value in (None, False, "", []):
            return ""
        if kind == "date":
            return format_date(self.env, value)
        if kind == "datetime":
            moment = fields.Datetime.to_datetime(value[:19].replace("T", " "))
            return format_datetime(self.env, moment, tz=str(BERLIN))
        if isinstance(value, dict):
            return str(value.get("label") or value.get("value") or "")
        if isinstance(value, list):
            return ", ".join(
                f"{entry['label']}: {self._archive_property(entry['value'])}"
                if "value" in entry
                else entry["label"]
                for entry in value
                if entry.get("value", True) not in (None, False, "", [])
            )
        return str(value)

    @api.model
    def _archive_property(self, value):
        return self.env._("yes") if value is True else value

    def _archive_zip(self):
        """Return one case as a ZIP: JSON, PDF and its documents.

        :return: bytes
        :raises AccessError: the user is not responsible for the case
        """
        self.ensure_one()
        data, documents = self._archive_read()
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "case.json", json.dumps(data, ensure_ascii=False, indent=2)
            )
            try:
                pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
                    "kim_case.kim_case_archive_report",
                    self.ids,
                    data={"archive_pages": {self.id: self._archive_pages(data)}},
                )
                archive.writestr("case.pdf", pdf)
            except UserError as error:  # printing is not set up on this server
                archive.writestr("case.pdf.missing.txt", str(error))
            archive.writestr("README.txt", self._archive_readme())
            for path, document in documents:
                archive.writestr(path, document.raw or b"")
        return target.getvalue()

    @api.model
    def _archive_readme(self):
        return self.env._(
            "Export of a case from KIM (format %(format)s, version %(version)s).\n\n"
            "case.json   everything the file holds: for each kind of record its label, "
            "its fields with label and type, and its records. Links name model, id and "
            "label; choices name value and label; dates are ISO 8601, moments UTC.\n"
            "case.pdf    the same to read, what is filled in.\n"
            "documents/  the documents of the case; case.json says to which record each "
            "belongs and its SHA-256.\n\n"
            "Keep these files as safe as the case itself, and delete them when they have "
            "served.",
            format=FORMAT,
            version=VERSION,
        )

    def action_export(self):
        """Offer the whole file to its responsible case manager as one archive.

        :return: action that downloads it; the export stands in the access log
        :raises AccessError: the user is not responsible for the case
        """
        self.ensure_one()
        self._check_archive_right()
        return {
            "type": "ir.actions.act_url",
            "url": f"/kim_case/export/{self.id}",
            "target": "download",
        }


def _plain(value):
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, models.BaseModel):
        return value.ids
    return value


def _file_name(name):
    """Return a name that no file system takes for a path."""
    return re.sub(r"[^\w.\- ]", "_", name or "document").strip(". ")[:120] or "document"
