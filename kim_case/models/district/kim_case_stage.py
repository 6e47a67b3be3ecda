from odoo import api, fields, models

PHASE_KINDS = [
    ("clarification", "Clarification"),
    ("assessment", "Assessment"),
    ("planning", "Planning"),
    ("linking", "Linking"),
    ("monitoring", "Monitoring"),
    ("evaluation", "Evaluation"),
    ("closed", "Closed"),
]


class KimCaseStage(models.Model):
    """Phase of a case as a district names it, mapped to one fixed kind (79, 80)."""

    _name = "kim.case.stage"
    _inherit = ["kim.bound.mixin"]
    _description = "Phase"
    _order = "sequence, id"

    _bound_for_good = frozenset({"district_id"})

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    fold = fields.Boolean(string="Folded in kanban")
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
    )
    phase_kind = fields.Selection(selection=PHASE_KINDS, required=True, string="Kind")
    advise = fields.Boolean(
        string="Advice on leaving",
        default=True,
        help="Says what is still missing when a case leaves this phase. Advice never "
        "stops anyone.",
    )
    advice = fields.Text(
        string="Own advice",
        translate=True,
        help="Shown as well when a case leaves this phase; one line each.",
    )

    @api.model
    def _create_defaults(self, district):
        """Give a new district the usual phases, named in every installed language.

        :param district: one ``kim.district`` record
        :return: the phases
        """
        names = dict(self._fields["phase_kind"].selection)
        stages = self.create(
            [
                {
                    "name": names[kind],
                    "phase_kind": kind,
                    "sequence": 10 * (position + 1),
                    "fold": kind == "closed",
                    "district_id": district.id,
                }
                for position, (kind, _label) in enumerate(PHASE_KINDS)
            ]
        )
        for code, _name in self.env["res.lang"].get_installed():
            labels = dict(
                self.with_context(lang=code)
                ._fields["phase_kind"]
                ._description_selection(self.with_context(lang=code).env)
            )
            for stage in stages.with_context(lang=code):
                stage.name = labels[stage.phase_kind]
        return stages
