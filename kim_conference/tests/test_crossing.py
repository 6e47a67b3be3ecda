from pathlib import Path
from runpy import run_path

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from odoo.addons.kim_case.tools.dates import berlin_day

from .common import ConferenceCommon

MIGRATION = (
    Path(__file__).parents[1] / "migrations" / "19.0.1.1.0" / "post-migration.py"
)
CROSSING = ("kim.vignette", "kim.need.report")


def tables_of(model):
    """Return table -> column of the record, for a crossing model and its links."""
    links = {
        field.relation: field.column1
        for field in model._fields.values()
        if field.type == "many2many" and field.store
    }
    return {model._table: "id", **links}


@tagged("post_install", "-at_install")
class TestCrossing(ConferenceCommon):
    """What crossed the red line tells nothing about when, and by which case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cases = cls._crowd(8)
        cls.born = [cls._vignette(case) for case in cls.cases]
        cls.reports = [cls._report(cls.cm_a) for _each in range(8)]

    def test_every_order_ends_with_the_random_number(self):
        for name in CROSSING:
            model = self.env[name]
            self.assertRegex(model._order, r"\bnumber$")
            for order in (
                "month",
                "month desc",
                "district_id",
                "state, month desc",
                "month ASC NULLS LAST",
                None,
            ):
                with self.subTest(model=name, order=order):
                    query = model._search([], order=order or model._order)
                    last = query.select().code.rpartition(",")[2]
                    self.assertIn('"number"', last)
            numbers = model.search([], order="month").mapped("number")
            self.assertEqual(
                numbers, model.search([], order="month, number").mapped("number")
            )
            self.assertEqual(
                [each[0] for each in model.name_search("", limit=100)],
                model.search([]).ids,
            )

    def test_rows_lie_in_the_order_of_random_ids(self):
        for name in CROSSING:
            for table, column in tables_of(self.env[name]).items():
                self.env.cr.execute(
                    f"SELECT {column}, xmin::text FROM {table} ORDER BY ctid"
                )
                rows = self.env.cr.fetchall()
                with self.subTest(table=table):
                    ids = [row[0] for row in rows]
                    self.assertEqual(ids, sorted(ids))
                    self.assertLessEqual(len({row[1] for row in rows}), 1)

    def test_the_case_knows_the_month_alone(self):
        case = self.cases[0]
        self.assertFalse(case.note_ids)
        month = self.today.replace(day=1)
        self.assertEqual(case.vignette_month, month)
        before = (month.replace(day=1) - self.today.resolution).replace(day=1)
        note = self.env["kim.case.note"]
        self.env["kim.case"]._cron_note_vignettes()
        self.assertFalse(note.search([("case_id", "in", self.cases.ids)]))
        self.env.flush_all()
        self.env.cr.execute("UPDATE kim_case SET vignette_month = %s", (before,))
        self.env.invalidate_all()
        self.env["kim.case"]._cron_note_vignettes()
        notes = note.search([("case_id", "in", self.cases.ids)])
        self.assertEqual(notes.case_id, self.cases)
        self.assertEqual(set(map(berlin_day, notes.mapped("date"))), {before})
        self.assertEqual(len(set(notes.mapped("create_date"))), 1)
        self.assertFalse(any(self.cases.mapped("vignette_month")))
        self.env["kim.case"]._cron_note_vignettes()
        self.assertEqual(len(self.cases.note_ids), len(self.cases))

    def test_notes_of_former_versions(self):
        """They bore the moment at which the vignette was approved."""
        text = "Aus diesem Fall ist eine Vignette entstanden."
        note = self.env["kim.case.note"].create(
            {"case_id": self.cases[0].id, "kind": "other", "note": text}
        )
        self.env.flush_all()
        report = self.env["ir.actions.report"].search([], limit=1)
        report.name = "Not stored yet"  # as the loading of the addon leaves it
        run_path(str(MIGRATION))["migrate"](self.env.cr, "19.0.1.0.0")
        self.env.flush_all()
        self.assertEqual(report.name, "Not stored yet")
        self.assertEqual(
            {note[name].strftime("%d %H:%M") for name in ("date", "create_date")},
            {"01 00:00"},
        )


@tagged("post_install", "-at_install")
class TestCrossingDump(TransactionCase):
    """A dump of the database, after crossings each committed by its own transaction."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env.ref("base.main_company")
            district = env["kim.district"].create(
                {
                    "name": "KIM Test Dump",
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                }
            )
            self.district_id = district.id
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            district = env["kim.district"].browse(self.district_id)
            for name in CROSSING:
                cr.execute(
                    f"DELETE FROM {env[name]._table} WHERE district_id = %s",
                    (district.id,),
                )
            env.invalidate_all()
            district.stage_ids.unlink()
            district.unlink()

    def _cross(self, name, vals):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            domains = env["kim.life.domain"].search([], limit=2)
            actors = env["kim.actor.kind"].search([], limit=2)
            vals = {
                "district_id": self.district_id,
                "actor_kind_ids": [Command.set(actors.ids)],
                **vals,
            }
            if name == "kim.vignette":
                vals["life_domain_ids"] = [Command.set(domains.ids)]
            else:
                vals["life_domain_id"] = domains[0].id
            # what a case writes in the same transaction
            env["kim.draft"].search([], limit=1)
            cr.execute("UPDATE res_users SET share = share WHERE id = %s", (1,))
            return env[name].create(vals).id

    def test_a_dump_leads_nowhere(self):
        born = {name: [] for name in CROSSING}
        for position in range(8):
            born["kim.vignette"].append(
                self._cross("kim.vignette", {"state": "approved", "notes": "x"})
            )
            born["kim.need.report"].append(
                self._cross("kim.need.report", {"sentence": f"Satz {position % 2}"})
            )
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            marks, own = set(), set()
            for name, ids in born.items():
                model = env[name]
                for table, column in tables_of(model).items():
                    own.add(table)
                    cr.execute(
                        f"SELECT {column}, xmin::text FROM {table}"
                        f" WHERE {column} = ANY(%s) ORDER BY ctid",
                        (ids,),
                    )
                    rows = cr.fetchall()
                    if not rows:
                        continue
                    with self.subTest(table=table):
                        lying = [row[0] for row in rows]
                        self.assertEqual(lying, sorted(lying))
                        self.assertEqual(len({row[1] for row in rows}), 1)
                    marks |= {row[1] for row in rows}
                cr.execute(
                    "SELECT column_name FROM information_schema.columns WHERE"
                    " table_name = %s AND data_type LIKE 'timestamp%%'",
                    (model._table,),
                )
                self.assertFalse(cr.fetchall(), "no moment")
                cr.execute(
                    "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef"
                    " WHERE adrelid = %s::regclass",
                    (model._table,),
                )
                for (default,) in cr.fetchall():
                    self.assertNotIn("nextval", default)
            # No row elsewhere bears the mark of their transactions.
            cr.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                " AND tablename != ALL(%s)",
                (list(own),),
            )
            for (table,) in cr.fetchall():
                cr.execute(
                    f'SELECT count(*) FROM "{table}" WHERE xmin::text = ANY(%s)',
                    (list(marks),),
                )
                self.assertFalse(cr.fetchone()[0], table)
            # The links of which attachments, mails and logs could tell.
            for model in ("ir.attachment", "mail.message", "mail.followers"):
                column = "model" if model == "mail.message" else "res_model"
                self.assertFalse(env[model].search([(column, "in", CROSSING)]))
