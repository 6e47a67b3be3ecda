from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ThemesCommon


@tagged("post_install", "-at_install")
class TestFeedback(ThemesCommon):
    """Everyone who raised a theme hears what became of it (57, 130)."""

    @classmethod
    def _assign_lead(cls):
        """Town A has three case managers: a, a2 and ab; the lead holds no post."""

    def _told(self, theme, state):
        return theme.feedback_ids.filtered(lambda f: f.state == state)

    def test_originators_hear(self):
        volunteer, silent = self.env["res.partner"].create(
            [
                {"name": "Ehrenamt (Test)", "email": "ehrenamt@example.org"},
                {"name": "Ohne Wunsch (Test)", "email": "ohne@example.org"},
            ]
        )
        session = self._session()
        session.participation_ids = [
            Command.create({"partner_id": volunteer.id, "wants_feedback": True}),
            Command.create({"partner_id": silent.id}),
            Command.create({"actor_kind_id": self.actor_volunteers.id, "headcount": 3}),
        ]
        report = self._report(self.cm_ab, municipality_id=self.town_b.id)
        theme = self._theme(
            self.cm_a, session_id=session.id, origin="session"
        ).with_user(self.coordination)
        theme.need_report_ids = report
        told = self._listen()
        theme._transition("rejected", "Ist bereits gelöst.")
        feedback = self._told(theme, "rejected")
        by_partner = {f.partner_id: f for f in feedback}
        self.assertEqual(
            {p: f.source for p, f in by_partner.items()},
            {
                volunteer: "session",
                self.cm_a.partner_id: "raised",
                self.cm_ab.partner_id: "need_report",
                self.cm_a2.partner_id: "town",
            },
        )
        self.assertEqual(by_partner[volunteer].channel, "email")
        self.assertEqual(feedback.mapped("note"), ["Ist bereits gelöst."] * 4)
        self.assertEqual(
            {login for login, _text in told}, {"kim_cm_a", "kim_cm_a2", "kim_cm_ab"}
        )
        mail = self.env["mail.mail"].search([("email_to", "ilike", "ehrenamt@")])
        self.assertIn(theme.name, mail.body_html)
        self.assertIn("Ist bereits gelöst.", mail.body_html)

    def _listen(self):
        """Collect what ``kim.notice._tell`` tells: a list of (login, text)."""
        told = []
        notices = type(self.env["kim.notice"])
        original = notices._tell

        def tell(model, users, subject, body):
            told.extend((user.login, f"{subject} {body}") for user in users)
            return original(model, users, subject, body)

        self.patch(notices, "_tell", tell)
        return told

    def test_one_message_for_several_themes(self):
        themes = self._theme(self.cm_a) | self._theme(self.cm_a)
        cluster = self._cluster()
        told = self._listen()
        themes.with_user(self.coordination).write({"cluster_id": cluster.id})
        mine = [text for _login, text in told if themes[0].number in text]
        self.assertEqual(len(mine), 3, "one each for the case managers of the town")
        self.assertIn(themes[1].number, mine[0])
        self.assertIn(themes[0].name, mine[0], "a number alone says nothing")
        self.assertEqual(len(self._told(themes[0], "clustered")), 3)

    def test_silent_steps(self):
        theme = self._theme(self.cm_a).with_user(self.coordination)
        theme.action_check()
        self.assertFalse(theme.feedback_ids)

    def test_everyone_reads_their_own(self):
        theme = self._theme(self.cm_a).with_user(self.coordination)
        theme._transition("deferred", "Erst nach der Sommerpause.")
        self.assertEqual(len(theme.feedback_ids), 3)
        feedback = self.env["kim.feedback"]
        self.assertEqual(feedback.with_user(self.cm_a).search([]).user_id, self.cm_a)
        self.assertFalse(feedback.with_user(self.team_lead).search([]))
        self.assertFalse(feedback.with_user(self.coordination_south).search([]))
        for user in (self.assistant, self.auditor, self.dpo):
            self.assertEqual(len(feedback.with_user(user).search([])), 3, user.login)
        for user in (self.cm_a, self.coordination):
            with self.assertRefused("You have no right to", AccessError):
                theme.feedback_ids.with_user(user).note = "anders"

    def test_my_reports(self):
        report = self._report(self.cm_a)
        theme = self._theme(need_report_ids=[Command.set(report.ids)])
        self._report(self.cm_ab, municipality_id=self.town_b.id)
        mine = (
            self.env["kim.need.report"]
            .with_user(self.cm_a)
            .search([("author_id", "=", self.cm_a.id)])
        )
        self.assertEqual(mine, report)
        self.assertIn(theme.name, mine.course)

    def test_home_of_the_author(self):
        """The steps of the theme are news on the author's home, counted for her alone."""
        report = self._report()
        theme = self._theme().with_user(self.coordination)
        theme.need_report_ids = report
        reports = self.env["kim.need.report"].with_user(self.cm_a)
        reports.kim_my_news()

        def lines():
            self.env.invalidate_all()
            room = reports._home_room()[0]
            return {line["label"]: line["count"] for line in room["lines"]}

        self.assertEqual(lines()["part of a theme"], 1)
        self.assertNotIn("with news for you", lines())
        theme._transition("rejected", "Ist bereits gelöst.")
        self.assertEqual(lines()["with news for you"], 1)
        news = reports.search(reports.kim_my_news()["domain"])
        self.assertEqual(news, report)
        self.assertNotIn("with news for you", lines())
