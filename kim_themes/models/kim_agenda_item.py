from odoo import api, fields, models
from odoo.fields import Command


class KimAgendaItem(models.Model):
    _inherit = "kim.agenda.item"

    cluster_id = fields.Many2one(
        comodel_name="kim.theme.cluster",
        string="Cluster",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('district_id', '=', district_id)]",
    )
    theme_ids = fields.Many2many(
        comodel_name="kim.theme",
        relation="kim_agenda_item_theme_rel",
        column1="agenda_item_id",
        column2="theme_id",
        string="Themes",
        domain="[('district_id', '=', district_id)]",
    )
    recommendation = fields.Text(help="What the coordination proposes to decide.")
    rank = fields.Integer(help="Place in the order of priority, 1 comes first.")
    decision_ids = fields.One2many(
        comodel_name="kim.decision", inverse_name="agenda_item_id", string="Decisions"
    )
    decision_id = fields.Many2one(
        comodel_name="kim.decision",
        string="Decision in force",
        compute="_compute_decision_id",
    )

    @api.depends("decision_ids.state")
    def _compute_decision_id(self):
        for item in self:
            item.decision_id = item.decision_ids.filtered(
                lambda d: d.state == "recorded"
            )[:1]

    @api.onchange("cluster_id")
    def _onchange_cluster_id(self):
        if self.cluster_id:
            self.theme_ids |= self.cluster_id.theme_ids._reachable("submitted")
            self.name = self.name or self.cluster_id.name

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_decide(self):
        """Open the decision of this item, or a draft of it.

        Where measures for its themes wait for a decision, the draft names them. An item
        without themes has nothing to set a priority for: its draft is of kind "other".

        :return: window action of ``kim.decision``
        """
        self.ensure_one()
        decision = self.decision_ids.filtered(lambda d: d.state != "superseded")[:1]
        context = {"default_agenda_item_id": self.id}
        if not decision and self.theme_ids:
            waiting = self.env["project.task"].search(
                [
                    ("kim_measure_state", "=", "proposal"),
                    ("kim_theme_ids", "in", self.theme_ids.ids),
                ]
            )
            if waiting:
                context["default_kind"] = "measure"
                context["default_task_ids"] = [Command.set(waiting.ids)]
        elif not decision and not self.cluster_id:
            context["default_kind"] = "other"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decision"),
            "res_model": "kim.decision",
            "view_mode": "form",
            "res_id": decision.id,
            "context": context,
        }

    def action_open_item(self):
        """Open the paper of this item: proposal, themes and evidence.

        :return: window action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "kim.agenda.item",
            "view_mode": "form",
            "res_id": self.id,
        }

    def _action_open_session(self):
        """Return the window action of this item's session."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.session_id.display_name,
            "res_model": "kim.session",
            "view_mode": "form",
            "res_id": self.session_id.id,
        }
