from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.kim_case.tools.dates import berlin_today

KINDS = [
    ("translated_form", "Translated form"),
    ("symposium", "Symposium"),
    ("process_change", "Changed process"),
    ("new_offer", "New offer"),
    ("agreement", "Agreement"),
    ("information_material", "Information material"),
]


class KimResult(models.Model):
    """What has come of a theme: a translated form, a symposium, a new offer (57–59)."""

    _name = "kim.result"
    _inherit = ["kim.door.mixin"]
    _description = "Result"
    _order = "date desc, id desc"

    _door_fields = frozenset({"district_id"})

    name = fields.Char(string="Result", required=True)
    kind = fields.Selection(selection=KINDS, required=True)
    date = fields.Date(required=True, default=berlin_today)
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["kim.district"]._default(),
    )
    description = fields.Text(help="What has changed, and for whom.")
    theme_ids = fields.Many2many(
        comodel_name="kim.theme",
        relation="kim_result_theme_rel",
        column1="result_id",
        column2="theme_id",
        string="Themes",
        domain="[('district_id', '=', district_id)]",
    )
    cluster_id = fields.Many2one(
        comodel_name="kim.theme.cluster",
        string="Cluster",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('district_id', '=', district_id)]",
    )
    task_id = fields.Many2one(
        comodel_name="project.task",
        string="Measure",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kim_district_id', '=', district_id)]",
    )
    language_ids = fields.Many2many(
        comodel_name="kim.language",
        relation="kim_result_language_rel",
        column1="result_id",
        column2="language_id",
        string="Languages",
    )
    is_public = fields.Boolean(
        string="Public", help="Shown to everyone who takes part, and in reports."
    )
    open_theme_count = fields.Integer(compute="_compute_open_theme_count")

    @api.model
    def _empty_for_readers(self):
        return (
            self.env._("No result here yet"),
            self.env._(
                "A result is what has changed: a translated form, a symposium, a new "
                "offer. The coordination records it."
            ),
        )

    @api.depends("theme_ids.state", "cluster_id.theme_ids.state")
    def _compute_open_theme_count(self):
        for result in self:
            result.open_theme_count = len(result._themes()._reachable("resolved"))

    def _themes(self):
        """Return the themes that this result answers."""
        self.ensure_one()
        return self.theme_ids or self.task_id.kim_theme_ids or self.cluster_id.theme_ids

    @api.constrains("district_id", "theme_ids", "cluster_id", "task_id")
    def _check_links(self):
        for result in self.sudo():  # compares districts only
            linked = (
                result.theme_ids.district_id
                | result.cluster_id.district_id
                | result.task_id.project_id.kim_district_id
            )
            if linked - result.district_id:
                raise ValidationError(
                    self.env._(
                        "Themes, cluster and measure of a result must belong to its "
                        "district."
                    )
                )
            if not linked:
                raise ValidationError(
                    self.env._(
                        "Please choose the theme, cluster or measure that this is the "
                        "result of."
                    )
                )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_resolve_themes(self):
        """Set the themes of these results to resolved; the originators are told.

        :raises UserError: when no theme is open
        """
        if not self.env["kim.theme"]._may_steer():
            raise AccessError(
                self.env._("The coordination sets the course of a theme.")
            )
        for result in self:
            themes = result._themes()._reachable("resolved")
            if not themes:
                raise UserError(self.env._("No theme of this result is open."))
            themes._transition("resolved", result.name)
