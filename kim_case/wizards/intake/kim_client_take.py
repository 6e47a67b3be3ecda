from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import escape_psql

from ...models.intake.kim_client import MAX_NAME
from ...models.intake.kim_inquiry import ADVICES
from ...tools.dates import berlin_today

# Where other apps keep a date of birth on the contact; Odoo itself has none.
BIRTH_FIELDS = ("birthdate_date", "birthdate", "birthday")


class KimClientTake(models.TransientModel):
    """A contact becomes a client: copied through the birth door, and no link is kept.

    Town, way to us and legal basis as with any intake; the inquiry is counted. Then
    the contact may be archived or anonymised. The row is emptied when it is done.
    """

    _name = "kim.client.take"
    _inherit = "kim.case.open"
    _description = "Take over a contact as a client"

    inquiry_id = fields.Many2one(required=False)
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Contact", required=True, ondelete="cascade"
    )
    is_user = fields.Boolean(compute="_compute_is_user")
    user_confirmed = fields.Boolean(string="Yes, this person seeks advice")
    municipality_id = fields.Many2one(
        comodel_name="kim.municipality",
        string="Town",
        default=lambda self: self.env["kim.municipality"]._default(),
    )
    access_route_id = fields.Many2one(
        comodel_name="kim.access.route", string="Access route"
    )
    date = fields.Date(string="Inquiry of", required=True, default=berlin_today)
    life_domain_ids = fields.Many2many(
        comodel_name="kim.life.domain", string="Problem areas"
    )
    actor_kind_ids = fields.Many2many(
        comodel_name="kim.actor.kind", string="Institutions involved"
    )
    advice = fields.Selection(
        selection=ADVICES, compute="_compute_advice", related=None
    )
    email = fields.Char(size=MAX_NAME)
    street = fields.Char(size=MAX_NAME)
    street2 = fields.Char(size=MAX_NAME)
    zip = fields.Char(size=16)
    city = fields.Char(size=MAX_NAME)
    has_own_double = fields.Boolean(compute="_compute_has_own_double")
    may_leave = fields.Boolean(compute="_compute_may_leave")
    afterwards = fields.Selection(
        selection=[
            ("keep", "Stays as it is"),
            ("archive", "Archive it"),
            ("anonymise", "Empty it: nothing about the person stays"),
        ],
        string="The contact",
        required=True,
        default="keep",
    )

    # ------------------------------------------------------------------
    # What the contact holds
    # ------------------------------------------------------------------
    @api.model
    def default_get(self, fields):
        """Copy what stands on the contact."""
        values = super().default_get(fields)
        partner = self.env["res.partner"].browse(values.get("partner_id"))
        if partner:
            partner._check_kim_take()
            copied = self._from_contact(partner)
            values |= {name: copied[name] for name in copied if name in fields}
        return values

    @api.model_create_multi
    def create(self, vals_list):
        """Begin with a contact that one may read; see ``_check_kim_take``."""
        forms = super().create(vals_list)
        forms.partner_id.check_access("read")
        return forms

    @api.model
    def _from_contact(self, partner):
        """Return what is copied from a contact, as fields of this form.

        The country of the address is no country of origin and is not copied.
        """
        values = {
            name: (partner[name] or "")[: self._fields[name].size] or False
            for name in ("email", "phone", "street", "street2", "zip", "city")
        }
        name = " ".join((partner.name or "").split())
        if "," in name:
            last, _comma, first = name.partition(",")
        else:
            first, _space, last = name.rpartition(" ")
        values |= {
            "last_name": last.strip()[:MAX_NAME],
            "first_name": first.strip()[:MAX_NAME],
        }
        known = [
            field
            for field in BIRTH_FIELDS
            if field in partner._fields and partner._fields[field].type == "date"
        ]
        if known and partner[known[0]]:
            values["birth_date"] = partner[known[0]]
        return values

    def _company(self):
        return self.env.company

    @api.depends("partner_id")
    def _compute_language(self):
        """Take the contact's language, unless every new contact gets it by itself."""
        # Kept fields are computed in sudo: whose contact it is still counts.
        self.partner_id._origin.sudo(False).check_access("read")
        usual = self.env.company.partner_id.lang or self.env.user.lang
        languages = self.env["kim.language"]
        for wizard in self:
            district = wizard.municipality_id.district_id
            code = (wizard.partner_id.lang or "").split("_")[0]
            told = code and wizard.partner_id.lang != usual
            wizard.language_id = told and languages._first(
                [("code", "=", code)], district
            )
            wizard.interpreter = False

    @api.depends("partner_id")
    def _compute_is_user(self):
        for wizard in self:
            users_sudo = wizard.partner_id.sudo().with_context(active_test=False)
            wizard.is_user = bool(users_sudo.user_ids)  # whether, not who

    @api.depends("partner_id")
    def _compute_may_leave(self):
        for wizard in self:
            partner = wizard.partner_id
            wizard.may_leave = bool(partner) and partner._kim_may_leave()

    @api.depends("life_domain_ids", "actor_kind_ids", "municipality_id")
    def _compute_advice(self):
        for wizard in self:
            wizard.advice = wizard.env["kim.inquiry"].new(wizard._inquiry_vals()).advice

    @api.depends("last_name", "first_name", "birth_date", "birth_year")
    def _compute_has_own_double(self):
        """Hint at an own client of this name; others are found when it is saved."""
        clients = self.env["kim.client"]
        for wizard in self:
            year = wizard.birth_date.year if wizard.birth_date else wizard.birth_year
            found = clients
            if wizard.last_name:
                domain = Domain("company_id", "=", wizard._company().id)
                for name in ("last_name", "first_name"):
                    if wizard[name]:
                        domain &= Domain(name, "=ilike", escape_psql(wizard[name]))
                found = clients.search(domain, limit=20)
            wizard.has_own_double = any(
                not year or not client.birth_year or client.birth_year == year
                for client in found
            )

    # ------------------------------------------------------------------
    # The act
    # ------------------------------------------------------------------
    def _inquiry_vals(self):
        self.ensure_one()
        return {
            "company_id": self._company().id,
            "municipality_id": self.municipality_id.id,
            "access_route_id": self.access_route_id.id,
            "date": self.date,
            "language_id": self.language_id.id,
            "interpreter_needed": self.interpreter,
            "life_domain_ids": [(6, 0, self.life_domain_ids._origin.ids)],
            "actor_kind_ids": [(6, 0, self.actor_kind_ids._origin.ids)],
        }

    def _client_vals(self):
        return {
            **super()._client_vals(),
            "email": self.email,
            "street": self.street,
            "street2": self.street2,
            "zip": self.zip,
            "city": self.city,
        }

    def _open_case(self):
        """Count the inquiry, open the case, then do with the contact what was chosen.

        :return: ``kim.case`` record
        :raises UserError: town or route is missing, or the contact is a user's own
        """
        self.partner_id._check_kim_take()
        if self.is_user and not self.user_confirmed:
            raise UserError(
                self.env._(
                    "This contact belongs to a user account. Please confirm that this "
                    "person seeks advice."
                )
            )
        if not (self.municipality_id and self.access_route_id):
            raise UserError(
                self.env._("Please choose the town and how the person found you.")
            )
        self.inquiry_id = self.env["kim.inquiry"].create(self._inquiry_vals())
        case = super()._open_case()
        if self.afterwards == "archive":
            self.partner_id._kim_archive()
        elif self.afterwards == "anonymise":
            self.partner_id._kim_anonymise()
        return case
