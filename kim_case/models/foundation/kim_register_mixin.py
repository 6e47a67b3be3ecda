from odoo import api, fields, models
from odoo.exceptions import UserError


class KimRegisterMixin(models.AbstractModel):
    """A read-only register over case data: who may know of a case without reading it.

    A view in SQL without content, under the same guards as every left model: the
    company rule, a rule of the group, and cases from which the reader is excluded
    left out.
    """

    _name = "kim.register.mixin"
    _inherit = ["kim.left.mixin"]
    _description = "Register without content"
    _rec_name = "number"

    _log_reads = False

    case_id = fields.Many2one(comodel_name="kim.case", string="Case", readonly=True)
    number = fields.Char(string="Case number", readonly=True)
    company_id = fields.Many2one(
        comodel_name="res.company", string="Controller", readonly=True
    )

    @api.model
    def _selection_of(self, model, field):
        """Return the choices of a source field, in the user's language.

        :param str model: model that the register shows
        :param str field: selection field of that model
        :return: list of (value, label)
        """
        return self.env[model]._fields[field]._description_selection(self.env)

    def _log_case_ids(self):
        return set(self.sudo().case_id.ids)  # the look itself was checked

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse: a register is a view.

        :raises UserError: always
        """
        raise UserError(self.env._("A register can only be read."))

    def write(self, vals):
        """Refuse: a register is a view.

        :raises UserError: always
        """
        raise UserError(self.env._("A register can only be read."))
