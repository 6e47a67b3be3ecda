import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from odoo.addons.kim_case.tools.dates import BERLIN, berlin_today


class KimMinutes(models.Model):
    """A version of the minutes of a session, immutable once approved (138).

    It keeps what the session said at that moment; a correction makes a new version.
    """

    _name = "kim.minutes"
    _inherit = ["kim.session.part.mixin"]
    _description = "Minutes"
    _order = "session_id, number desc"

    _locked_by_minutes = False
    _door_fields = frozenset(
        {
            "approved_by_id",
            "approved_on",
            "attachment_id",
            "content",
            "district_id",
            "number",
            "session_id",
            "sha256",
            "state",
        }
    )

    number = fields.Integer(string="Version", required=True, readonly=True)
    state = fields.Selection(
        selection=[("draft", "Draft"), ("approved", "Approved")],
        required=True,
        readonly=True,
        default="draft",
    )
    content = fields.Text(
        required=True, readonly=True, help="Canonical JSON of what the minutes say."
    )
    sha256 = fields.Char(string="Checksum", readonly=True)
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment", string="PDF", readonly=True, ondelete="restrict"
    )
    approved_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Approved by",
        readonly=True,
        ondelete="restrict",
    )
    approved_on = fields.Date(readonly=True)

    _number_uniq = models.Constraint(
        "UNIQUE(session_id, number)", "This version of the minutes exists already."
    )

    @api.depends("session_id.number", "number")
    def _compute_display_name(self):
        for minutes in self:
            minutes.display_name = self.env._(
                "Minutes %(session)s, version %(number)s",
                session=minutes.session_id.number,
                number=minutes.number,
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse: minutes are made from a session that was held.

        :raises UserError: unless the door of the session creates
        """
        if not self.env.su:
            raise UserError(
                self.env._("Minutes are made by the button of a session that was held.")
            )
        return super().create(vals_list)

    def unlink(self):
        """Refuse: versions of minutes are kept.

        :raises UserError: always
        """
        if self:
            raise UserError(self.env._("Minutes cannot be deleted."))
        return True

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_approve(self):
        """Approve the minutes: content, checksum and PDF stay as they are now."""
        for minutes in self:
            minutes.session_id.check_access("write")
            if minutes.state != "draft":
                raise UserError(self.env._("These minutes are approved already."))
            if minutes.session_id.state != "minuted":
                raise UserError(
                    self.env._("The session was opened again; write new minutes.")
                )
            content = minutes.session_id._minutes_content()
            minutes_sudo = minutes.sudo()  # nobody may write; the door has checked
            minutes_sudo._door_write(
                {
                    "content": content,
                    "sha256": hashlib.sha256(content.encode()).hexdigest(),
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_on": berlin_today(),
                }
            )
            minutes_sudo._door_write({"attachment_id": minutes._print().id})

    def action_download(self):
        """Download the approved minutes.

        :raises UserError: not approved yet
        """
        self.ensure_one()
        self.check_access("read")
        if not self.attachment_id:
            raise UserError(self.env._("Please have the minutes approved first."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "self",
        }

    # ------------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------------
    def _print(self):
        """Return the PDF of these minutes as an attachment that belongs to them."""
        self.ensure_one()
        pdf, _kind = (
            self.env["ir.actions.report"]
            .sudo()  # the caller may read the minutes
            ._render_qweb_pdf("kim_conference.kim_minutes_action_report", self.ids)
        )
        return (
            self.env["ir.attachment"]
            .sudo()  # nobody may write minutes; the door has checked
            .create(
                {
                    "name": self._file_name(),
                    "raw": pdf,
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                }
            )
        )

    def _file_name(self):
        self.ensure_one()
        return self.env._(
            "Minutes-%(session)s-%(number)s.pdf",
            session=self.session_id.number,
            number=self.number,
        )

    def _content(self):
        """Return what the minutes say, for printing.

        :return: dict as written by ``kim.session._minutes_content``, dates as text
        """
        self.ensure_one()
        content = json.loads(self.content)
        content["start"] = format_datetime(
            self.env,
            fields.Datetime.to_datetime(content["start"]),
            tz=str(BERLIN),
            dt_format="short",
        )
        content["stop"] = content["stop"] and format_datetime(
            self.env,
            fields.Datetime.to_datetime(content["stop"]),
            tz=str(BERLIN),
            dt_format="HH:mm",
        )
        for agreement in content["agreements"]:
            agreement["until"] = agreement["until"] and format_date(
                self.env, agreement["until"]
            )
        return content


class KimSession(models.Model):
    _inherit = "kim.session"

    def _minutes_content(self):
        """Return what the minutes of this session say, as canonical JSON.

        Vignettes are not repeated: one shown by consent can be withdrawn later.

        :return: str
        """
        self.ensure_one()
        return json.dumps(
            self._prepare_minutes(),
            ensure_ascii=False,
            separators=(",", ":"),
            sort_keys=True,
        )

    def _prepare_minutes(self):
        """Return the parts of the minutes; kim_themes adds the themes.

        :return: dict that JSON can hold
        """
        self.ensure_one()
        counted = self.participation_ids._counted()
        groups = {}
        for line in counted:
            label = line._group_label()
            groups[label] = groups.get(label, 0) + line.headcount
        return {
            "number": self.number,
            "name": self.name,
            "types": self.type_ids.mapped("name"),
            "body": self.body_id.name or "",
            "district": self.district_id.name,
            "town": self.municipality_id.name or "",
            "start": fields.Datetime.to_string(self.date_start),
            "stop": fields.Datetime.to_string(self.date_stop) or "",
            "venue": self.venue or "",
            "hosts": self.host_partner_ids.mapped("name"),
            "agenda": [
                {
                    "name": item.name,
                    "speaker": item.speaker or "",
                    "notes": item.notes or "",
                }
                for item in self.agenda_item_ids.sorted(lambda i: (i.sequence, i.id))
            ],
            "groups": [
                {"name": name, "number": number} for name, number in groups.items()
            ],
            "participants": sum(groups.values()),
            "themes": [],
            "agreements": [
                {
                    "what": agreement.name,
                    "who": agreement.responsible
                    or agreement.responsible_partner_id.name
                    or "",
                    "until": fields.Date.to_string(agreement.date_due) or "",
                }
                for agreement in self.agreement_ids
            ],
        }
