import secrets

from odoo import api, fields, models


class KimConsent(models.Model):
    """A consent for a vignette keeps the code by which it can be withdrawn."""

    _inherit = "kim.consent"

    withdrawal_code = fields.Char(
        readonly=True,
        copy=False,
        help="Drawn at random; the vignette keeps only its checksum.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                {
                    **vals,
                    "withdrawal_code": (
                        secrets.token_hex(16)
                        if vals.get("purpose") == "vignette"
                        else False
                    ),
                }
                for vals in vals_list
            ]
        )

    def action_withdraw(self):
        """Withdraw; vignettes that rest on the consent are removed everywhere."""
        result = super().action_withdraw()
        vignettes = self.env["kim.vignette"]
        for consent in self.filtered("withdrawal_code"):
            vignettes.sudo().search(  # removal does not depend on who may read them
                [("withdrawal_hash", "=", vignettes._hash(consent.withdrawal_code))]
            )._remove()
            self.env["kim.vignette.draft"].sudo().search(  # as above
                [("consent_id", "=", consent.id), ("state", "=", "review")]
            )._back_to_author("draft")
        return result
