from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.names import same_key

# Of several steps with one institution the map shows how far the furthest has come.
ON_MAP = ("planned", "asked", "accepted")


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
    network_plan = fields.Json(
        string="Institutions of the plan",
        compute="_compute_network_plan",
        help="Whom running steps and referrals name; drawn on the network map.",
    )

    @api.depends_context("lang")
    @api.depends(
        "step_ids.partner_id.name",
        "step_ids.state",
        "step_ids.contact",
        "step_ids.goal_id.dropped",
        "release_ids.validity",
        "relation_ids.label",
        "relation_ids.partner_id",
    )
    def _compute_network_plan(self):
        states = dict(
            self.env["kim.case.step"]._fields["state"]._description_selection(self.env)
        )
        for case in self:
            steps = case.step_ids.filtered(lambda step: step._is_on_map())
            case.network_plan = [
                {
                    "id": partner._origin.id,
                    "name": partner.name,
                    "state": state,
                    "mark": self.env._("Plan") if state == "planned" else states[state],
                    "relation_ids": case._relations_with(partner)._origin.ids,
                }
                for partner, found in steps.grouped("partner_id").items()
                for state in [max(found.mapped("state"), key=ON_MAP.index)]
            ]

    def _relations_with(self, partner):
        """Return the relations of a case that are with an institution.

        :param partner: ``res.partner``
        :return: ``kim.case.relation`` that name it or, written by hand, its name
        """
        name = same_key(partner.name)
        return self.relation_ids.filtered(
            lambda relation: (
                relation.partner_id == partner
                or not (relation.partner_id or relation.person_id)
                and same_key(relation.name) == name
            )
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


class KimCaseStep(models.Model):
    _inherit = "kim.case.step"

    def _is_on_map(self):
        """Tell whether the institution of a step belongs to the network today.

        What has ended drops out, and a referral that no release covers any more.
        """
        return (
            bool(self.partner_id)
            and self.state in ON_MAP
            and not self.goal_id.dropped
            and (self.state == "planned" or self.contact != "we" or self.release_id)
        )
