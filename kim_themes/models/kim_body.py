from odoo import api, fields, models
from odoo.exceptions import ValidationError


class KimBody(models.Model):
    _inherit = "kim.body"

    _door_fields = frozenset({"district_id", "mandate_decision_id"})

    mandate_decision_id = fields.Many2one(
        comodel_name="kim.decision",
        string="Mandated by",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        help="A project group works after a mandate of the steering group.",
    )
    date_deadline = fields.Date(string="Mandate ends on")
    kim_project_ids = fields.One2many(
        comodel_name="project.project",
        inverse_name="kim_body_id",
        string="Project",
        readonly=True,
    )
    decision_ids = fields.One2many(
        comodel_name="kim.decision", inverse_name="body_id", string="Decisions"
    )

    _mandate_uniq = models.UniqueIndex(
        "(mandate_decision_id) WHERE mandate_decision_id IS NOT NULL",
        "This mandate already has its project group.",
    )

    @api.constrains("kind", "mandate_decision_id")
    def _check_mandate(self):
        for body in self.filtered(lambda b: b.kind == "project_group"):
            decision_sudo = body.sudo().mandate_decision_id  # papers not yet published
            if not (
                decision_sudo.is_adopted
                and decision_sudo.mandate
                and decision_sudo.district_id == body.district_id
            ):
                raise ValidationError(
                    self.env._(
                        "A project group needs a mandate: record a decision of the "
                        "steering group that mandates it, then use “Open project "
                        "group” there."
                    )
                )
