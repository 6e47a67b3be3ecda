from odoo import api, fields, models
from odoo.exceptions import (
    AccessError,
    UserError,
    ValidationError,
)
from odoo.fields import Domain

from ...tools.dates import berlin_today
from ...tools.ruled_field import RuledOne2many

# Ways on which something written leaves the house: what it said is kept.
WRITTEN = ("letter", "handed", "mail")


class KimDisclosure(models.Model):
    """What was passed on to whom, when, on which release (Übermittlung).

    Without a valid release that covers recipient and data nothing is passed on. The
    one exception is the protection of a child, by law, with reasons, told at once to
    team lead and data protection officer by the number of the case.
    """

    _name = "kim.disclosure"
    _inherit = ["kim.recorded.mixin", "kim.case.part.mixin"]
    _description = "Disclosure"
    _order = "sent_on desc, id desc"
    # The protection of a child stays possible: checked where something is passed on.
    _kim_when_restricted = True

    _door_fields = frozenset(
        {
            "basis",
            "case_id",
            "company_id",
            "content",
            "letter",
            "notice",
            "notified_on",
            "release_id",
            "sent_on",
            "state",
            "step_id",
            "told_on",
            "user_id",
        }
    )

    _recorded_links = ("partner_id",)

    basis = fields.Selection(
        selection=[
            ("release", "Release"),
            ("child_protection", "Protection of a child"),
        ],
        required=True,
        default="release",
    )
    release_id = fields.Many2one(
        comodel_name="kim.release",
        string="Release",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Recipient",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('id', 'in', allowed_partner_ids)] if basis == 'release'"
        " else [('is_company', '=', True)]",
    )
    addressee = fields.Char(
        string="Person there", size=200, help="Who received it at the institution."
    )
    category_ids = fields.Many2many(
        comodel_name="kim.data.category",
        relation="kim_disclosure_category_rel",
        column1="disclosure_id",
        column2="category_id",
        ondelete="restrict",
        string="Data",
        domain="[('id', 'in', allowed_category_ids)]",
    )
    channel = fields.Selection(
        selection=[
            ("letter", "Letter or print"),
            ("handed", "Print handed to the person"),
            ("mail", "Encrypted e-mail"),
            ("phone", "Phone"),
            ("talk", "Talk"),
            ("conference", "Case conference"),
        ],
        string="Way",
        required=True,
        default="letter",
    )
    own_words = fields.Text(
        string="In your own words",
        help="Printed above what is passed on; it must say nothing that the release "
        "does not cover.",
    )
    enclosures = fields.Text(
        help="What is sent along, one document a line; named on the letter."
    )
    remark = fields.Text(
        string="Remark", help="Stays in the file: what was said, on what occasion."
    )
    state = fields.Selection(
        selection=[
            ("draft", "Being prepared"),
            ("sent", "Passed on"),
            ("cancelled", "Stopped"),
        ],
        required=True,
        default="draft",
        readonly=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Passed on by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    sent_on = fields.Datetime(string="Passed on at", readonly=True)
    content = fields.Text(
        string="What it said",
        readonly=True,
        help="The wording that was passed on, as it stood in the file that moment.",
    )
    special_ids = RuledOne2many(
        comodel_name="kim.disclosure.special",
        inverse_name="disclosure_id",
        string="What it said of special categories",
        readonly=True,
    )
    has_special = fields.Boolean(
        string="With special categories", compute="_compute_has_special", store=True
    )

    # Protection of a child: § 4 KKG for professionals, § 8a SGB VIII for carriers.
    law = fields.Selection(
        selection=[
            ("kkg4", "§ 4 KKG"),
            ("sgb8_8a", "§ 8a SGB VIII"),
        ],
        string="Basis in law",
    )
    reasons = fields.Text(
        help="Weighty signs, and why the danger cannot be averted in another way."
    )
    specialist_on = fields.Date(
        string="Experienced specialist asked on",
        help="Pseudonymous advice by a specialist (§ 4 (2) KKG): a second look.",
    )
    parents = fields.Selection(
        selection=[
            ("told", "The parents were told before"),
            ("danger", "Telling them would endanger the child"),
        ],
        string="Parents",
    )

    # Whom to tell when the release is withdrawn or the data were wrong (Art. 19).
    notice = fields.Selection(
        selection=[
            ("withdrawn", "The release was withdrawn"),
            ("correction", "Data were corrected"),
        ],
        string="Recipient is to be told",
        readonly=True,
        index="btree_not_null",
    )
    notified_on = fields.Date(string="Told on", readonly=True)

    allowed_partner_ids = fields.Many2many(
        comodel_name="res.partner", compute="_compute_allowed"
    )
    allowed_category_ids = fields.Many2many(
        comodel_name="kim.data.category", compute="_compute_allowed"
    )
    preview = fields.Text(compute="_compute_preview")

    _case_sent_idx = models.Index("(case_id, sent_on DESC, id DESC)")
    _check_basis = models.Constraint(
        "CHECK((basis = 'release') = (release_id IS NOT NULL))",
        "Something is passed on under a release, or to protect a child.",
    )

    # ------------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------------
    @api.depends("category_ids.kind")
    def _compute_has_special(self):
        for disclosure in self:
            disclosure.has_special = "special" in disclosure.category_ids.mapped("kind")

    @api.depends("case_id", "basis", "partner_id", "release_id")
    def _compute_allowed(self):
        everything = self.env["kim.data.category"].search(Domain.TRUE)
        for disclosure in self:
            releases = disclosure.case_id.release_ids._in_force()
            disclosure.allowed_partner_ids = releases.partner_id
            if disclosure.basis == "child_protection":
                disclosure.allowed_category_ids = everything
            else:
                release = disclosure.release_id or releases.filtered(
                    lambda r, partner=disclosure.partner_id: r.partner_id == partner
                )
                disclosure.allowed_category_ids = release.category_ids

    @api.depends("category_ids", "state", "case_id", "channel")
    def _compute_preview(self):
        for disclosure in self:
            if disclosure.state == "draft" and disclosure.channel in WRITTEN:
                own, special = disclosure._wording()
                disclosure.preview = "\n\n".join(filter(None, (own, *special.values())))
            else:
                disclosure.preview = False

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Every disclosure begins as a draft in one's own name.

        :raises AccessError: another state by value
        """
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise AccessError(
                    self.env._("Something is passed on by the button, not by value.")
                )
            vals.update(
                state="draft",
                user_id=self.env.uid,  # who passes on cannot be chosen
                sent_on=False,
                content=False,
                letter=False,
                notice=False,
                notified_on=False,
                # Set by doors that know the day and the step, never by callers.
                told_on=self.env.su and vals.get("told_on"),
                step_id=self.env.su and vals.get("step_id"),
            )
            self._find_release(vals)
        return super().create(vals_list)

    def _find_release(self, vals):
        """Add the release to the values where only case and institution are named."""
        context = self.env.context
        basis = vals.get("basis", context.get("default_basis", "release"))
        if basis != "release":
            vals["release_id"] = False
            return
        if vals.get("release_id", context.get("default_release_id")):
            return
        case = self.env["kim.case"].browse(
            vals.get("case_id", context.get("default_case_id"))
        )
        partner = self.env["res.partner"].browse(vals.get("partner_id"))
        if not case or not partner or not self.has_access("create"):
            return  # refused below, for its own reason
        case.check_access("read")
        releases = self.env["kim.release"]
        release = releases._find_valid(case, partner)
        if not release:
            releases._check_covers(partner, self.env["kim.data.category"])
        vals["release_id"] = release.id

    def write(self, vals):
        """Refuse to change what was passed on or cancelled.

        :raises UserError: it is not a draft any more, whoever asks
        """
        if any(each.state != "draft" for each in self.sudo()):  # states are no content
            raise UserError(
                self.env._("What was passed on stands in the file as it was.")
            )
        return super().write(vals)

    @api.constrains("release_id", "case_id", "partner_id", "category_ids", "basis")
    def _check_release(self):
        for disclosure in self:
            if disclosure.basis != "release" or disclosure.state != "draft":
                continue
            release_sudo = disclosure.release_id.sudo()  # of the same case, or refused
            if release_sudo.case_id != disclosure.case_id:
                raise ValidationError(
                    self.env._("The release belongs to another case.")
                )
            release_sudo._check_covers(
                disclosure.partner_id, disclosure.category_ids, disclosure.told_on
            )

    @api.constrains("specialist_on")
    def _check_specialist(self):
        today = berlin_today()
        if any(each.specialist_on and each.specialist_on > today for each in self):
            raise ValidationError(
                self.env._("The specialist cannot have been asked in the future.")
            )
