from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging rewrites links in the database itself, past every rule of KIM."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Refuse to merge contacts that stand in recorded facts.

        :raises UserError: a release, a term or a decision names one of them
        """
        partners = self.env["res.partner"].browse(partner_ids)
        if self.env["kim.recorded.mixin"].sudo()._with_contacts(partners):  # yes or no
            raise UserError(
                self.env._(
                    "At least one of these contacts stands in what KIM has recorded, so "
                    "they cannot be merged. Archive the contact that is no longer "
                    "needed and use the other one from now on."
                )
            )
        return super()._merge(partner_ids, dst_partner, extra_checks)
