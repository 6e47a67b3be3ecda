from odoo import api, fields, models
from odoo.exceptions import UserError


class KimSessionPartMixin(models.AbstractModel):
    """Something that belongs to one session for good; its rights are the session's."""

    _name = "kim.session.part.mixin"
    _inherit = ["kim.door.mixin"]
    _description = "Part of a session"

    _door_fields = frozenset({"session_id", "district_id"})
    # Parts that the minutes have fixed cannot be changed any more.
    _locked_by_minutes = True

    session_id = fields.Many2one(
        comodel_name="kim.session",
        string="Session",
        required=True,
        index=True,
        ondelete="cascade",
    )
    district_id = fields.Many2one(
        related="session_id.district_id", store=True, index=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_unlocked()
        return parts

    def write(self, vals):
        self._check_unlocked()
        return super().write(vals)

    def unlink(self):
        self._check_unlocked()
        return super().unlink()

    def _check_unlocked(self):
        """Refuse changes of what written minutes say.

        :raises UserError: the minutes were written; reopening them is the way
        """
        if not self._locked_by_minutes or self.env.su:
            return
        if any(s.state in ("minuted", "published") for s in self.session_id):
            raise UserError(
                self.env._(
                    "The minutes of this session are written. Use “Correct minutes” "
                    "first; a new version is made then."
                )
            )
