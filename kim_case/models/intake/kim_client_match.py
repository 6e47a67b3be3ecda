from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from ...tools import blind_index, names
from ...tools.dates import berlin_today

NAME_FIELDS = {"last_name", "first_name", "birth_date", "birth_year"}
FINGERPRINT = "kim_case.blind_index_fingerprint"
BATCH = 1000
# How often a day a name is changed: each change asks whether somebody is known already.
# In all so many that an import still mends the names of a whole office.
RENAMED_EACH = 5
RENAMED_DAILY = 500


class KimClientKey(models.Model):
    """Blind index of clients: a keyed hash of name and year of birth, no name.

    Technical; nobody has rights on it. It goes with its client.
    """

    _name = "kim.client.key"
    _description = "Blind index of clients"
    _log_access = False

    client_id = fields.Many2one(
        comodel_name="kim.client", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, ondelete="cascade"
    )
    digest = fields.Char(required=True)

    _client_uniq = models.Constraint("UNIQUE(client_id)", "One key for each client.")
    _digest_idx = models.Index("(company_id, digest)")

    def _index(self, clients, secret):
        """Write the keys of some clients; of all when the secret is another one.

        :param clients: ``kim.client`` records
        :param bytes secret: the key outside of the database
        """
        parameters = self.env["ir.config_parameter"].sudo()  # no setting of users
        # Other libraries or rules spell names in another way: then all are made anew.
        fingerprint = blind_index.digest(secret, "fingerprint", names.SPELLING)[:16]
        if parameters.get_param(FINGERPRINT) != fingerprint:
            # A restored copy or a lost key: old hashes would match nothing any more.
            clients = self.env["kim.client"].sudo().search(Domain.TRUE, order="id")
            parameters.set_param(FINGERPRINT, fingerprint)
        clients_sudo = clients.sudo()  # names of what was just saved
        values = []
        for client in clients_sudo:
            name = names.same_key(client.last_name, client.first_name)
            # Without a year half a town has the same name: no hint is better.
            if name and client.birth_year:
                digest = blind_index.digest(
                    secret, client.company_id.id, name, client.birth_year
                )
                values.append((client.id, client.company_id.id, digest))
        nameless = set(clients_sudo.ids) - {row[0] for row in values}
        if nameless:
            self.search([("client_id", "in", list(nameless))]).unlink()
        clients_sudo.flush_recordset()  # the rows point to them
        for rows in split_every(BATCH, values):
            # One statement: an import saves a thousand people one by one.
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO kim_client_key (client_id, company_id, digest)
                    VALUES %s
                        ON CONFLICT (client_id) DO UPDATE SET digest = EXCLUDED.digest
                     RETURNING id
                    """,
                    SQL(", ").join(SQL("(%s, %s, %s)", *row) for row in rows),
                )
            )
        self.invalidate_model()


class KimClientMatch(models.Model):
    """Perhaps one person twice: for the team lead, by case numbers alone.

    Arises when a client is saved whose name and year of birth another client of the
    same organisation has. Who saved reads only that the team lead is to be asked.
    """

    _name = "kim.client.match"
    _inherit = ["kim.left.mixin"]
    _description = "Perhaps one person twice"
    _order = "date desc, id desc"
    _log_reads = False  # numbers alone, as in the register
    _check_company_auto = True

    _door_fields = frozenset(
        {
            "client_id",
            "company_id",
            "date",
            "other_client_id",
            "solved_by_id",
            "state",
            "user_id",
        }
    )

    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Controller",
        required=True,
        index=True,
        ondelete="restrict",
    )
    client_id = fields.Many2one(
        comodel_name="kim.client",
        string="Client",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    other_client_id = fields.Many2one(
        comodel_name="kim.client",
        string="Other client",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    case_numbers = fields.Char(string="Case", compute="_compute_case_numbers")
    other_case_numbers = fields.Char(
        string="Other case", compute="_compute_case_numbers"
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="Saved by", required=True, ondelete="restrict"
    )
    date = fields.Date(required=True)
    state = fields.Selection(
        selection=[
            ("open", "To be cleared"),
            ("same", "One person"),
            ("different", "Two persons"),
        ],
        required=True,
        default="open",
    )
    solved_by_id = fields.Many2one(
        comodel_name="res.users", string="Cleared by", ondelete="restrict"
    )

    _pair_uniq = models.UniqueIndex(
        "(LEAST(client_id, other_client_id), GREATEST(client_id, other_client_id))",
        "This pair is already known.",
    )

    @api.depends("client_id", "other_client_id")
    def _compute_display_name(self):
        for match in self:
            match.display_name = f"{match.case_numbers} · {match.id}"

    @api.depends("client_id", "other_client_id")
    def _compute_case_numbers(self):
        for match in self:
            match_sudo = match.sudo()  # numbers are no content
            match.case_numbers = ", ".join(
                match_sudo.client_id.case_ids.mapped("number")
            )
            match.other_case_numbers = ", ".join(
                match_sudo.other_client_id.case_ids.mapped("number")
            )

    def _solve(self, state):
        user = self.env.user
        if not (
            user.has_group("kim_case.group_kim_team_lead")
            or user.has_group("kim_case.group_kim_dpo")
        ):
            raise AccessError(self.env._("Only the team lead clears this."))
        self.check_access("read")
        if any(match.state != "open" for match in self):
            raise UserError(self.env._("This was already cleared."))
        self.sudo()._door_write(  # read above; nobody writes but this door
            {"state": state, "solved_by_id": self.env.uid}
        )

    def action_same(self):
        """Record that both are one person: who does what is agreed in person."""
        self._solve("same")

    def action_different(self):
        """Record that these are two persons: the hint goes."""
        self._solve("different")


class KimClient(models.Model):
    _inherit = "kim.client"

    match_ids = fields.One2many(
        comodel_name="kim.client.match", inverse_name="client_id", string="Hints"
    )
    ask_team_lead = fields.Boolean(
        compute="_compute_ask_team_lead",
        help="The team lead has something to clear about this person.",
    )

    @api.depends("match_ids.state")
    @api.depends_context("uid")
    def _compute_ask_team_lead(self):
        """Tell that there is something to clear, but nobody of a case without her.

        Who is excluded from the other case would learn by a name that it exists.
        """
        for client in self:
            open_sudo = client.sudo().match_ids.filtered(  # that there is one, no more
                lambda match: match.state == "open"
            )
            cases_sudo = (open_sudo.client_id | open_sudo.other_client_id).case_ids
            client.ask_team_lead = bool(open_sudo) and not (
                cases_sudo - cases_sudo._without_excluded(self.env.user)
            )

    def write(self, vals):
        """Look for the same person in the organisation when a name changes.

        :raises UserError: changed so often today that it looks like asking for people
        """
        if NAME_FIELDS & set(vals) and not self.env.su:
            questions = self.env["kim.question"]
            for client in self:
                if not questions._may_ask(
                    "name", client.id, RENAMED_EACH, RENAMED_DAILY
                ):
                    raise UserError(
                        self.env._(
                            "Name and year of birth were changed too often today. Go on "
                            "tomorrow, or ask your team lead."
                        )
                    )
        result = super().write(vals)
        if NAME_FIELDS & set(vals):
            self._check_duplicates()
        return result

    def _check_duplicates(self):
        """Look, inside each organisation, whether a saved person is there already.

        Called when a client is saved and by nothing else; each look is logged. The
        team lead is told; the caller learns no more than that.
        """
        if not self:
            return
        secret = blind_index.key()
        self.env["kim.client.key"].sudo()._index(self, secret)  # nobody has rights
        self.env["kim.access.log"]._note_look(self, "duplicate")
        found = self._find_duplicates()
        if not found:
            return
        matches = self.env["kim.client.match"].sudo()  # nobody may create
        known = matches.search(
            ["|", ("client_id", "in", self.ids), ("other_client_id", "in", self.ids)]
        )
        pairs = {frozenset((m.client_id.id, m.other_client_id.id)) for m in known}
        new = matches.create(
            [
                {
                    "company_id": client.company_id.id,
                    "client_id": client.id,
                    "other_client_id": other.id,
                    "user_id": self.env.uid,
                    "date": berlin_today(),
                }
                for client, other in found
                if frozenset((client.id, other.id)) not in pairs
            ]
        )
        for company, hints in new.grouped("company_id").items():
            cases_sudo = (hints.client_id | hints.other_client_id).case_ids
            leads = self.env["kim.controller"]._of(company)._lead_users()
            self.env["kim.notice"]._tell(
                leads - cases_sudo._excluded_users(),
                self.env._("KIM: perhaps one person twice"),
                self.env._(
                    "Two cases may concern one person. You find their numbers in KIM "
                    "under Oversight › Perhaps one person twice."
                ),
            )

    def _find_duplicates(self):
        """Return the pairs that share a key inside one organisation.

        :return: list of (client, other client), in sudo, each pair once
        """
        self.env["kim.client.key"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT mine.client_id, other.client_id
                  FROM kim_client_key AS mine
                  JOIN kim_client_key AS other
                    ON other.company_id = mine.company_id
                   AND other.digest = mine.digest
                   AND other.client_id <> mine.client_id
                 WHERE mine.client_id = ANY(%s)
              ORDER BY other.client_id
                """,
                self.ids,
            )
        )
        clients_sudo = self.sudo().browse()  # the check alone reads across cases
        pairs = {frozenset(row): row for row in rows}
        return [
            (clients_sudo.browse(mine), clients_sudo.browse(other))
            for mine, other in pairs.values()
        ]
