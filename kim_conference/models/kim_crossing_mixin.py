import logging
import secrets
from contextlib import contextmanager
from datetime import timedelta

import psycopg2.errors

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from odoo.addons.kim_case.tools.dates import berlin_today

# Without letters and digits that are mistaken for one another.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# How long a rewrite waits for readers; everyone else waits behind it meanwhile.
LOCK_TIMEOUT = "1s"

_logger = logging.getLogger(__name__)


class KimCrossingMixin(models.AbstractModel):
    """Something that crossed the red line and must not lead back.

    No author column of Odoo, no moment finer than the month, and nothing tells the
    order in which records came into being: number and id are random, every order ends
    with the number, and whenever records join, those of the month are written anew, in
    the order of their ids and by one transaction. A dump of the database shows no more.
    """

    _name = "kim.crossing.mixin"
    _inherit = ["kim.door.mixin"]
    _description = "Record that crossed the red line"
    _rec_name = "number"
    _log_access = False
    _kim_new_drafts = False  # a draft knows its author and the moment

    _number_prefix = ""

    number = fields.Char(required=True, readonly=True, copy=False)
    month = fields.Date(
        required=True,
        readonly=True,
        index=True,
        help="First day of the month; nothing finer is kept.",
    )
    month_label = fields.Char(compute="_compute_month_label", string="Month in words")

    def init(self):
        """Let the database draw ids at random: running ids would tell the order."""
        if self._auto and not self._abstract:
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s ALTER COLUMN id"
                    " SET DEFAULT (1 + floor(random() * 2147483646))::int",
                    SQL.identifier(self._table),
                )
            )
        return super().init()

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_label(self):
        for record in self:
            record.month_label = record.month and format_date(
                self.env, record.month, date_format="MMMM y"
            )

    def _kim_keep_draft(self, vals):
        """Keep nothing: a draft would name its author and the hour."""

    @api.model_create_multi
    def create(self, vals_list):
        today = berlin_today()
        if not self.env.su:
            vals_list = [
                {k: v for k, v in vals.items() if k not in ("number", "month")}
                for vals in vals_list
            ]
        records = super().create(
            [
                {
                    **vals,
                    "number": self._draw_number(),
                    "month": (fields.Date.to_date(vals.get("month")) or today).replace(
                        day=1
                    ),
                }
                for vals in vals_list
            ]
        )
        records._scatter()
        return records

    # ------------------------------------------------------------------
    # ORDER
    # ------------------------------------------------------------------
    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """End every order, a caller's own included, with the random number.

        Where values are equal the database gives rows as they lie there.
        """
        if order and isinstance(order, str):
            names = {term.split()[0] for term in order.split(",") if term.strip()}
            if not names & {"id", "number"}:
                order = f"{order}, number"
        return super()._search(domain, offset, limit, order, **kwargs)

    def _scatter(self):
        """Write the month of these records anew, now and once more after the commit.

        The second time in a transaction of its own: rows of the case that were written
        together with the crossing must not bear the mark of the same transaction.
        """
        if not self:
            return
        months = set(self.mapped("month"))
        self.env.flush_all()
        with (
            _unless_busy(psycopg2.errors.LockNotAvailable),
            self.env.cr.savepoint(flush=False),
        ):
            self._rewrite(months, SQL("NOWAIT"))
        registry, name = self.env.registry, self._name

        @self.env.cr.postcommit.add
        def apart():
            # All is committed: what fails here is done at night.
            with _unless_busy(psycopg2.OperationalError), registry.cursor() as cr:
                # The lock comes first: a snapshot from before would not fit.
                cr.execute(SQL("SET LOCAL lock_timeout = %s", LOCK_TIMEOUT))
                api.Environment(cr, SUPERUSER_ID, {})[name]._rewrite(months)

    @api.model
    def _rewrite(self, months, wait=None):
        """Write the rows of some months anew, as one transaction and in random order.

        :param months: first days of months
        :param SQL wait: ``NOWAIT``, or nothing to wait for readers
        :raises psycopg2.errors.LockNotAvailable: someone is reading
        """
        own = SQL.identifier(self._table)
        links = {
            field.relation: field.column1
            for field in self._fields.values()
            if field.type == "many2many" and field.store
        }
        self.env.cr.execute(
            SQL(
                "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE %s",
                SQL(", ").join([own, *map(SQL.identifier, links)]),
                wait or SQL(),
            )
        )
        rows = SQL("SELECT id FROM %s WHERE month = ANY(%s)", own, list(months))
        columns = [("id", self._table, SQL.identifier("month"))]
        columns += [
            (column, table, SQL.identifier(column)) for table, column in links.items()
        ]
        for key, table, same in columns:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE %s IN (%s)",
                    SQL.identifier(table),
                    same,
                    same,
                    SQL.identifier(key),
                    rows,
                )
            )
            self.env.cr.execute(
                SQL(
                    "SELECT indexrelid::regclass::text FROM pg_index"
                    " WHERE indisprimary AND indrelid = %s::regclass",
                    table,
                )
            )
            ((index,),) = self.env.cr.fetchall()
            self.env.cr.execute(
                SQL("CLUSTER %s USING %s", SQL.identifier(table), SQL(index))
            )

    @api.model
    def _cron_rewrite(self):
        """Write this month and the one before anew, where a reader stood in the way."""
        month = berlin_today().replace(day=1)
        before = (month - timedelta(days=1)).replace(day=1)
        with (
            _unless_busy(psycopg2.errors.LockNotAvailable),
            self.env.registry.cursor() as cr,
        ):
            cr.execute(SQL("SET LOCAL lock_timeout = %s", LOCK_TIMEOUT))
            api.Environment(cr, SUPERUSER_ID, {})[self._name]._rewrite([month, before])

    @api.model
    def _draw_number(self):
        return self._number_prefix + "".join(
            secrets.choice(ALPHABET) for _position in range(8)
        )

    def copy(self, default=None):
        """Refuse: a copy would count a finding twice.

        :raises UserError: always
        """
        raise UserError(self.env._("This cannot be duplicated."))


@contextmanager
def _unless_busy(error):
    """Leave a rewrite to the nightly run when someone, a backup perhaps, is reading."""
    try:
        yield
    except error as found:
        _logger.info("Not rewritten now, but at night: %s", found.pgcode)
