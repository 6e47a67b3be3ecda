from odoo import fields, models

PLACES = [
    ("inside", "Part of the administration"),
    ("outside", "Outside the administration"),
]


class ResPartner(models.Model):
    """An institution of the network: what it does and for what it stands.

    Nothing of cases, not even a count: any internal user reads contacts.
    """

    _inherit = "res.partner"

    kim_actor_kind_id = fields.Many2one(
        comodel_name="kim.actor.kind",
        string="Kind of institution",
        index="btree_not_null",
        ondelete="restrict",
    )
    kim_place = fields.Selection(selection=PLACES, string="Administration")
    kim_tasks = fields.Text(string="Duties", help="What the institution does.")
    kim_responsibility = fields.Text(
        string="Responsibility", help="For whom and for which area it is responsible."
    )
    kim_resources = fields.Text(
        string="Contribution",
        help="What it can contribute: rooms, languages, staff, knowledge.",
    )
    kim_field_tag_ids = fields.Many2many(
        comodel_name="kim.field.tag",
        relation="kim_partner_field_tag_rel",
        column1="partner_id",
        column2="tag_id",
        string="Fields of action",
        groups="base.group_user",
    )

    def action_kim_refer(self):
        """Refer the inquiry of the context to this institution.

        :raises UserError: the inquiry is closed
        """
        self.ensure_one()
        inquiry = self.env["kim.inquiry"].browse(
            self.env.context.get("kim_inquiry_id") or []
        )
        inquiry.write({"referred_partner_id": self.id})
        inquiry.action_refer()
