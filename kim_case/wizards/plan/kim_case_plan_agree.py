from odoo import api, fields, models

from ...models.plan.kim_case_plan import AGREEMENT_FORMS
from ...tools.dates import berlin_today


class KimCasePlanAgree(models.TransientModel):
    """Show the plan to the person and record that she or he agrees to it.

    The door of the case checks right and moment; the row is removed when done.
    """

    _name = "kim.case.plan.agree"
    _inherit = ["kim.dialog.mixin"]
    _description = "Agree on the plan"

    case_id = fields.Many2one(
        comodel_name="kim.case", string="Case", required=True, ondelete="cascade"
    )
    plan_text = fields.Html(string="Plan", compute="_compute_plan_text", sanitize=False)
    agreed_on = fields.Date(string="Agreed on", required=True, default=berlin_today)
    form = fields.Selection(
        selection=AGREEMENT_FORMS, string="How", required=True, default="screen"
    )
    signature = fields.Binary(attachment=False)
    scan = fields.Binary(string="Signed plan", attachment=False)
    scan_name = fields.Char(string="File name")
    language_id = fields.Many2one(
        comodel_name="kim.language",
        string="Language",
        compute="_compute_language_id",
        compute_sudo=False,  # a form for a foreign case must show nothing of it
        store=True,
        readonly=False,
        help="In which the plan was explained.",
    )
    interpreter = fields.Boolean(string="With interpreter")
    took_part = fields.Char(
        string="Who took part",
        size=500,
        compute="_compute_took_part",
        compute_sudo=False,  # a form for a foreign case must show nothing of it
        store=True,
        readonly=False,
        help="As it is printed on the plan.",
    )

    @api.depends("case_id")
    def _compute_plan_text(self):
        self.case_id._origin.check_access("read")
        for wizard in self:
            case = wizard.case_id._origin
            wizard.plan_text = case._plan_html(case._plan_content()) if case else False

    @api.depends("case_id")
    def _compute_language_id(self):
        # A kept field is computed in sudo: whose form it is still counts.
        self.case_id._origin.sudo(False).check_access("read")
        for wizard in self:
            wizard.language_id = wizard.case_id.language_id

    @api.depends("case_id")
    def _compute_took_part(self):
        """Propose the person and who opens the form; others are typed in."""
        # A kept field is computed in sudo: whose form it is still counts.
        self.case_id._origin.sudo(False).check_access("read")
        # The paper lies on the kitchen table: no name of the person on it.
        usual = ", ".join((self.env._("Myself"), self.env.user.name))
        for wizard in self:
            wizard.took_part = usual

    @api.model_create_multi
    def create(self, vals_list):
        """Only who may write a case opens this form: it shows its plan."""
        wizards = super().create(vals_list)
        wizards.case_id.check_access("write")
        return wizards

    def write(self, vals):
        """Only who may write the case changes this form.

        :raises AccessError: the case is not the user's to write
        """
        result = super().write(vals)
        self.case_id.check_access("write")
        return result

    def action_agree(self):
        """Record the agreement through the door of the case and empty this form.

        :return: action that closes the dialog
        """
        self.ensure_one()
        self.case_id.action_agree_plan(
            self.form,
            agreed_on=self.agreed_on,
            signature=self.signature,
            scan=self.scan,
            language_id=self.language_id.id,
            interpreter=self.interpreter,
            took_part=self.took_part,
        )
        return self._done()
