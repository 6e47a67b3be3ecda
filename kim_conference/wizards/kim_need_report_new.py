from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.kim_need_report import CAUSES, GROUP_SIZES, GROUPS, MAX_SENTENCE


class KimNeedReportNew(models.TransientModel):
    """“This is structural”: from a case to a need report that does not know the case.

    The sentence is checked against the people of this case; the row is emptied when
    the report is sent.
    """

    _name = "kim.need.report.new"
    _inherit = ["kim.dialog.mixin"]
    _description = "Report a structural finding"

    case_id = fields.Many2one(
        comodel_name="kim.case", string="Case", required=True, ondelete="cascade"
    )
    life_domain_id = fields.Many2one(
        comodel_name="kim.life.domain", string="Life domain", required=True
    )
    kind = fields.Selection(
        selection=[("gap", "Gap"), ("hurdle", "Hurdle")],
        required=True,
        default="hurdle",
    )
    cause = fields.Selection(selection=CAUSES, required=True, default="other")
    group = fields.Selection(
        selection=GROUPS, string="Who is affected", required=True, default="all"
    )
    group_size = fields.Selection(
        selection=GROUP_SIZES, string="How many", required=True, default="unknown"
    )
    actor_kind_ids = fields.Many2many(
        comodel_name="kim.actor.kind", string="Institutions involved"
    )
    field_tag_ids = fields.Many2many(
        comodel_name="kim.field.tag", string="Fields of action"
    )
    sentence = fields.Char(string="In one sentence", size=MAX_SENTENCE, required=True)
    finding_text = fields.Text(compute="_compute_finding_text", string="Text check")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        case = self.env["kim.case"].browse(values.get("case_id"))
        if case and case.has_access("read"):
            urgent = case._assessed().sorted(lambda a: (a.urgency, a.date))[-1:]
            domain = urgent.life_domain_id or case.life_domain_ids[:1]
            values.setdefault("life_domain_id", domain.id)
            values.setdefault("actor_kind_ids", [Command.set(case.actor_kind_ids.ids)])
        return values

    @api.depends("sentence", "case_id")
    def _compute_finding_text(self):
        labels = self.env["kim.case"]._finding_labels()
        for wizard in self:
            case = wizard.case_id
            findings = case._text_findings(wizard.sentence) if case else []
            wizard.finding_text = "\n".join(
                self.env._(
                    "„%(text)s“: %(why)s", text=found.text, why=labels[found.kind]
                )
                for found in findings
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Only who may write a case reports from it, and has a text checked by it."""
        wizards = super().create(vals_list)
        wizards.case_id.check_access("write")  # a constraint would run as superuser
        return wizards

    def write(self, vals):
        result = super().write(vals)
        self.case_id.check_access("write")
        return result

    def action_send(self):
        """Send the report and empty this form.

        :raises UserError: the sentence could lead to a person
        """
        self.ensure_one()
        self.case_id.check_access("write")
        self.invalidate_recordset(
            ["finding_text"]
        )  # people of the case may have changed
        if self.finding_text:
            raise UserError(
                self.env._(
                    "The sentence could lead to a person. Please reword it:\n"
                    "%(findings)s",
                    findings=self.finding_text,
                )
            )
        report = self.env["kim.need.report"].create(
            {
                "district_id": self.case_id.district_id.id,
                "municipality_id": self.case_id.municipality_id.id,
                "life_domain_id": self.life_domain_id.id,
                "kind": self.kind,
                "cause": self.cause,
                "group": self.group,
                "group_size": self.group_size,
                "actor_kind_ids": [Command.set(self.actor_kind_ids.ids)],
                "field_tag_ids": [Command.set(self.field_tag_ids.ids)],
                "sentence": self.sentence,
            }
        )
        return self._done(
            {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "success",
                    "message": self.env._(
                        "Sent as need report %(number)s, without any link to the case.",
                        number=report.number,
                    ),
                    "next": {"type": "ir.actions.act_window_close"},
                },
            }
        )
