from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import escape_psql

from ...models.host.res_partner import PLACES

KIM_FIELDS = (
    "kim_actor_kind_id",
    "kim_place",
    "kim_tasks",
    "kim_responsibility",
    "kim_resources",
    "kim_field_tag_ids",
)
CONTACT_FIELDS = ("name", "city", "phone", "email", "website")


class KimInstitution(models.TransientModel):
    """Small form on an institution: the network adds what it knows (matrix, row 23).

    Who takes part may add an institution and say what it does; names and addresses
    of existing contacts stay with the coordination.
    """

    _name = "kim.institution"
    _inherit = ["kim.length.mixin"]
    _description = "Institution of the network"

    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Institution", ondelete="cascade"
    )
    name = fields.Char()
    city = fields.Char(string="Place")
    phone = fields.Char()
    email = fields.Char()
    website = fields.Char()
    kim_actor_kind_id = fields.Many2one(
        comodel_name="kim.actor.kind", string="Kind of institution"
    )
    kim_place = fields.Selection(selection=PLACES, string="Administration")
    kim_tasks = fields.Text(string="Duties")
    kim_responsibility = fields.Text(string="Responsibility")
    kim_resources = fields.Text(string="Contribution")
    kim_field_tag_ids = fields.Many2many(
        comodel_name="kim.field.tag", string="Fields of action"
    )

    @api.model
    def default_get(self, fields):
        """Show what an institution says already, where one was chosen."""
        values = super().default_get(fields)
        partner = self.env["res.partner"].browse(values.get("partner_id"))
        if partner:
            values["name"] = partner.name
            for name in KIM_FIELDS:
                values[name] = partner._fields[name].convert_to_write(
                    partner[name], partner
                )
        return values

    def action_save(self):
        """Write the small form to the institution, or add a new one.

        :return: action that closes the dialog, or opens the new institution
        :raises AccessError: the user does not take part in KIM
        :raises UserError: not an institution, no name, or known already
        """
        self.ensure_one()
        if not self.env.user.has_group("kim_case.group_kim_participant"):
            raise AccessError(self.env._("Only the KIM network adds institutions."))
        values = {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in KIM_FIELDS
        }
        partner = self.partner_id
        if partner:
            partner.check_access("read")
            if not partner.is_company:
                raise UserError(self.env._("This contact is a person."))
            partner.sudo().write(values)  # KIM fields only; checked above
            return {"type": "ir.actions.act_window_close"}
        partner = self._create_partner(values)
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": partner.id,
            "views": [(self.env.ref("kim_case.res_partner_view_form_kim").id, "form")],
        }

    def _create_partner(self, values):
        name = (self.name or "").strip()
        if not name:
            raise UserError(self.env._("Please enter the name of the institution."))
        partners = self.env["res.partner"]
        if partners.search_count(
            [("is_company", "=", True), ("name", "=ilike", escape_psql(name))], limit=1
        ):
            raise UserError(
                self.env._("“%(name)s” is known already. Look it up.", name=name)
            )
        contact = {field: self[field] for field in CONTACT_FIELDS}
        partner = partners.sudo().create(  # participants add institutions, no persons
            {**contact, **values, "name": name, "is_company": True}
        )
        return partner.sudo(False)  # back to the rights of the user
