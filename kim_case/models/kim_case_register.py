from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .kim_case_stage import PHASE_KINDS


class KimCaseRegister(models.Model):
    """Register of cases (Fallregister): number, phase, responsible, town, dates.

    For the team lead, who distributes and reassigns cases without reading them, and
    for the data protection officer. One row per case, with the id of the case.
    """

    _name = "kim.case.register"
    _inherit = ["kim.register.mixin"]
    _description = "Register of cases"
    _auto = False
    _order = "date_open desc, id desc"
    _depends = {
        "kim.case": [
            "company_id",
            "date_close",
            "date_open",
            "district_id",
            "municipality_id",
            "number",
            "on_hold",
            "phase_kind",
            "responsible_id",
            "retention_date",
            "stage_id",
        ],
        "kim.case.access": ["case_id", "kind", "user_id", "valid_until"],
        "res.users": ["active", "company_ids"],
    }

    district_id = fields.Many2one(
        comodel_name="kim.district", string="District", readonly=True
    )
    municipality_id = fields.Many2one(
        comodel_name="kim.municipality", string="Town", readonly=True
    )
    responsible_id = fields.Many2one(
        comodel_name="res.users", string="Responsible", readonly=True
    )
    without_responsible = fields.Boolean(
        readonly=True,
        help="Nobody is responsible, or who was no longer works here.",
    )
    stage_id = fields.Many2one(
        comodel_name="kim.case.stage", string="Phase", readonly=True
    )
    phase_kind = fields.Selection(
        selection=PHASE_KINDS, string="Kind of phase", readonly=True
    )
    on_hold = fields.Boolean(readonly=True)
    date_open = fields.Date(string="Opened on", readonly=True)
    date_close = fields.Date(string="Closed on", readonly=True)
    retention_date = fields.Date(string="Keep until", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT file.id AS id, file.id AS case_id, file.number, file.company_id,
                   file.district_id, file.municipality_id, file.responsible_id,
                   file.stage_id, file.phase_kind, file.on_hold, file.date_open,
                   file.date_close, file.retention_date,
                   NOT EXISTS (
                       SELECT FROM kim_case_access AS access
                         JOIN res_users ON res_users.id = access.user_id
                          AND res_users.active
                         JOIN res_company_users_rel AS works
                           ON works.user_id = access.user_id
                          AND works.cid = file.company_id
                        WHERE access.case_id = file.id
                          AND access.kind = 'responsible'
                          AND access.valid_until = '2999-12-31'
                   ) AS without_responsible
              FROM kim_case AS file
            """
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_reassign(self, user_id, reason=None):
        """Give these cases to a case manager, without reading them (team lead).

        Everybody who loses a case is told. What cannot be given is left as it is and
        reported.

        :param int user_id: ``res.users`` who becomes responsible
        :param str reason: why, for the report of who could read
        :return: {"done": number of cases, "failed": [case numbers]}
        :raises AccessError: the caller is no team lead, or means herself or himself
        :raises UserError: the person is no case manager of the organisation
        """
        if not self.env.user.has_group("kim_case.group_kim_team_lead"):
            raise AccessError(self.env._("Only the team lead reassigns cases."))
        self.check_access("read")
        user = self.env["res.users"].browse(user_id or [])
        if user == self.env.user:
            raise AccessError(
                self.env._(
                    "You cannot give a case to yourself. Propose to take it over; a "
                    "second person decides."
                )
            )
        cases_sudo = self.sudo().case_id  # the register has shown them
        if not cases_sudo:
            raise UserError(self.env._("Please choose at least one case."))
        cases_sudo._check_case_manager(user, cases_sudo.company_id)
        given = cases_sudo._without_excluded(user).filtered(
            lambda case: case.responsible_id != user
        )
        if given:
            given._tell_losers(given._move_to(user, reason=reason))
            self.env["kim.district"]._tell(
                user,
                self.env._("KIM: cases were given to you"),
                self.env._(
                    "%(user)s has made you responsible for %(count)s more cases. You "
                    "find them in KIM.",
                    user=self.env.user.name,
                    count=len(given),
                ),
            )
        return {
            "done": len(given),
            "failed": (cases_sudo - given).sorted("number").mapped("number"),
        }
