from odoo import api, models

from ...tools.dates import berlin_day


class KimWaitingMixin(models.AbstractModel):
    """A proposal that one makes and another decides (state, ``can_decide``)."""

    _name = "kim.waiting.mixin"
    _description = "Proposal that waits for a second person"

    @api.model
    def _waiting_for_me(self):
        """Return the proposals that the user may decide now."""
        if not self.has_access("read"):
            return self.browse()
        return self.search([("state", "=", "requested")]).filtered("can_decide")

    def _waiting_since(self):
        """Return the day of the proposal, in Berlin."""
        return berlin_day(self.requested_on)

    def _waiting_line(self):
        """Return what the one list tells of this proposal.

        :return: dict what, number, requester_id
        """
        raise NotImplementedError

    def _no_longer_waiting(self):
        """Take these proposals out of every list; called by the door that decides."""
        lines_sudo = self.env["kim.waiting"].sudo()  # of whoever may have decided
        lines_sudo.search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
