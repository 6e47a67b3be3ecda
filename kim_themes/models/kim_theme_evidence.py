from odoo import api, fields, models


class KimTheme(models.Model):
    """What stands behind a theme (35): counts of sources, never a person."""

    _inherit = "kim.theme"

    need_report_count = fields.Integer(
        string="# Need reports", compute="_compute_evidence", compute_sudo=True
    )
    session_count = fields.Integer(
        string="# Sessions", compute="_compute_evidence", compute_sudo=True
    )
    town_count = fields.Integer(
        string="# Towns", compute="_compute_evidence", compute_sudo=True
    )

    @api.depends(
        "need_report_ids",
        "session_id",
        "session_ids",
        "municipality_id",
        "merged_ids.need_report_ids",
    )
    def _compute_evidence(self):
        evidence = self._evidence()
        for theme in self:
            found = evidence.get(theme._origin.id, {})
            theme.need_report_count = len(found.get("need_reports", ()))
            theme.session_count = len(found.get("sessions", ()))
            theme.town_count = len(found.get("towns", ()))

    def _evidence(self):
        """Count what stands behind each theme, merged themes included (35).

        Never through the fields of a theme: these hold what the reader may see.

        :return: dict theme id → {"need_reports": set, "sessions": set, "towns": set}
            of ids; never a person
        """
        wanted = set(self._origin.ids)
        evidence = {
            theme_id: {"need_reports": set(), "sessions": set(), "towns": set()}
            for theme_id in wanted
        }
        themes_sudo = self.sudo()  # counts only, the same for every reader
        family = themes_sudo.search([("id", "child_of", list(wanted))])
        roots = {
            theme.id: wanted.intersection(map(int, theme.parent_path.split("/")[:-1]))
            for theme in family
        }
        for kind, theme_ids, found_id in family._sources():
            for theme_id in theme_ids:
                for root_id in roots.get(theme_id, ()):
                    evidence[root_id][kind].add(found_id)
        session_ids = set().union(*(found["sessions"] for found in evidence.values()))
        sessions_sudo = self.env["kim.session"].sudo().browse(session_ids)  # as above
        town_of = {session.id: session.municipality_id.id for session in sessions_sudo}
        for found in evidence.values():
            found["towns"].update(filter(None, map(town_of.get, found["sessions"])))
        return evidence

    def _sources(self):
        """Yield (kind of source, ids of themes, id of source) for themes in sudo."""
        mine = [("id", "in", self.ids)]
        for name, kind in (
            ("session_id", "sessions"),
            ("session_ids", "sessions"),
            ("municipality_id", "towns"),
        ):
            for found, theme_ids in self._read_group(mine, [name], ["id:array_agg"]):
                if found:
                    yield kind, theme_ids, found.id
        for theme, town, report_ids in self.env["kim.need.report"]._read_group(
            [("theme_ids", "in", self.ids)],
            ["theme_ids", "municipality_id"],
            ["id:array_agg"],
        ):
            for report_id in report_ids:
                yield "need_reports", [theme.id], report_id
            if town:
                yield "towns", [theme.id], town.id
