"""Posts and cases as of a day: who is there, what is vacant, how many cases each."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.dates import BERLIN, berlin_today
from .kim_post import FUNCTIONS

CONTEXT_KEY = "kim_reference_date"
MONTHS_BACK = 24
MIN_FTE = 1.0  # a town takes part with at least one full post (43)


class KimReferenceDateMixin(models.AbstractModel):
    """Rows as of a day (Stichtag): a day asked for, else today and past month ends.

    Counts of posts and of cases per town and organisation are not personal:
    no case, no client, nothing finer than the town stands here.
    """

    _name = "kim.reference.date.mixin"
    _description = "Figures as of a day"

    date = fields.Date(string="Reference date", readonly=True)
    is_latest = fields.Boolean(
        string="On the reference date",
        compute="_compute_is_latest",
        search="_search_is_latest",
    )
    district_id = fields.Many2one(
        comodel_name="kim.district", string="District", readonly=True
    )
    employer_id = fields.Many2one(
        comodel_name="kim.controller", string="Employer", readonly=True
    )

    @api.model
    def _reference_date(self):
        """Return the day that the newest rows show.

        :return: date; from the context when a day was asked for, else today
        :raises ValidationError: what stands in the context is no day
        """
        wanted = self.env.context.get(CONTEXT_KEY)
        try:
            return fields.Date.to_date(wanted) or berlin_today()
        except (TypeError, ValueError) as error:
            raise ValidationError(
                self.env._("Please give the reference date as a day.")
            ) from error

    @api.depends_context(CONTEXT_KEY)
    def _compute_is_latest(self):
        day = self._reference_date()
        for row in self:
            row.is_latest = row.date == day

    def _search_is_latest(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("date", "=", self._reference_date())

    @property
    def _days(self):
        """Return a query of the days shown: (day, moment at which it is over in UTC).

        A day counts to its end in Europe/Berlin.
        """
        day = self._reference_date()
        return SQL(
            """
            SELECT day, ((day + 1)::timestamp AT TIME ZONE %(zone)s)
                        AT TIME ZONE 'UTC' AS moment
              FROM (
                  SELECT %(day)s::date AS day
                   UNION
                  SELECT (date_trunc('month', %(day)s::date)
                          - make_interval(months => back) - interval '1 day')::date
                    FROM generate_series(0, %(months)s) AS back
              ) AS days
            """,
            day=day,
            zone=str(BERLIN),
            # One day was asked for: nothing else.
            months=-1 if self.env.context.get(CONTEXT_KEY) else MONTHS_BACK - 1,
        )


class KimStaffing(models.Model):
    """Staffing (Besetzung): approved, filled and vacant FTE of each post on a day."""

    _name = "kim.staffing"
    _inherit = ["kim.reference.date.mixin"]
    _description = "Staffing"
    _auto = False
    _order = "date desc, vacant_fte desc, post_id"
    _depends = {
        "kim.post": [
            "block_id",
            "date_from",
            "date_until",
            "district_id",
            "employer_id",
            "fte",
            "function",
            "unit_id",
        ],
        "kim.post.assignment": [
            "date_from",
            "date_until",
            "fte",
            "holder_id",
            "post_id",
        ],
    }

    post_id = fields.Many2one(comodel_name="kim.post", string="Post", readonly=True)
    unit_id = fields.Many2one(comodel_name="kim.unit", string="Unit", readonly=True)
    block_id = fields.Many2one(
        comodel_name="kim.funding.block", string="Funding block", readonly=True
    )
    function = fields.Selection(selection=FUNCTIONS, readonly=True)
    fte = fields.Float(string="Approved FTE", digits=(8, 2), readonly=True)
    filled_fte = fields.Float(string="Filled FTE", digits=(8, 2), readonly=True)
    vacant_fte = fields.Float(string="Vacant FTE", digits=(8, 2), readonly=True)
    head_count = fields.Integer(string="Persons", readonly=True)

    @api.depends("post_id", "date")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.post_id.display_name

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT (days.day - DATE '1970-01-01')::bigint * 100000000 + post.id AS id,
                   days.day AS date, post.id AS post_id, post.district_id,
                   post.employer_id, post.unit_id, post.block_id, post.function,
                   post.fte, COALESCE(SUM(holder.fte), 0) AS filled_fte,
                   GREATEST(post.fte - COALESCE(SUM(holder.fte), 0), 0) AS vacant_fte,
                   COUNT(DISTINCT holder.holder_id) AS head_count
              FROM (%(days)s) AS days
              JOIN kim_post AS post
                ON days.day BETWEEN post.date_from AND post.date_until
         LEFT JOIN kim_post_assignment AS holder ON holder.post_id = post.id
               AND days.day BETWEEN holder.date_from AND holder.date_until
          GROUP BY days.day, post.id, post.district_id, post.employer_id, post.unit_id,
                   post.block_id, post.function, post.fte
            """,
            days=self._days,
        )


class KimCasesPerFteMixin(models.AbstractModel):
    """Open cases on filled posts: how many cases one full post carries."""

    _name = "kim.cases.per.fte.mixin"
    _description = "Cases per full post"

    filled_fte = fields.Float(string="Filled FTE", digits=(8, 2), readonly=True)
    open_cases = fields.Integer(readonly=True)
    cases_per_fte = fields.Float(
        string="Cases per FTE", digits=(8, 1), readonly=True, aggregator="avg"
    )

    def _read_group_select(self, aggregate_spec, query):
        # A mean of ratios is wrong: all cases over all posts.
        if aggregate_spec != "cases_per_fte:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s) / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "open_cases", query),
            self._field_to_sql(self._table, "filled_fte", query),
        )


class KimCaseload(models.Model):
    """Caseload (Auslastung): open cases and filled FTE of case managers on a day.

    One row per day, town and employer. Counts cases, not persons, from the spells;
    on hold counts as open (6.1). Who serves several towns counts in equal parts.
    """

    _name = "kim.caseload"
    _inherit = ["kim.reference.date.mixin", "kim.cases.per.fte.mixin"]
    _description = "Caseload"
    _auto = False
    _order = "date desc, municipality_id, employer_id"
    _depends = {
        "kim.case.spell": [
            "company_id",
            "date_from",
            "date_to",
            "district_id",
            "municipality_id",
            "phase_kind",
        ],
        "kim.controller": ["company_id"],
        "kim.municipality": ["district_id", "participating"],
        "kim.post": [
            "date_from",
            "date_until",
            "employer_id",
            "fte",
            "function",
            "municipality_ids",
        ],
        "kim.post.assignment": [
            "date_from",
            "date_until",
            "employer_id",
            "fte",
            "function",
            "municipality_ids",
        ],
    }

    municipality_id = fields.Many2one(
        comodel_name="kim.municipality", string="Town", readonly=True
    )
    post_fte = fields.Float(string="Approved FTE", digits=(8, 2), readonly=True)
    vacant_fte = fields.Float(string="Vacant FTE", digits=(8, 2), readonly=True)
    below_minimum = fields.Boolean(
        string="Less than one full post",
        readonly=True,
        help="Less than 1.0 FTE of case management is filled in this town (43).",
    )

    @api.depends("municipality_id", "date")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.municipality_id.display_name

    @property
    def _table_query(self):
        return SQL(
            """
            WITH days AS (%(days)s),
            part AS (
                SELECT days.day, link.municipality_id, post.employer_id,
                       post.fte / link.towns AS post_fte, 0 AS filled_fte,
                       0 AS open_cases
                  FROM days
                  JOIN kim_post AS post ON post.function = 'case_management'
                   AND days.day BETWEEN post.date_from AND post.date_until
                  JOIN (%(post_towns)s) AS link ON link.id = post.id
             UNION ALL
                SELECT days.day, link.municipality_id, holder.employer_id,
                       0, holder.fte / link.towns, 0
                  FROM days
                  JOIN kim_post_assignment AS holder
                    ON holder.function = 'case_management'
                   AND days.day BETWEEN holder.date_from AND holder.date_until
                  JOIN (%(holder_towns)s) AS link ON link.id = holder.id
             UNION ALL
                SELECT days.day, spell.municipality_id, controller.id,
                       0, 0, COUNT(*)
                  FROM days
                  JOIN kim_case_spell AS spell
                    ON spell.date_from < days.moment
                   AND (spell.date_to IS NULL OR spell.date_to >= days.moment)
                   AND spell.phase_kind != 'closed'
                  JOIN kim_controller AS controller
                    ON controller.company_id = spell.company_id
              GROUP BY days.day, spell.municipality_id, controller.id
            )
            SELECT (part.day - DATE '1970-01-01')::bigint * 100000000000
                   + town.id * 1000000::bigint + part.employer_id AS id,
                   part.day AS date, town.district_id, town.id AS municipality_id,
                   part.employer_id,
                   SUM(part.post_fte) AS post_fte,
                   SUM(part.filled_fte) AS filled_fte,
                   GREATEST(SUM(part.post_fte) - SUM(part.filled_fte), 0)
                       AS vacant_fte,
                   SUM(part.open_cases)::int AS open_cases,
                   SUM(part.open_cases) / NULLIF(SUM(part.filled_fte), 0)
                       AS cases_per_fte,
                   round(SUM(SUM(part.filled_fte))
                         OVER (PARTITION BY part.day, town.id), 2)
                       < %(minimum)s AND town.participating AS below_minimum
              FROM part
              JOIN kim_municipality AS town ON town.id = part.municipality_id
          GROUP BY part.day, town.id, town.district_id, town.participating,
                   part.employer_id
            """,
            days=self._days,
            post_towns=_towns("kim_post_municipality_rel", "post_id"),
            holder_towns=_towns(
                "kim_post_assignment_municipality_rel", "assignment_id"
            ),
            minimum=MIN_FTE,
        )


def _towns(table, column):
    """Return a query (id, municipality_id, towns) of the towns linked to a record."""
    return SQL(
        "SELECT %(key)s AS id, municipality_id,"
        " COUNT(*) OVER (PARTITION BY %(key)s) AS towns FROM %(table)s",
        key=SQL.identifier(column),
        table=SQL.identifier(table),
    )
