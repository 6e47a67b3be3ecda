"""Contacts that stand in recorded facts of KIM: renamed, they are told of; never lost."""

from odoo import models

TOLD = {"name", "street", "street2", "zip", "city"}


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        """Tell whom it concerns when a contact of a recorded fact is called otherwise."""
        before = {}
        if TOLD.intersection(vals):
            values = self.env["kim.recorded.mixin"]._contact_values
            before = {partner: values(partner) for partner in self}
        result = super().write(vals)
        moved = self.browse().union(
            *(partner for partner, kept in before.items() if values(partner) != kept)
        )
        if moved:
            moved._kim_tell_renamed(before)
        return result

    def _kim_tell_renamed(self, before):
        """Tell who keeps the facts: what is recorded stays, the contact has changed."""
        facts = self.env["kim.recorded.mixin"]._with_contacts(self)
        for model in {name for name, _id in facts}:
            records = self.env[model].browse(
                [key for name, key in facts if name == model]
            )
            for partner in self:
                users = records._recorded_keepers(partner)
                if users:
                    self.env["kim.notice"]._tell(
                        users,
                        self.env._("KIM: a contact has changed"),
                        self.env._(
                            "“%(before)s” is now “%(after)s”. What is recorded of this "
                            "contact keeps name and address of its day.",
                            before=before[partner]["name"],
                            after=partner.sudo().name,  # the name of an institution
                        ),
                    )

    def unlink(self):
        """Refuse, in one sentence, to delete what KIM uses.

        :raises UserError: it is used; where is not said
        """
        self.env["kim.bound.mixin"]._refuse_used(self)
        return super().unlink()
