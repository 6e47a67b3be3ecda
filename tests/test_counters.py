"""Running numbers: many at once as one by one, and two people at the same moment."""

import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.kim_themes.tests.common import ThemesCommon


@tagged("post_install", "-at_install")
class TestCounters(ThemesCommon):
    """What is made in one call has the numbers that it would have one by one."""

    def test_many_at_once(self):
        self.district_north.session_code = "NO"
        common = {
            "district_id": self.district_north.id,
            "municipality_id": self.town_a.id,
        }
        planning = {
            **common,
            "name": "Planning",
            "type_ids": [Command.set(self.type_planning.ids)],
        }
        this, other = "2024-05-14 07:00:00", "2025-05-14 07:00:00"
        sessions = self.env["kim.session"].with_user(self.cm_a)
        self.assertEqual(
            sessions.create(
                [{**planning, "date_start": day} for day in (this, other, this)]
            ).mapped("number"),
            ["NO-2024-PK-01", "NO-2025-PK-01", "NO-2024-PK-02"],
        )
        # one by one, after a number that an import has given
        sessions.sudo().create(
            {**planning, "date_start": this, "number": "NO-2024-PK-7"}
        )
        late = sessions.create({**planning, "date_start": this})
        self.assertEqual(late.number, "NO-2024-PK-08")
        themes = self.env["kim.theme"].with_user(self.coordination)
        year = self.today.year
        first = themes.create({**common, "name": "One"}).number
        rest = themes.create([{**common, "name": "Two"}, {**common, "name": "Three"}])
        running = int(first.rpartition("-")[2])
        self.assertEqual(
            [first, *rest.mapped("number")],
            [f"T-{year}-{running + step:03d}" for step in range(3)],
        )

    def test_a_new_coordination_counts_on(self):
        north = self.district_north
        self.assertEqual(north._count("T.x", 2024, 2), range(1, 3))
        north.company_id = self.company_town_a
        self.assertEqual(north._count("T.x", 2024, 2), range(3, 5))


@tagged("post_install", "-at_install")
class TestTwoAtOnce(TransactionCase):
    """Two real transactions that begin before either has ended."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env.ref("base.main_company")
            district = env["kim.district"].create(
                {
                    "name": "KIM Test Counter",
                    "company_id": company.id,
                    "company_ids": [Command.set(company.ids)],
                }
            )
            self.company_id, self.district_id = company.id, district.id
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            district = env["kim.district"].browse(self.district_id)
            for model in (
                "kim.decision",
                "kim.agenda.item",
                "kim.theme",
                "kim.session",
                "kim.body",
                "kim.need.report",
            ):
                records = env[model].search([("district_id", "=", district.id)])
                cr.execute(
                    "DELETE FROM mail_message WHERE model = %s AND res_id = ANY(%s)",
                    (model, records.ids),
                )
                if model == "kim.theme":
                    cr.execute(
                        "DELETE FROM kim_theme_event WHERE theme_id = ANY(%s)",
                        (records.ids,),
                    )
                cr.execute(
                    f"DELETE FROM {records._table} WHERE id = ANY(%s)", (records.ids,)
                )
            cr.execute("DELETE FROM kim_case_counter WHERE prefix LIKE %s", ("TNX%",))
            cr.execute(
                "DELETE FROM kim_case_counter WHERE prefix LIKE %s OR prefix = %s",
                (f"S.{district.id}.%", f"T.{district.id}"),
            )
            env.invalidate_all()
            district.stage_ids.unlink()
            district.unlink()

    def _at_once(self, act):
        """Return what two people got who began at the same moment: values, refusals."""
        barrier = threading.Barrier(2, timeout=30)
        results, failed = [], []

        def person():
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    cr.execute("SELECT 1")  # the snapshot is taken
                    barrier.wait()
                    results.append(retrying(lambda: act(env), env))
            except Exception as error:  # told by the test itself
                failed.append(repr(error))

        people = [threading.Thread(target=person) for _each in range(2)]
        for each in people:
            each.start()
        for each in people:
            each.join(60)
        self.assertEqual(len(results) + len(failed), 2)
        return results, failed

    @mute_logger("odoo.sql_db")
    def test_two_people_never_get_the_same_number(self):
        common = {"district_id": self.district_id}

        def made(model, **vals):
            return lambda env: env[model].create({**common, **vals}).number

        def domain(env):
            return env["kim.life.domain"].search([], limit=1).id

        def counted(env):
            company = env["res.company"].browse(self.company_id)
            return env["kim.case.counter"]._next(company, "TNX", 2024)

        acts = {
            "case": counted,
            "session": made("kim.session", name="S", date_start="2024-05-14 07:00:00"),
            "theme": made("kim.theme", name="T", date="2024-05-14"),
            "decision": lambda env: (
                env["kim.district"].browse(self.district_id)._count("TNX", 2024)[0]
            ),
            "need report": lambda env: made(
                "kim.need.report", sentence="Text", life_domain_id=domain(env)
            )(env),
        }
        for name, act in acts.items():
            with self.subTest(name):
                numbers, failed = self._at_once(act)
                self.assertFalse(failed)
                self.assertEqual(len(set(numbers)), 2)

    @mute_logger("odoo.sql_db")
    def test_two_decisions_on_one_item(self):
        """Of two drafts recorded at once one is in force, the other refused in words."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            district = {"district_id": self.district_id}
            body = env["kim.body"].create({**district, "name": "KIM Test"})
            session = env["kim.session"].create(
                {
                    **district,
                    "name": "S",
                    "body_id": body.id,
                    "date_start": fields.Datetime.now() - timedelta(days=2),
                }
            )
            item = env["kim.agenda.item"].create(
                {"session_id": session.id, "name": "TOP"}
            )
            drafts = env["kim.decision"].create(
                [{"agenda_item_id": item.id, "wording": word} for word in ("A", "B")]
            )
            waiting, body_id = drafts.ids, body.id
        own = threading.local()

        def record(env):
            own.id = getattr(own, "id", None) or waiting.pop()
            decision = env["kim.decision"].browse(own.id)
            decision.action_record()
            return decision.number

        # who may record is proven elsewhere
        allowed = patch.object(
            self.registry["kim.decision"], "_check_may_record", lambda records: None
        )
        with allowed:
            numbers, failed = self._at_once(record)
        self.assertEqual((len(numbers), len(failed)), (1, 1), failed)
        self.assertIn("already has a decision", failed[0])
        with self.registry.cursor() as cr:
            cr.execute(
                "DELETE FROM kim_case_counter WHERE prefix = %s", (f"B.{body_id}",)
            )
