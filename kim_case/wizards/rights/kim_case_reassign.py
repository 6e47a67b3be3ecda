from odoo import api, fields, models

STEP = 100  # cases in one request: the team lead sees how far it is
# Written by the steps alone; said outright, a caller's defaults say nothing.
START = {
    "done_count": 0,
    "failed_count": 0,
    "failures": False,
    "lost": False,
    "position": 0,
    "state": "draft",
}


class KimCaseReassign(models.TransientModel):
    """Give chosen cases of the register to a case manager (team lead).

    Works step by step, so that progress is seen; a case that cannot be given is
    reported with its reason and stops nothing.
    """

    _name = "kim.case.reassign"
    _inherit = ["kim.dialog.mixin"]
    _description = "Reassign cases"

    register_ids = fields.Many2many(
        comodel_name="kim.case.register",
        compute="_compute_register_ids",
        string="Cases",
    )
    case_count = fields.Integer(compute="_compute_register_ids", string="Cases chosen")
    allowed_user_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_allowed_user_ids"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="New responsible person",
        domain="[('id', 'in', allowed_user_ids)]",
    )
    reason = fields.Char(size=200, help="No names of clients.")
    note = fields.Text(
        string="Handover note",
        help="Goes into the contact log of each case, for the new case manager. No "
        "names of clients: you do not read the cases.",
    )
    fte = fields.Float(
        string="Posts of the person (FTE)", digits=(8, 2), compute="_compute_load"
    )
    load_now = fields.Integer(string="Open cases now", compute="_compute_load")
    load_after = fields.Integer(string="Open cases afterwards", compute="_compute_load")
    per_fte_now = fields.Float(
        string="Per full post now", digits=(8, 1), compute="_compute_load"
    )
    per_fte_after = fields.Float(
        string="Per full post afterwards", digits=(8, 1), compute="_compute_load"
    )
    load_limit = fields.Integer(string="Limit per full post", compute="_compute_load")
    municipality_ids = fields.Many2many(
        comodel_name="kim.municipality",
        string="Towns of the posts",
        compute="_compute_load",
    )
    beyond = fields.Text(compute="_compute_load")
    confirmed = fields.Boolean(
        string="Give the cases nevertheless",
        help="What goes beyond the posts of the person was seen.",
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("done", "Done")], default="draft"
    )
    position = fields.Integer(help="How many of the cases were dealt with.")
    done_count = fields.Integer(string="Reassigned")
    failed_count = fields.Integer(string="Left as they are")
    failures = fields.Text(string="Why not", readonly=True)
    lost = fields.Json(help="{user id: number of cases lost}, told at the end.")

    @api.depends_context("active_ids", "active_model")
    def _compute_register_ids(self):
        registers = self.env["kim.case.register"]
        if self.env.context.get("active_model") == "kim.case.register":
            registers = registers.browse(self.env.context.get("active_ids", []))
        for wizard in self:
            wizard.register_ids = registers
            wizard.case_count = len(registers)

    @api.depends("register_ids")
    def _compute_allowed_user_ids(self):
        for wizard in self:
            seen = wizard.register_ids._filtered_access("read")
            managers_sudo = self.env["res.users"]
            for company in seen.company_id or self.env.company:
                managers_sudo |= managers_sudo._kim_case_managers(company)
            # Before it is assigned: on a new dialog the links are no longer equal.
            wizard.allowed_user_ids = (managers_sudo - self.env.user).ids

    @api.depends("register_ids", "user_id", "position")
    def _compute_load(self):
        for wizard in self:
            load = wizard._left()._load_with(wizard.user_id)
            wizard.fte = load["fte"]
            wizard.load_now = load["now"]
            wizard.load_after = load["after"]
            wizard.per_fte_now = load["now"] / load["fte"] if load["fte"] else 0
            wizard.per_fte_after = load["after"] / load["fte"] if load["fte"] else 0
            wizard.load_limit = load["limit"]
            wizard.municipality_ids = load["towns"]
            wizard.beyond = bool(wizard.user_id) and "\n".join(load["beyond"])

    @api.onchange("user_id")
    def _onchange_user_id(self):
        self.confirmed = False  # of somebody else

    def _left(self):
        """Return the cases that were not dealt with yet."""
        return self.register_ids[self.position :]

    @api.model_create_multi
    def create(self, vals_list):
        """Every run begins at its start, whatever the caller says."""
        return super().create([{**vals, **START} for vals in vals_list])

    def write(self, vals):
        """Leave out how far the run has come: it is counted, not set.

        Another person is confirmed anew.
        """
        if not self.env.su:
            vals = {name: vals[name] for name in vals.keys() - START.keys()}
        if "user_id" in vals:
            vals = {"confirmed": False, **vals}
        return super().write(vals)

    def action_step(self):
        """Reassign the next cases and note what could not be done.

        Whoever lost cases is told once, after the last step.

        :return: {"done": cases dealt with, "total": cases chosen, "finished": bool}
        :raises AccessError: the user is no team lead
        :raises UserError: no case or no case manager was chosen, or it goes beyond the
            posts of the person and is not confirmed
        """
        self.ensure_one()
        registers = self.register_ids
        batch = self._left()[:STEP]
        user = registers._check_reassign(self.user_id.id)
        self._left()._check_load(user, self.confirmed)
        if batch or not registers:
            done, failed, lost = batch._reassign(user, self.reason, self.note)
            told = dict(self.lost or {})
            for loser, count in lost.items():
                told[str(loser.id)] = told.get(str(loser.id), 0) + count
            lines = [f"{number}: {why}" for number, why in failed]
            self.sudo().write(  # one's own form; its progress
                {
                    "position": self.position + len(batch),
                    "done_count": self.done_count + done,
                    "failed_count": self.failed_count + len(failed),
                    "failures": "\n".join(filter(None, [self.failures, *lines])),
                    "lost": told,
                }
            )
        finished = self.position >= len(registers)
        if finished and self.state != "done":
            users = self.env["res.users"]
            registers._tell_reassigned(
                user,
                self.done_count,
                {users.browse(int(uid)): n for uid, n in (self.lost or {}).items()},
            )
            self.sudo().write(  # as above
                {"state": "done", "note": False, "reason": False}
            )
        return {"done": self.position, "total": len(registers), "finished": finished}

    def action_close(self):
        """Close the report; nothing of it is kept.

        :return: action that closes the dialog and loads the register anew
        """
        return self._done()
