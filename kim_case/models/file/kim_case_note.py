from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_NOTE = 50_000
MAX_MINUTES = 24 * 60
# What a draft keeps; anything else that a caller sends is dropped.
DRAFT_FIELDS = (
    "date",
    "interpreter",
    "kind",
    "minutes",
    "next_step",
    "next_step_date",
    "note",
)


class KimCaseNote(models.Model):
    """A contact in the log of a case: talk, call, visit, message, with its next step."""

    _name = "kim.case.note"
    _inherit = ["kim.case.part.mixin"]
    _description = "Contact note"
    _order = "date desc, id desc"

    _door_fields = frozenset({"author_id", "case_id", "company_id"})
    _text_limit = MAX_NOTE  # a long talk, or several, in one go
    _kim_new_drafts = False  # a note keeps its own, one for each case

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
    minutes = fields.Integer(help="How long it took; only where the district asks.")
    record_minutes = fields.Boolean(related="case_id.district_id.note_minutes")
    # Read under the client's own rule: a number alone is easily mixed up.
    client_last_name = fields.Char(
        related="case_id.client_id.last_name", related_sudo=False
    )
    client_first_name = fields.Char(
        related="case_id.client_id.first_name", related_sudo=False
    )

    _case_date_idx = models.Index("(case_id, date DESC, id DESC)")

    @api.constrains("minutes")
    def _check_minutes(self):
        for note in self:
            if not 0 <= note.minutes <= MAX_MINUTES:
                raise ValidationError(
                    self.env._("Minutes lie between 0 and %(max)s.", max=MAX_MINUTES)
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Add a note in one's own name; its next step becomes that of the case."""
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
        self.env["kim.draft"]._drop(self._name, notes.case_id)
        return notes

    # ------------------------------------------------------------------
    # Drafts of notes being typed
    # ------------------------------------------------------------------
    @api.model
    def kim_draft_keep(self, case_id, vals):
        """Keep what is being typed into a new note; an empty note forgets the draft.

        :param int case_id: ``kim.case``, False while none is chosen
        :param dict vals: values as for ``create``
        :raises AccessError: no right to write in the case
        :raises UserError: the file is restricted: nothing could become of the draft
        :raises ValidationError: the note is too long
        :return: True when something is kept
        """
        drafts = self.env["kim.draft"]
        place = drafts._place(self, case_id)
        vals = {name: vals[name] for name in DRAFT_FIELDS if vals.get(name)}
        if any(len(str(value)) > MAX_NOTE for value in vals.values()):
            raise ValidationError(
                self.env._(
                    "The note is too long (at most %(max)s characters).", max=MAX_NOTE
                )
            )
        drafts._drop(self._name, place)
        if not vals.get("note") and not vals.get("next_step"):
            return False
        drafts._keep(place, vals, self._name)
        return True

    @api.model
    def kim_draft_get(self, case_id=False):
        """Return the user's draft of a note for a case, or the newest of all.

        :param int case_id: ``kim.case``, False for whatever was typed last
        :raises AccessError: no right to write in the case
        :return: False or {"case_id", "vals"}; the case is shown by its number
        """
        drafts = self.env["kim.draft"]
        if case_id:
            found = drafts._own(drafts._place(self, case_id), self._name)[-1:]
        else:
            found = drafts._own_parts(self._name)
        for draft in found:
            if draft.res_model == "res.users":
                return {"case_id": False, "vals": draft.vals}
            case = self.env["kim.case"].browse(draft.res_id)
            if case.has_access("write"):  # a right that ended takes the draft along
                shown = {"id": case.id, "display_name": case.display_name}
                return {"case_id": case.id, "vals": {"case_id": shown, **draft.vals}}
        return False

    @api.model
    def kim_note_draft_drop(self, case_id=False):
        """Forget the draft of a note.

        :param int case_id: ``kim.case``, False for one without a case
        :raises AccessError: no right to write in the case
        :return: True
        """
        drafts = self.env["kim.draft"]
        drafts._drop(self._name, drafts._place(self, case_id))
        return True
