from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...models.district.kim_post import FUNCTIONS
from ...tools.dates import berlin_today


class KimPostChange(models.TransientModel):
    """Change a post, or who holds it, from a day on; or correct what was entered wrongly.

    Figures of past days rest on these rows (100, 123, 129): from a day on, a new row
    follows; a correction needs a reason, and figures then count what is right.
    """

    _name = "kim.post.change"
    # Its links lead to what one may open.
    _inherit = ["kim.dialog.mixin", "kim.bound.mixin"]
    _description = "Change a post from a day on"

    post_id = fields.Many2one(
        comodel_name="kim.post", string="Post", readonly=True, ondelete="cascade"
    )
    assignment_id = fields.Many2one(
        comodel_name="kim.post.assignment",
        string="Assignment",
        readonly=True,
        ondelete="cascade",
    )
    kind = fields.Selection(
        selection=[
            ("change", "It changes from a day on"),
            ("correct", "It was entered wrongly"),
        ],
        string="What happened",
        required=True,
        default="change",
    )
    day = fields.Date(string="From", default=berlin_today)
    reason = fields.Char(size=200)
    district_id = fields.Many2one(
        comodel_name="kim.district", compute="_compute_district_id"
    )
    fte = fields.Float(
        string="FTE",
        digits=(4, 2),
        compute="_compute_facts",
        store=True,
        readonly=False,
    )
    block_id = fields.Many2one(
        comodel_name="kim.funding.block",
        string="Funding block",
        compute="_compute_facts",
        store=True,
        readonly=False,
    )
    function = fields.Selection(
        selection=FUNCTIONS, compute="_compute_facts", store=True, readonly=False
    )
    employer_id = fields.Many2one(
        comodel_name="kim.controller",
        string="Employer",
        compute="_compute_facts",
        store=True,
        readonly=False,
    )
    holder_id = fields.Many2one(
        comodel_name="res.partner",
        string="Holder",
        compute="_compute_facts",
        store=True,
        readonly=False,
    )
    municipality_ids = fields.Many2many(
        comodel_name="kim.municipality",
        relation="kim_post_change_municipality_rel",
        column1="change_id",
        column2="municipality_id",
        string="Towns",
        compute="_compute_facts",
        store=True,
        readonly=False,
        domain="[('district_id', '=', district_id)]",
    )
    date_from = fields.Date(
        string="Begins", compute="_compute_facts", store=True, readonly=False
    )
    date_until = fields.Date(
        string="Ends", compute="_compute_facts", store=True, readonly=False
    )

    @api.depends("post_id", "assignment_id")
    def _compute_district_id(self):
        for change in self:
            change.district_id = change._row().district_id

    @api.depends("post_id", "assignment_id")
    def _compute_facts(self):
        for change in self:
            change.update(change._facts())

    def _facts(self):
        """Return what stands now, by field of this dialog."""
        row = self._row()
        return {
            "fte": row.fte,
            "date_from": row.date_from,
            "date_until": row.date_until,
            "block_id": self.post_id.block_id,
            "function": self.post_id.function,
            "employer_id": self.post_id.employer_id,
            "holder_id": self.assignment_id.holder_id,
            "municipality_ids": self.assignment_id.municipality_ids,
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Leave as it stands what a caller does not name.

        The facts share one compute, which keeps its hands off all of them when one is
        given; towns left out would be taken away.
        """
        changes = super().create(vals_list)
        for change, vals in zip(changes, vals_list, strict=True):
            facts = change._facts()
            if not facts.keys().isdisjoint(vals):
                change.update({n: v for n, v in facts.items() if n not in vals})
        return changes

    def _row(self):
        """Return the post or the assignment that this dialog is about."""
        return self.assignment_id or self.post_id

    @api.model
    def _action_ask(self, link, row):
        """Return the window action that opens this dialog for a row.

        :param str link: ``post_id`` or ``assignment_id``
        :param row: record
        """
        row.ensure_one().check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": row.display_name,
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{link}": row.id},
        }

    def action_apply(self):
        """Let the new row follow, or correct the old one.

        :return: action that closes the dialog
        :raises UserError: there is no row, or its reason is missing
        :raises ValidationError: the day does not lie within the row
        """
        self.ensure_one()
        row = self._row()
        row.check_access("write")
        if len(row) != 1:
            raise UserError(self.env._("Please open this dialog from a post."))
        names = (
            ["holder_id", "municipality_ids"]
            if self.assignment_id
            else ["block_id", "function", "employer_id"]
        )
        if self.kind == "correct":
            names += ["date_from", "date_until"]
        vals = self._convert_to_write({name: self[name] for name in [*names, "fte"]})
        vals["change_reason"] = self.reason
        if self.kind == "correct":
            self._check_reason()
            row._correct(vals)
        elif not self.day or not row.date_from < self.day <= row.date_until:
            raise ValidationError(
                self.env._(
                    "The change begins after %(start)s and not later than the end. What "
                    "was wrong from the beginning is corrected.",
                    start=format_date(self.env, row.date_from),
                )
            )
        else:
            if self.day < berlin_today():
                self._check_reason()
            row._follow(self.day, vals)
        return self._done()

    def _check_reason(self):
        """Refuse to touch the past without a reason.

        :raises UserError: none was given
        """
        if not (self.reason or "").strip():
            raise UserError(
                self.env._("Figures of past days change. Please give the reason.")
            )
