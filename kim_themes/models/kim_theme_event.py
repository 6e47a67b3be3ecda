from odoo import fields, models

from .kim_theme import STATES


class KimThemeEvent(models.Model):
    """One step in the course of a theme, so that contributors see it (130)."""

    _name = "kim.theme.event"
    _inherit = ["kim.length.mixin"]
    _description = "Step of a theme"
    _rec_name = "state"
    _order = "date desc, id desc"

    theme_id = fields.Many2one(
        comodel_name="kim.theme",
        string="Theme",
        required=True,
        index=True,
        ondelete="cascade",
    )
    district_id = fields.Many2one(
        related="theme_id.district_id", store=True, index=True
    )
    state = fields.Selection(selection=STATES, required=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        comodel_name="res.users", string="By", required=True, ondelete="restrict"
    )
    note = fields.Text()
