from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class KimAccessReport(models.Model):
    """Who could read a case, when, granted by whom (Zugriffsbericht).

    For the data protection officer, who confirms emergency access here, and for the
    people of a case about their own (matrix, row 22). One row per access row.
    """

    _name = "kim.access.report"
    _inherit = ["kim.register.mixin"]
    _description = "Who could read"
    _auto = False
    _order = "valid_from desc, id desc"
    _depends = {
        "kim.case": ["number"],
        "kim.case.access": [
            "case_id",
            "company_id",
            "confirmation",
            "confirmed_by_id",
            "confirmed_on",
            "granted_by_id",
            "kind",
            "reason",
            "second_person_id",
            "special",
            "tandem_id",
            "user_id",
            "valid_from",
            "valid_until",
        ],
    }

    user_id = fields.Many2one(comodel_name="res.users", string="User", readonly=True)
    kind = fields.Selection(
        selection=lambda self: self._selection_of("kim.case.access", "kind"),
        readonly=True,
    )
    special = fields.Boolean(string="Special categories", readonly=True)
    is_tandem = fields.Boolean(string="By tandem", readonly=True)
    valid_from = fields.Datetime(readonly=True)
    valid_until = fields.Datetime(readonly=True)
    granted_by_id = fields.Many2one(
        comodel_name="res.users", string="Granted by", readonly=True
    )
    second_person_id = fields.Many2one(
        comodel_name="res.users", string="Second person", readonly=True
    )
    reason = fields.Text(readonly=True)
    confirmation = fields.Selection(
        selection=lambda self: self._selection_of("kim.case.access", "confirmation"),
        readonly=True,
    )
    confirmed_by_id = fields.Many2one(
        comodel_name="res.users", string="Confirmed by", readonly=True
    )
    confirmed_on = fields.Datetime(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT access.id, access.case_id, file.number, access.company_id,
                   access.user_id, access.kind, access.special,
                   access.tandem_id IS NOT NULL AS is_tandem, access.valid_from,
                   access.valid_until, access.granted_by_id, access.second_person_id,
                   access.reason, access.confirmation, access.confirmed_by_id,
                   access.confirmed_on
              FROM kim_case_access AS access
              JOIN kim_case AS file ON file.id = access.case_id
            """
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_confirm(self):
        """Confirm that an emergency access or a take-over was right.

        :raises AccessError: not the data protection officer, or one's own access
        :raises UserError: nothing is to be confirmed
        """
        self._confirm("confirmed")

    def action_object(self):
        """Object to an emergency access or a take-over; the former ends at once.

        The person and the team lead's register tell what follows.

        :raises AccessError: not the data protection officer, or one's own access
        :raises UserError: nothing is to be confirmed
        """
        self._confirm("objected")

    def _confirm(self, confirmation):
        if not self.env.user.has_group("kim_case.group_kim_dpo"):
            raise AccessError(
                self.env._("Only the data protection officer confirms an access.")
            )
        self.check_access("read")
        self.env["kim.case.access"].browse(self.ids)._confirm(confirmation)
        if confirmation == "objected":
            self.env["kim.notice"]._tell(
                self.user_id,
                self.env._("KIM: objection of the data protection officer"),
                self.env._(
                    "%(user)s has objected to an access of yours. Please talk to her "
                    "or him.",
                    user=self.env.user.name,
                ),
            )
