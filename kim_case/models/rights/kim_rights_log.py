import logging
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

_logger = logging.getLogger(__name__)


class KimRightsLog(models.Model):
    """Changes of rights: of KIM groups, and of the rules that guard KIM (13).

    Who gave or took which right, whose, when; or which rule, access right or server
    action on KIM's models was changed. Append-only; each change is told to the data
    protection officers.
    """

    _name = "kim.rights.log"
    _description = "Change of rights"
    _log_access = False
    _order = "moment desc, id desc"
    _rec_name = "id"

    user_id = fields.Many2one(
        comodel_name="res.users", string="User", required=True, ondelete="restrict"
    )
    company_ids = fields.Many2many(
        comodel_name="res.company", string="Organisations", ondelete="restrict"
    )
    group_id = fields.Many2one(
        comodel_name="res.groups", string="Right", ondelete="restrict"
    )
    definition = fields.Char(help="Rule, access right or server action, by its key.")
    change = fields.Selection(
        selection=[
            ("granted", "Granted"),
            ("revoked", "Revoked"),
            ("created", "Created"),
            ("changed", "Changed"),
            ("deleted", "Deleted"),
        ],
        required=True,
    )
    changed_by_id = fields.Many2one(
        comodel_name="res.users", string="Changed by", ondelete="restrict"
    )
    moment = fields.Datetime(required=True, index=True)

    def write(self, vals):
        """Refuse: the log is append-only.

        :raises UserError: always
        """
        raise UserError(self.env._("The log of rights cannot be changed."))

    def unlink(self):
        """Refuse: the log is append-only.

        :raises UserError: always
        """
        raise UserError(self.env._("The log of rights cannot be deleted."))

    @api.model
    def _note(self, before, after):
        """Log the difference of two sets of memberships and tell the DPOs.

        :param set before: triples (user id, group id, company id)
        :param set after: the same, later
        """
        companies = defaultdict(list)
        for change, triples in (
            ("granted", after - before),
            ("revoked", before - after),
        ):
            for user_id, group_id, company_id in sorted(triples):
                companies[user_id, group_id, change].append(company_id)
        known = set(
            self.env["res.users"]
            .with_context(active_test=False)
            .browse({user_id for user_id, _group, _change in companies})
            .exists()
            .ids
        )
        rows = self.create(
            [
                {
                    "user_id": user_id,
                    "group_id": group_id,
                    "change": change,
                    "changed_by_id": self.env.uid,
                    "moment": fields.Datetime.now(),
                    "company_ids": [Command.set(company_ids)],
                }
                for (user_id, group_id, change), company_ids in companies.items()
                if user_id in known
            ]
        )
        for user, changes in rows.grouped("user_id").items():
            dpos = (
                self.env["kim.controller"]
                .search([("company_id", "in", changes.company_ids.ids)])
                ._dpo_users()
            )
            self.env["kim.notice"]._tell(
                dpos,
                self.env._("KIM: rights changed"),
                self.env._(
                    "The KIM rights of %(user)s were changed by %(by)s. You find the "
                    "change in KIM under Oversight › Changes of rights.",
                    user=user.name,
                    by=self.env.user.name,
                ),
            )

    @api.model
    def _note_second_person(self, row):
        """Log that somebody is second person from a day on, or no longer.

        :param row: ``kim.second.person`` record, agreed to
        """
        self.sudo().create(  # nobody may write to the log but the log itself
            {
                "user_id": row.user_id.id,
                "definition": f"{row._name},{row.id} {row.date_from}",
                "change": "granted" if row.change == "name" else "revoked",
                "changed_by_id": row.requester_id.id,
                "moment": fields.Datetime.now(),
                "company_ids": [Command.set(row.controller_id.company_id.ids)],
            }
        )

    @api.model
    def _note_definitions(self, records, change):
        """Log that rules, rights or server actions on KIM's models were changed.

        :param records: records of ``kim.watched.mixin``
        :param str change: value of the field ``change``
        """
        keys = [
            f"{record._name},{record.id} {xmlid}".strip()
            for record, xmlid in zip(
                records, records.get_external_id().values(), strict=True
            )
        ]
        _logger.warning(
            "%s on KIM models %s by user %s", ", ".join(keys), change, self.env.uid
        )
        controllers = self.env["kim.controller"].search(Domain.TRUE)
        self.create(
            [
                {
                    "user_id": self.env.uid,
                    "definition": key,
                    "change": change,
                    "changed_by_id": self.env.uid,
                    "moment": fields.Datetime.now(),
                    "company_ids": [(6, 0, controllers.company_id.ids)],
                }
                for key in keys
            ]
        )
        self.env["kim.notice"]._tell(
            controllers._dpo_users(),
            self.env._("KIM: a guard was changed"),
            self.env._(
                "A rule, access right or server action on KIM's data was changed by "
                "%(by)s. You find the change in KIM under Oversight › Changes of rights.",
                by=self.env.user.name,
            ),
        )
