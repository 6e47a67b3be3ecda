"""Documents of a case: letters, notices, forms, with their kind and date."""

import base64
import binascii

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.dates import berlin_today
from ...tools.photo import HEIF_ENDINGS, PhotoError, is_heif, without_metadata
from ...tools.upload import (
    ENDINGS,
    MAX_MEGABYTES,
    MEGABYTE,
    PICTURES,
    ending_of,
    fits,
    is_picture,
)

MAX_NAME = 200
MAX_PAST_YEARS = 100


class KimCaseDocument(models.Model):
    """A document of a case (Unterlage): who may read the case reads it, nobody else.

    The file hangs on its record from the first moment: a loose one is read by
    administrators.
    """

    _name = "kim.case.document"
    _inherit = ["kim.case.part.mixin"]
    _description = "Document"
    _order = "id desc"

    _door_fields = frozenset(
        {"added_by_id", "added_on", "case_id", "company_id", "release_id"}
    )

    name = fields.Char(string="What", size=MAX_NAME, required=True)
    kind = fields.Selection(
        selection=[
            ("notice", "Notice of an authority"),
            ("letter", "Letter"),
            ("form", "Form to fill in"),
            ("certificate", "Certificate"),
            ("other", "Other"),
        ],
        required=True,
        default="letter",
    )
    date = fields.Date(string="Date of the document", help="As it stands on the paper.")
    file = fields.Binary(attachment=True, required=True)
    file_name = fields.Char(string="File name", size=255)
    added_on = fields.Datetime(
        string="Added on", readonly=True, required=True, default=fields.Datetime.now
    )
    added_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Added by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    is_image = fields.Boolean(compute="_compute_is_image")
    remark = fields.Text()
    deadline_ids = fields.One2many(
        comodel_name="kim.case.deadline",
        inverse_name="document_id",
        string="Deadlines from it",
    )
    # Read under the client's own rule: a number alone is easily mixed up.
    client_last_name = fields.Char(
        related="case_id.client_id.last_name", related_sudo=False
    )

    _case_idx = models.Index("(case_id, added_on DESC, id DESC)")

    @api.depends("file_name")
    def _compute_is_image(self):
        for document in self:
            document.is_image = (
                (document.file_name or "")
                .lower()
                .endswith((".gif", ".jpeg", ".jpg", ".png", ".webp"))
            )

    @api.constrains("date")
    def _check_date(self):
        today = berlin_today()
        for document in self:
            if document.date and not (
                today - relativedelta(years=MAX_PAST_YEARS) <= document.date <= today
            ):
                raise ValidationError(
                    self.env._(
                        "Please check the date of the document: it cannot lie in the "
                        "future."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Add a document; who and when cannot be chosen.

        :raises ValidationError: file too large, of a wrong kind or without a name
        """
        for vals in vals_list:
            vals.update(added_by_id=self.env.uid, added_on=fields.Datetime.now())
            self._check_file(vals.get("file"), vals.get("file_name"))
            vals["file"] = self._clean_file(vals["file"], vals.get("file_name"))
        return super().create(vals_list)

    def write(self, vals):
        """Refuse to exchange the file: what was in the case stays traceable.

        :raises UserError: another file or file name
        """
        if "file" in vals or "file_name" in vals:
            raise UserError(
                self.env._(
                    "A file is not exchanged: what was in the case stays traceable. "
                    "Add the new version as a document of its own."
                )
            )
        return super().write(vals)

    @api.model
    def _check_file(self, data, file_name):
        """Refuse what is no document: too large, empty, of an unknown or active type.

        :param data: base64 text or bytes, as the web client sends it
        :param str file_name: name with its ending
        :raises ValidationError: says what is wrong and what helps
        """
        if not data:
            raise ValidationError(self.env._("Please choose a file or take a photo."))
        if len(data) > MAX_MEGABYTES * MEGABYTE * 4 / 3 + 4:
            self._refuse_large()
        try:
            content = base64.b64decode(data, validate=True)
        except (binascii.Error, TypeError, ValueError) as error:
            raise ValidationError(
                self.env._("The file arrived damaged. Please try again.")
            ) from error
        self._check_content(content, file_name)

    @api.model
    def _check_content(self, content, file_name):
        """Refuse a content that is too large, or not what its name says.

        :param bytes content: the file
        :param str file_name: name with its ending
        :raises ValidationError: says what is wrong and what helps
        """
        if len(content) > MAX_MEGABYTES * MEGABYTE:
            self._refuse_large()
        if str(file_name or "").lower().endswith(HEIF_ENDINGS) or is_heif(content):
            self._refuse_photo("heif")
        ending = ending_of(file_name)
        if not ending:
            raise ValidationError(
                self.env._(
                    "This kind of file cannot be kept here. Allowed are photos, PDF, "
                    "text, mails and office documents (%(endings)s).",
                    endings=", ".join(ENDINGS),
                )
            )
        if is_picture(content):  # drawn anew, whatever its name says
            return
        if ending in PICTURES:
            self._refuse_photo("unknown")
        if not fits(content, ending):
            raise ValidationError(
                self.env._(
                    "The content of this file is not what its name says. Please save it "
                    "as PDF and add that."
                )
            )

    @api.model
    def _refuse_large(self):
        raise ValidationError(
            self.env._(
                "The file is too large (at most %(max)s MB). Photograph it with a "
                "lower resolution, or split it.",
                max=MAX_MEGABYTES,
            )
        )

    @api.model
    def _clean_file(self, data, file_name):
        """Return a file without what a camera writes beside the picture.

        A photo of a letter tells where and when it was taken: the flat of a person, a
        refuge. Other files than pictures come back as they are.

        :param data: base64 text or bytes
        :param str file_name: name with its ending
        :return: base64 bytes
        :raises ValidationError: a picture that cannot be opened
        """
        try:
            content = base64.b64decode(data, validate=True)
            cleaned = without_metadata(content, file_name)
        except binascii.Error as error:
            raise ValidationError(
                self.env._("The file arrived damaged. Please try again.")
            ) from error
        except PhotoError as error:
            self._refuse_photo(str(error))
        return data if cleaned is content else base64.b64encode(cleaned)

    @api.model
    def _refuse_photo(self, why):
        if why == "heif":
            raise ValidationError(
                self.env._(
                    "Photos of the format HEIC cannot be cleared of place and time. "
                    "Please save the photo as JPEG and add that. On an iPhone: Settings "
                    "› Camera › Formats › Most Compatible."
                )
            )
        if why == "large":
            raise ValidationError(
                self.env._(
                    "This picture has too many pixels or pages. Please photograph it "
                    "with a lower resolution, or save it as PDF and add that."
                )
            )
        raise ValidationError(
            self.env._(
                "This picture cannot be opened: perhaps it arrived damaged. Please take "
                "the photo once more, or save it as PDF and add that."
            )
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    @api.model
    def kim_upload(self, case_id, file_name, data):
        """Put a photo or file into a case, in the request that brings it.

        :param int case_id: ``kim.case`` that the user may write
        :param str file_name: name with its ending
        :param str data: base64
        :return: id of the document
        """
        file_name = str(file_name or "")[-255:]
        return self.create(
            {
                "case_id": int(case_id),
                "name": file_name.rpartition(".")[0][:MAX_NAME] or file_name[:MAX_NAME],
                "file": data,
                "file_name": file_name,
            }
        ).id

    def action_deadline(self):
        """Open the form of a deadline that follows from this document.

        :return: window action with case, notice and date filled in
        """
        self.ensure_one()
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kim_case.kim_case_deadline_quick_action"
        )
        action["context"] = {
            "default_case_id": self.case_id.id,
            "default_document_id": self.id,
        }
        if self.kind == "notice":
            objection = self.env["kim.deadline.kind"]._first(
                [("kind", "=", "objection")], self.case_id.district_id
            )
            action["context"] |= {
                "default_kind_id": objection.id,
                "default_notice_date": fields.Date.to_string(self.date),
            }
        return action

    def _course_line(self):
        """Return how the course shows this document.

        :return: dict of title, text, by, extra
        """
        return {
            "title": self.name,
            "text": self.remark or "",
            "by": self.added_by_id.name,
        }


class KimCaseDeadline(models.Model):
    _inherit = "kim.case.deadline"

    document_id = fields.Many2one(
        comodel_name="kim.case.document",
        string="Document",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    @api.constrains("document_id", "case_id")
    def _check_document(self):
        for deadline in self:
            document_sudo = deadline.document_id.sudo()  # compared, not shown
            if document_sudo and document_sudo.case_id != deadline.case_id.sudo():
                raise ValidationError(
                    self.env._("The document belongs to another case.")
                )


class KimCase(models.Model):
    _inherit = "kim.case"

    document_ids = fields.One2many(
        comodel_name="kim.case.document", inverse_name="case_id", string="Documents"
    )

    @api.model
    def _course_sources(self):
        documents = self.env._("Documents")
        return {
            **super()._course_sources(),
            "document": (
                documents,
                "kim.case.document",
                "added_on",
                Domain.TRUE,
            ),
        }
