from lxml import etree
from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.kim_case.tools.columns import tell_apart


class KimTheme(models.Model):
    """The board of themes: a column per cluster, and one for those without."""

    _inherit = "kim.theme"

    @api.model
    def _read_group_cluster_ids(self, clusters, domain):
        """Show every cluster of the districts whose themes are shown, empty ones too.

        No theme on the board yet: those of all districts of the reader.
        """
        districts = [each.id for (each,) in self._read_group(domain, ["district_id"])]
        return clusters | clusters.search(
            Domain("district_id", "in", districts) if districts else Domain.TRUE
        )

    @api.model
    def formatted_read_group(self, domain, groupby=(), *args, **kwargs):
        """Tell apart the clusters of two districts that bear one name."""
        groups = super().formatted_read_group(domain, groupby, *args, **kwargs)
        if "cluster_id" in groupby:
            tell_apart(groups, "cluster_id", self.env["kim.theme.cluster"])
        return groups

    @api.model
    def get_empty_list_help(self, help_message):
        """Return what an empty board says; guests are not asked to write into sessions.

        :param str help_message: HTML of the action
        :return: HTML
        """
        # The window action asks as superuser: the reader's own rights count.
        reader = self.sudo(False)
        if reader._may_steer() or reader.env.user.has_groups(
            "kim_case.group_kim_case_user,kim_case.group_kim_team_lead"
        ):
            return super().get_empty_list_help(help_message)
        return Markup('<p class="o_view_nocontent_empty_folder">%s</p><p>%s</p>') % (
            self.env._("No theme here yet"),
            self.env._(
                "Themes are found in conferences and in the daily work of case "
                "management. You see here what the coordination has taken up."
            ),
        )

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """Let only those drag cards between clusters who may cluster themes."""
        result = super().get_view(view_id, view_type, **options)
        if view_type == "kanban" and not self._may_steer():
            arch = etree.fromstring(result["arch"])
            arch.set("records_draggable", "false")
            arch.set("group_create", "false")
            result["arch"] = etree.tostring(arch, encoding="unicode")
        return result

    @api.model
    def web_read_group(self, domain, groupby, *args, **kwargs):
        """Open the column of themes without a cluster, which Odoo would fold.

        They are the ones still to be clustered; a column that the reader folded stays
        folded.
        """
        if (
            groupby
            and groupby[0] == "cluster_id"
            and kwargs.get("auto_unfold")
            and not kwargs.get("opening_info")
        ):
            limit = kwargs.get("unfold_read_default_limit", 80)
            kwargs["opening_info"] = [
                {"value": False, "folded": False, "limit": limit, "offset": 0}
            ]
        return super().web_read_group(domain, groupby, *args, **kwargs)
