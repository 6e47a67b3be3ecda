from odoo import api, fields, models
from odoo.exceptions import ValidationError


class KimParticipation(models.Model):
    """Who takes part in a session: an institution with a number, or a person (17, 18).

    Volunteers need no institution. The person is named only where the person's own
    entry is wanted, for example for an invitation.
    """

    _name = "kim.participation"
    _inherit = ["kim.recorded.mixin", "kim.session.part.mixin"]
    _description = "Participation"
    _order = "session_id, role, id"

    _recorded_links = ("institution_id", "partner_id")

    institution_id = fields.Many2one(
        comodel_name="res.partner",
        string="Institution",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
    )
    actor_kind_id = fields.Many2one(
        comodel_name="kim.actor.kind",
        string="Group",
        index="btree_not_null",
        ondelete="restrict",
        help="Kind of institution, for example Jugendamt or volunteers.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', False)]",
        help="Optional. Is deleted from the list after two years.",
    )
    headcount = fields.Integer(string="Persons", required=True, default=1)
    role = fields.Selection(
        selection=[
            ("host", "Host"),
            ("speaker", "Speaker"),
            ("participant", "Participant"),
        ],
        required=True,
        default="participant",
        index=True,
    )
    attendance = fields.Selection(
        selection=[
            ("invited", "Invited"),
            ("attended", "Attended"),
            ("excused", "Excused"),
        ],
        required=True,
        default="invited",
    )

    _check_headcount = models.Constraint(
        "CHECK(headcount > 0)", "The number of persons must be larger than zero."
    )

    @api.depends("institution_id", "actor_kind_id", "headcount")
    def _compute_display_name(self):
        for participation in self:
            participation.display_name = (
                f"{participation._group_label()} ({participation.headcount})"
            )

    @api.constrains("institution_id", "actor_kind_id", "partner_id", "headcount")
    def _check_who(self):
        for participation in self:
            if not (
                participation.institution_id
                or participation.actor_kind_id
                or participation.partner_id
            ):
                raise ValidationError(
                    self.env._("Please choose an institution, a group or a person.")
                )
            if participation.partner_id and participation.headcount != 1:
                raise ValidationError(
                    self.env._("A named person counts as one; add a line per person.")
                )

    def _counted(self):
        """Return those who count as participants: before the session who is expected,
        afterwards who came; hosts and speakers never (17).
        """
        return self.filtered(
            lambda p: (
                p.role == "participant"
                and (
                    p.attendance == "attended"
                    or (
                        p.attendance == "invited"
                        and p.session_id.state in ("planned", "invited")
                    )
                )
            )
        )

    def _group_label(self):
        """Return how the line is named in lists without persons."""
        self.ensure_one()
        return (
            (self.institution_id and self._recorded_name("institution_id"))
            or self.actor_kind_id.name
            or self.partner_id.commercial_partner_id.filtered("is_company").name
            or self.env._("Without institution")
        )
