from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from ...tools.dates import berlin_day


class KimCaseConference(models.Model):
    """Case conference (Fallkonferenz): a named person, talked about with institutions.

    Not to be mixed up with the conferences of the structure, which never speak of a
    named person (2.4). Every institution at the table needs a valid release that
    covers what is talked about.
    """

    _name = "kim.case.conference"
    _inherit = ["kim.case.part.mixin"]
    _description = "Case conference"
    _order = "date desc, id desc"

    _door_fields = frozenset({"case_id", "company_id", "state"})

    date = fields.Datetime(required=True, default=fields.Datetime.now)
    place = fields.Char(size=200)
    question = fields.Text(help="What is to be cleared, from the person's view.")
    person_present = fields.Boolean(
        string="The person takes part", default=True, help="With her, not about her."
    )
    partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="kim_case_conference_partner_rel",
        column1="conference_id",
        column2="partner_id",
        ondelete="restrict",
        string="Institutions",
        domain="[('is_company', '=', True)]",
    )
    category_ids = fields.Many2many(
        comodel_name="kim.data.category",
        relation="kim_case_conference_category_rel",
        column1="conference_id",
        column2="category_id",
        ondelete="restrict",
        string="Talked about",
    )
    result = fields.Text(string="Agreed", help="Who does what, until when.")
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("confirmed", "Releases are there"),
            ("held", "Held"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planned",
        readonly=True,
    )
    missing = fields.Text(
        string="Release is missing",
        compute="_compute_missing",
        help="Institutions without a release valid on the day that covers the talk.",
    )

    _case_date_idx = models.Index("(case_id, date DESC, id DESC)")

    @api.depends("partner_ids", "category_ids", "date", "case_id", "state")
    def _compute_missing(self):
        for conference in self:
            conference.missing = "\n".join(
                f"{partner.name}: {message}"
                for partner, message in conference._missing_releases()
            )

    def _day(self):
        """Return the day of the conference in Europe/Berlin."""
        return berlin_day(self.date or fields.Datetime.now())

    def _missing_releases(self):
        """Return (institution, what is missing) as of the day of the conference.

        :return: list of (``res.partner``, str)
        """
        self.ensure_one()
        if self.state in ("held", "cancelled"):
            return []
        found = []
        for partner in self.partner_ids:
            releases = self.env["kim.release"]._find_valid(
                self.case_id, partner, self.category_ids, self._day()
            )
            try:
                releases._check_covers(partner, self.category_ids, self._day())
            except ValidationError as error:
                found.append((partner, str(error)))
        return found

    @api.model_create_multi
    def create(self, vals_list):
        """Every case conference begins as planned; it is cleared by the buttons.

        :raises AccessError: another state by value
        """
        for vals in vals_list:
            if vals.get("state", "planned") != "planned":
                raise AccessError(self.env._("A case conference begins as planned."))
            vals["state"] = "planned"
        return super().create(vals_list)

    def write(self, vals):
        """Refuse to change who is there or what is talked about once it is cleared.

        :raises UserError: it is confirmed, held or cancelled
        """
        fixed = {"partner_ids", "category_ids", "date"} & set(vals)
        states = set(self.sudo().mapped("state"))  # states are no content
        if (fixed and states - {"planned"}) or "cancelled" in states:
            raise UserError(
                self.env._(
                    "The releases were checked for exactly these institutions, data and "
                    "day. Set the conference back to “planned” to change them."
                )
            )
        return super().write(vals)

    def _check_door(self, *states):
        self.check_access("read")
        self.case_id.check_access("write")
        self.case_id._refuse_restricted()
        if any(conference.state not in states for conference in self):
            raise UserError(self.env._("This is not possible at this point."))

    def _check_releases(self):
        for conference in self:
            if not conference.partner_ids or not conference.category_ids:
                raise ValidationError(
                    self.env._(
                        "Please choose the institutions and what is talked about."
                    )
                )
            missing = conference._missing_releases()
            if missing:
                raise ValidationError(
                    "\n".join(f"{partner.name}: {text}" for partner, text in missing)
                )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_confirm(self):
        """Clear it: each institution has a release that covers day and data."""
        self._check_door("planned")
        self._check_releases()
        self.sudo()._door_write({"state": "confirmed"})  # checked on the case

    def action_replan(self):
        """Take it back to planning, to change institutions, data or day."""
        self._check_door("confirmed", "cancelled")
        self.sudo()._door_write({"state": "planned"})  # checked on the case

    def action_hold(self):
        """Record that it was held; each institution's disclosure goes into the file.

        What counts is the day of the conference: it may be written down after the
        release has ended.

        :raises ValidationError: a release was not valid on that day
        """
        self._check_door("confirmed")
        for conference in self:
            if conference.date > fields.Datetime.now():
                raise UserError(self.env._("This conference has not taken place yet."))
        self._check_releases()
        for conference in self:
            self.env["kim.disclosure"]._record(
                [
                    {
                        "case_id": conference.case_id.id,
                        "partner_id": partner.id,
                        "release_id": self.env["kim.release"]
                        ._find_valid(
                            conference.case_id,
                            partner,
                            conference.category_ids,
                            conference._day(),
                        )
                        .id,
                        "channel": "conference",
                        "category_ids": conference.category_ids.ids,
                        "remark": self.env._(
                            "Case conference on %(day)s",
                            day=format_date(self.env, conference._day()),
                        ),
                    }
                    for partner in conference.partner_ids
                ],
                conference._day(),
            )
        self.sudo()._door_write({"state": "held"})  # checked on the case

    def action_cancel(self):
        """Cancel a conference that does not take place."""
        self._check_door("planned", "confirmed")
        self.sudo()._door_write({"state": "cancelled"})  # checked on the case
