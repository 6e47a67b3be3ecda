from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.ruled_field import RuledOne2many
from ..foundation.kim_person_mixin import MAX_NAME

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


class KimClient(models.Model):
    """A person who seeks advice (Ratsuchende), once per controller.

    Not a contact: any internal user reads contacts. Read only through the access
    rows of her cases; known outside of them by a number.
    Every attribute may stay empty: silence is allowed.
    """

    _name = "kim.client"
    _inherit = ["kim.left.mixin", "kim.person.mixin", "kim.name.mixin"]
    _description = "Client"
    _rec_name = "number"
    _rec_names_search = ["number", "last_name", "first_name"]
    _order = "name_key, id"
    _name_parts = ("last_name", "first_name")

    _door_fields = frozenset({"company_id", "name_key", "number"})

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
    last_name = fields.Char(required=True, index="trigram")
    gender = fields.Selection(selection=GENDERS)
    family_status = fields.Selection(selection=FAMILY_STATUSES)
    education_level = fields.Selection(selection=EDUCATION_LEVELS)
    country_id = fields.Many2one(
        comodel_name="res.country", string="Country of origin", ondelete="restrict"
    )
    nationality_id = fields.Many2one(
        comodel_name="res.country", string="Nationality", ondelete="restrict"
    )
    nationality_status = fields.Selection(
        selection=[
            ("stateless", "Stateless"),
            ("unclear", "Unclear"),
            ("former", "Of a former state"),
        ],
        string="Without nationality",
        help="Where no country can be given as nationality.",
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
    _list_idx = models.Index("(name_key, id)")

    @api.constrains("last_name", "first_name")
    def _check_names(self):
        if not all((client.last_name or "").strip() for client in self):
            raise ValidationError(self.env._("Please enter the last name."))
        return super()._check_names()

    def write(self, vals):
        """Refuse to work on a person all of whose files are restricted.

        :raises AccessError: not the user's to write
        :raises UserError: says what is still possible
        """
        result = super().write(vals)
        if not self.env.su:  # the rule of writing has been asked
            for client_sudo in self.sudo():  # since when is no content
                cases_sudo = client_sudo.case_ids
                if cases_sudo and all(case.restricted_on for case in cases_sudo):
                    cases_sudo._say_restricted()
        return result

    def _log_case_ids(self):
        return set(self.sudo().case_ids.ids)  # the look itself was checked
