from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.kim_case.tools.dates import berlin_today

from .kim_theme import STATES

SOURCES = [
    ("raised", "Raised the theme"),
    ("need_report", "Wrote a need report"),
    ("session", "Took part in the session"),
    ("town", "Case management of the town"),
]


class KimFeedback(models.Model):
    """What was told to whom about a theme (57, 130): the way back to the originators."""

    _name = "kim.feedback"
    _inherit = ["kim.length.mixin"]
    _description = "Feedback"
    _order = "date desc, id desc"
    _rec_name = "theme_id"

    theme_id = fields.Many2one(
        comodel_name="kim.theme",
        string="Theme",
        required=True,
        index=True,
        ondelete="cascade",
    )
    district_id = fields.Many2one(
        related="theme_id.district_id", store=True, index=True
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    state = fields.Selection(selection=STATES, required=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Told to",
        required=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="User",
        index="btree_not_null",
        ondelete="restrict",
    )
    source = fields.Selection(selection=SOURCES, string="Because", required=True)
    channel = fields.Selection(
        selection=[("user", "In KIM"), ("email", "By e-mail")],
        string="How",
        required=True,
    )
    note = fields.Text(string="What was said")

    # ------------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------------
    @api.model
    def _tell_originators(self, themes, note=None):
        """Tell those who raised these themes their new state, once per person.

        :param themes: ``kim.theme`` records, all in the same new state
        :param str note: reason or remark that is told
        """
        told = {}  # partner → {theme: source}
        for theme in themes.sudo():  # authors and attendance are for the system
            for partner, source in self._originators(theme).items():
                told.setdefault(partner, {})[theme] = source
        rows = []
        for partner, sources in told.items():
            user = partner.user_ids.filtered(lambda u: u.active and not u.share)[:1]
            if user == self.env.user:
                continue  # knows it: just did it
            if not user and not partner.email:
                continue
            rows += [
                {
                    "theme_id": theme.id,
                    "state": theme.state,
                    "partner_id": partner.id,
                    "user_id": user.id,
                    "source": source,
                    "channel": "user" if user else "email",
                    "note": note,
                }
                for theme, source in sources.items()
            ]
            mine = themes.filtered(lambda t, sources=sources: t in sources)
            if user:
                self._tell_user(user, mine, note)
            else:
                self._tell_by_mail(partner, mine, note)
        self.sudo().create(rows)  # written by this door only

    @api.model
    def _originators(self, theme):
        """Return who hears of a theme, with the strongest reason why.

        :param theme: ``kim.theme`` record, in sudo
        :return: dict ``res.partner`` → source
        """
        family = theme | theme.search([("id", "child_of", theme.id)])
        reports = family.need_report_ids
        sessions = family.session_id | family.session_ids
        today = berlin_today()
        towns = family.municipality_id | reports.municipality_id
        posts = self.env["kim.post.assignment"].sudo()  # who works there today
        managers = posts.search(
            [
                ("function", "=", "case_management"),
                ("municipality_ids", "in", towns.ids),
                ("date_from", "<=", today),
                ("date_until", ">=", today),
            ]
        ).holder_id.filtered(lambda p: p.user_ids.filtered(lambda u: not u.share))
        asked = sessions.participation_ids.filtered("wants_feedback").partner_id
        originators = {}
        for partners, source in (
            (managers, "town"),
            (asked, "session"),
            (reports.author_id.partner_id, "need_report"),
            (family.create_uid.filtered(lambda u: u.id != 1).partner_id, "raised"),
        ):
            originators.update(dict.fromkeys(partners, source))
        return originators

    @api.model
    def _tell_user(self, user, themes, note):
        """Tell inside KIM number, title and state of each theme, with a link."""
        labels = dict(themes._fields["state"]._description_selection(self.env))
        lines = Markup("").join(
            Markup('<li><a href="/odoo/kim-themes/%s">%s %s</a>: %s</li>')
            % (theme.id, theme.number, theme.name, labels[theme.state])
            for theme in themes
        )
        self.env["kim.notice"]._tell(
            user,
            self.env._("KIM: what became of themes that you raised"),
            Markup("<p>%s</p><ul>%s</ul>")
            % (
                self.env._("There is news on themes that come from your work:"),
                lines,
            ),
        )

    @api.model
    def _tell_by_mail(self, partner, themes, note):
        """Mail a participant without login who asked for it what became of a theme."""
        labels = dict(themes._fields["state"]._description_selection(self.env))
        lines = Markup("").join(
            Markup("<li>%s: <b>%s</b></li>") % (theme.name, labels[theme.state])
            for theme in themes
        )
        self.env["mail.mail"].sudo().create(  # participants have no login
            {
                "subject": self.env._("KIM: what became of your themes"),
                "email_to": partner.email_formatted,
                "auto_delete": True,
                "body_html": Markup("<p>%s</p><ul>%s</ul><p>%s</p>")
                % (
                    self.env._(
                        "You took part in a session and asked to hear what becomes of "
                        "its themes:"
                    ),
                    lines,
                    note or "",
                ),
            }
        )
