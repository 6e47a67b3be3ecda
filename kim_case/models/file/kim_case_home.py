"""What a case manager sees first: what needs her today, and how much she carries."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.dates import berlin_today, day_end

MOST = 7
EVERYTHING = 500  # far more than anybody can have before her today
MONTHS = 12
SIGNATURE_DAYS = 7


class KimCase(models.Model):
    """The home "Meine Fälle": one call, the same number of queries for 3 cases or 300."""

    _inherit = "kim.case"

    @api.model
    def kim_home(self, everything=False):
        """Return what the home shows above the board, under the user's own rights.

        - ``today``: the seven things that need the user most, the most pressing first;
          ``total`` says how many there are. A thing has ``kind``, ``model``, ``id``,
          ``what``, ``number``, ``first_name``, ``last_name``, ``case_id``, ``days``
          (until it is due, negative when overdue) and ``light``.
        - ``load``: open cases, full-time equivalents and twelve months of caseload
        - ``rooms``: cards of later addons, see :meth:`_home_rooms`

        :param bool everything: all that is due, of every kind, instead of seven
        :raises AccessError: for who leads no cases
        :return: dict
        """
        if not self.env.user.has_group("kim_case.group_kim_case_user"):
            raise AccessError(self.env._("This page is for case managers."))
        today = berlin_today()
        most = EVERYTHING if everything is True else MOST
        things, total = [], 0
        for rows, count in self.with_context(kim_home_most=most)._home_sources(today):
            things += rows
            total += count
        things.sort(
            key=lambda thing: (
                thing["light"] != "overdue",
                thing["days"],
                thing["kind"],
                thing["id"],
            )
        )
        return {
            "today": things[:most],
            "total": total,
            "load": self._home_load(today),
            "rooms": self._home_rooms(),
        }

    @api.model
    def _home_sources(self, today):
        """Return what needs the user: pairs of (the first things, count of all).

        Later addons add their own by ``super()``.

        :param datetime.date today: the user's day
        :return: list of (list of dict, int)
        """
        return [
            self._home_deadlines(today),
            self._home_next_steps(today),
            self._home_signatures(today),
            self._home_inquiries(today),
            self._home_requests(today),
        ]

    @api.model
    def _home_rooms(self):
        """Return the cards that later addons show beside the list of today.

        A card has ``name`` (anchor), ``title``, ``empty`` (what to do when there is
        nothing yet) and ``lines`` of ``label`` and ``count``; with ``model`` and
        ``method`` card and line open the window action that the method returns.
        Counts of the user's own things only.

        :return: list of dict
        """
        return []

    @api.model
    def _home_own_domain(self, path=""):
        """Return the domain of cases that are the user's daily work: not by looking on.

        :param str path: "" for cases, "case_id." for their parts
        """
        now = fields.Datetime.now()
        return [
            (
                f"{path}access_ids",
                "any",
                [
                    ("user_id", "=", self.env.uid),
                    ("kind", "in", ("responsible", "deputy")),
                    ("valid_from", "<=", now),
                    ("valid_until", ">", now),
                ],
            ),
            (f"{path}phase_kind", "!=", "closed"),
        ]

    @api.model
    def _home_kept_domain(self):
        """Return the domain of deadlines that outlive their case, and are the user's.

        Those she watches, and those of the cases that she led: whoever watches may have
        left meanwhile.
        """
        return (
            Domain("watcher_id", "!=", False)
            & Domain("case_id.phase_kind", "=", "closed")
            & (
                Domain("watcher_id", "=", self.env.uid)
                | Domain("case_id.responsible_id", "=", self.env.uid)
            )
        )

    @api.model
    def _home_most(self):
        """Return how many things of a kind are asked for."""
        return self.env.context.get("kim_home_most", MOST)

    @api.model
    def _home_search(self, model, domain, names, order):
        """Search things and count them; the names of their cases come along."""
        most = self._home_most()
        records = self.env[model].search_fetch(domain, names, limit=most, order=order)
        total = len(records)
        if total == most:
            total = self.env[model].search_count(domain)
        return records, total

    @api.model
    def _home_thing(self, kind, record, what, day, today, case=None, late="overdue"):
        days = (day - today).days
        return {
            "kind": kind,
            "model": record._name,
            "id": record.id,
            "what": what or "",
            "case_id": case.id if case else False,
            "number": case.number if case else "",
            "first_name": (case.client_first_name or "") if case else "",
            "last_name": (case.client_last_name or "") if case else "",
            "days": days,
            "light": late if days < 0 else "due",
        }

    @api.model
    def _home_deadlines(self, today):
        deadlines, total = self._home_search(
            "kim.case.deadline",
            Domain("done_on", "=", False)
            & Domain("remind_date", "<=", today)
            & (Domain(self._home_own_domain("case_id.")) | self._home_kept_domain()),
            ["name", "date", "kind", "case_id"],
            "date, id",
        )
        return [
            self._home_thing(
                "review" if row.kind == "review" else "deadline",
                row,
                row.name,
                row.date,
                today,
                row.case_id,
            )
            for row in deadlines
        ], total

    @api.model
    def _home_next_steps(self, today):
        cases, total = self._home_search(
            "kim.case",
            [("next_step_date", "<=", today), *self._home_own_domain()],
            ["next_step", "next_step_date", "number"],
            "next_step_date, id",
        )
        return [
            self._home_thing(
                "step", case, case.next_step, case.next_step_date, today, case
            )
            for case in cases
        ], total

    @api.model
    def _home_signatures(self, today):
        consents, total = self._home_search(
            "kim.consent",
            [
                ("state", "=", "given"),
                ("form", "=", "oral"),
                ("signed_on", "=", False),
                ("signature_due", "<=", today + timedelta(days=SIGNATURE_DAYS)),
                *self._home_own_domain("case_id."),
            ],
            ["signature_due", "purpose", "case_id"],
            "signature_due, id",
        )
        purposes = dict(
            self.env["kim.consent"]._fields["purpose"]._description_selection(self.env)
        )
        return [
            self._home_thing(
                "signature",
                row,
                purposes.get(row.purpose),
                row.signature_due,
                today,
                row.case_id,
            )
            for row in consents
        ], total

    @api.model
    def _home_inquiries(self, today):
        inquiries, total = self._home_search(
            "kim.inquiry",
            [("state", "=", "open")],
            ["number", "date", "access_route_id"],
            "date, id",
        )
        return [
            {
                **self._home_thing(
                    "inquiry",
                    row,
                    row.access_route_id.name,
                    row.date,
                    today,
                    late="due",
                ),
                "number": row.number,
            }
            for row in inquiries
        ], total

    @api.model
    def _home_requests(self, today):
        things = []
        for kind in self.env["kim.waiting"]._kinds():
            for row in self.env[kind]._waiting_for_me():
                line = row._waiting_line()
                thing = self._home_thing(
                    "request",
                    row,
                    line["what"],
                    row._waiting_since(),
                    today,
                    late="due",
                )
                things.append({**thing, "number": line["number"] or ""})
        things.sort(key=lambda thing: (thing["days"], thing["id"]))
        return things[: self._home_most()], len(things)

    # ------------------------------------------------------------------
    # Caseload
    # ------------------------------------------------------------------
    @api.model
    def _home_load(self, today):
        """Return the user's own caseload; only numbers about herself (row 17)."""
        months = self._home_months(today)
        fte = sum(
            self.env["kim.post.assignment"]
            .sudo()  # her own posts, one number
            .search(
                [
                    ("holder_id", "=", self.env.user.partner_id.id),
                    ("function", "=", "case_management"),
                    ("date_from", "<=", today),
                    ("date_until", ">=", today),
                ]
            )
            .mapped("fte")
        )
        cases = self.search_count(
            [("responsible_id", "=", self.env.uid), ("phase_kind", "!=", "closed")]
        )
        deputising = self.search_count(
            [*self._home_own_domain(), ("responsible_id", "!=", self.env.uid)]
        )
        return {
            "cases": cases,
            "deputising": deputising,
            "fte": fte,
            "per_fte": cases / fte if fte else False,
            "months": months,
        }

    @api.model
    def _home_months(self, today):
        """Return open cases of the user at the end of each of the last twelve months.

        Read from the spells past the rules: a case that was handed over counted then
        and may not be opened now. Only the number leaves this method.
        """
        firsts = [
            today.replace(day=1) - relativedelta(months=months)
            for months in range(MONTHS - 1, -1, -1)
        ]
        ends = [
            min(first + relativedelta(months=1, days=-1), today) for first in firsts
        ]
        self.env["kim.case.spell"].flush_model()
        counted = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT moments.number, count(kim_case_spell.id)
                      FROM (VALUES %s) AS moments (number, moment)
                      JOIN kim_case_spell
                        ON kim_case_spell.responsible_id = %s
                       AND kim_case_spell.phase_kind != 'closed'
                       AND kim_case_spell.date_from < moments.moment
                       AND (kim_case_spell.date_to IS NULL
                            OR kim_case_spell.date_to >= moments.moment)
                  GROUP BY moments.number
                    """,
                    SQL(", ").join(
                        SQL("(%s::int, %s::timestamp)", number, day_end(day))
                        for number, day in enumerate(ends)
                    ),
                    self.env.uid,
                )
            )
        )
        return [
            {"month": fields.Date.to_string(first), "cases": counted.get(number, 0)}
            for number, first in enumerate(firsts)
        ]
