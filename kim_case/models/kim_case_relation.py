from odoo import api, fields, models
from odoo.exceptions import ValidationError


class KimCaseRelation(models.Model):
    """A person or institution around the client, as she sees it (Netzwerkkarte).

    Strength, kind and conflict of the relation, and where it lies on the map: the
    nearer to the middle, the nearer to her.
    """

    _name = "kim.case.relation"
    _inherit = ["kim.case.part.mixin"]
    _description = "Relation on the network map"
    _order = "case_id, id"

    name = fields.Char(
        size=200, help="For people and places that are not recorded elsewhere."
    )
    person_id = fields.Many2one(
        comodel_name="kim.case.person",
        string="Person on the case",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('case_id', '=', case_id)]",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Institution",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
    )
    label = fields.Char(compute="_compute_label", string="Who")
    node = fields.Selection(
        selection=[("person", "Person"), ("institution", "Institution")],
        string="Is a",
        required=True,
        default="person",
    )
    kind = fields.Selection(
        selection=[
            ("family", "Family"),
            ("friends", "Friends"),
            ("neighbours", "Neighbourhood"),
            ("work", "Work"),
            ("school", "School and childcare"),
            ("authority", "Authority"),
            ("counselling", "Counselling and help"),
            ("health", "Health"),
            ("leisure", "Leisure, faith, association"),
        ],
        string="Area",
    )
    strength = fields.Selection(
        selection=[("weak", "Loose"), ("medium", "Steady"), ("strong", "Strong")],
        required=True,
        default="medium",
    )
    conflict = fields.Boolean(help="Tense or in dispute: drawn in red.")
    remark = fields.Text()
    pos_x = fields.Float(string="Across", aggregator=None)
    pos_y = fields.Float(string="Down", aggregator=None)

    @api.depends("name", "person_id", "partner_id.name")
    def _compute_label(self):
        for relation in self:
            person = relation.person_id
            relation.label = (
                relation.name
                or f"{person.first_name or ''} {person.last_name or ''}".strip()
                or relation.partner_id.name
            )

    @api.constrains("name", "person_id", "partner_id", "case_id")
    def _check_who(self):
        for relation in self:
            if not (relation.name or relation.person_id or relation.partner_id):
                raise ValidationError(
                    self.env._(
                        "Please say who it is: a name, a person or an institution."
                    )
                )
            if relation.person_id and relation.person_id.case_id != relation.case_id:
                raise ValidationError(
                    self.env._("This person belongs to another case.")
                )


class KimCase(models.Model):
    """The network around the person, and what the network offers."""

    _inherit = "kim.case"

    relation_ids = fields.One2many(
        comodel_name="kim.case.relation",
        inverse_name="case_id",
        string="Network map",
    )

    def action_find_offer(self):
        """Open the offers that fit: life domains, town and language of the case.

        The search takes them along as ordinary filters; nothing of the case is kept.

        :return: window action on ``kim.offer``
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kim_case.kim_offer_action"
        )
        action["context"] = {
            "search_default_current": 1,
            "search_default_fits_case": 1,
            "kim_offer_domains": self.life_domain_ids.ids,
            "kim_offer_town": self.municipality_id.id,
            "kim_offer_language": self.language_id.id,
        }
        return action
