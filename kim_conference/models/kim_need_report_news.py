from odoo import api, fields, models


class KimNeedReport(models.Model):
    """What became of one's own need reports, on the home of who wrote them (98, 130)."""

    _inherit = "kim.need.report"

    _mine_action = "kim_conference.kim_need_report_action"

    told_situation = fields.Char(
        string="As last told",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Where the report stood when its author last looked; no moment is kept.",
    )

    def _situation(self):
        """Return where a report stands, to see whether its author knows it.

        Later addons add to it what they know.

        :return: str; "new" as long as nobody has done anything with it
        """
        self.ensure_one()
        return self.state

    @api.model
    def _mine(self):
        """Return the need reports that the user wrote, under her or his rights."""
        return self.search([("author_id", "=", self.env.uid)])

    def _with_news(self):
        """Return those of these reports whose author has not seen where they stand."""
        return self.filtered(
            # the author's own mark, which nobody reads through a view
            lambda report: (
                report.sudo()._situation() != (report.sudo().told_situation or "new")
            )
        )

    def _home_lines(self):
        """Return what the home counts of these reports, later addons put in theirs.

        :return: list of dict of label and count
        """
        seen = self.filtered(lambda report: report.state != "new")
        return [
            {"label": self.env._("reported"), "count": len(self)},
            {"label": self.env._("seen by the coordination"), "count": len(seen)},
        ]

    @api.model
    def _home_room(self):
        """Return the card “My reports” of the home.

        :return: list with the card; empty for who may not read need reports
        """
        if not self.has_access("read"):
            return []
        reports = self._mine()
        news = reports._with_news()
        lines = [line for line in reports._home_lines() if line["count"]]
        if news:
            lines.insert(
                0,
                {
                    "label": self.env._("with news for you"),
                    "count": len(news),
                    "model": self._name,
                    "method": "kim_my_news",
                },
            )
        return [
            {
                "name": "my_reports",
                "title": self.env._("My reports"),
                "empty": self.env._(
                    "Nothing reported yet. In a case, “This is structural” reports what "
                    "more people run into; here you see what becomes of it."
                ),
                "model": self._name,
                "method": "kim_my_reports",
                "lines": lines,
            }
        ]

    @api.model
    def kim_my_reports(self):
        """Return the list of the user's own need reports.

        :return: window action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(self._mine_action)
        action["domain"] = [("author_id", "=", self.env.uid)]
        return action

    @api.model
    def kim_my_news(self):
        """Return the user's reports with news; from now on these are no news.

        :return: window action
        """
        news = self._mine()._with_news()
        for report_sudo in news.sudo():  # the author may not write what is known
            report_sudo.told_situation = report_sudo._situation()
        action = self.kim_my_reports()
        action["domain"] = [("id", "in", news.ids)]
        action["name"] = self.env._("News on my reports")
        return action
