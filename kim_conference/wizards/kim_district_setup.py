from odoo import fields, models
from odoo.fields import Command

from ..models.kim_body import BODY_KINDS


class KimDistrictSetup(models.TransientModel):
    """The guided set-up of a district also founds its usual bodies (51, 104)."""

    _inherit = "kim.district.setup"

    session_code = fields.Char(
        string="Code of sessions",
        size=8,
        help="Short form at the start of session numbers, for example GT.",
    )
    with_steering = fields.Boolean(string="Steering group", default=True)
    decision_mode = fields.Selection(
        selection=[("consensus", "Consensus"), ("vote", "Vote")],
        string="Decides by",
        required=True,
        default="consensus",
    )
    interval_months = fields.Integer(string="Meets every (months)", default=6)
    with_interface_group = fields.Boolean(string="Interface group", default=True)

    def _apply_extra(self, district):
        result = super()._apply_extra(district)
        labels = dict(
            self.env["kim.body"]._fields["kind"]._description_selection(self.env)
        )
        wanted = {
            "steering": self.with_steering,
            "interface_group": self.with_interface_group,
        }
        district_sudo = district.sudo()  # the door of the set-up has checked
        district_sudo.session_code = self.session_code
        district_sudo.body_ids = [
            Command.create(
                {
                    "name": labels[kind],
                    "kind": kind,
                    "decision_mode": self.decision_mode,
                    "interval_months": max(0, self.interval_months)
                    if kind == "steering"
                    else 3,
                }
            )
            for kind, _label in BODY_KINDS
            if wanted.get(kind)
        ]
        return result
