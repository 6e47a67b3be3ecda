"""How much each case manager carries: for the team lead alone, of the own house."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, formatLang

from ...tools.dates import berlin_today


class KimTeamLoad(models.Model):
    """Load of a person today: posts of case management and open cases.

    One row for each organisation and person who holds a post of case management there
    or leads open cases. For the team lead of that organisation; nobody else reads what
    a colleague carries. It counts what the register of cases shows this reader: cases
    from which she or he is excluded are not in it.
    """

    _name = "kim.team.load"
    _inherit = ["kim.cases.per.fte.mixin"]
    _description = "Load of the team"
    _auto = False
    _rec_name = "partner_id"
    _order = "cases_per_fte desc NULLS FIRST, open_cases desc, id"
    _depends = {
        "kim.case": [
            "company_id",
            "first_talk_on",
            "on_hold",
            "phase_kind",
            "responsible_id",
        ],
        "kim.case.exclusion": ["case_id", "user_id", "valid_until"],
        "kim.controller": ["company_id"],
        "kim.district": ["load_limit"],
        "kim.post.assignment": [
            "date_from",
            "date_until",
            "district_id",
            "employer_id",
            "fte",
            "function",
            "holder_id",
        ],
        "res.users": ["active", "partner_id"],
    }

    company_id = fields.Many2one(
        comodel_name="res.company", string="Controller", readonly=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Person", readonly=True
    )
    user_id = fields.Many2one(comodel_name="res.users", string="User", readonly=True)
    municipality_ids = fields.Many2many(
        comodel_name="kim.municipality",
        string="Towns",
        compute="_compute_municipality_ids",
        help="Towns of the posts that the person holds today.",
    )
    waiting = fields.Integer(
        string="Wait for the first talk",
        readonly=True,
        help="Open cases in which nobody has been spoken with yet.",
    )
    on_hold = fields.Integer(readonly=True, help="Of the open cases.")
    load_limit = fields.Integer(
        string="Limit per FTE",
        readonly=True,
        aggregator=None,
        help="What one full post carries in the district; the lower one for who works "
        "in two. 0: no limit.",
    )
    is_over = fields.Boolean(
        string="Beyond the limit",
        readonly=True,
        help="More open cases than the posts of the person carry.",
    )

    @api.depends("partner_id", "company_id")
    def _compute_municipality_ids(self):
        holders = self.env["kim.post.assignment"].search(
            [
                ("holder_id", "in", self.partner_id.ids),
                ("employer_id.company_id", "in", self.company_id.ids),
                ("function", "=", "case_management"),
                ("date_from", "<=", berlin_today()),
                ("date_until", ">=", berlin_today()),
            ]
        )
        companies = {
            employer: employer.company_id
            for employer in holders.employer_id.sudo()  # whose posts these are
        }
        found = holders.grouped(
            lambda row: (companies[row.employer_id.sudo()].id, row.holder_id.id)
        )
        for load in self:
            mine = found.get((load.company_id.id, load.partner_id.id))
            load.municipality_ids = mine.municipality_ids if mine else False

    def action_cases(self):
        """Show the open cases of this person in the register.

        :return: window action of the register
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kim_case.kim_case_register_action"
        )
        action["domain"] = [
            ("company_id", "=", self.company_id.id),
            ("responsible_id.partner_id", "=", self.partner_id.id),
        ]
        return action

    @property
    def _table_query(self):
        return SQL(
            """
            WITH holding AS (
                SELECT controller.company_id, holder.holder_id AS partner_id,
                       SUM(holder.fte) AS fte,
                       MIN(NULLIF(district.load_limit, 0)) AS load_limit
                  FROM kim_post_assignment AS holder
                  JOIN kim_controller AS controller
                    ON controller.id = holder.employer_id
                  JOIN kim_district AS district ON district.id = holder.district_id
                 WHERE holder.function = 'case_management'
                   AND %(today)s BETWEEN holder.date_from AND holder.date_until
              GROUP BY controller.company_id, holder.holder_id
            ),
            led AS (
                SELECT file.company_id, leader.partner_id, COUNT(*) AS open_cases,
                       COUNT(*) FILTER (WHERE file.first_talk_on IS NULL) AS waiting,
                       COUNT(*) FILTER (WHERE file.on_hold) AS on_hold
                  FROM kim_case AS file
                  JOIN res_users AS leader ON leader.id = file.responsible_id
                 WHERE file.phase_kind != 'closed'
                   AND NOT EXISTS (
                       SELECT FROM kim_case_exclusion AS barred
                        WHERE barred.case_id = file.id
                          AND barred.user_id = %(reader)s
                          AND barred.valid_until > %(now)s
                   )
              GROUP BY file.company_id, leader.partner_id
            )
            SELECT company_id * 1000000000::bigint + partner_id AS id,
                   company_id, partner_id,
                   (SELECT MIN(res_users.id) FROM res_users
                     WHERE res_users.partner_id = load.partner_id
                       AND res_users.active) AS user_id,
                   COALESCE(fte, 0) AS filled_fte,
                   COALESCE(open_cases, 0)::int AS open_cases,
                   COALESCE(open_cases, 0) / NULLIF(fte, 0) AS cases_per_fte,
                   COALESCE(waiting, 0)::int AS waiting,
                   COALESCE(on_hold, 0)::int AS on_hold,
                   COALESCE(load_limit, 0) AS load_limit,
                   COALESCE(open_cases, 0) > CASE
                       WHEN fte IS NULL THEN 0
                       ELSE COALESCE(load_limit * fte, open_cases)
                   END AS is_over
              FROM (
                  SELECT *
                    FROM holding FULL JOIN led USING (company_id, partner_id)
              ) AS load
            """,
            today=berlin_today(),
            now=fields.Datetime.now(),
            reader=self.env.uid,
        )


class KimCaseRegister(models.Model):
    """What a person would carry with more cases, before the team lead gives them."""

    _inherit = "kim.case.register"

    def _load_with(self, user):
        """Return what a person carries now, and would with these cases.

        Only cases count that can be given; the rest is reported afterwards.

        :param user: ``res.users`` who may become responsible
        :return: dict of ``fte``, ``now``, ``after`` (open cases), ``limit`` (0: none),
            ``towns``  (``kim.municipality``) and ``beyond``: sentences about what goes
            beyond the posts of the person
        """
        cases_sudo = self._filtered_access("read").sudo().case_id  # as _reassign does
        managed = cases_sudo.company_id.filtered(
            lambda company: user in self.env["res.users"]._kim_case_managers(company)
        )
        coming_sudo = cases_sudo.filtered(
            lambda case: (
                case.company_id in managed
                and case.phase_kind != "closed"
                and case.responsible_id != user
            )
        )
        loads = self.env["kim.team.load"].search(
            [("user_id", "=", user.id), ("company_id", "in", managed.ids)]
        )
        fte = sum(loads.mapped("filled_fte"))
        now = sum(loads.mapped("open_cases"))
        after = now + len(coming_sudo)
        limit = min(filter(None, loads.mapped("load_limit")), default=0)
        towns = loads.municipality_ids
        beyond = []
        if coming_sudo and not fte:
            beyond.append(
                self.env._(
                    "The person holds no post of case management with your "
                    "organisation today."
                )
            )
        elif limit and coming_sudo and after > round(limit * fte, 2):
            beyond.append(
                self.env._(
                    "%(after)d open cases on %(fte)s FTE are %(per_fte)s for a full "
                    "post; the limit of the district is %(limit)d.",
                    after=after,
                    fte=formatLang(self.env, fte),
                    per_fte=formatLang(self.env, after / fte, digits=1),
                    limit=limit,
                )
            )
        foreign = coming_sudo.municipality_id.sudo(False) - towns
        if fte and foreign:
            beyond.append(
                self.env._(
                    "The post does not serve: %(towns)s.",
                    towns=", ".join(foreign.mapped("display_name")),
                )
            )
        return {
            "fte": fte,
            "now": now,
            "after": after,
            "limit": limit,
            "towns": towns,
            "beyond": beyond,
        }

    def _check_load(self, user, confirmed):
        """Refuse to give a person more than her posts carry, unless it is confirmed.

        :param user: ``res.users`` who becomes responsible
        :param bool confirmed: somebody has seen it and wants it nevertheless
        :raises UserError: it goes beyond and is not confirmed
        """
        if confirmed is True or not user:
            return
        beyond = self._load_with(user)["beyond"]
        if beyond:
            raise UserError(
                self.env._(
                    "This goes beyond the posts of the person. Please look at it and "
                    "confirm it, or choose somebody else.\n%(beyond)s",
                    beyond="\n".join(beyond),
                )
            )
