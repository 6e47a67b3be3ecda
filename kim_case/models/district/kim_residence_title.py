from odoo import api, fields, models


class KimResidenceTitle(models.Model):
    """Residence title or document (Aufenthaltstitel), as the person's paper says it.

    With the section it rests on, and the kind of deadline that its end suggests.
    """

    _name = "kim.residence.title"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Residence title"
    _rec_names_search = ["name", "section"]

    section = fields.Char(size=60, help="For example § 25a AufenthG.")
    deadline_kind_id = fields.Many2one(
        comodel_name="kim.deadline.kind",
        string="Suggested deadline",
        ondelete="restrict",
        help="What is proposed for the end of the title; empty where it has none.",
    )

    _code_uniq = models.UniqueIndex(
        "(code) WHERE district_id IS NULL", "This code is already in use."
    )

    @api.depends("name", "section")
    def _compute_display_name(self):
        for title in self:
            title.display_name = " · ".join(filter(None, (title.section, title.name)))
