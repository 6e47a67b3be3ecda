from odoo import api, fields, models
from odoo.exceptions import ValidationError


class KimSocialDataMixin(models.AbstractModel):
    """Data that came from a body under the Social Code stays bound to its purpose.

    § 78 SGB X: who receives such data uses it for that purpose alone; so its source
    and purpose are written down (vocabulary: Sozialdaten).
    """

    _name = "kim.social.data.mixin"
    _description = "Social data with source and purpose"

    social_data = fields.Boolean(
        help="From a body under the Social Code (job centre, youth office, …): bound to "
        "the purpose for which it was given.",
    )
    source = fields.Char(size=200, help="Who told it, on what occasion.")
    purpose = fields.Char(size=200, help="What it is needed for.")

    @api.constrains("social_data", "source", "purpose")
    def _check_social_data(self):
        for record in self:
            if record.social_data and not (record.source and record.purpose):
                raise ValidationError(
                    self.env._(
                        "Social data needs its source and its purpose: it may be used "
                        "for this purpose alone."
                    )
                )
