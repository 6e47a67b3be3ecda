from odoo import fields, models


class KimCasePerson(models.Model):
    """A person on the case beside the client: household, family, confidant.

    The date of birth is entered where a step needs it (an application for a child, a
    place in a nursery); the year is enough everywhere else, and nothing is, too.
    """

    _name = "kim.case.person"
    _inherit = [
        "kim.case.part.mixin",
        "kim.social.data.mixin",
        "kim.person.mixin",
        "kim.name.mixin",
    ]
    _description = "Person on the case"
    _order = "case_id, id"
    _rec_names_search = ["last_name", "first_name"]
    _name_parts = ("last_name", "first_name")

    _door_fields = frozenset({"case_id", "company_id", "name_key"})

    relation = fields.Selection(
        selection=[
            ("partner", "Partner"),
            ("child", "Child"),
            ("parent", "Parent"),
            ("relative", "Other relative"),
            ("confidant", "Confidant"),
            ("guardian", "Guardian"),
        ],
        required=True,
    )
    in_household = fields.Boolean(default=True)
    phone = fields.Char(size=64)
    remark = fields.Text()
