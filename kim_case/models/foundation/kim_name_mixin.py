from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import names

ROLES = (
    "group_kim_participant",
    "group_kim_team_lead",
    "group_kim_auditor",  # data protection too
    "group_kim_admin",
)


class NameKey(fields.Char):
    """A name as ``tools.names.key`` spells it, stored for search and order.

    Its column orders by bytes, whatever the collation of the database. It is as much
    content as the name: it is never grouped by or exported, and read, searched and
    ordered by under the rules of its record.
    """

    _column_type = ("varchar", 'varchar COLLATE "C"')

    def _description_groupable(self, env):
        return False


class KimNameMixin(models.AbstractModel):
    """A record that people look for by a name, in whatever spelling they type it."""

    _name = "kim.name.mixin"
    _description = "Record found by its name"

    # Fields of which the name consists, in the order in which lists are sorted.
    _name_parts = ("name",)

    name_key = NameKey(
        string="Name for search",
        compute="_compute_name_key",
        store=True,
        precompute=True,
        index="trigram",  # left out where the database has no pg_trgm
        exportable=False,
        copy=False,
    )

    @api.depends(lambda self: self._name_parts)
    def _compute_name_key(self):
        for record in self:
            record.name_key = names.key(*(record[name] for name in self._name_parts))

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        return self._or_name_key(domain, operator, value, "name_key")

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        # A list sorted by its name is sorted by the key.
        if field_name == self._name_parts[0]:
            field_name = "name_key"
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)


class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def _or_name_key(self, domain, operator, value, path):
        """Return the domain of a search by name, widened by other spellings.

        :param domain: what Odoo searches by itself
        :param str operator: of the search
        :param value: what was typed
        :param str path: path to a field made by ``tools.names.key``
        :return: ``Domain``, or ``domain`` where nothing was typed
        """
        if not isinstance(value, str) or not value or domain is NotImplemented:
            return domain
        if operator in ("ilike", "like"):
            return Domain(domain) | Domain(names.search_domain(path, value))
        if operator in ("not ilike", "not like"):
            found = Domain(names.search_domain(path, value))
            return Domain(domain) & (~found | Domain(path, "=", False))
        return domain


class ResPartner(models.Model):
    """A contact found by its name in any spelling, by who takes part in KIM.

    Everybody else searches contacts as Odoo does.
    """

    _inherit = "res.partner"

    kim_name_key = NameKey(
        string="Name for search in KIM",
        compute="_compute_kim_name_key",
        store=True,
        precompute=True,
        index="trigram",
        exportable=False,
        copy=False,
    )

    @api.depends("name")
    def _compute_kim_name_key(self):
        for partner in self:
            partner.kim_name_key = names.key(partner.name)

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if not self.env.user._has_kim_role():
            return domain
        return self._or_name_key(domain, operator, value, "kim_name_key")


class ResUsers(models.Model):
    """A colleague found by her or his name in any spelling."""

    _inherit = "res.users"

    def _has_kim_role(self):
        """Tell whether somebody has any role in KIM; who has none keeps Odoo's ways."""
        return any(self.has_group(f"kim_case.{group}") for group in ROLES)

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if not self.env.user._has_kim_role():
            return domain
        return self._or_name_key(domain, operator, value, "partner_id.kim_name_key")
