from odoo import api, fields, models
from odoo.exceptions import UserError


class KimReportLine(models.Model):
    """One value of a report, frozen with it: figure, label, number, rule as it was."""

    _name = "kim.report.line"
    _description = "Line of a report"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one(
        comodel_name="kim.report",
        string="Report",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    district_id = fields.Many2one(
        related="report_id.district_id", store=True, index=True
    )
    sequence = fields.Integer(readonly=True)
    section = fields.Char(readonly=True)
    code = fields.Char(readonly=True)
    name = fields.Char(string="Figure", readonly=True)
    label = fields.Char(string="Of which", readonly=True)
    value = fields.Float(readonly=True, digits=(16, 2), aggregator=None)
    digits = fields.Integer(readonly=True)
    rule = fields.Text(string="Counting rule", readonly=True)
    value_text = fields.Char(string="Value as text", compute="_compute_value_text")

    @api.depends("value", "digits")
    def _compute_value_text(self):
        for line in self:
            text = f"{line.value:,.{line.digits}f}"
            # German notation in every language: the report goes to German offices.
            line.value_text = text.translate(str.maketrans(",.", ".,"))

    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.name} {line.label or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        """Add figures to a draft; a count does it.

        :raises UserError: the report is released
        """
        lines = super().create(vals_list)
        if any(report.state == "released" for report in lines.report_id):
            raise UserError(self.env._("A released report cannot be changed."))
        return lines

    def write(self, vals):
        """Refuse: a figure is counted again, never edited.

        :raises UserError: always
        """
        raise UserError(self.env._("Figures are counted, not typed."))

    def unlink(self):
        if any(line.report_id.state == "released" for line in self):
            raise UserError(self.env._("A released report cannot be changed."))
        return super().unlink()
