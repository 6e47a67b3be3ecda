from markupsafe import escape

from odoo import api, models


class KimNotice(models.AbstractModel):
    """What colleagues are told in their inbox: that something waits, never what it says."""

    _name = "kim.notice"
    _description = "Notice to colleagues"

    @api.model
    def _tell(self, users, subject, body, case=None):
        """Tell users something in their Odoo inbox, at once and without content.

        Who chose mails gets one a day, with the subjects (see ``_cron_digest``). Neither
        subject nor body may hold anything about a client. Say where in KIM to look. Who
        has left is not told.

        :param users: ``res.users`` records
        :param str subject: translated line
        :param str body: translated sentence
        :param case: ``kim.case``, where it is for who leads it: when nobody of them
            can open it any more, the team lead is told to give it to somebody
        """
        heard_sudo = users.sudo().filtered("active")  # addresses of colleagues
        if case and users:
            heard_sudo = heard_sudo.filtered(case._opened_by)
            if not heard_sudo:
                case._tell_leads_of_orphans(
                    self.env._("A case in KIM needs somebody"),
                    self.env._(
                        "There is a notice for who leads case %(numbers)s, and nobody "
                        "who leads it can open it any more. Please give it to somebody "
                        "under Oversight › Register of cases."
                    ),
                )
        if heard_sudo:
            self._tell_inside(
                heard_sudo, subject, body, self.env.ref("kim_case.mt_kim_notice")
            )

    @api.model
    def _tell_inside(self, users, subject, body, subtype=None):
        """Tell users something inside Odoo alone, whatever they chose for mails.

        No mail is sent: not even the fact that something is due leaves the house.

        :param users: ``res.users`` records
        :param str subject: translated line
        :param str body: translated sentence, without content about a client
        :param subtype: ``mail.message.subtype``, a note when left out
        """
        subtype = subtype or self.env.ref("mail.mt_note")
        message = (
            self.env["mail.message"]
            .sudo()
            .create(  # the system speaks
                {
                    "author_id": self.env.ref("base.partner_root").id,
                    "body": escape(body),
                    "message_type": "user_notification",
                    "partner_ids": users.sudo().partner_id.ids,  # colleagues
                    "subject": subject,
                    "subtype_id": subtype.id,
                }
            )
        )
        self.env["mail.thread"].sudo()._notify_thread_by_inbox(  # the system speaks
            message,
            [
                {"id": user.partner_id.id, "uid": user.id, "notif": "inbox"}
                for user in users.sudo()  # colleagues
            ],
        )
