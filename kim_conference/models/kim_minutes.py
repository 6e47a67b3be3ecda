from odoo import api, fields, models
from odoo.exceptions import UserError


class KimMinutes(models.Model):
    """A version of the minutes of a session, immutable once approved (138).

    It keeps what the session said at that moment; a correction makes a new version.
    """

    _name = "kim.minutes"
    _inherit = ["kim.session.part.mixin"]
    _description = "Minutes"
    _order = "session_id, number desc"

    _locked_by_minutes = False
    _door_fields = frozenset(
        {
            "approved_by_id",
            "approved_on",
            "attachment_id",
            "content",
            "district_id",
            "number",
            "session_id",
            "sha256",
            "state",
        }
    )

    number = fields.Integer(string="Version", required=True, readonly=True)
    state = fields.Selection(
        selection=[("draft", "Draft"), ("approved", "Approved")],
        required=True,
        readonly=True,
        default="draft",
    )
    content = fields.Text(
        required=True, readonly=True, help="Canonical JSON of what the minutes say."
    )
    sha256 = fields.Char(string="Checksum", readonly=True)
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment", string="PDF", readonly=True, ondelete="restrict"
    )
    approved_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Approved by",
        readonly=True,
        ondelete="restrict",
    )
    approved_on = fields.Date(readonly=True)

    _number_uniq = models.Constraint(
        "UNIQUE(session_id, number)", "This version of the minutes exists already."
    )

    @api.depends("session_id.number", "number")
    def _compute_display_name(self):
        for minutes in self:
            minutes.display_name = self.env._(
                "Minutes %(session)s, version %(number)s",
                session=minutes.session_id.number,
                number=minutes.number,
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse: minutes are made from a session that was held.

        :raises UserError: unless the door of the session creates
        """
        if not self.env.su:
            raise UserError(
                self.env._("Minutes are made by the button of a session that was held.")
            )
        return super().create(vals_list)

    def unlink(self):
        """Refuse: versions of minutes are kept.

        :raises UserError: always
        """
        if self:
            raise UserError(self.env._("Minutes cannot be deleted."))
        return True
