from odoo import fields, models

from ...models.district.kim_staffing import CONTEXT_KEY
from ...tools.dates import berlin_today


class KimReferenceDateSet(models.TransientModel):
    """Choose the day (Stichtag) as of which staffing or caseload is shown."""

    _name = "kim.reference.date.set"
    _inherit = ["kim.dialog.mixin"]
    _description = "Choose a reference date"

    date = fields.Date(string="Reference date", required=True, default=berlin_today)
    kind = fields.Selection(
        selection=[("caseload", "Caseload"), ("staffing", "Staffing")],
        string="Show",
        required=True,
        default="caseload",
    )

    def action_show(self):
        """Show the figures as of the day; the form keeps nothing.

        :return: window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"kim_case.kim_{self.kind}_action"
        )
        day = fields.Date.to_string(self.date)
        action["context"] = {CONTEXT_KEY: day, "search_default_latest": 1}
        action["name"] = self.env._(
            "%(name)s on %(day)s",
            name=action["name"],
            day=self.date.strftime("%d.%m.%Y"),
        )
        action["path"] = False  # the address would not tell the day
        return self._done(action)
