import base64
import binascii

from odoo import api, models
from odoo.exceptions import UserError

from ...tools.left import is_left
from ...tools.photo import PhotoError, without_metadata

PREVIEWS = {"thumbnail"}
# What a document is: its content, and what decides how it is shown.
CONTENT = PREVIEWS | {"datas", "mimetype", "raw", "res_field", "type", "url"}
CONTENT |= {"checksum", "db_datas", "file_size", "store_fname"}
# What a default of the caller's context sets as a value does.
CHOSEN = ("access_token", "datas", "db_datas", "name", "public", "raw", "res_field")
CHOSEN += ("res_id", "res_model", "type", "url")


class IrAttachment(models.Model):
    """A document of a case belongs to its record from its first moment on.

    Whoever may read the record reads the document, nobody else: it is never loose (the
    system administrator reads loose ones), public, opened by a token, moved elsewhere
    or found by its words.
    """

    _inherit = "ir.attachment"

    def _kim_is_left(self):
        return any(
            is_left(self.env, attachment.res_model)
            for attachment in self._kim_places_sudo()
        )

    def _kim_places_sudo(self):
        """Return these attachments in sudo, with nothing in the cache but their place.

        What the superuser has read stands in the cache for the user too: Odoo's routes
        read an attachment without any other check than that of the first read.
        """
        attachments_sudo = self.sudo()  # only where they hang is read
        attachments_sudo.fetch(["res_model", "res_id"])
        return attachments_sudo

    def _kim_refuse_change(self):
        raise UserError(
            self.env._(
                "A document of a case is neither exchanged nor deleted: what was in the "
                "case stays traceable. Add the new version as a document of its own."
            )
        )

    def _kim_refuse(self):
        raise UserError(
            self.env._(
                "A document of a case stays with its record: save the record first, then "
                "add the document there. It cannot be moved, copied or made public."
            )
        )

    @api.model
    def _kim_check_upload(self, vals):
        """Refuse what is no document: by content and size, whatever door it came by.

        :param dict vals: field values
        :raises UserError: a link, or a content that its name does not say
        """
        if vals.get("url") or vals.get("type") == "url" or "db_datas" in vals:
            self._kim_refuse()
        content = vals.get("raw") or b""
        if not content and vals.get("datas"):
            try:
                content = base64.b64decode(vals["datas"], validate=True)
            except (binascii.Error, TypeError, ValueError):
                content = b""  # fits no ending
        content = content.encode() if isinstance(content, str) else content
        self.env["kim.case.document"]._check_content(content, vals.get("name"))

    @api.model
    def _kim_clean_photo(self, vals):
        """Take place, time and device out of a picture that is being put into a case.

        :param dict vals: field values, "raw" or "datas" replaced in place
        :raises UserError: a picture that cannot be opened
        """
        documents = self.env["kim.case.document"]
        try:
            if vals.get("raw"):
                raw = vals["raw"]
                raw = raw.encode() if isinstance(raw, str) else raw
                vals["raw"] = without_metadata(raw, vals.get("name"))
            elif vals.get("datas"):
                cleaned = documents._clean_file(vals["datas"], vals.get("name"))
                vals["datas"] = cleaned
        except PhotoError as error:
            documents._refuse_photo(str(error))

    @api.model_create_multi
    def create(self, vals_list):
        """Keep a document of a case bound to its record, private and out of the index.

        :raises AccessError: loose, public or with a token, on a record about a person
        :raises UserError: the file of the case is restricted
        """
        # A default of the caller's context places an attachment like a value does.
        placed = {
            name: self.env.context[f"default_{name}"]
            for name in CHOSEN
            if f"default_{name}" in self.env.context
        }
        vals_list = [{**placed, **vals} for vals in vals_list]
        left = [vals for vals in vals_list if is_left(self.env, vals.get("res_model"))]
        for vals in left:
            if not vals.get("res_id") or vals.get("public") or vals.get("access_token"):
                self._kim_refuse()
            # The file of a field is written by its record, which has checks of its own.
            if vals.get("res_field") and not self.env.su:
                self._kim_refuse_change()
            if (vals["res_model"], vals.get("res_field")) != (
                "kim.case.document",
                "file",
            ):
                if not vals.get("res_field"):
                    self._kim_check_upload(vals)
                self._kim_clean_photo(vals)  # the document has cleaned its own
        if not left:
            return super().create(vals_list)
        attachments = super(
            IrAttachment, self.with_context(kim_without_index=True)
        ).create(vals_list)
        attachments = attachments.with_env(self.env)
        attachments._kim_refuse_restricted()
        return attachments

    def _kim_refuse_restricted(self):
        """Add no file to a restricted case, wherever it would hang.

        :raises UserError: the file of the case is restricted
        """
        if self.env.su:
            return
        part = self.pool["kim.case.part.mixin"]
        for model, files in self.grouped("res_model").items():
            ids = files.mapped("res_id")
            if model == "kim.case":
                self.env[model].browse(ids)._refuse_restricted()
            elif model and issubclass(self.pool.get(model, object), part):
                records = self.env[model].browse(ids)
                if not records._kim_when_restricted:
                    records.case_id._refuse_restricted()

    def write(self, vals):
        """Never move a document of a case, open it to the public or index its words.

        :raises AccessError: it was asked for
        """
        moved = {"res_model", "res_id"} & vals.keys()
        left = self._kim_is_left()
        if moved and (left or is_left(self.env, vals.get("res_model"))):
            self._kim_refuse()
        if left and (vals.get("public") or vals.get("access_token")):
            self._kim_refuse()
        # Odoo's own routes write previews as superuser: a second copy of the file.
        if left and (vals.keys() & (PREVIEWS if self.env.su else CONTENT)):
            self._kim_refuse_change()
        if left and (vals.get("raw") or vals.get("datas")):
            vals = dict(vals)
            self._kim_clean_photo(vals)
        if left and "index_content" in vals:
            vals = {**vals, "index_content": False}
        return super().write(vals)

    def unlink(self):
        """Refuse while the record is there, also to Odoo's routes that use sudo.

        :raises UserError: one of them belongs to a case
        """
        if self._kim_is_left():
            self._kim_refuse_change()
        return super().unlink()

    def _retention_unlink(self):
        """Delete documents for good; only the retention run of their record calls this.

        :return: True
        """
        return super().unlink()

    def copy(self, default=None):
        """Refuse for documents of a case: a copy could be put anywhere.

        :raises UserError: one of them belongs to a case
        """
        if self._kim_is_left():
            self._kim_refuse()
        return super().copy(default)

    def _set_attachment_data(self, asbytes):
        if self._kim_is_left():
            self = self.with_context(kim_without_index=True)
        return super()._set_attachment_data(asbytes)

    def _get_datas_related_values(self, data, mimetype):
        values = super()._get_datas_related_values(data, mimetype)
        if self.env.context.get("kim_without_index"):
            values["index_content"] = False
        return values

    def _to_http_stream(self):
        stream = super()._to_http_stream()
        self._kim_note_download()
        return stream

    @api.depends("store_fname", "db_datas")
    def _compute_raw(self):
        result = super()._compute_raw()
        self._kim_note_download()
        return result

    def _kim_note_download(self):
        """Log that documents of a case leave the house by this user's hand."""
        for attachment in self._kim_places_sudo():  # the look itself was checked
            if is_left(self.env, attachment.res_model) and attachment.res_id:
                self.env["kim.access.log"]._note_look(
                    self.env[attachment.res_model].browse(attachment.res_id), "download"
                )
