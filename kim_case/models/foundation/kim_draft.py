from odoo import api, fields, models


class KimDraft(models.TransientModel):
    """What someone had typed and not saved: refused, new, or closed in mid-sentence.

    Kept here and not in the browser: several people share a machine, and a browser
    keeps its storage in clear text. Nobody has rights on this model; its author
    reaches it through the record alone, as long as she may still edit that. It goes
    when she has decided, when the record goes, and after three days (a weekend).
    """

    _name = "kim.draft"
    _description = "Draft of a refused save"
    _transient_max_hours = 72.0

    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True
    )
    vals = fields.Json(string="Values", required=True)
    part = fields.Char(
        help="Model of a new part that was being typed; empty: the record itself."
    )

    @api.model
    def _keep(self, record, vals, part=False):
        """Keep ``vals`` that the user could not save in ``record``.

        :param record: the record, or for a new part the case it belongs to
        :param dict vals: values as for ``write``
        :param str part: model of the new part
        :raises UserError: the file is restricted: nothing could become of the draft
        """
        if part and record._name == "kim.case":
            record._refuse_restricted()
        self.sudo().create(  # nobody has rights here; the author is create_uid
            {
                "res_model": record._name,
                "res_id": record.id,
                "vals": vals,
                "part": part,
            }
        )

    @api.model
    def _own(self, records, part=False):
        """Return the current user's drafts for ``records``, oldest first."""
        return self.sudo().search(  # the domain lets through nothing but one's own
            [
                ("create_uid", "=", self.env.uid),
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("part", "=", part),
            ],
            order="id",
        )

    @api.model
    def _place(self, part, case_id):
        """Return the record that the draft of a new part hangs on.

        A case that is deleted takes what was typed about it along.

        :param part: empty recordset of the part's model
        :param int case_id: ``kim.case``, False before a choice
        :return: the case, or the user
        :raises AccessError: not the user's to write; the same where there is none
        """
        if not case_id or "case_id" not in part._fields:
            return self.env.user
        part._kim_refuse_foreign({"case_id": case_id}, cases_only=True)
        case = self.env["kim.case"].browse(int(case_id))
        case.check_access("write")
        return case

    @api.model
    def _drop(self, part, place):
        """Forget the user's drafts of a new part there, and those before a choice.

        :param str part: model of the new part
        :param place: as ``_place`` returns it, or several cases
        """
        self._own(place, part).unlink()
        if place != self.env.user:
            self._own(self.env.user, part).unlink()

    @api.model
    def _own_parts(self, part):
        """Return the current user's drafts of new parts, the newest first."""
        return self.sudo().search(  # the domain lets through nothing but one's own
            [("create_uid", "=", self.env.uid), ("part", "=", part)],
            order="id desc",
        )

    @api.model
    def _own_places(self):
        """Return [[model, id]] where the current user has drafts; no content."""
        drafts = self.sudo().search(  # the domain lets through nothing but one's own
            [("create_uid", "=", self.env.uid), ("part", "=", False)], order="id"
        )
        return [[draft.res_model, draft.res_id] for draft in drafts]

    @api.model
    def _forget(self, records):
        """Delete everyone's drafts for records that are being deleted."""
        self.sudo().search(  # the text of others goes with the record
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        ).unlink()
