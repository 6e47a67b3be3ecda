from odoo import api, fields, models
from odoo.exceptions import UserError


class KimRightsLog(models.Model):
    """Changes of KIM groups: who gave or took which right, whose, when (13).

    Append-only; each change is told to the data protection officers of the person's
    organisations.
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
        comodel_name="res.groups", string="Right", required=True, ondelete="restrict"
    )
    change = fields.Selection(
        selection=[("granted", "Granted"), ("revoked", "Revoked")], required=True
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

        :param set before: pairs (user id, group id)
        :param set after: the same, later
        """
        users = self.env["res.users"].with_context(active_test=False)
        changes = [
            (user_id, group_id, change)
            for change, pairs in (
                ("granted", after - before),
                ("revoked", before - after),
            )
            for user_id, group_id in sorted(pairs)
            if users.browse(user_id).exists()
        ]
        rows = self.create(
            [
                {
                    "user_id": user_id,
                    "group_id": group_id,
                    "change": change,
                    "changed_by_id": self.env.uid,
                    "moment": fields.Datetime.now(),
                    "company_ids": [(6, 0, users.browse(user_id).company_ids.ids)],
                }
                for user_id, group_id, change in changes
            ]
        )
        for user in rows.user_id:
            dpos = (
                self.env["kim.controller"]
                .search([("company_id", "in", user.company_ids.ids)])
                ._dpo_users()
            )
            self.env["kim.district"]._tell(
                dpos,
                self.env._("KIM: rights changed"),
                self.env._(
                    "The KIM rights of %(user)s were changed by %(by)s. You find the "
                    "change in KIM under Oversight › Changes of rights.",
                    user=user.name,
                    by=self.env.user.name,
                ),
            )
