from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.dates import berlin_today, day_start


class KimSecondPerson(models.Model):
    """One change of who is second person of an organisation: named, or no longer.

    Second persons check what data protection and case managers propose. Who may name
    them alone staffs the own control: a change is proposed by one and agreed to by
    another, told to the team lead and everyone named before, and counts from the next
    day. The rows are the log: they are added, never changed by value, never deleted.
    """

    _name = "kim.second.person"
    _inherit = ["kim.guard.mixin", "kim.waiting.mixin"]
    _description = "Second person"
    _order = "requested_on desc, id desc"
    _rec_name = "user_id"

    _door_fields = frozenset(
        {
            "change",
            "controller_id",
            "date_from",
            "decided_by_id",
            "decided_on",
            "requested_on",
            "requester_id",
            "state",
            "user_id",
        }
    )

    controller_id = fields.Many2one(
        comodel_name="kim.controller",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["kim.controller"]._of(self.env.company),
    )
    company_id = fields.Many2one(
        related="controller_id.company_id", string="Organisation"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Second person",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False), ('id', '!=', uid)]",
    )
    change = fields.Selection(
        selection=[("name", "Is named"), ("end", "Is no longer")],
        required=True,
        default="name",
    )
    state = fields.Selection(
        selection=[
            ("requested", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="requested",
    )
    requester_id = fields.Many2one(
        comodel_name="res.users",
        string="Proposed by",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    requested_on = fields.Datetime(
        string="Proposed on",
        required=True,
        readonly=True,
        default=fields.Datetime.now,
    )
    decided_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Decided by",
        readonly=True,
        ondelete="restrict",
    )
    decided_on = fields.Datetime(readonly=True)
    date_from = fields.Date(string="Counts from", readonly=True)
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _one_waiting = models.UniqueIndex(
        "(controller_id, user_id) WHERE state = 'requested'",
        "A change for this person already waits for a decision.",
    )
    _check_decided = models.Constraint(
        "CHECK(state != 'approved' OR date_from IS NOT NULL)",
        "What is approved counts from a day on.",
    )
    _check_two = models.Constraint(
        "CHECK(decided_by_id IS NULL OR (decided_by_id != requester_id"
        " AND decided_by_id != user_id))",
        "Nobody decides about the own proposal or about herself.",
    )

    @api.depends("state", "requester_id", "user_id", "controller_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for row in self:
            row.can_decide = bool(
                row._origin
                and row.state == "requested"
                and self.env.user in row._deciders()
            )

    @api.model
    def _in_force(self, controllers, day=None):
        """Return who is second person of these controllers on a day.

        :param controllers: ``kim.controller`` records
        :param date day: day in Berlin, today when left out
        :return: dict controller id → set of user ids
        """
        day = day or berlin_today()
        # names of colleagues, as the settings show them
        rows_sudo = controllers.sudo().second_person_change_ids.filtered(
            lambda row: row.state == "approved" and row.date_from <= day
        )
        named = defaultdict(set)
        for row in rows_sudo.sorted(
            lambda row: (row.date_from, row.decided_on, row.id)
        ):
            users = named[row.controller_id.id]
            (users.add if row.change == "name" else users.discard)(row.user_id.id)
        return named

    def _deciders(self):
        """Return who may agree to this change, in sudo.

        The second persons in force. Where there is none but those concerned, the team
        leads; where there is none either, data protection and KIM administration. A
        role given today decides nothing today.
        """
        self.ensure_one()
        controller_sudo = self.controller_id.sudo()  # settings are no secret
        concerned = (self.requester_id | self.user_id).sudo()
        administration = self.env.ref("kim_case.group_kim_admin").sudo().all_user_ids
        for users_sudo in (
            controller_sudo.second_person_ids,
            self._since_yesterday(controller_sudo._lead_users()),
            self._since_yesterday(
                controller_sudo._dpo_users()
                | administration.filtered(
                    lambda user: user.company_ids & controller_sudo.company_id
                )
            ),
        ):
            deciders = users_sudo.filtered("active") - concerned
            if deciders:
                return deciders
        return self.env["res.users"].sudo()  # nobody

    @api.model
    def _since_yesterday(self, users_sudo):
        """Return the users without those whose KIM rights were given today."""
        granted_sudo = self.env["kim.rights.log"].sudo()  # only that it happened
        today = granted_sudo.search(
            [
                ("user_id", "in", users_sudo.ids),
                ("change", "=", "granted"),
                ("moment", ">=", day_start(berlin_today())),
            ]
        )
        return users_sudo - today.user_id

    @api.model
    def _door_create(self, vals_list):
        """Create rows whose values the calling door has checked.

        :param list vals_list: values of all fields
        :return: ``kim.second.person`` records
        """
        return super().create(vals_list)

    @api.model_create_multi
    def create(self, vals_list):
        """Propose a change of second persons of an own organisation.

        :raises AccessError: not the user's own organisation
        :raises UserError: names oneself, changes nothing, or nobody can decide
        """
        names = ("controller_id", "user_id", "change")
        vals_list = [
            {
                **{name: vals[name] for name in names if name in vals},
                "requester_id": self.env.uid,
                "requested_on": fields.Datetime.now(),
                "state": "requested",
                "decided_by_id": False,
                "decided_on": False,
                "date_from": False,
            }
            for vals in vals_list
        ]
        rows = super().create(vals_list)
        for row in rows:
            row._check_proposal()
            row._tell_deciders()
        return rows

    def _check_proposal(self):
        controller_sudo = self.controller_id.sudo()  # settings are no secret
        if controller_sudo.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Second persons are named for an organisation of one's own.")
            )
        user_sudo = self.user_id.sudo()  # is it a colleague who can log in?
        if user_sudo == self.env.user and self.change == "name":
            raise UserError(self.env._("Nobody names herself second person."))
        if self.change == "name" and (user_sudo.share or not user_sudo.active):
            raise UserError(
                self.env._("Second persons are colleagues who work with KIM.")
            )
        tomorrow = berlin_today() + timedelta(days=1)
        named = self._in_force(controller_sudo, tomorrow)[controller_sudo.id]
        if (self.change == "name") == (user_sudo.id in named):
            raise UserError(
                self.env._("This is so already: the proposal would change nothing.")
            )
        if not self._deciders():
            raise UserError(
                self.env._(
                    "A change of second persons needs somebody else who agrees: a "
                    "second person, the team lead, or data protection. There is nobody "
                    "yet who may do so today."
                )
            )

    def _tell_deciders(self):
        self.env["kim.notice"]._tell(
            self._deciders(),
            self.env._("KIM: a proposal waits for you"),
            self.env._(
                "%(user)s wants to change who is second person of %(organisation)s. You "
                "find it in KIM under Second person.",
                user=self.env.user.name,
                organisation=self.controller_id.sudo().name,  # own organisation
            ),
        )

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def _decide(self, vals):
        self.ensure_one()
        self.check_access("read")
        row_sudo = self.sudo()  # the right to decide is checked here
        row_sudo.lock_for_update()
        if row_sudo.state != "requested":
            raise UserError(self.env._("This proposal was already decided."))
        if self.env.user not in row_sudo._deciders():
            raise AccessError(
                self.env._(
                    "A second person named by the organisation decides, never the one "
                    "who proposes."
                )
            )
        row_sudo._door_write(
            {
                **vals,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )
        row_sudo._no_longer_waiting()
        return row_sudo

    def _waiting_line(self):
        return {
            "what": self.env._("Who is second person"),
            "number": False,
            "requester_id": self.requester_id.id,
        }

    def action_approve(self):
        """Agree to the change; it counts from tomorrow and is told to all concerned.

        :raises AccessError: nobody who may decide, the proposer or the person herself
        :raises UserError: already decided
        """
        tomorrow = berlin_today() + timedelta(days=1)
        row_sudo = self._decide({"state": "approved", "date_from": tomorrow})
        row_sudo._tell_change(self.env.user)

    def action_refuse(self):
        """Refuse the change; nothing becomes different.

        :raises AccessError: nobody who may decide, the proposer or the person herself
        :raises UserError: already decided
        """
        row_sudo = self._decide({"state": "refused"})
        self.env["kim.notice"]._tell(
            row_sudo.requester_id,
            self.env._("KIM: your proposal was decided"),
            self.env._("You find the decision in KIM under Second person."),
        )

    def _tell_change(self, decider):
        controller_sudo = self.controller_id
        self.env["kim.rights.log"]._note_second_person(self)
        texts = {
            "name": self.env._(
                "%(person)s is second person of %(organisation)s from tomorrow on, "
                "proposed by %(user)s, agreed to by %(decider)s."
            ),
            "end": self.env._(
                "%(person)s is no longer second person of %(organisation)s from "
                "tomorrow on, proposed by %(user)s, agreed to by %(decider)s."
            ),
        }
        concerned = (
            controller_sudo.second_person_ids
            | controller_sudo._lead_users()
            | controller_sudo._dpo_users()
            | self.user_id
            | self.requester_id
        )
        self.env["kim.notice"]._tell(
            concerned - decider,
            self.env._("KIM: second persons change"),
            texts[self.change]
            % {
                "person": self.user_id.name,
                "organisation": controller_sudo.name,
                "user": self.requester_id.name,
                "decider": decider.name,
            },
        )

    def unlink(self):
        """Refuse: the changes are the log of who checked whom.

        :raises UserError: always
        """
        raise UserError(
            self.env._("Who was second person is kept. Propose that it ends instead.")
        )


class KimController(models.Model):
    """Second persons of the organisation, read from the changes agreed to."""

    _inherit = "kim.controller"

    second_person_change_ids = fields.One2many(
        comodel_name="kim.second.person",
        inverse_name="controller_id",
        string="Changes of second persons",
        readonly=True,
    )
    second_person_ids = fields.Many2many(
        comodel_name="res.users",
        string="Second persons",
        compute="_compute_second_person_ids",
        search="_search_second_person_ids",
        compute_sudo=True,  # settings are no secret
        help="Who checks vignettes and self-assignments. They see the proposal, "
        "never the file. A change is proposed, agreed to by somebody else, and counts "
        "from the next day.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse second persons by value.

        :raises AccessError: they are named by a proposal
        """
        for vals in vals_list:
            self._refuse_second_persons(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse second persons by value, the superuser included.

        :raises AccessError: they are named by a proposal
        """
        self._refuse_second_persons(vals)
        return super().write(vals)

    @api.model
    def _refuse_second_persons(self, vals):
        if {"second_person_ids", "second_person_change_ids"} & set(vals):
            raise AccessError(
                self.env._(
                    "Second persons are proposed with the button made for it, and "
                    "somebody else agrees."
                )
            )

    @api.depends("second_person_change_ids.state", "second_person_change_ids.date_from")
    def _compute_second_person_ids(self):
        named = self.env["kim.second.person"]._in_force(self)
        for controller in self:
            controller.second_person_ids = [(6, 0, sorted(named[controller.id]))]

    @api.model
    def _search_second_person_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        controllers_sudo = self.sudo().search(Domain.TRUE)  # settings are no secret
        named = self.env["kim.second.person"]._in_force(controllers_sudo)
        wanted = set(value)
        return Domain(
            "id",
            "in",
            [controller_id for controller_id, users in named.items() if users & wanted],
        )

    def _set_second_persons(self, users):
        """Make these users the second persons as of today: for demo data and tests.

        In the field a change is proposed and agreed to.

        :param users: ``res.users`` records
        """
        today = berlin_today()
        for controller in self:
            before = self.env["kim.second.person"]._in_force(controller)[controller.id]
            rows_sudo = self.env["kim.second.person"].sudo()  # see above
            changes = [("name", user) for user in set(users.ids) - before]
            changes += [("end", user) for user in before - set(users.ids)]
            rows_sudo._door_create(
                [
                    {
                        "controller_id": controller.id,
                        "user_id": user,
                        "change": change,
                        "state": "approved",
                        "date_from": today,
                        "requester_id": self.env.uid,
                        "decided_on": fields.Datetime.now(),
                    }
                    for change, user in changes
                ]
            )
