from odoo import api, fields, models
from odoo.exceptions import UserError


class KimCasePartMixin(models.AbstractModel):
    """A part of a case file: a note, a person, an assessment, a consent.

    It hangs on one case for good; its rights are those of the case, one hop away.
    """

    _name = "kim.case.part.mixin"
    _inherit = ["kim.left.mixin"]
    _description = "Part of a case"
    _check_company_auto = True

    _door_fields = frozenset({"case_id", "company_id"})
    # What is still done in a restricted file: a new basis, telling the person.
    _kim_when_restricted = False

    case_id = fields.Many2one(
        comodel_name="kim.case",
        string="Case",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        related="case_id.company_id",
        string="Controller",
        store=True,
        index=True,
        ondelete="restrict",
    )

    @api.depends("case_id.number")
    def _compute_display_name(self):
        for part in self:
            number = part.sudo().case_id.number  # the number is no content
            part.display_name = f"{number} · {part.id}" if part.id else number

    def _log_case_ids(self):
        return set(self.sudo().case_id.ids)  # the look itself was checked

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse a part without a case, and work on a restricted file.

        :raises UserError: no case is named, or its file is restricted
        """
        for vals in vals_list:
            if not (vals.get("case_id") or self.env.context.get("default_case_id")):
                raise UserError(
                    self.env._(
                        "This belongs to a case. Open the case and add it there."
                    )
                )
        parts = super().create(vals_list)
        parts._refuse_in_restricted()
        return parts

    def write(self, vals):
        """Refuse to work on a restricted file.

        :raises UserError: the file is restricted
        """
        result = super().write(vals)
        self._refuse_in_restricted()
        return result

    def _refuse_in_restricted(self):
        """Refuse a new or changed part, once the rule has said that one may.

        :raises UserError: the file is restricted
        """
        if not (self._kim_when_restricted or self.env.su):
            self.sudo().case_id._say_restricted()  # only whose part it is is read

    def _door_write(self, vals):
        """Refuse outcomes, ratings and the like in a restricted file, too.

        :raises UserError: the file is restricted
        """
        if not self._kim_when_restricted:
            self.case_id._refuse_restricted()
        return super()._door_write(vals)
