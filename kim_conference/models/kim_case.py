from odoo import api, fields, models


class KimCase(models.Model):
    """What case work gives to the structure: need reports and vignettes (93, 98)."""

    _inherit = "kim.case"

    vignette_draft_ids = fields.One2many(
        comodel_name="kim.vignette.draft",
        inverse_name="case_id",
        string="Vignettes in the making",
    )

    @api.model
    def _home_rooms(self):
        """Add what became of the user's own need reports."""
        return [*super()._home_rooms(), *self.env["kim.need.report"]._home_room()]

    def action_need_report(self):
        """Open the small form “This is structural”, preset from the case."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("This is structural"),
            "res_model": "kim.need.report.new",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _structural_action(self):
        """Report what is structural as a need report."""
        return self.action_need_report()

    def action_vignette(self):
        """Open the vignette in the making, or begin one."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Vignette"),
            "res_model": "kim.vignette.draft",
            "res_id": self.vignette_draft_ids[:1].id,
            "views": [(False, "form")],
            "context": {"default_case_id": self.id},
        }
