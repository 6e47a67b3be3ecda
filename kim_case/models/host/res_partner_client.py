from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

# What describes the contact itself: it goes with the contact or stays harmless.
OWN_TABLES = (
    "bus_%",
    "discuss_%",
    "kim_partner_field_tag_rel",
    "mail_%",
    "res_partner_category_rel",
    "res_partner_res_partner_category_rel",
)
TEXT_TYPES = ("char", "text", "html", "date", "datetime", "binary", "float")


class ResPartner(models.Model):
    """A contact on its way out of the contacts, when it becomes a client.

    The contact never learns of it: no link, no message, no line in its history.
    """

    _inherit = "res.partner"

    def action_kim_take(self):
        """Open the form that takes this contact over as a client.

        :return: window action of ``kim.client.take``
        :raises AccessError: the user leads no cases or may not read the contact
        :raises UserError: the contact is an institution
        """
        self.ensure_one()
        self._check_kim_take()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kim_case.kim_client_take_action"
        )
        action["context"] = {"default_partner_id": self.id}
        return action

    def _check_kim_take(self):
        if not self.env.user.has_group("kim_case.group_kim_case_user"):
            raise AccessError(self.env._("Only case managers open cases."))
        self.check_access("read")
        if self.is_company:
            raise UserError(
                self.env._("This contact is an institution. A client is a person.")
            )

    def _kim_is_used(self):
        """Tell whether anything but the contact itself stands on this contact.

        Users, invoices, seats, meetings, contacts below it: asked of the foreign keys
        of the database, so that a further app is asked too. It says no more than yes.

        :return: bool
        """
        self.ensure_one()
        own = SQL(" OR ").join(
            SQL("cl.relname LIKE %s", name.replace("_", r"\_")) for name in OWN_TABLES
        )
        links = self.env.execute_query(
            SQL(
                """
                SELECT cl.relname, att.attname
                  FROM pg_constraint AS con
                  JOIN pg_class AS cl ON cl.oid = con.conrelid
                  JOIN pg_attribute AS att
                    ON att.attrelid = cl.oid AND att.attnum = con.conkey[1]
                 WHERE con.contype = 'f'
                   AND con.confrelid = 'res_partner'::regclass
                   AND NOT (%s)
                """,
                own,
            )
        )
        passing = {
            model._table for model in self.env.registry.values() if model._transient
        }
        self.env.flush_all()
        queries = [
            SQL(
                "EXISTS (SELECT FROM %s WHERE %s = %s AND %s)",
                SQL.identifier(table),
                SQL.identifier(column),
                self.id,
                SQL("id <> %s", self.id) if table == self._table else SQL("TRUE"),
            )
            for table, column in links
            if table not in passing
        ]
        ((used,),) = self.env.execute_query(SQL("SELECT %s", SQL(" OR ").join(queries)))
        return used

    def _kim_may_leave(self):
        """Tell whether this user may archive or anonymise the contact."""
        self.ensure_one()
        return self.has_access("write") and not self._kim_is_used()

    def _kim_archive(self):
        """Archive the contact under the user's own rights; nothing is posted."""
        self._check_kim_leave()
        self.with_context(tracking_disable=True).action_archive()

    def _kim_anonymise(self):
        """Empty the contact, its history and files, and archive it.

        What remains is a row without anything about the person.
        """
        self._check_kim_leave()
        files = self.env["ir.attachment"].sudo()  # may write the contact: see above
        files.search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)]
        ).unlink()
        # Its history goes with it, and what this user does not even see of it.
        contact_sudo = self.sudo()
        contact_sudo.activity_ids.unlink()
        contact_sudo.message_ids.unlink()
        contact_sudo.message_follower_ids.unlink()
        vals = {
            name: False
            for name, field in self._fields.items()
            if field.store
            and not field.required
            and not field.related
            and field.type in TEXT_TYPES
            and (not field.compute or not field.readonly)
            and name not in ("create_date", "write_date")
        }
        for name in (
            "category_id",
            "country_id",
            "lang",
            "parent_id",
            "state_id",
            "tz",
        ):
            vals[name] = False
        vals |= {"name": self.env._("Anonymised"), "image_1920": False, "active": False}
        contact_sudo.with_context(tracking_disable=True).write(vals)

    def _check_kim_leave(self):
        self.check_access("write")
        if self._kim_is_used():
            raise UserError(
                self.env._(
                    "This contact is still used elsewhere, for example by a user, a "
                    "seat or an invoice. It stays as it is."
                )
            )
