from odoo import api, fields, models


class KimWaiting(models.TransientModel):
    """One line of what waits for the user as second person, of whatever kind.

    The list is made when it is opened, under the user's own rights, and holds links
    only; what a line says is read from the proposal each time.
    """

    _name = "kim.waiting"
    _description = "Waits for a second person"
    _order = "since, id"
    _rec_name = "id"

    res_model = fields.Char(string="Kind of record", readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", readonly=True
    )
    since = fields.Date(string="Proposed on", readonly=True)
    what = fields.Char(string="What for", compute="_compute_line")
    number = fields.Char(compute="_compute_line")
    requester_id = fields.Many2one(
        comodel_name="res.users", string="Proposed by", compute="_compute_line"
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid", "lang")
    def _compute_line(self):
        # Where a record was not made by our door, there is nothing to be told.
        for line in self:
            line.what = line.number = line.requester_id = False
        saved = self.filtered(lambda line: line._origin)
        for model, lines in saved.grouped("res_model").items():
            if model not in self._kinds():
                continue
            waiting = self.env[model]._waiting_for_me()
            for line in lines:
                record = waiting.filtered(lambda r, line=line: r.id == line.res_id)
                if record:
                    line.update(record._waiting_line())

    @api.model
    def _kinds(self):
        """Return the models of which something may wait for a second person.

        Each has ``_waiting_for_me()``: the records that wait for the user, and
        ``_waiting_line()``: what, number and requester of one. Later addons add theirs.
        """
        return ["kim.case.request", "kim.company.archive", "kim.second.person"]

    @api.model
    def kim_count(self):
        """Return how much waits for the user, for the number in the top bar.

        :return: int
        """
        return sum(len(self.env[kind]._waiting_for_me()) for kind in self._kinds())

    @api.model
    def action_show(self):
        """Show all that waits for the user in one list.

        :return: window action
        """
        lines_sudo = self.sudo()  # nobody makes or removes lines but this list
        lines_sudo.search([("create_uid", "=", self.env.uid)]).unlink()
        lines_sudo.create(
            [
                {
                    "res_model": kind,
                    "res_id": record.id,
                    "since": record._waiting_since(),
                }
                for kind in self._kinds()
                for record in self.env[kind]._waiting_for_me()
            ]
        )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "kim_case.kim_waiting_window"
        )

    def action_open(self):
        """Open the proposal itself, where it is decided.

        :return: window action
        """
        self.ensure_one()
        self.check_access("read")
        record = self.env[self.res_model].browse(self.res_id)
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
