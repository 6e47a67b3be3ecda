from markupsafe import Markup

from odoo import api, fields, models

from ...tools.dates import berlin_today

SENT = "kim_case.digest_sent"


class KimDistrict(models.Model):
    """One mail a day for who chose mails: that notices wait in KIM, with their titles."""

    _inherit = "kim.district"

    @api.model
    def _cron_digest(self):
        """Mail the titles of unread notices since the last time, once a day at most."""
        parameters_sudo = self.env["ir.config_parameter"].sudo()  # when it last ran
        day, _blank, last = (parameters_sudo.get_param(SENT) or "").partition(" ")
        today = fields.Date.to_string(berlin_today())
        if day == today:
            return
        notices_sudo = self.env["mail.notification"].search(  # the system's own job
            [
                (
                    "mail_message_id.subtype_id",
                    "=",
                    self.env.ref("kim_case.mt_kim_notice").id,
                ),
                # A moment would miss what was told within the same second.
                ("id", ">", int(last or 0)),
                ("is_read", "=", False),
            ],
            order="id",
        )
        newest = notices_sudo[-1:].id or int(last or 0)
        parameters_sudo.set_param(SENT, f"{today} {newest}")
        mails = []
        for partner, notices in notices_sudo.grouped("res_partner_id").items():
            user = partner.user_ids.filtered(
                lambda u: u.active and u.notification_type == "email" and u.email
            )[:1]
            if user:
                mails.append(self.with_context(lang=user.lang)._digest(user, notices))
        self.env["mail.mail"].create(mails)

    @api.model
    def _digest(self, user, notices):
        titles = {}
        for notice in notices.sorted("id"):
            subject = notice.mail_message_id.subject
            titles[subject] = titles.get(subject, 0) + 1
        lines = Markup("").join(
            Markup("<li>%s</li>") % (f"{title} ({count})" if count > 1 else title)
            for title, count in titles.items()
        )
        return {
            "subject": self.env._("KIM: what is new for you"),
            "body_html": Markup("<p>%s</p><ul>%s</ul>")
            % (self.env._("You find these notices in your inbox in KIM:"), lines),
            "email_to": user.email_formatted,
            "auto_delete": True,
        }
