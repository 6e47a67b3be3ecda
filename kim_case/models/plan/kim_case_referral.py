"""Referrals: whoever asks an institution about a person passes something on."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.dates import berlin_today
from ..consent.kim_disclosure import WRITTEN

RUNNING = ("asked", "accepted")
# Said when the institution was asked, and rested upon as long as it runs.
OF_ASKING = ("contact", "partner_id", "told_by", "told_category_ids")


class KimCaseStep(models.Model):
    """A step with an institution: the person goes there, or we ask on her behalf.

    That she goes there by herself passes nothing on. When we ask, the institution
    learns of a person: this needs her valid release for it, is logged as passed on, and
    stops when the release ends (at once).
    """

    _inherit = "kim.case.step"

    contact = fields.Selection(
        selection=[
            ("we", "We ask the institution"),
            ("person", "The person goes there herself"),
        ],
        string="Who turns to it",
        required=True,
        default="we",
        help="When we ask, the institution learns of the person: this needs a release.",
    )
    told_category_ids = fields.Many2many(
        comodel_name="kim.data.category",
        relation="kim_case_step_category_rel",
        column1="step_id",
        column2="category_id",
        ondelete="restrict",
        string="We tell",
        compute="_compute_told_category_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('id', 'in', release_category_ids)]",
        help="What the institution learns when it is asked; the release must cover it.",
    )
    told_by = fields.Selection(
        selection=[
            ("phone", "Phone"),
            ("talk", "Talk"),
            ("letter", "Letter or print"),
            ("handed", "Print handed to the person"),
            ("mail", "Encrypted e-mail"),
        ],
        string="Way",
        required=True,
        default="phone",
    )
    disclosure_ids = fields.One2many(
        comodel_name="kim.disclosure",
        inverse_name="step_id",
        string="Passed on for it",
    )
    release_id = fields.Many2one(
        comodel_name="kim.release",
        string="Valid release",
        compute="_compute_release_id",
        help="For this institution, valid today.",
    )
    release_until = fields.Date(string="Release until", compute="_compute_release_id")
    release_category_ids = fields.Many2many(
        comodel_name="kim.data.category",
        string="Covered by the release",
        compute="_compute_release_id",
    )
    can_print = fields.Boolean(compute="_compute_can_print")

    # What was stopped waits for its case manager on the home.
    _stopped_idx = models.Index("(case_id) WHERE state = 'stopped'")
    _running_idx = models.Index(
        "(case_id, partner_id) WHERE state IN ('asked', 'accepted')"
    )

    # ------------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------------
    @api.depends("partner_id", "case_id.release_ids.validity")
    def _compute_release_id(self):
        for step in self:
            release = self.env["kim.release"]._find_valid(
                step.case_id._origin, step.partner_id._origin
            )
            step.release_id = release
            step.release_until = release.valid_until
            step.release_category_ids = release.category_ids

    @api.depends("partner_id", "contact")
    def _compute_told_category_ids(self):
        for step in self:
            step.told_category_ids = step.contact == "we" and step._usual_categories()

    def _usual_categories(self):
        """Return what asking usually tells: who it is, where the release covers it."""
        covered = self.release_id.category_ids
        return covered.filtered(lambda each: each.kind == "identity") or (
            covered.filtered(lambda each: each.kind != "special")
        )

    @api.depends("disclosure_ids.state", "disclosure_ids.channel")
    def _compute_can_print(self):
        for step in self:
            step.can_print = bool(step._printable())

    def _printable(self):
        """Return the newest disclosure of this step that can be printed."""
        return self.disclosure_ids.filtered(
            lambda each: each.state == "sent" and each.channel in WRITTEN
        )[:1]

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------
    def write(self, vals):
        """Refuse to say otherwise who was asked and what was told: it would pass the door.

        What was told also decides which release the running referral rests on.

        :raises UserError: institution, way or data of a step that is asked or accepted
        """
        for step in self.sudo():  # compared, not shown
            if step.state in RUNNING and any(
                step._says_otherwise(name, vals[name])
                for name in OF_ASKING
                if name in vals
            ):
                raise UserError(
                    self.env._(
                        "This institution was asked already. Record how it ended, and "
                        "add a step of its own for another one."
                    )
                )
        return super().write(vals)

    def _says_otherwise(self, name, value):
        """Tell whether a value as for ``write`` differs from that of this step."""
        field = self._fields[name]
        said = field.convert_to_cache(self[name], self)
        return field.convert_to_cache(value, self) != said

    def _tell(self, day):
        """Pass on what asking says, under the release; logged like all that leaves.

        Called by the door of the step before it becomes “asked”.

        :param datetime.date day: on which the institution was asked
        :raises UserError: no valid release covers it; says what helps
        """
        releases = self.env["kim.release"]
        way_out = self.env._(
            "Take up a release first (button “Take up a release”), or choose “The person "
            "goes there herself”."
        )
        for step in self.filtered(lambda each: each.contact == "we"):
            partner, categories = step.partner_id, step.told_category_ids
            if not partner:
                raise UserError(
                    self.env._(
                        "Please name the institution: a release is for one institution, "
                        "never for a kind of institution. Or choose “The person goes "
                        "there herself”."
                    )
                )
            if not categories:
                # The release may have come after the step was planned.
                categories = step._usual_categories()
            release = releases._find_valid(step.case_id, partner, categories, day)
            try:
                release._check_covers(partner, categories, day)
                if step.told_by in WRITTEN:  # what is printed leaves today
                    release._check_covers(partner, categories)
            except ValidationError as error:
                raise UserError(
                    self.env._(
                        "%(institution)s may not be asked. %(reason)s\n%(way_out)s",
                        institution=partner.display_name,
                        reason=error.args[0],
                        way_out=way_out,
                    )
                ) from error
            if not categories:
                raise UserError(
                    self.env._(
                        "Please tick what %(institution)s is told; at least who it is "
                        "about.",
                        institution=partner.display_name,
                    )
                )
            step.told_category_ids = categories
            self.env["kim.disclosure"]._record(
                [
                    {
                        "case_id": step.case_id.id,
                        "partner_id": partner.id,
                        "release_id": release.id,
                        "channel": step.told_by,
                        "category_ids": categories.ids,
                        "remark": self.env._("Asked: %(step)s", step=step.name),
                        "step_id": step.id,
                    }
                ],
                day,
            )

    def _stop_uncovered(self):
        """Stop those among running referrals that no release covers today.

        :return: the steps that were stopped
        """
        stopped, today = self.browse(), berlin_today()
        for step in self.filtered(lambda s: s.contact == "we" and s.state in RUNNING):
            release = self.env["kim.release"]._find_valid(
                step.case_id, step.partner_id, step.told_category_ids
            )
            if release and not step.told_category_ids - release.category_ids:
                continue
            last = step.disclosure_ids[:1].release_id
            # Read later by who leads the case, whoever withdraws or whatever job runs.
            env = step.with_context(lang=step.case_id.responsible_id.lang).env
            step._door_write(
                {
                    "state": "stopped",
                    "state_date": today,
                    "reason": env._("Release withdrawn")
                    if last.state == "withdrawn"
                    else env._("Release has ended"),
                }
            )
            stopped |= step
        return stopped

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_take_up_release(self):
        """Open the form of a release for the institution of this step.

        :return: window action
        """
        self.ensure_one()
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kim_case.kim_release_action_new"
        )
        action["context"] = {
            "default_case_id": self.case_id.id,
            "default_partner_id": self.partner_id.id,
            "default_purpose": self.name,
        }
        return action

    def action_person_goes(self):
        """Record that the person turns to the institution herself: nothing is told."""
        self.check_access("write")
        self.write({"contact": "person"})

    def action_print(self):
        """Print what the institution was told last, and nothing but that.

        :return: report action
        :raises UserError: nothing was passed on in writing
        """
        self.ensure_one()
        self.check_access("read")
        disclosure = self._printable()
        if not disclosure:
            raise UserError(
                self.env._("Only what was passed on in writing can be printed.")
            )
        return disclosure.action_print()


class KimCase(models.Model):
    _inherit = "kim.case"

    @api.model
    def _home_sources(self, today):
        """Add referrals that stopped because the release ended."""
        return [*super()._home_sources(today), self._home_stopped(today)]

    @api.model
    def _home_stopped(self, today):
        steps, total = self._home_search(
            "kim.case.step",
            [("state", "=", "stopped"), *self._home_own_domain("case_id.")],
            ["name", "partner_id", "state_date", "case_id"],
            "state_date, id",
        )
        return [
            {
                **self._home_thing(
                    "referral",
                    step,
                    ": ".join(filter(None, (step.partner_id.name, step.name))),
                    step.state_date,
                    today,
                    step.case_id,
                ),
                "light": "overdue",  # the institution still waits for us
            }
            for step in steps
        ], total


class KimDisclosure(models.Model):
    _inherit = "kim.disclosure"

    step_id = fields.Many2one(
        comodel_name="kim.case.step",
        string="For the step",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    told_on = fields.Date(
        string="On which day",
        readonly=True,
        help="The day on which it was passed on; it may be written down later.",
    )

    @api.model
    def _record(self, vals_list, day):
        """Write down what was passed on by another door: a referral, a conference.

        :param list vals_list: field values with case, release, recipient and data
        :param datetime.date day: on which it was passed on, not in the future
        :return: ``kim.disclosure`` records, sent
        :raises ValidationError: the release did not cover it on that day
        """
        cases = self.env["kim.case"].browse([vals["case_id"] for vals in vals_list])
        cases.check_access("write")
        disclosures_sudo = self.sudo().create(  # the day is no value of callers
            [{**vals, "told_on": day} for vals in vals_list]
        )
        disclosures = disclosures_sudo.sudo(False)
        disclosures.action_send()
        return disclosures


class KimRelease(models.Model):
    _inherit = "kim.release"

    @api.model
    def _cron_ended(self, today=None):
        """Stop what rests on releases that ended by their date.

        Nothing depends on this run: every door looks at the date itself. It shows
        people that a referral waits for a new release. Releases of the last weeks
        are looked at, so that a pause of the server does no harm.

        :param datetime.date today: day to look from, default today in Berlin
        :return: number of referrals stopped
        """
        today = today or berlin_today()
        ended_sudo = self.sudo().search(  # the system looks, people read
            Domain("state", "=", "given")
            & Domain("valid_until", "<", today)
            & Domain("valid_until", ">=", fields.Date.subtract(today, days=60))
        )
        self.env["kim.consent"]._cron_ended(today)
        return len(ended_sudo._stop_resting())
