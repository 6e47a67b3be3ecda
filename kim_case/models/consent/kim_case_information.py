from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.dates import berlin_today

INFORMATION_FORMS = [
    ("paper", "Handed over on paper"),
    ("read", "Read out and explained"),
    ("sent", "Sent"),
]


class KimCaseInformation(models.Model):
    """Information given to a person of the case: when, in which language and form.

    Proof that the person was told before anything was recorded about her (Art. 13, 14
    GDPR and the same duties of church law). Recorded once, never edited.
    """

    _name = "kim.case.information"
    _inherit = ["kim.case.part.mixin"]
    _description = "Information given"
    _order = "date desc, id desc"
    _kim_when_restricted = True

    date = fields.Date(string="Given on", required=True, default=berlin_today)
    person_id = fields.Many2one(
        comodel_name="kim.case.person",
        string="Person",
        domain="[('case_id', '=', case_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the person whose case it is.",
    )
    language_id = fields.Many2one(
        comodel_name="kim.language", string="Language", ondelete="restrict"
    )
    form = fields.Selection(
        selection=INFORMATION_FORMS, required=True, default="paper", string="How"
    )
    interpreter = fields.Boolean(string="With interpreter")
    sheet_id = fields.Many2one(
        comodel_name="kim.information.sheet",
        string="Information sheet",
        index="btree_not_null",
        ondelete="restrict",
    )
    given_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Given by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )

    @api.constrains("date")
    def _check_date(self):
        today = berlin_today()
        if any(information.date > today for information in self):
            raise ValidationError(
                self.env._("Consent and information cannot lie in the future.")
            )

    @api.constrains("person_id", "case_id")
    def _check_person(self):
        for information in self:
            if information.person_id.case_id - information.case_id:
                raise ValidationError(
                    self.env._("This person does not belong to the case.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Record what was told; who informed cannot be chosen."""
        for vals in vals_list:
            vals["given_by_id"] = self.env.uid  # who informed cannot be chosen
        return super().create(vals_list)

    def write(self, vals):
        """Refuse edits: what was told stays as it was told.

        :raises UserError: always
        """
        raise UserError(
            self.env._(
                "What was recorded here stays. Record the information once more when it "
                "was given again."
            )
        )
