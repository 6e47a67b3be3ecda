from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.dates import berlin_today
from ..district.kim_case_stage import PHASE_KINDS


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
            "deletion_due",
            "deletion_hold_until",
            "responsible_id",
            "restricted_on",
            "retention_date",
            "stage_id",
        ],
        "kim.case.access": ["case_id", "kind", "user_id", "valid_until"],
        "kim.post.assignment": [
            "date_from",
            "date_until",
            "employer_id",
            "function",
            "holder_id",
        ],
        "res.users": ["active", "company_ids", "partner_id"],
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
    without_post = fields.Boolean(
        string="Without case manager in office",
        readonly=True,
        help="Nobody is responsible who holds a post of case management with this "
        "organisation today: the case waits for the team lead.",
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
    restricted_on = fields.Date(string="Restricted since", readonly=True)
    deletion_due = fields.Date(string="Decide on deletion by", readonly=True)
    deletion_hold_until = fields.Date(string="Deletion put off until", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT file.id AS id, file.id AS case_id, file.number, file.company_id,
                   file.district_id, file.municipality_id, file.responsible_id,
                   file.stage_id, file.phase_kind, file.on_hold, file.date_open,
                   file.date_close, file.retention_date, file.restricted_on,
                   file.deletion_due, file.deletion_hold_until,
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
                   ) AS without_responsible,
                   NOT EXISTS (
                       SELECT FROM res_users
                         JOIN kim_post_assignment AS holder
                           ON holder.holder_id = res_users.partner_id
                          AND holder.function = 'case_management'
                          AND %s BETWEEN holder.date_from AND holder.date_until
                         JOIN kim_controller AS controller
                           ON controller.id = holder.employer_id
                          AND controller.company_id = file.company_id
                        WHERE res_users.id = file.responsible_id
                          AND res_users.active
                   ) AS without_post
              FROM kim_case AS file
            """,
            berlin_today(),
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_reassign(self, user_id, reason=None, note=None, confirmed=False):
        """Give these cases to a case manager, without reading them (team lead).

        Everybody who loses a case is told. What cannot be given is left as it is and
        reported with its reason; the rest is done.

        :param int user_id: ``res.users`` who becomes responsible
        :param str reason: why, for the report of who could read
        :param str note: handover note, goes into the contact log of each case
        :param bool confirmed: also beyond what the person's post carries
        :return: {"done": number of cases, "failed": [[case number, why not]]}
        :raises AccessError: the caller is no team lead, or means herself or himself
        :raises UserError: the person is no case manager of the organisation, or it goes
            beyond her or his post and nobody has confirmed it
        """
        user = self._check_reassign(user_id)
        self._check_load(user, confirmed)
        done, failed, lost = self._reassign(user, reason, note)
        self._tell_reassigned(user, done, lost)
        return {"done": done, "failed": failed}

    @api.model
    def _check_reassign(self, user_id):
        """Return the person who shall become responsible.

        :raises AccessError: the caller is no team lead, or means herself or himself
        """
        if not self.env.user.has_group("kim_case.group_kim_team_lead"):
            raise AccessError(self.env._("Only the team lead reassigns cases."))
        user = self.env["res.users"].browse(user_id or [])
        if user == self.env.user:
            raise AccessError(
                self.env._(
                    "You cannot give a case to yourself. Propose to take it over; a "
                    "second person decides."
                )
            )
        return user

    def _reassign(self, user, reason=None, note=None):
        """Give what can be given; the caller has checked the team lead.

        :param user: ``res.users`` who becomes responsible
        :param str reason: for the report of who could read
        :param str note: for the contact log of each case
        :return: (number given, [[case number, why not]], {loser: how many})
        """
        if not self:
            raise UserError(self.env._("Please choose at least one case."))
        seen = self._filtered_access("read")
        if not seen:
            self.check_access("read")
        cases_sudo = seen.sudo().case_id  # the register has shown them
        managed = cases_sudo.company_id.filtered(
            lambda company: user in self.env["res.users"]._kim_case_managers(company)
        )
        cases_sudo._check_case_manager(user, managed[:1])
        locked = cases_sudo.try_lock_for_update()
        allowed = cases_sudo._without_excluded(user)
        failed = [["–", self.env._("You do not see this case.")]] * len(self - seen)
        given = cases_sudo.browse()
        for case in cases_sudo.sorted("number"):
            why = None
            if case not in locked:
                why = self.env._("Somebody is working on it right now. Try again.")
            elif case.company_id not in managed:
                why = self.env._(
                    "The person leads no cases of this organisation. To another "
                    "organisation a case moves by export and with new consent only."
                )
            elif case not in allowed:
                why = self.env._("The person must not have this case.")
            elif case.responsible_id == user:
                why = self.env._("The person has this case already.")
            if why:
                failed.append([case.number, why])
            else:
                given |= case
        lost = given._move_to(user, reason=reason) if given else {}
        note = (note or "").strip()
        if given and note:
            self.env["kim.case.note"].sudo().create(  # written for the next, not read
                [{"case_id": case.id, "kind": "other", "note": note} for case in given]
            )
        return len(given), failed, lost

    @api.model
    def _tell_reassigned(self, user, done, lost):
        """Tell who lost and who got cases, without numbers.

        :param user: ``res.users`` who is responsible now
        :param int done: how many cases
        :param dict lost: {``res.users``: how many}
        """
        if not done:
            return
        self.env["kim.case"]._tell_losers(lost)
        self.env["kim.notice"]._tell(
            user,
            self.env._("KIM: cases were given to you"),
            self.env._(
                "%(user)s has made you responsible for %(count)s more cases. You find "
                "them in KIM.",
                user=self.env.user.name,
                count=done,
            ),
        )
