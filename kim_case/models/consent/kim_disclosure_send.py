from odoo import fields, models
from odoo.exceptions import (
    AccessError,
    UserError,
    ValidationError,
)

from ...tools.dates import berlin_today
from .kim_disclosure import WRITTEN


class KimDisclosure(models.Model):
    """Doors of a disclosure: pass on, cancel, tell the recipient, print."""

    _inherit = "kim.disclosure"

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def _check_door(self):
        self.check_access("read")
        self.case_id.check_access("write")
        # A withdrawal at this moment comes before or after, never in between.
        disclosure_sudo = self.sudo()  # locked only, the right was checked above
        disclosure_sudo.release_id.lock_for_update(allow_referencing=True)
        disclosure_sudo.lock_for_update(allow_referencing=True)

    def action_send(self):
        """Record that it is passed on now, and keep what it says.

        From a restricted file only to protect a child.

        :raises UserError: not a draft, or the file is restricted
        :raises ValidationError: no valid release covers it, or reasons are missing
        """
        by_release = self.filtered(lambda each: each.basis == "release")
        by_release.case_id._refuse_restricted()
        self._check_door()
        for disclosure in self:
            if disclosure.state != "draft":
                raise UserError(self.env._("This was passed on or cancelled already."))
            if not disclosure.category_ids:
                raise ValidationError(
                    self.env._("Please choose which data are passed on.")
                )
            if disclosure.basis == "child_protection":
                disclosure._check_child_protection()
            else:
                disclosure._check_release()
            own, special = disclosure._wording()
            written = disclosure.channel in WRITTEN
            disclosure.sudo()._door_write(  # checked on the case
                {
                    "state": "sent",
                    "sent_on": fields.Datetime.now(),
                    "told_on": disclosure.told_on or berlin_today(),
                    "user_id": self.env.uid,
                    "content": own if written else False,
                }
            )
            disclosure.sudo()._record_contacts()  # checked on the case
            if written:  # who signs it is known by now
                disclosure.sudo()._door_write(  # as above
                    {"letter": disclosure._prepare_letter()}
                )
            if special and written:
                self.env["kim.disclosure.special"].sudo().create(  # as above
                    [
                        {
                            "case_id": disclosure.case_id.id,
                            "disclosure_id": disclosure.id,
                            "content": text,
                        }
                        for text in special.values()
                    ]
                )
            if disclosure.basis == "child_protection":
                disclosure._tell_child_protection()
            elif disclosure.release_id.state == "withdrawn":
                # Written down late: the recipient is still to be told.
                disclosure.sudo()._door_write({"notice": "withdrawn"})  # as above

    def _check_child_protection(self):
        for disclosure in self:
            if not (
                disclosure.law
                and disclosure.parents
                and (disclosure.reasons or "").strip()
            ):
                raise ValidationError(
                    self.env._(
                        "Without a release only the protection of a child allows this: "
                        "please name the basis in law, the reasons, and whether the "
                        "parents were told."
                    )
                )

    def _tell_child_protection(self):
        """Tell team lead and data protection officer whom to ask, without the case."""
        case_sudo = self.sudo().case_id  # whom to tell, no content
        controller = self.env["kim.controller"]._of(case_sudo.company_id)
        users = (
            self.env.ref("kim_case.group_kim_team_lead")
            .sudo()  # members are needed to notify them
            .all_user_ids.filtered(
                lambda user: case_sudo.company_id in user.company_ids
            )
        )
        self.env["kim.notice"]._tell(
            (users | controller._dpo_users())
            - case_sudo._excluded_users()
            - self.env.user,
            self.env._("KIM: something was passed on without a release"),
            self.env._(
                "%(user)s has passed something on by law, without a release. Please "
                "talk to her or him.",
                user=self.env.user.name,
            ),
        )

    def action_cancel(self):
        """Drop a disclosure that was not made; that it was prepared stays visible.

        :raises UserError: passed on or cancelled already
        """
        self._check_door()
        if any(disclosure.state != "draft" for disclosure in self):
            raise UserError(self.env._("This was passed on or cancelled already."))
        self.sudo()._door_write({"state": "cancelled"})  # checked on the case

    def action_notify_correction(self):
        """Note that the recipients are to be told of corrected data (Art. 16, 19).

        :raises UserError: nothing was passed on
        """
        self._check_door()
        if any(disclosure.state != "sent" for disclosure in self):
            raise UserError(self.env._("Nothing was passed on here."))
        self.sudo()._door_write(  # checked on the case
            {"notice": "correction", "notified_on": False}
        )

    def action_notified(self):
        """Record that the recipient was told of withdrawal or correction today.

        :raises UserError: nobody is waiting to be told
        """
        self._check_door()
        if not all(each.notice and not each.notified_on for each in self):
            raise UserError(self.env._("Nobody is waiting to be told here."))
        self.sudo()._door_write(  # checked on the case
            {"notified_on": berlin_today()}
        )

    def action_print(self):
        """Print what was passed on; nothing but that.

        :return: report action
        """
        self.ensure_one()
        self._check_printable()
        return self.env.ref("kim_case.kim_disclosure_report").report_action(self)

    def _check_printable(self):
        """Refuse to print what was not passed on in writing, or only a part of it."""
        self.check_access("read")
        for disclosure in self:
            if disclosure.state != "sent" or disclosure.channel not in WRITTEN:
                raise UserError(
                    self.env._("Only what was passed on in writing can be printed.")
                )
            if disclosure.has_special and not disclosure._may_see_special():
                raise AccessError(
                    self.env._("You may not see the special categories of this case.")
                )
