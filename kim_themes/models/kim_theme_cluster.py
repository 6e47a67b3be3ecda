from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.kim_case.tools.dates import berlin_today


class KimThemeCluster(models.Model):
    """Cluster of themes (12–14): what several towns raise, seen as one problem.

    Putting a theme into a cluster leaves the theme as it is; the cluster counts.
    """

    _name = "kim.theme.cluster"
    _inherit = ["kim.door.mixin", "kim.name.mixin"]
    _description = "Cluster"
    _order = "sequence, name_key, id"

    _door_fields = frozenset({"date", "date_dissolved", "district_id"})
    _door_initial = {"date_dissolved": False}

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    date = fields.Date(
        string="Formed on",
        required=True,
        default=berlin_today,
        copy=False,
        help="Figures of earlier days do not count it.",
    )
    date_dissolved = fields.Date(
        string="Dissolved on",
        readonly=True,
        copy=False,
        help="Since then it is archived; figures of earlier days count it.",
    )
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["kim.district"]._default(),
    )
    field_tag_ids = fields.Many2many(
        comodel_name="kim.field.tag",
        relation="kim_theme_cluster_field_tag_rel",
        column1="cluster_id",
        column2="field_tag_id",
        string="Fields of action",
        domain="['|', ('district_id', '=', False), ('district_id', '=', district_id)]",
    )
    summary = fields.Text(help="What the themes have in common, for the agenda.")
    theme_ids = fields.One2many(
        comodel_name="kim.theme",
        inverse_name="cluster_id",
        string="Themes",
        domain=[("state", "!=", "merged")],
    )
    agenda_item_ids = fields.One2many(
        comodel_name="kim.agenda.item",
        inverse_name="cluster_id",
        string="Agenda items",
        readonly=True,
    )
    decision_ids = fields.One2many(
        comodel_name="kim.decision",
        inverse_name="cluster_id",
        string="Decisions",
        readonly=True,
    )
    result_ids = fields.One2many(
        comodel_name="kim.result",
        inverse_name="cluster_id",
        string="Results",
        readonly=True,
    )
    theme_count = fields.Integer(
        string="# Themes", compute="_compute_figures", compute_sudo=True
    )
    municipality_ids = fields.Many2many(
        comodel_name="kim.municipality",
        string="Towns",
        compute="_compute_figures",
        compute_sudo=True,
    )
    town_count = fields.Integer(
        string="# Towns", compute="_compute_figures", compute_sudo=True
    )
    session_count = fields.Integer(
        string="# Sessions", compute="_compute_figures", compute_sudo=True
    )
    need_report_count = fields.Integer(
        string="# Need reports", compute="_compute_figures", compute_sudo=True
    )
    vignette_count = fields.Integer(
        string="# Vignettes",
        compute="_compute_figures",
        compute_sudo=True,
        help="Vignettes presented in the sessions from which the themes come.",
    )
    date_first = fields.Date(
        string="Since", compute="_compute_figures", compute_sudo=True
    )

    _name_uniq = models.Constraint(
        "UNIQUE(district_id, name)", "Another cluster of this district has this name."
    )

    @api.constrains("date")
    def _check_date(self):
        if any(cluster.date > berlin_today() for cluster in self):
            raise ValidationError(
                self.env._("A cluster is formed today or was formed earlier.")
            )

    def write(self, vals):
        """Note since when a cluster is dissolved."""
        if "active" not in vals:
            return super().write(vals)
        turned = self.filtered(lambda cluster: cluster.active != bool(vals["active"]))
        result = super().write(vals)
        turned._door_write(
            {"date_dissolved": False if vals["active"] else berlin_today()}
        )
        return result

    @api.model
    def _empty_for_readers(self):
        return (
            self.env._("No cluster here yet"),
            self.env._(
                "The coordination bundles what several towns raise. You see the clusters "
                "of your district here."
            ),
        )

    @api.depends(
        "theme_ids.need_report_ids",
        "theme_ids.session_id",
        "theme_ids.session_ids",
        "theme_ids.municipality_id",
        "theme_ids.merged_ids",
        "theme_ids.date",
    )
    def _compute_figures(self):
        evidence = self.theme_ids._evidence()
        for cluster in self:
            found = {"need_reports": set(), "sessions": set(), "towns": set()}
            for theme in cluster.theme_ids:
                for kind, ids in evidence.get(theme._origin.id, {}).items():
                    found[kind] |= ids
            sessions = self.env["kim.session"].browse(found["sessions"])
            cluster.theme_count = len(cluster.theme_ids)
            cluster.municipality_ids = self.env["kim.municipality"].browse(
                sorted(found["towns"])
            )
            cluster.town_count = len(found["towns"])
            cluster.session_count = len(found["sessions"])
            cluster.need_report_count = len(found["need_reports"])
            cluster.vignette_count = len(sessions.vignette_ids)
            cluster.date_first = min(cluster.theme_ids.mapped("date"), default=False)

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_submit(self):
        """Put this cluster on the agenda of the next steering meeting.

        :return: window action of the session
        """
        self.ensure_one()
        item = self.theme_ids._submit(self.name, self)
        return item._action_open_session()

    def action_open_themes(self):
        """Show the themes of this cluster.

        :return: window action
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kim_themes.kim_theme_action"
        )
        action["domain"] = [("cluster_id", "=", self.id)]
        action["context"] = {"default_cluster_id": self.id}
        return action
