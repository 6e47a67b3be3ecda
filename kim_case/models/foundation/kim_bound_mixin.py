from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class KimBoundMixin(models.AbstractModel):
    """A record right of the red line stays within what its writer may open.

    Odoo checks a record rule before a write, and never the target of a link: a foreign
    id sent over RPC would move a town, a phase or a post into another district, and its
    label would then be read there (docs/architecture.md, "Links that rights follow").
    """

    _name = "kim.bound.mixin"
    _inherit = ["kim.length.mixin"]
    _description = "Record that stays within its district"

    # Links that are set at birth: too much of the district hangs on them.
    _bound_for_good = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse links to what the user cannot open; derived links follow.

        :raises AccessError: a link leads out of the user's district
        """
        if self.env.su:
            return super().create(vals_list)
        derived = self._bound_derived()
        context = {
            key: value
            for key, value in self.env.context.items()
            if key.removeprefix("default_") not in derived
        }
        vals_list = [
            {name: value for name, value in vals.items() if name not in derived}
            for vals in vals_list
        ]
        records = super(KimBoundMixin, self.with_context(context)).create(vals_list)
        records = records.with_env(self.env)
        names = {name for vals in vals_list for name in vals} | {
            key.removeprefix("default_")
            for key in context
            if key.startswith("default_")
        }
        for name in self._bound_links(names):
            # what the user cannot read is refused by the check
            records._check_bound(name, records.sudo()[name])
        return records

    def write(self, vals):
        """Refuse new links to what the user cannot open, and to move out of reach.

        :raises AccessError: a link leads out of the user's district, or is set for good
        """
        links = [] if self.env.su else self._bound_links(vals)
        if not links:
            return super().write(vals)
        fixed = self._bound_derived() | self._bound_for_good
        self_sudo = self.sudo()  # links compared and checked, never shown
        before = {name: self_sudo[name] for name in links}
        result = super().write(vals)
        for name in links:
            added = self_sudo[name] - before[name]
            if added or before[name] - self_sudo[name]:
                if name in fixed:
                    self._refuse_bound(name)
                self._check_bound(name, added)
        self.check_access("write")  # nobody moves a record out of reach
        return result

    def unlink(self):
        """Refuse, in one sentence, to delete what is used.

        :raises UserError: it is used; where is not said
        """
        self._refuse_used(self)
        return super().unlink()

    @api.model
    def _refuse_used(self, records):
        """Refuse to delete what records of KIM point to, without saying which.

        The database would refuse it too, and Odoo's words for that name the model that
        stands in the way: a consent, say, at a contact.

        :param records: any records
        :raises AccessError: the user may not delete them: then nothing is answered
        :raises UserError: at least one is used
        """
        records.check_access("unlink")
        queries = []
        for name in self.env.registry:
            model = self.env[name]
            if not name.startswith("kim.") or model._abstract or not model._auto:
                continue
            for field in model._fields.values():
                if (
                    field.type == "many2one"
                    and field.store
                    and field.comodel_name == records._name
                    and field.ondelete == "restrict"
                ):
                    model.flush_model([field.name])
                    queries.append(
                        SQL(
                            "(SELECT 1 FROM %s WHERE %s = ANY(%s) LIMIT 1)",
                            SQL.identifier(model._table),
                            SQL.identifier(field.name),
                            records.ids,
                        )
                    )
        if (
            queries
            and records.ids
            and self.env.execute_query(SQL(" UNION ALL ").join(queries))
        ):
            self._say_used()

    @api.model
    def _say_used(self):
        """Say that a record is in use, not where.

        :raises UserError: always
        """
        raise UserError(
            self.env._("This is used in KIM and cannot be deleted. Archive it instead.")
        )

    @api.model
    def _bound_derived(self):
        """Return the stored links that follow from another link of the record."""
        return {
            name
            for name, field in self._fields.items()
            if field.type == "many2one" and field.store and field.related
        }

    @api.model
    def _bound_links(self, names):
        """Return those of these fields that link to KIM's records or to companies."""
        return [
            name
            for name in names
            if (field := self._fields.get(name))
            and field.type in ("many2one", "many2many")
            and field.store
            and (field.comodel_name.startswith("kim.") or name.startswith("company_id"))
        ]

    def _check_bound(self, name, added_sudo):
        """Refuse links to what the user cannot open.

        :param str name: field
        :param added_sudo: records that the field now links to
        :raises AccessError: one of them is not for this user
        """
        if not added_sudo.with_env(self.env).has_access("read"):
            self._refuse_bound(name)

    def _refuse_bound(self, name):
        raise AccessError(
            self.env._(
                "“%(field)s” cannot be set to this. It links only to what belongs to "
                "your own district, and some links stay as they were when the record "
                "was made.",
                field=self._fields[name]._description_string(self.env),
            )
        )
