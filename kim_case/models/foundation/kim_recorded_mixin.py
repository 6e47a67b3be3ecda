from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class KimRecordedMixin(models.AbstractModel):
    """A recorded fact about a contact: it keeps name and address of that day.

    A release that was given, a term, a decision: what the contact is called later, and
    where it moves to, changes nothing of it. A model names its links in
    ``_recorded_links`` and calls ``_record_contacts`` in the door that records.
    """

    _name = "kim.recorded.mixin"
    _description = "Recorded fact about contacts"

    # Links to res.partner whose name and address are kept.
    _recorded_links = ()

    recorded_contacts = fields.Json(
        string="Contacts as recorded", readonly=True, copy=False
    )
    recorded_text = fields.Char(
        string="Recorded as",
        compute="_compute_recorded_text",
        help="Name and address of that day, where the contact is called or lies "
        "elsewhere today.",
    )

    @api.depends(lambda self: ["recorded_contacts", *self._recorded_depends()])
    def _compute_recorded_text(self):
        for fact in self:
            texts = []
            for link, kept in (fact.recorded_contacts or {}).items():
                now = fact._contact_values(fact[link]) if link in fact._fields else kept
                if kept != now:
                    texts.append(
                        ", ".join(filter(None, (kept["name"], kept["address"])))
                    )
            fact.recorded_text = "; ".join(texts)

    @api.model
    def _recorded_depends(self):
        """Return the paths to what a contact is called and where it lies today."""
        parts = ("name", "street", "street2", "zip", "city")
        return [f"{link}.{part}" for link in self._recorded_links for part in parts]

    @api.model_create_multi
    def create(self, vals_list):
        """What is recorded is never given by a caller."""
        for vals in vals_list:
            vals["recorded_contacts"] = False
        return super().create(vals_list)

    def write(self, vals):
        """What is recorded is never given by a caller.

        :raises AccessError: it was given
        """
        if "recorded_contacts" in vals:
            raise AccessError(
                self.env._("What is recorded of contacts is kept by KIM itself.")
            )
        return super().write(vals)

    @api.model
    def _contact_values(self, partner):
        """Return name and address of a contact as they stand today.

        :param partner: ``res.partner`` record, may be empty
        :return: dict of ``name`` and ``address``, str
        """
        partner_sudo = partner.sudo()  # what stands on a letter is no secret
        town = " ".join(filter(None, (partner_sudo.zip, partner_sudo.city)))
        address = ", ".join(
            filter(None, (partner_sudo.street, partner_sudo.street2, town))
        )
        return {"name": partner_sudo.name or "", "address": address}

    def _record_contacts(self):
        """Keep name and address of the contacts as they are now; called by doors."""
        for fact in self:
            kept = {
                link: self._contact_values(fact[link])
                for link in self._recorded_links
                if fact[link]
            }
            fact._write_recorded({"recorded_contacts": kept or False})

    def _write_recorded(self, vals):
        """Write past what refuses to change a recorded fact, where there is a door."""
        door = getattr(self, "_door_write", None)
        return door(vals) if door else super().write(vals)

    def _recorded_name(self, link):
        """Return what a contact was called when it was recorded, else its name.

        :param str link: field of ``_recorded_links``
        :return: str
        """
        self.ensure_one()
        kept = (self.recorded_contacts or {}).get(link)
        return kept["name"] if kept else self[link].sudo().name or ""

    def _recorded_keepers(self, partner):
        """Return whom it concerns when a contact of these facts changes.

        :param partner: ``res.partner`` record
        :return: ``res.users`` records
        """
        facts_sudo = self.sudo()  # who is told, never what
        mine = facts_sudo.filtered(
            lambda fact: partner in [fact[link] for link in fact._recorded_links]
        )
        if "case_id" in self._fields:
            return mine.case_id.responsible_id
        companies = mine.district_id.company_id
        group_sudo = self.env.ref("kim_case.group_kim_coordination").sudo()  # members
        return group_sudo.all_user_ids.filtered(
            lambda user: companies & user.company_ids
        )

    @api.model
    def _recorded_models(self):
        """Return the models of recorded facts, with the links that they keep.

        :return: list of (model, link names)
        """
        found = []
        for name in self.env.registry:
            model = self.env[name]
            if getattr(model, "_recorded_links", ()) and not model._abstract:
                found.append((model, model._recorded_links))
        return found

    @api.model
    def _with_contacts(self, partners):
        """Return the recorded facts in which contacts stand, in one query.

        :param partners: ``res.partner`` records
        :return: list of (model name, id)
        """
        queries = []
        for model, links in self._recorded_models():
            model.flush_model()
            for link in links:
                queries.append(
                    SQL(
                        "SELECT %s, id FROM %s WHERE %s = ANY(%s)"
                        " AND recorded_contacts IS NOT NULL",
                        model._name,
                        SQL.identifier(model._table),
                        SQL.identifier(link),
                        partners.ids,
                    )
                )
        if not queries or not partners.ids:
            return []
        return self.env.execute_query(SQL(" UNION ").join(queries))
