from odoo import models


class KimDialogMixin(models.AbstractModel):
    """A dialog: it asks, goes through a door, and keeps nothing of what was typed.

    It belongs to who opened it (a rule on ``create_uid`` beside each model: Odoo lets
    everybody read everybody's dialogs), and its row says nothing by its name.
    """

    _name = "kim.dialog.mixin"
    _inherit = ["kim.length.mixin"]
    _description = "Dialog that keeps nothing"
    _rec_name = "id"

    def _done(self, action=None):
        """Empty this dialog once its door has been passed.

        :param dict action: where to go on, default where one came from
        :return: action
        :raises AccessError: it is somebody else's
        """
        self.check_access("read")
        self.sudo().unlink()  # nobody has the right to delete, not even one's own row
        return action or {"type": "ir.actions.act_window_close"}
