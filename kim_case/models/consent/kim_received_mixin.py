from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.dates import berlin_today


class KimReceivedMixin(models.AbstractModel):
    """What an institution told us about the person, under a release in both directions.

    Source, day and purpose are kept with it (§ 78 SGB X: bound to its purpose). What the
    person says or brings herself is not received in this sense.
    """

    _name = "kim.received.mixin"
    _inherit = ["kim.social.data.mixin"]
    _description = "Received from an institution"

    received_from_id = fields.Many2one(
        comodel_name="res.partner",
        string="Received from",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="The institution told it us under a release in both directions. Empty: the "
        "person said or brought it herself.",
    )
    received_on = fields.Date(
        string="Received on",
        compute="_compute_received_on",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    received_release_id = fields.Many2one(
        comodel_name="kim.release",
        string="Under the release",
        compute="_compute_received_release_id",
        compute_sudo=False,
        store=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    source = fields.Char(
        compute="_compute_source", compute_sudo=False, store=True, readonly=False
    )
    purpose = fields.Char(
        compute="_compute_source", compute_sudo=False, store=True, readonly=False
    )

    @api.depends("received_from_id")
    def _compute_received_on(self):
        for record in self:
            if not record.received_from_id:
                record.received_on = False
            else:
                record.received_on = record.received_on or berlin_today()

    @api.depends("received_from_id", "received_on", "case_id")
    def _compute_received_release_id(self):
        for record in self:
            record.received_release_id = (
                record._receiving_release() if record.received_from_id else False
            )

    def _receiving_release(self):
        """Return the release in both directions that was valid when it was received."""
        return self.case_id._origin.release_ids._was_in_force(
            self.received_on or berlin_today()
        ).filtered(
            lambda release: (
                release.partner_id == self.received_from_id._origin
                and release.direction == "two_way"
            )
        )[:1]

    @api.depends("received_release_id")
    def _compute_source(self):
        for record in self:
            release = record.received_release_id
            limit = record._fields["source"].size
            record.source = record.source or (release.partner_id.name or "")[:limit]
            record.purpose = record.purpose or (release.purpose or "")[:limit]

    @api.constrains("received_from_id", "received_on", "received_release_id")
    def _check_received(self):
        today = berlin_today()
        for record in self:
            if not record.received_from_id:
                if record.received_release_id:
                    raise ValidationError(
                        self.env._("Please say from which institution it was received.")
                    )
                continue
            if not record.received_on or record.received_on > today:
                raise ValidationError(
                    self.env._("Please check the day on which it was received.")
                )
            release_sudo = record.received_release_id.sudo()  # compared, not shown
            if (
                release_sudo.case_id != record.case_id.sudo()
                or release_sudo.partner_id != record.received_from_id
                or release_sudo.direction != "two_way"
                or not release_sudo._was_in_force(record.received_on)
            ):
                # Kept fields are checked in sudo; the name is for who may read it.
                record.received_from_id.sudo(False).check_access("read")
                raise ValidationError(
                    self.env._(
                        "There is no release that lets %(institution)s tell us something: "
                        "it must be valid on that day and say “Both may tell each other”. "
                        "What the person brought or told herself needs none: leave "
                        "“Received from” empty.",
                        institution=record.received_from_id.display_name,
                    )
                )


class KimCaseNote(models.Model):
    _name = "kim.case.note"
    _inherit = ["kim.case.note", "kim.received.mixin"]


class KimCaseDocument(models.Model):
    _name = "kim.case.document"
    _inherit = ["kim.case.document", "kim.received.mixin"]
