import logging

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import SQL

from ...tools.dates import berlin_today

_logger = logging.getLogger(__name__)
_KEY = "kim.access.log"
_APART = "kim_looks_apart"  # on the request: what an attempt that was undone has logged
TRIES = 3
# Looks at a model, not at one case.
OF_A_MODEL = ("group", "emergency")


class KimAccessLog(models.Model):
    """Who looked at which case, when and how: no content, append-only.

    One row per request and case; lists, boards and searches one row per user, case
    and day; counts, groupings and searches by what people wrote one row per user, model
    and day. A row outlives the request: what was read before an error was read.
    """

    _name = "kim.access.log"
    _description = "Access log"
    _log_access = False
    _order = "moment desc, id desc"
    _rec_name = "id"

    user_id = fields.Many2one(
        comodel_name="res.users", string="User", required=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        comodel_name="res.company", string="Controller", index=True, ondelete="restrict"
    )
    case_id = fields.Many2one(
        comodel_name="kim.case", string="Case", index=True, ondelete="restrict"
    )
    model = fields.Char(readonly=True)
    action = fields.Selection(
        selection=[
            ("open", "Opened"),
            ("special", "Special categories opened"),
            ("list", "Seen in a list"),
            ("group", "Counted, grouped or searched"),
            ("export", "Exported"),
            ("print", "Printed"),
            ("download", "Downloaded"),
            ("duplicate", "Looked for the same person"),
            ("emergency", "Asked for emergency access by name"),
        ],
        required=True,
    )
    moment = fields.Datetime(required=True)
    day = fields.Date(required=True)

    _list_uniq = models.UniqueIndex("(user_id, case_id, day) WHERE action = 'list'")
    _group_uniq = models.UniqueIndex("(user_id, model, day) WHERE action = 'group'")
    _user_idx = models.Index("(user_id, moment DESC)")

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse: rows are written by the guard alone.

        :raises UserError: always
        """
        raise UserError(self.env._("The access log is written by the system alone."))

    def write(self, vals):
        """Refuse: the log is append-only.

        :raises UserError: always
        """
        raise UserError(self.env._("The access log cannot be changed."))

    def unlink(self):
        """Refuse: rows go when their period has ended, with the retention run.

        :raises UserError: always
        """
        raise UserError(self.env._("The access log cannot be deleted."))

    @api.model
    def _note_look(self, records, action=None):
        """Remember a look at cases; written when the request commits.

        :param records: records of a left model, just read by the user
        :param str action: value of the field ``action``; by default "open" for one
            case and "list" for several
        """
        case_ids = records._log_case_ids()
        action = action or ("open" if len(case_ids) == 1 else "list")
        self._remember({(action, case_id) for case_id in case_ids})

    @api.model
    def _note_grouping(self, model):
        """Remember that a user grouped a left model: values, not records, were seen."""
        self._remember({("group", model)})

    @api.model
    def _note_emergency(self):
        """Remember that a user asked for a case by a name, whatever the answer was."""
        self._remember({("emergency", "kim.case")})

    @api.model
    def _remember(self, looks):
        """Keep looks until the request ends, well or not.

        :param set looks: {(action, case id or model)}
        """
        cr, registry = self.env.cr, self.env.registry
        who = (self.env.uid, self.env.company.id)
        if _KEY not in cr.precommit.data:
            cr.precommit.data[_KEY] = {}
            # nobody may write to the log but the log itself
            cr.precommit.add(self.sudo()._write_pending)
        cr.precommit.data[_KEY].setdefault(who, set()).update(looks)
        if not request:  # what the server does for itself tells nobody
            return
        if _KEY not in cr.postrollback.data:
            seen = cr.postrollback.data[_KEY] = {}
            cr.postrollback.add(lambda: _write_apart(registry, seen))
        cr.postrollback.data[_KEY].setdefault(who, set()).update(looks)

    def _write_pending(self):
        pending = self.env.cr.precommit.data.pop(_KEY, {})
        # A request that is repeated looks once, however often it had to begin anew.
        apart = getattr(request, _APART, {}) if request else {}
        self._write_looks(
            {who: looks - apart.get(who, set()) for who, looks in pending.items()}
        )

    def _write_looks(self, pending):
        """Write the rows of some looks in one statement.

        :param dict pending: {(user id, company id): {(action, case id or model)}}
        """
        # An opened case that is also in a list of the same request is one look.
        rows = []
        for (user_id, company_id), looks in pending.items():
            strong = {target for action, target in looks if action != "list"}
            rows += [
                (
                    user_id,
                    company_id,
                    None if action in OF_A_MODEL else target,
                    target if action in OF_A_MODEL else None,
                    action,
                )
                for action, target in sorted(looks, key=str)
                if action != "list" or target not in strong
            ]
        if not rows:
            return
        self.env.execute_query(
            SQL(
                """
                INSERT INTO kim_access_log
                    (user_id, company_id, case_id, model, action, moment, day)
                SELECT look.user_id, COALESCE(kim_case.company_id, look.company_id),
                       look.case_id, look.model, look.action,
                       %s, %s
                  FROM (VALUES %s) AS look (user_id, company_id, case_id, model, action)
             LEFT JOIN kim_case ON kim_case.id = look.case_id
                 WHERE look.case_id IS NULL OR kim_case.id IS NOT NULL
                ON CONFLICT DO NOTHING
             RETURNING id
                """,
                fields.Datetime.now(),
                berlin_today(),
                SQL(", ").join(
                    SQL("(%s::int, %s::int, %s::int, %s::varchar, %s::varchar)", *row)
                    for row in rows
                ),
            )
        )


def _write_apart(registry, pending):
    """Write looks of a request that was undone, by a cursor of their own.

    :param registry: registry of the database
    :param dict pending: see ``_write_looks``
    """
    for tried in range(TRIES):
        try:
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["kim.access.log"]._write_looks(pending)
            if request:
                setattr(request, _APART, {**getattr(request, _APART, {}), **pending})
            return
        except psycopg2.Error as error:  # the request has failed already: none waits
            if tried == TRIES - 1 or not isinstance(error, psycopg2.OperationalError):
                _logger.error("A look at a case was not logged: %s", error.pgcode)
                return
