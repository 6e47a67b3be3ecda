from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.dates import berlin_today
from ..tools.ruled_field import RuledOne2many

GENDERS = [
    ("female", "Female"),
    ("male", "Male"),
    ("diverse", "Diverse"),
]
FAMILY_STATUSES = [
    ("single", "Single"),
    ("partnership", "Married or in a partnership"),
    ("separated", "Separated or divorced"),
    ("widowed", "Widowed"),
]
EDUCATION_LEVELS = [
    ("none", "No school"),
    ("primary", "Up to 6 years of school"),
    ("secondary", "7 to 10 years of school"),
    ("upper", "More than 10 years of school"),
    ("vocational", "Vocational training"),
    ("university", "University degree"),
]
MAX_NAME = 200


class KimClient(models.Model):
    """A person who seeks advice (Ratsuchende), once per controller.

    Not a contact: any internal user reads contacts. Read only through the access
    rows of her cases; known outside of them by a number (design.md "Contacts").
    Every attribute may stay empty: silence is allowed.
    """

    _name = "kim.client"
    _inherit = ["kim.left.mixin"]
    _description = "Client"
    _rec_name = "number"
    _rec_names_search = ["number", "last_name", "first_name"]
    _order = "last_name, first_name, id"

    _door_fields = frozenset({"company_id", "number"})

    number = fields.Char(required=True, readonly=True, copy=False)
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Controller",
        required=True,
        index=True,
        ondelete="restrict",
    )
    case_ids = RuledOne2many(
        comodel_name="kim.case", inverse_name="client_id", string="Cases"
    )
    last_name = fields.Char(required=True, size=MAX_NAME, index="trigram")
    first_name = fields.Char(size=MAX_NAME)
    birth_date = fields.Date()
    birth_year = fields.Integer(
        compute="_compute_birth_year", store=True, readonly=False, aggregator=None
    )
    gender = fields.Selection(selection=GENDERS)
    family_status = fields.Selection(selection=FAMILY_STATUSES)
    education_level = fields.Selection(selection=EDUCATION_LEVELS)
    country_id = fields.Many2one(
        comodel_name="res.country", string="Country of origin", ondelete="restrict"
    )
    language_id = fields.Many2one(
        comodel_name="kim.language", string="Language", ondelete="restrict"
    )
    interpreter_needed = fields.Boolean()
    phone = fields.Char(size=64)
    email = fields.Char(size=MAX_NAME)
    street = fields.Char(size=MAX_NAME)
    street2 = fields.Char(size=MAX_NAME)
    zip = fields.Char(size=16)
    city = fields.Char(size=MAX_NAME)

    _number_uniq = models.Constraint(
        "UNIQUE(company_id, number)", "This client number is already in use."
    )

    @api.depends("birth_date")
    def _compute_birth_year(self):
        for client in self:
            if client.birth_date:
                client.birth_year = client.birth_date.year
            else:
                client.birth_year = client.birth_year or 0

    @api.constrains("birth_date", "birth_year")
    def _check_birth(self):
        this_year = berlin_today().year
        for client in self:
            year = client.birth_year
            if year and not this_year - 120 <= year <= this_year:
                raise ValidationError(
                    self.env._(
                        "Please check the date of birth: the year cannot be right."
                    )
                )
            if client.birth_date and client.birth_date.year != year:
                raise ValidationError(
                    self.env._("Date and year of birth do not agree.")
                )

    def _log_case_ids(self):
        return set(self.sudo().case_ids.ids)  # the look itself was checked
