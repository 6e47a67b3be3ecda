from odoo import fields, models


class KimCaseSpecial(models.Model):
    """A special category of personal data (Art. 9 DSGVO), with its own access.

    Only access rows that say so open it, and each look is logged as such
    (decisions, no. 11).
    """

    _name = "kim.case.special"
    _inherit = ["kim.case.part.mixin"]
    _description = "Special category"
    _order = "case_id, kind, id"

    _log_action = "special"

    kind = fields.Selection(
        selection=[
            ("health", "Health"),
            ("disability", "Disability"),
            ("religion", "Religion"),
            ("violence", "Violence"),
            ("residence", "Residence and asylum"),
        ],
        required=True,
    )
    content = fields.Text(required=True)
    source = fields.Char(size=200, help="Who told it, on what occasion.")
    purpose = fields.Char(size=200, help="What it is needed for.")
