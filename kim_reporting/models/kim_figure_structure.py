from odoo import models
from odoo.tools import SQL

from odoo.addons.kim_case.tools.dates import day_end, day_start

HELD = ("held", "minuted", "published")


class KimFigure(models.Model):
    """F: structure work: conferences, themes, decisions, measures, results."""

    _inherit = "kim.figure"

    def _sessions(self, scope):
        return [
            ("district_id", "=", scope.district_id),
            ("state", "in", HELD),
            ("date_start", ">=", day_start(scope.date_from)),
            ("date_start", "<", day_end(scope.date_to)),
        ]

    def _count_sessions(self, scope):
        sessions = self.env["kim.session"]
        groups = sessions._read_group(self._sessions(scope), ["type_ids"], ["__count"])
        return [
            ("", sessions.search_count(self._sessions(scope))),
            *[(kind.name, count) for kind, count in groups if kind],
        ]

    def _count_participants(self, scope):
        """People who took part; hosts and speakers are not counted (17)."""
        ((total,),) = self.env["kim.participation"]._read_group(
            [
                ("session_id", "any", self._sessions(scope)),
                ("role", "=", "participant"),
                ("attendance", "=", "attended"),
            ],
            [],
            ["headcount:sum"],
        )
        return [("", total or 0)]

    def _count_need_reports(self, scope):
        return [
            (
                "",
                self.env["kim.need.report"].search_count(
                    [
                        ("district_id", "=", scope.district_id),
                        ("month", ">=", scope.date_from.replace(day=1)),
                        ("month", "<=", scope.date_to),
                    ]
                ),
            )
        ]

    def _count_themes(self, scope):
        """Themes by the state they had at the end of the reference date (30, 35)."""
        groups = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT COALESCE(course.state, 'raw') AS state, COUNT(*)
                      FROM kim_theme AS theme
         LEFT JOIN LATERAL (SELECT state FROM kim_theme_event
                             WHERE theme_id = theme.id AND date < %(moment)s
                          ORDER BY date DESC, id DESC LIMIT 1) AS course ON TRUE
                     WHERE theme.district_id = %(district)s AND theme.date <= %(day)s
                  GROUP BY 1
                    """,
                    district=scope.district_id,
                    day=scope.reference,
                    moment=scope.moment,
                )
            )
        )
        return [
            ("", sum(groups.values())),
            *self._by_selection(groups, "kim.theme", "state"),
        ]

    def _count_clusters(self, scope):
        """Clusters formed by the reference date and not dissolved by then."""
        clusters = self.env["kim.theme.cluster"].with_context(active_test=False)
        return [
            (
                "",
                clusters.search_count(
                    [
                        ("district_id", "=", scope.district_id),
                        ("date", "<=", scope.reference),
                        "|",
                        ("date_dissolved", "=", False),
                        ("date_dissolved", ">", scope.reference),
                    ]
                ),
            )
        ]

    def _count_decisions(self, scope):
        return self._grouped(
            "kim.decision",
            "result",
            scope,
            [
                ("state", "=", "recorded"),
                ("date", ">=", scope.date_from),
                ("date", "<=", scope.date_to),
            ],
        )

    def _count_measures(self, scope):
        """Measures by the state they had at the end of the reference date (60)."""
        groups = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT state, COUNT(*)
                      FROM (SELECT DISTINCT ON (task_id) state
                              FROM kim_measure_event
                             WHERE district_id = %s AND date < %s
                          ORDER BY task_id, date DESC, id DESC) AS course
                     WHERE state IS NOT NULL
                  GROUP BY state
                    """,
                    scope.district_id,
                    scope.moment,
                )
            )
        )
        return [
            ("", sum(groups.values())),
            *self._by_selection(groups, "project.task", "kim_measure_state"),
        ]

    def _count_results(self, scope):
        return self._grouped(
            "kim.result",
            "kind",
            scope,
            [
                ("date", ">=", scope.date_from),
                ("date", "<=", scope.date_to),
            ],
        )

    def _grouped(self, model, field, scope, domain=()):
        groups = dict(
            self.env[model]._read_group(
                [("district_id", "=", scope.district_id), *domain], [field], ["__count"]
            )
        )
        return [("", sum(groups.values())), *self._by_selection(groups, model, field)]
