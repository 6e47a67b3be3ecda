from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class KimCaseSpecial(models.Model):
    """A special category of personal data (Art. 9 DSGVO), with its own access.

    Only access rows that say so open it, and each look is logged as such
    (an access row says so). Residence has a history: one row a title, from when to when;
    "not recorded" says that it was decided to be silent (§ 87 AufenthG).
    """

    _name = "kim.case.special"
    _inherit = ["kim.case.part.mixin", "kim.social.data.mixin"]
    _description = "Special category"
    _order = "case_id, kind, date_from desc, id desc"

    _log_action = "special"

    kind = fields.Selection(
        selection=[
            ("health", "Health"),
            ("disability", "Disability"),
            ("religion", "Religion"),
            ("violence", "Violence"),
            ("residence", "Residence and asylum"),
        ],
        required=True,
    )
    residence_title_id = fields.Many2one(
        comodel_name="kim.residence.title",
        string="Residence title",
        ondelete="restrict",
    )
    not_recorded = fields.Boolean(help="It was decided not to record this.")
    content = fields.Text()
    # A residence title has a beginning and an end; so has much else.
    date_from = fields.Date(string="From")
    date_until = fields.Date(string="Until")
    label = fields.Char(
        string="In short",
        compute="_compute_label",
        help="The title, or that it is not recorded; else the text.",
    )
    deadline_kind_id = fields.Many2one(
        related="residence_title_id.deadline_kind_id", related_sudo=False
    )

    _check_dates = models.Constraint(
        "CHECK(date_until IS NULL OR date_from IS NULL OR date_until >= date_from)",
        "The end lies before the beginning.",
    )

    @api.depends("residence_title_id", "not_recorded", "content")
    def _compute_label(self):
        for special in self:
            if special.not_recorded:
                special.label = self.env._("Not recorded")
            else:
                title = special.residence_title_id.display_name
                special.label = ": ".join(filter(None, (title, special.content)))

    @api.constrains("kind", "residence_title_id", "not_recorded", "content")
    def _check_value(self):
        for special in self:
            title = special.residence_title_id
            if special.kind != "residence" and (title or special.not_recorded):
                raise ValidationError(
                    self.env._("A residence title belongs to residence and asylum.")
                )
            text = (special.content or "").strip()
            if special.not_recorded == bool(title or text):
                raise ValidationError(
                    self.env._(
                        "Please say what it is about, or choose “Not recorded” where it "
                        "is better to be silent; not both."
                    )
                    if special.kind == "residence"
                    else self.env._("Please say what it is about.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        for row in rows:
            row._end_earlier()
        return rows

    def _end_earlier(self):
        """End the residence title that was true until this one begins."""
        if self.kind != "residence" or not self.date_from:
            return
        if not (self.residence_title_id or self.not_recorded):
            return
        earlier = self.search(
            [
                ("case_id", "=", self.case_id.id),
                ("kind", "=", "residence"),
                ("id", "!=", self.id),
                ("date_from", "<", self.date_from),
                "|",
                ("residence_title_id", "!=", False),
                ("not_recorded", "=", True),
                "|",
                ("date_until", "=", False),
                ("date_until", ">=", self.date_from),
            ]
        )
        earlier.write({"date_until": self.date_from - timedelta(days=1)})

    def action_set_deadline(self):
        """Offer a deadline for the end of the title; its date is no special category.

        The deadline names its kind and date alone, and whoever may read the case reads
        it: so it is offered and never set by itself.

        :return: window action with a new deadline
        :raises UserError: the title has no end or suggests no deadline
        """
        self.ensure_one()
        self.check_access("write")
        if not (self.date_until and self.deadline_kind_id):
            raise UserError(
                self.env._(
                    "This title has no end, or no deadline is suggested for it. Set the "
                    "deadline by hand."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set deadline"),
            "res_model": "kim.case.deadline",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_case_id": self.case_id.id,
                "default_kind_id": self.deadline_kind_id.id,
                "default_date": fields.Date.to_string(self.date_until),
            },
        }
