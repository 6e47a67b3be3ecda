from odoo import fields, models


class KimDataCategory(models.Model):
    """Category of data that a release covers: name, household, language, health, …

    What a category contains is read from the case by its kind; the catalogue only says
    which life domains or which special category belong to it.
    """

    _name = "kim.data.category"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Category of data"

    kind = fields.Selection(
        selection=[
            ("identity", "Name and date of birth"),
            ("contact", "Address and phone"),
            ("household", "Persons of the household"),
            ("wish", "Own words and strengths"),
            ("domains", "Life domains"),
            ("special", "Special category"),
            ("steps", "Next steps"),
        ],
        required=True,
        default="domains",
        help="Decides what is taken from the case.",
    )
    special_kind = fields.Selection(
        # Described, not copied: so the words come in the reader's language.
        selection=lambda self: (
            self.env["kim.case.special"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        string="Special category (Art. 9 GDPR)",
    )
    life_domain_ids = fields.Many2many(
        comodel_name="kim.life.domain",
        relation="kim_data_category_life_domain_rel",
        column1="category_id",
        column2="life_domain_id",
        string="Life domains",
        help="Entries of these life domains belong to the category.",
    )

    _check_special = models.Constraint(
        "CHECK((kind = 'special') = (special_kind IS NOT NULL))",
        "A special category, and only such a one, says which one it is.",
    )
