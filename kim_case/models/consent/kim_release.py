from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.dates import berlin_today
from .kim_consent_mixin import IN_FORCE

MAX_PURPOSE = 500


class KimRelease(models.Model):
    """Release from confidentiality (Schweigepflichtentbindung), one per recipient.

    Names recipient, purpose, categories of data, direction and validity (2.2); it is
    the one door by which named data leave a case. Understandable, for the single case,
    explicit for special categories, refusal without harm (source: K31).
    """

    _name = "kim.release"
    _inherit = ["kim.recorded.mixin", "kim.consent.mixin"]
    _description = "Release from confidentiality"
    _order = "valid_until desc, id desc"

    _recorded_links = ("partner_id",)

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Institution",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_company', '=', True)]",
        help="Who may receive the data: one institution, by name.",
    )
    purpose = fields.Char(
        required=True, size=MAX_PURPOSE, help="What the data are needed for."
    )
    category_ids = fields.Many2many(
        comodel_name="kim.data.category",
        relation="kim_release_category_rel",
        column1="release_id",
        column2="category_id",
        ondelete="restrict",
        string="Data",
        help="Which data may be passed on; nothing else may.",
    )
    direction = fields.Selection(
        selection=[
            ("one_way", "We may tell the institution"),
            ("two_way", "Both may tell each other"),
        ],
        required=True,
        default="one_way",
    )
    valid_until = fields.Date(
        required=True, default=lambda self: self._default_valid_until()
    )
    has_special = fields.Boolean(
        string="With special categories",
        compute="_compute_has_special",
        store=True,
    )
    explicit_special = fields.Boolean(
        string="Expressly for special categories",
        help="Health, disability, religion, violence or residence are named and agreed "
        "to one by one.",
    )
    refusal_explained = fields.Boolean(
        string="Consequences of a refusal explained",
        help="It is voluntary; what happens, and what does not happen, without it.",
    )
    disclosure_ids = fields.One2many(
        comodel_name="kim.disclosure",
        inverse_name="release_id",
        string="Passed on under it",
    )

    _case_until_idx = models.Index("(case_id, valid_until DESC, id DESC)")
    _until_idx = models.Index("(valid_until, id) WHERE state = 'given'")

    @api.model
    def _default_valid_until(self):
        months = self.env["kim.controller"]._of(self.env.company).release_months or 6
        return berlin_today() + relativedelta(months=months)

    @api.model
    def default_get(self, fields):
        """Fill in the language of the person, as it stands on the case."""
        values = super().default_get(fields)
        case = self.env["kim.case"].browse(values.get("case_id"))
        if case and case.has_access("read"):
            values.update(
                language_id=case.language_id.id, interpreter=case.interpreter_needed
            )
        return values

    @api.depends("category_ids.kind")
    def _compute_has_special(self):
        for release in self:
            release.has_special = "special" in release.category_ids.mapped("kind")

    @api.constrains("partner_id")
    def _check_partner(self):
        for release in self:
            if not release.partner_id.is_company:
                raise ValidationError(
                    self.env._("A release names an institution, not a person.")
                )

    def _check_complete(self):
        result = super()._check_complete()
        for release in self:
            if not release.category_ids:
                raise ValidationError(
                    self.env._("Please choose which data may be passed on.")
                )
            if not release.language_id:
                raise ValidationError(
                    self.env._("Please say in which language it was explained.")
                )
            if not release.refusal_explained:
                raise ValidationError(
                    self.env._(
                        "Please explain first what a refusal means, and tick it. "
                        "Nobody may be worse off for refusing what is not needed."
                    )
                )
            if release.has_special and not release.explicit_special:
                raise ValidationError(
                    self.env._(
                        "Special categories need an express consent to each of them. "
                        "Please confirm it, or take them out."
                    )
                )
        return result

    # ------------------------------------------------------------------
    # What others ask
    # ------------------------------------------------------------------
    def _check_covers(self, partner, categories, day=None):
        """Refuse what this release does not cover.

        :param partner: ``res.partner`` who is to receive
        :param categories: ``kim.data.category`` to be passed on
        :param datetime.date day: in Europe/Berlin, default today; for a past day it
            must have been valid then
        :raises ValidationError: no release, not valid, other recipient, other data
        """
        day = day or berlin_today()
        if day < berlin_today() and not self._was_in_force(day):
            raise ValidationError(
                self.env._(
                    "There was no valid release for this institution on %(day)s.",
                    day=format_date(self.env, day),
                )
            )
        if self._in_force() and self.valid_until < day:
            raise ValidationError(
                self.env._(
                    "The release ends on %(day)s, before that day. Take up a new one.",
                    day=format_date(self.env, self.valid_until),
                )
            )
        if not self._was_in_force(day):
            raise ValidationError(
                self.env._(
                    "There is no valid release for this institution. Take up a new "
                    "release before you pass anything on."
                )
            )
        if partner != self.partner_id:
            raise ValidationError(
                self.env._("The release names another institution. Nothing was saved.")
            )
        missing = categories - self.category_ids
        if missing:
            raise ValidationError(
                self.env._(
                    "The release does not cover: %(categories)s. Leave it out, or take "
                    "up a new release first.",
                    categories=", ".join(missing.mapped("name")),
                )
            )

    def _was_in_force(self, day):
        """Return those that were given and valid on a day.

        On the day of its withdrawal a release was valid before it: who writes down
        later what happened on that day, may; who acts today, may not any more.

        :param datetime.date day: in Europe/Berlin
        """
        if day >= berlin_today():
            return self.filtered(lambda each: each._validity_on(day) in IN_FORCE)
        return self.filtered(
            lambda each: (
                each.state in ("given", "withdrawn")
                and each.given_on <= day <= each.valid_until
                and (not each.withdrawn_on or each.withdrawn_on >= day)
            )
        )

    @api.model
    def _find_valid(self, case, partner, categories=None, day=None):
        """Return the valid release of a case for an institution, the longest one.

        :param case: ``kim.case`` record
        :param partner: ``res.partner`` record
        :param categories: ``kim.data.category`` that it should cover, if one does
        :param datetime.date day: on which it is or was valid, default today
        :return: ``kim.release`` record, empty when there is none
        """
        found = case.release_ids._was_in_force(
            min(day or berlin_today(), berlin_today())
        ).filtered(lambda release: release.partner_id == partner)
        covering = found.filtered(
            lambda release: (
                not (categories or self.env["kim.data.category"]) - release.category_ids
            )
        )
        return (covering or found)[:1]

    @api.model
    def _ending_soon(self):
        """Return the user's releases that end soon, the first to end first.

        For the home of a case manager: cases for which she or he is responsible, open
        ones only; one query. How many days before is set by the controller.

        :return: ``kim.release`` records with case, institution and last day fetched
        """
        return self.search_fetch(
            Domain("ends_soon", "=", True)
            & Domain("case_id.responsible_id", "=", self.env.uid)
            & Domain("case_id.phase_kind", "!=", "closed"),
            ["case_id", "partner_id", "valid_until", "state", "form", "company_id"],
            order="valid_until, id",
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_give(self):
        """Record as given; the institution keeps name and address of this day.

        :raises UserError: the file is restricted
        """
        self.case_id._refuse_restricted()
        result = super().action_give()
        self.sudo()._record_contacts()  # the door has checked
        return result

    def action_withdraw(self):
        """Withdraw: ends at once, stops what is open, lists whom to tell (Art. 19).

        :return: window action with the disclosures whose recipients are to be told,
            or nothing where nobody got anything
        """
        super().action_withdraw()
        told = self._stop_open()
        if not told:
            return None
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tell these recipients"),
            "res_model": "kim.disclosure",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", told.ids)],
        }

    def _stop_open(self):
        """Stop what rests on these releases; addons add what they have open.

        :return: ``kim.disclosure`` already made, whose recipients are to be told
        """
        disclosures_sudo = self.sudo().disclosure_ids  # the door has checked the case
        disclosures_sudo.filtered(lambda d: d.state == "draft")._door_write(
            {"state": "cancelled"}
        )
        sent = disclosures_sudo.filtered(lambda d: d.state == "sent")
        sent._door_write({"notice": "withdrawn", "notified_on": False})
        self._stop_resting()
        return sent.with_env(self.env)

    def _stop_resting(self):
        """Stop referrals and take back coming conferences that rest on these releases.

        What another valid release covers goes on.

        :return: ``kim.case.step`` records that were stopped, in sudo
        """
        links = [
            ("case_id", "in", self.case_id.ids),
            ("company_id", "in", self.company_id.ids),
        ]
        steps_sudo = self.env["kim.case.step"].sudo()  # the door has checked the case
        running = steps_sudo.search(
            [
                *links,
                ("contact", "=", "we"),
                ("state", "in", ("asked", "accepted")),
                ("partner_id", "in", self.partner_id.ids),
            ]
        )
        conferences_sudo = self.env["kim.case.conference"].sudo()  # as above
        coming = conferences_sudo.search(
            [
                *links,
                ("state", "=", "confirmed"),
                ("date", ">", fields.Datetime.now()),
                ("partner_ids", "in", self.partner_id.ids),
            ]
        )
        coming.filtered(lambda each: each._missing_releases())._door_write(
            {"state": "planned"}
        )
        return running._stop_uncovered()

    def action_disclose(self):
        """Open the form that passes something on under this release.

        :return: window action
        :raises UserError: the release is not valid
        """
        self.ensure_one()
        self.check_access("read")
        if not self._in_force():
            raise UserError(
                self.env._("This release is not valid. Take up a new one first.")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pass on"),
            "res_model": "kim.disclosure",
            "views": [(False, "form")],
            "context": {
                "default_case_id": self.case_id.id,
                "default_release_id": self.id,
                "default_partner_id": self.partner_id.id,
            },
        }
