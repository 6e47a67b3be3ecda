from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_NOTE = 50_000


class KimCaseNote(models.Model):
    """A contact in the log of a case: talk, call, visit, message, with its next step."""

    _name = "kim.case.note"
    _inherit = ["kim.case.part.mixin"]
    _description = "Contact note"
    _order = "date desc, id desc"

    _door_fields = frozenset({"author_id", "case_id", "company_id"})

    date = fields.Datetime(required=True, default=fields.Datetime.now)
    kind = fields.Selection(
        selection=[
            ("talk", "Talk"),
            ("phone", "Phone call"),
            ("visit", "Visit"),
            ("message", "Message"),
            ("other", "Other"),
        ],
        required=True,
        default="talk",
    )
    author_id = fields.Many2one(
        comodel_name="res.users",
        string="Author",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    interpreter = fields.Boolean(string="With interpreter")
    note = fields.Text(required=True)
    next_step = fields.Char(size=500)
    next_step_date = fields.Date(string="Next step by")

    _case_date_idx = models.Index("(case_id, date DESC, id DESC)")

    @api.constrains("note")
    def _check_note(self):
        for note in self:
            if len(note.note or "") > MAX_NOTE:
                raise ValidationError(
                    self.env._(
                        "The note is too long (at most %(max)s characters).",
                        max=MAX_NOTE,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["author_id"] = self.env.uid  # an author cannot be chosen
        notes = super().create(vals_list)
        for note in notes:
            if note.next_step:
                note.case_id.write(
                    {
                        "next_step": note.next_step,
                        "next_step_date": note.next_step_date,
                    }
                )
        return notes
