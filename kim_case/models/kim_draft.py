from odoo import api, fields, models


class KimDraft(models.TransientModel):
    """What someone had typed when a save was refused while the tab was closing.

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

    @api.model
    def _keep(self, record, vals):
        """Keep ``vals`` that the user could not save in ``record``."""
        self.sudo().create(  # nobody has rights here; the author is create_uid
            {"res_model": record._name, "res_id": record.id, "vals": vals}
        )

    @api.model
    def _own(self, records):
        """Return the current user's drafts for ``records``, oldest first."""
        return self.sudo().search(  # the domain lets through nothing but one's own
            [
                ("create_uid", "=", self.env.uid),
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
            ],
            order="id",
        )

    @api.model
    def _own_places(self):
        """Return [[model, id]] where the current user has drafts; no content."""
        drafts = self.sudo().search([("create_uid", "=", self.env.uid)], order="id")
        return [[draft.res_model, draft.res_id] for draft in drafts]

    @api.model
    def _forget(self, records):
        """Delete everyone's drafts for records that are being deleted."""
        self.sudo().search(  # the text of others goes with the record
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        ).unlink()
