from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.kim_case.tools.dates import berlin_day


class KimSession(models.Model):
    _inherit = "kim.session"

    theme_ids = fields.One2many(
        comodel_name="kim.theme", inverse_name="session_id", string="Themes"
    )
    theme_count = fields.Integer(string="# Themes", compute="_compute_theme_count")
    decision_ids = fields.One2many(
        comodel_name="kim.decision",
        inverse_name="session_id",
        string="Decisions",
        readonly=True,
    )

    def _decided(self):
        """Return the decisions recorded here, those replaced since included."""
        # Whoever changes the head need not read every decision.
        return self.sudo().decision_ids.filtered(lambda d: d.state != "draft")

    def _is_head_fixed(self):
        """A session in which something was decided is fixed, whatever its state says."""
        return super()._is_head_fixed() or bool(self._decided())

    def _check_correction(self, vals):
        """A recorded decision keeps the body that took it and its day."""
        draft = self.new(vals, origin=self)
        moved = berlin_day(draft.date_start) != berlin_day(self.date_start)
        if self._decided() and (moved or draft.body_id._origin != self.body_id):
            raise UserError(
                self.env._(
                    "Decisions were recorded in this session; its body and its day "
                    "stay. If the meeting was another one, replace the decisions there."
                )
            )
        return super()._check_correction(vals)

    def _check_cancelled(self):
        if self._decided():
            raise UserError(
                self.env._("Decisions were recorded here: the session took place.")
            )

    @api.depends("theme_ids")
    def _compute_theme_count(self):
        counts = dict(
            self.env["kim.theme"]._read_group(
                [("session_id", "in", self.ids)], ["session_id"], ["__count"]
            )
        )
        for session in self:
            session.theme_count = counts.get(session._origin, 0)

    def _prepare_minutes(self):
        """Add the themes found and the decisions taken to the minutes."""
        content = super()._prepare_minutes()
        themes = self.theme_ids.sorted("id")
        kinds = dict(themes._fields["theme_kind"]._description_selection(self.env))
        content["themes"] = [
            {
                "name": theme.name,
                "kind": kinds[theme.theme_kind],
                "description": theme.problem or "",
            }
            for theme in themes
        ]
        decisions = self.decision_ids.filtered(lambda d: d.state == "recorded")
        content["decisions"] = [
            decision._prepare_minutes() for decision in decisions.sorted("number")
        ]
        return content

    @api.model
    def _next_steering(self, district):
        """Return the next steering meeting of a district, the first in time.

        Where several steering groups meet, nobody chooses for the coordination.

        :param district: ``kim.district`` record
        :return: ``kim.session`` record
        :raises UserError: when none is planned, or several groups meet
        """
        district.ensure_one()
        sessions = self.search(
            [
                ("district_id", "=", district.id),
                ("body_id.kind", "=", "steering"),
                ("state", "in", ("planned", "invited")),
                ("date_start", ">=", "today"),
            ],
            order="date_start, id",
        )
        if len(sessions.body_id) > 1:
            raise UserError(
                self.env._(
                    "Several steering groups have planned a meeting: %(bodies)s. Open "
                    "the session that is to decide, and put it on its agenda there.",
                    bodies=", ".join(sessions.body_id.mapped("name")),
                )
            )
        if not sessions:
            raise UserError(
                self.env._(
                    "No steering meeting is planned. Plan the next session of the "
                    "steering group first."
                )
            )
        return sessions[0]

    def _add_decision_item(self, name, themes, cluster=None):
        """Put something to decide on at the end of the agenda of this session.

        :param str name: title of the item
        :param themes: ``kim.theme`` records it is about
        :param cluster: ``kim.theme.cluster`` record, if they have one
        :return: ``kim.agenda.item`` record
        """
        self.ensure_one()
        last = max(self.agenda_item_ids.mapped("sequence"), default=0)
        return self.env["kim.agenda.item"].create(
            {
                "session_id": self.id,
                "name": name,
                "sequence": last + 1,
                "cluster_id": cluster.id if cluster else False,
                "theme_ids": [Command.set(themes.ids)],
                "kind": "decision",
            }
        )
