from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

DEADLINE_KINDS = [
    ("objection", "Objection or court action"),
    ("residence", "Residence title"),
    ("grant", "Grant"),
    ("course", "Course voucher"),
    ("school", "School and childcare"),
    ("review", "Review"),
    ("reminder", "Reminder"),
    ("other", "Other"),
]
MAX_PERIOD = 999
MAX_LEAD = 730


class KimDeadlineKind(models.Model):
    """Kind of deadline as a district names it, with its usual period and lead time.

    Fixed kinds carry the behaviour: an objection is counted from the announcement of
    a notice, a review leads to the next one; all else is data.
    """

    _name = "kim.deadline.kind"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Kind of deadline"

    kind = fields.Selection(selection=DEADLINE_KINDS, required=True, default="other")
    period_count = fields.Integer(
        string="Usual period", help="0: the date is entered by hand."
    )
    period_unit = fields.Selection(
        selection=[
            ("day", "Days"),
            ("week", "Weeks"),
            ("month", "Months"),
            ("year", "Years"),
        ],
        string="Unit",
        required=True,
        default="month",
    )
    lead_days = fields.Integer(
        string="Remind days before",
        help="So many days before the date the deadline turns yellow and reminds.",
    )

    @api.constrains("lead_days", "period_count")
    def _check_numbers(self):
        for kind in self:
            if not (
                0 <= kind.period_count <= MAX_PERIOD and 0 <= kind.lead_days <= MAX_LEAD
            ):
                raise ValidationError(
                    self.env._(
                        "The usual period must lie between 0 and %(period)s, the lead "
                        "time between 0 and %(lead)s days.",
                        period=MAX_PERIOD,
                        lead=MAX_LEAD,
                    )
                )

    # ------------------------------------------------------------------
    # Names, by which a deadline knows whether its own was typed by hand
    # ------------------------------------------------------------------
    @api.model
    @tools.ormcache("self.env.lang")
    def _labels(self):
        """Return the names of all kinds in the user's language, archived ones too.

        :return: frozenset of str
        """
        kinds_sudo = self.sudo()  # compared with, never shown
        kinds_sudo = kinds_sudo.with_context(active_test=False)
        return frozenset(kinds_sudo.search(Domain.TRUE).mapped("name"))

    @api.model_create_multi
    def create(self, vals_list):
        """Add a kind; deadlines get to know its name."""
        self.env.registry.clear_cache()  # _labels
        return super().create(vals_list)

    def write(self, vals):
        """Change a kind; deadlines get to know its new name."""
        if "name" in vals:
            self.env.registry.clear_cache()  # _labels
        return super().write(vals)

    def _update_field_translations(self, *args, **kwargs):
        self.env.registry.clear_cache()  # _labels
        return super()._update_field_translations(*args, **kwargs)
