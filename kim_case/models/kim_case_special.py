from odoo import fields, models


class KimCaseSpecial(models.Model):
    """A special category of personal data (Art. 9 DSGVO), with its own access.

    Only access rows that say so open it, and each look is logged as such
    (decisions, no. 11).
    """

    _name = "kim.case.special"
    _inherit = ["kim.case.part.mixin", "kim.social.data.mixin"]
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
    # A residence title has a beginning and an end; so has much else.
    date_from = fields.Date(string="From")
    date_until = fields.Date(string="Until")

    _check_dates = models.Constraint(
        "CHECK(date_until IS NULL OR date_from IS NULL OR date_until >= date_from)",
        "The end lies before the beginning.",
    )
