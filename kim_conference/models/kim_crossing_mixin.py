import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from odoo.addons.kim_case.tools.dates import berlin_today

# Without letters and digits that are mistaken for one another.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class KimCrossingMixin(models.AbstractModel):
    """Something that crossed the red line and must not lead back.

    No author column of Odoo, no moment finer than the month, and neither number nor
    id tells the order in which records came into being (decisions, no. 20).
    """

    _name = "kim.crossing.mixin"
    _inherit = ["kim.door.mixin"]
    _description = "Record that crossed the red line"
    _rec_name = "number"
    _log_access = False

    _number_prefix = ""

    number = fields.Char(required=True, readonly=True, copy=False)
    month = fields.Date(
        required=True,
        readonly=True,
        index=True,
        help="First day of the month; nothing finer is kept.",
    )
    month_label = fields.Char(compute="_compute_month_label", string="Month in words")

    def init(self):
        """Let the database draw ids at random: running ids would tell the order."""
        if self._auto and not self._abstract:
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s ALTER COLUMN id"
                    " SET DEFAULT (1 + floor(random() * 2147483646))::int",
                    SQL.identifier(self._table),
                )
            )
        return super().init()

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_label(self):
        for record in self:
            record.month_label = record.month and format_date(
                self.env, record.month, date_format="MMMM y"
            )

    @api.model_create_multi
    def create(self, vals_list):
        today = berlin_today()
        if not self.env.su:
            vals_list = [
                {k: v for k, v in vals.items() if k not in ("number", "month")}
                for vals in vals_list
            ]
        return super().create(
            [
                {
                    **vals,
                    "number": self._draw_number(),
                    "month": (fields.Date.to_date(vals.get("month")) or today).replace(
                        day=1
                    ),
                }
                for vals in vals_list
            ]
        )

    @api.model
    def _draw_number(self):
        return self._number_prefix + "".join(
            secrets.choice(ALPHABET) for _position in range(8)
        )

    def copy(self, default=None):
        """Refuse: a copy would count a finding twice.

        :raises UserError: always
        """
        raise UserError(self.env._("This cannot be duplicated."))
