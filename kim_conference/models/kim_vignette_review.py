import hashlib

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.kim_case.tools.dates import berlin_today

from .kim_vignette import CONTENT

CONSENT_MONTHS = 6


class KimVignette(models.Model):
    """The second person's door: approve and cut the link, or send back."""

    _inherit = "kim.vignette"

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_approve(self):
        """Approve: the vignette becomes a new record, its link to the case is cut.

        :return: action that shows the approved vignette, or says that it is approved
        :raises AccessError: the user is not the second person
        :raises UserError: text or anonymity no longer hold
        """
        self.ensure_one()
        draft_sudo = self._check_decision()
        # Asked anew: whom the case names may have changed since it was proposed.
        if draft_sudo._findings() or (
            draft_sudo.kind == "anonymous" and not draft_sudo._k_reached()
        ):
            # Which words or how many cases is the author's business alone.
            raise UserError(
                self.env._(
                    "The vignette no longer passes the check of text and anonymity. "
                    "Please send it back to its author."
                )
            )
        if draft_sudo.kind == "consent" and not draft_sudo.consent_id._in_force():
            raise UserError(self.env._("The consent was withdrawn. Send it back."))
        self_sudo = self.sudo()  # born by this decision alone, its right is checked
        approved = self_sudo.create(self._approved_values(draft_sudo))
        case_sudo = draft_sudo.case_id
        self_sudo._remove()
        draft_sudo._retention_unlink()
        case_sudo._remember_vignette()
        if self.search_count([("id", "=", approved.id)]):
            return {
                "type": "ir.actions.act_window",
                "res_model": self._name,
                "res_id": approved.id,
                "views": [(False, "form")],
            }
        return {  # by consent: from now on for the people of its sessions alone
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Approved. From now on only the people of the sessions named see it."
                ),
                "next": {
                    "type": "ir.actions.act_window",
                    "name": self.env._("Vignettes"),
                    "res_model": self._name,
                    "views": [(False, "list"), (False, "form")],
                },
            },
        }

    def action_send_back(self, remark):
        """Send the proposal back to its author.

        :param str remark: what should be changed
        """
        self.ensure_one()
        draft_sudo = self._check_decision()
        if not (remark or "").strip():
            raise UserError(self.env._("Please say what should be changed."))
        draft_sudo._back_to_author("rejected", remark.strip())

    def action_archive_vignette(self):
        """Put an approved vignette away; it is no longer offered for sessions."""
        self.check_access("read")
        if not self.env.user.has_group(
            "kim_case.group_kim_case_user"
        ) and not self.env.user.has_group("kim_case.group_kim_coordination"):
            raise AccessError(
                self.env._("Case managers and coordination archive vignettes.")
            )
        if any(vignette.state != "approved" for vignette in self):
            raise UserError(self.env._("Only approved vignettes can be archived."))
        self.sudo()._door_write({"state": "archived"})  # checked above

    # ------------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------------
    def _check_decision(self):
        """Return the draft behind this proposal, after checking who decides.

        :return: ``kim.vignette.draft`` in sudo; nothing of it may be shown
        :raises AccessError: not named by the controller, or the author
        """
        self.ensure_one()
        self.check_access("read")
        if not self._is_second_person():
            raise AccessError(
                self.env._(
                    "The second person whom the organisation has named decides, never "
                    "the author."
                )
            )
        draft_sudo = (
            self.env["kim.vignette.draft"]
            .sudo()  # the second person sees the proposal, never the file
            .search([("vignette_id", "=", self.id)], limit=1)
        )
        draft_sudo.lock_for_update()
        if not draft_sudo:
            raise UserError(self.env._("The author has taken the vignette back."))
        return draft_sudo

    def _approved_values(self, draft_sudo):
        """Return the values of the approved vignette: content, no author, no moment."""
        values = {
            "kind": self.kind,
            "state": "approved",
            "district_id": self.district_id.id,
        }
        for name in CONTENT:
            value = self[name]
            if self._fields[name].type == "many2many":
                value = [Command.set(value.ids)]
            elif self._fields[name].relational:
                value = value.id
            values[name] = value
        if self.kind == "consent":
            month = berlin_today().replace(day=1)
            values.update(
                consent_session_ids=[Command.set(self.consent_session_ids.ids)],
                withdrawal_hash=self._hash(draft_sudo.consent_id.withdrawal_code),
                # To the month: a day would tell when it was approved.
                valid_until=month + relativedelta(months=CONSENT_MONTHS),
            )
        return values

    @api.model
    def _hash(self, code):
        return hashlib.sha256(code.encode()).hexdigest()

    def unlink(self):
        """Refuse: a vignette goes by withdrawal, expiry or its author's decision.

        :raises UserError: always
        """
        if not self:
            return True
        raise UserError(
            self.env._("Vignettes are not deleted by hand. Archive them instead.")
        )

    def _remove(self):
        """Remove these vignettes everywhere, agendas and attachments included."""
        self._no_longer_waiting()
        self.env["ir.attachment"].sudo().search(  # nothing of it may be left
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
        return super().unlink()

    @api.model
    def _cron_expire(self):
        """Remove vignettes by consent whose months have ended."""
        self.sudo().search(  # the system keeps the promise made to the person
            [
                ("kind", "=", "consent"),
                ("valid_until", "<", berlin_today()),
            ]
        )._remove()
