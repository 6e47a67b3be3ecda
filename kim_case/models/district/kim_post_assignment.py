from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..foundation.kim_dated_mixin import OPEN_END


class KimPostAssignment(models.Model):
    """Who holds a post, from when to when, for which towns (Stellenbesetzung).

    The holder is a contact: a holder need not have a login. "Own town" of a user is
    read from here, on the date.
    """

    _name = "kim.post.assignment"
    _inherit = ["kim.dated.mixin", "kim.recorded.mixin", "kim.bound.mixin"]
    _description = "Assignment"
    _order = "date_from desc, id desc"

    _dated_facts = ("post_id", "holder_id", "fte", "municipality_ids")

    _recorded_links = ("holder_id",)

    post_id = fields.Many2one(
        comodel_name="kim.post",
        string="Post",
        required=True,
        index=True,
        ondelete="restrict",
    )
    district_id = fields.Many2one(related="post_id.district_id", store=True, index=True)
    employer_id = fields.Many2one(related="post_id.employer_id", store=True, index=True)
    function = fields.Selection(related="post_id.function", store=True)
    holder_id = fields.Many2one(
        comodel_name="res.partner",
        string="Holder",
        required=True,
        index=True,
        ondelete="restrict",
    )
    fte = fields.Float(string="FTE", digits=(4, 2), required=True, default=1.0)
    date_from = fields.Date(string="From", required=True)
    date_until = fields.Date(string="Until", required=True, default=OPEN_END)
    municipality_ids = fields.Many2many(
        comodel_name="kim.municipality",
        relation="kim_post_assignment_municipality_rel",
        column1="assignment_id",
        column2="municipality_id",
        string="Towns",
        domain="[('district_id', '=', district_id)]",
    )
    training = fields.Selection(
        selection=[
            ("none", "Not begun"),
            ("running", "Running"),
            ("certified", "Certified"),
        ],
        string="Case management training",
        help="Counted in the proof of use; empty where no training is asked for.",
    )
    training_on = fields.Date(
        string="Certified on", help="Day of the certificate, where there is one."
    )

    _check_fte = models.Constraint(
        "CHECK(fte > 0 AND fte <= 99)", "FTE must be larger than zero."
    )
    _check_dates = models.Constraint(
        "CHECK(date_from <= date_until)",
        "The end of an assignment lies before its start.",
    )
    _holder_idx = models.Index("(holder_id, date_from, date_until)")

    @api.depends("post_id.name")
    def _compute_display_name(self):
        for assignment in self:
            assignment.display_name = assignment.post_id.display_name

    @api.model_create_multi
    def create(self, vals_list):
        """A term keeps the name of its holder from its first day."""
        assignments = super().create(vals_list)
        assignments._record_contacts()
        return assignments

    def write(self, vals):
        """Another holder is recorded anew."""
        result = super().write(vals)
        if "holder_id" in vals:
            self._record_contacts()
        return result

    @api.constrains("municipality_ids", "post_id")
    def _check_towns(self):
        for assignment in self:
            if assignment.municipality_ids.district_id - assignment.district_id:
                raise ValidationError(
                    self.env._("Towns of an assignment must lie in its district.")
                )

    @api.constrains("fte", "date_from", "date_until", "post_id")
    def _check_post(self):
        self.post_id._check_holders()

    @api.constrains("training", "training_on")
    def _check_training(self):
        for assignment in self:
            if assignment.training_on and assignment.training != "certified":
                raise ValidationError(
                    self.env._(
                        "A day of the certificate belongs to a finished training."
                    )
                )

    def _correct(self, vals):
        """Another holder is recorded anew.

        :param dict vals: field values
        :return: True
        """
        result = super()._correct(vals)
        if "holder_id" in vals:
            self._record_contacts()
        return result

    def action_change(self):
        """Ask what changes of this assignment, and from when.

        :return: window action of the dialog
        """
        return self.env["kim.post.change"]._action_ask("assignment_id", self)
