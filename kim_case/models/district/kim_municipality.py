from odoo import api, fields, models


class KimMunicipality(models.Model):
    """Town or municipality (kreisangehörige Kommune) of a district (38, 39, 42)."""

    _name = "kim.municipality"
    _inherit = ["kim.bound.mixin", "kim.name.mixin"]
    _description = "Town"
    _order = "name_key, id"

    _bound_for_good = frozenset({"district_id"})

    name = fields.Char(required=True)
    code = fields.Char(
        required=True, size=8, help="Short form at the start of each case number."
    )
    active = fields.Boolean(default=True)
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
    )
    participating = fields.Boolean(default=True)
    is_model = fields.Boolean(string="Model town")
    assignment_ids = fields.Many2many(
        comodel_name="kim.post.assignment",
        relation="kim_post_assignment_municipality_rel",
        column1="municipality_id",
        column2="assignment_id",
        string="Assignments",
    )
    start_date = fields.Date(
        compute="_compute_start_date",
        help="First working day of the first case manager in this town (41).",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(district_id, code)", "Another town of this district has this code."
    )
    _name_uniq = models.Constraint(
        "UNIQUE(district_id, name)", "Another town of this district has this name."
    )

    @api.depends("assignment_ids.date_from", "assignment_ids.function")
    def _compute_start_date(self):
        for town in self:
            days = (
                town.sudo()  # the day is public, who holds the post is not read
                .assignment_ids.filtered(lambda a: a.function == "case_management")
                .mapped("date_from")
            )
            town.start_date = min(days) if days else False

    @api.model
    def _default(self):
        """Return the user's own town, empty for who serves several: she or he is asked.

        :return: ``kim.municipality`` record
        """
        # one's own posts alone are looked at, also by roles that read no posts
        own_sudo = self.sudo().search(self._own_town_domain())
        own = own_sudo.sudo(False)._filtered_access("read")
        return own if len(own) == 1 else self.browse()

    @api.model
    def _own_town_domain(self):
        """Return the domain of towns in which the user holds a current post.

        :return: list, a domain on ``kim.municipality``: those of one's posts
        """
        return [
            (
                "assignment_ids",
                "any",
                [
                    ("holder_id", "=", self.env.user.partner_id.id),
                    ("date_from", "<=", "today"),
                    ("date_until", ">=", "today"),
                ],
            )
        ]
