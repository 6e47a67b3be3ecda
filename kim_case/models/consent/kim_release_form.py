"""The paper of a release: printed for the signature, put back into the file signed."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.dates import berlin_today


class KimRelease(models.Model):
    """Form of a release: in German and in the language of the person, and signed."""

    _inherit = "kim.release"

    document_ids = fields.One2many(
        comodel_name="kim.case.document",
        inverse_name="release_id",
        string="Signed form",
    )

    def action_print_form(self):
        """Open the print of this release, with the choice of the language.

        :return: window action
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kim_case.kim_case_print_action"
        )
        action["context"] = {
            "default_case_id": self.case_id.id,
            "default_document": "release",
            "default_release_id": self.id,
        }
        return action

    def action_add_signed(self):
        """Open the form that puts the signed paper into the file, as photo or scan.

        :return: window action
        """
        self.ensure_one()
        self.check_access("read")
        self.case_id.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signed form"),
            "res_model": "kim.case.document",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_case_id": self.case_id.id,
                "default_release_id": self.id,
                "default_kind": "form",
                "default_name": self.env._(
                    "Signed release for %(institution)s",
                    institution=self.partner_id.name,
                )[:200],
            },
        }


class KimCaseDocument(models.Model):
    _inherit = "kim.case.document"

    release_id = fields.Many2one(
        comodel_name="kim.release",
        string="Signed release",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="This is the signed form of that release.",
    )
    # Outside of its case a release is known by a number alone.
    release_partner = fields.Char(
        related="release_id.partner_id.name",
        string="Signed release for",
        related_sudo=False,
    )

    @api.constrains("release_id", "case_id")
    def _check_release(self):
        for document in self:
            release_sudo = document.release_id.sudo()  # compared, not shown
            if release_sudo and release_sudo.case_id != document.case_id.sudo():
                raise ValidationError(
                    self.env._("The release belongs to another case.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Record the signature with the signed form: nobody has to be asked for it."""
        documents = super().create(vals_list)
        for document in documents.filtered("release_id"):
            release = document.release_id
            if release.state == "given" and release.form == "oral":
                if not release.signed_on:
                    # a form that was filled in before is not signed before it is given
                    day = document.date or berlin_today()
                    release.action_sign(max(day, release.given_on))
        return documents
