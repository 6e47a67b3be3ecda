from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import KimCommon

STOCK = ("Uh-oh", "cookies", "top-secret", "Kekse", "administrator", "stumbled")


@tagged("post_install", "-at_install")
class TestNotices(KimCommon):
    """What KIM tells its people: at once inside, one mail a day, in plain words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("kim_case.digest_sent", False)
        cls.cm_a.notification_type = "email"
        cls.cm_a2.notification_type = "inbox"
        cls.case = cls._case(last_name="Unverwechselbar")

    def _mails(self):
        return self.env["mail.mail"].search([("email_to", "ilike", self.cm_a.email)])

    def test_one_mail_a_day_with_titles(self):
        district, notices = self.env["kim.district"], self.env["kim.notice"]
        for _i in range(5):
            notices._tell(self.cm_a | self.cm_a2, "KIM: a proposal waits", "Text")
        notices._tell(self.cm_a, "KIM: tandem", "Text of the tandem")
        self.assertEqual(len(self._told(self.cm_a)), 6)
        self.assertFalse(self._mails())
        district._cron_digest()
        mail = self._mails()
        self.assertEqual(len(mail), 1)
        self.assertIn("KIM: a proposal waits (5)", mail.body_html)
        self.assertIn("KIM: tandem", mail.body_html)
        self.assertNotIn("Text", mail.body_html)
        notices._tell(self.cm_a, "KIM: later", "Text")
        district._cron_digest()
        self.assertEqual(len(self._mails()), 1)
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            district._cron_digest()
            later = self._mails() - mail
            self.assertIn("KIM: later", later.body_html)
            self.assertNotIn("tandem", later.body_html)
        self.assertFalse(  # who reads inside gets no mail
            self.env["mail.mail"].search([("email_to", "ilike", self.cm_a2.email)])
        )

    def test_what_is_read_is_not_mailed(self):
        self.env["kim.notice"]._tell(self.cm_a, "KIM: tandem", "Text")
        self._told(self.cm_a).with_user(self.cm_a).set_message_done()
        self.env["kim.district"]._cron_digest()
        self.assertFalse(self._mails())

    def test_a_name_is_text_and_no_markup(self):
        self.env["kim.notice"]._tell(self.cm_a, "Subject", "<b>Eva</b> asks")
        self.assertIn("&lt;b&gt;Eva", self._told(self.cm_a).body)

    def test_refusals_are_plain(self):
        number = self.case.number
        for user, attempt in (
            (self.cm_a2, lambda case: case.read(["wish"])),
            (self.cm_a2, lambda case: case.write({"wish": "x"})),
            (self.plain_user, lambda case: case.read(["wish"])),
            (self.cm_a, lambda case: case.env["kim.district"].create({"name": "x"})),
        ):
            with self.subTest(user=user.login):
                with self.assertRefused("You have no right to", AccessError) as caught:
                    attempt(self._as(self.case, user))
                message = str(caught.exception)
                for word in (*STOCK, number, "Unverwechselbar"):
                    self.assertNotIn(word, message)

    def test_no_bot_greets(self):
        users = self.cm_a | self.coordination | self.dpo
        if "odoobot_state" not in users._fields:
            self.assertNotIn("mail_bot", self.env.registry._init_modules)
            return
        for user in users:
            user.with_user(user)._on_webclient_bootstrap()
            self.assertEqual(user.odoobot_state, "disabled")
        channels = self.env["discuss.channel"].search(
            [
                ("channel_type", "=", "chat"),
                ("channel_partner_ids", "in", users.partner_id.ids),
            ]
        )
        self.assertFalse(channels)
