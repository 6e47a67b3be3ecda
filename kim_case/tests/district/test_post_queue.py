"""Two who fill the same post at once."""

from datetime import date

from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..common import TwoTransactions


@tagged("post_install", "-at_install")
class TestPostQueue(TwoTransactions, TransactionCase):
    """Two real transactions: together they cannot fill a post twice."""

    def setUp(self):
        super().setUp()
        env = api.Environment(self.first, SUPERUSER_ID, {})
        company = env.ref("base.main_company")
        known = env["kim.controller"]._of(company)
        controller = known or known.create({"company_id": company.id})
        district = env["kim.district"].create(
            {
                "name": "KIM Test Queue",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
            }
        )
        self.made = [
            env["kim.post"].create(
                {
                    "name": "Queue",
                    "district_id": district.id,
                    "block_id": env["kim.funding.block"].search([], limit=1).id,
                    "function": "case_management",
                    "employer_id": controller.id,
                    "date_from": date(2023, 1, 1),
                }
            ),
            district.stage_ids,
            district,
            controller - known,
        ]
        self.post_id = self.made[0].id
        self.first.commit()
        self.addCleanup(self._remove)

    def _remove(self):
        self.first.rollback()
        self.second.rollback()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["kim.post"].browse(self.post_id).assignment_ids.unlink()
            for records in self.made:
                records.with_env(env).unlink()

    def _fill(self, cursor):
        env = api.Environment(cursor, SUPERUSER_ID, {})
        env["kim.post.assignment"].create(
            {
                "post_id": self.post_id,
                "holder_id": env.ref("base.partner_root").id,
                "date_from": date(2023, 1, 1),
                "fte": 0.75,
            }
        )
        env.flush_all()

    @mute_logger("odoo.sql_db")
    def test_saved_between_snapshot_and_save(self):
        self.first.execute("SELECT count(*) FROM kim_post_assignment")  # snapshot
        self._fill(self.second)
        self.second.commit()
        with self.assertRaises(SerializationFailure):
            self._fill(self.first)  # Odoo rolls back and repeats the request
        self.first.rollback()
        with self.assertRaises(ValidationError):
            self._fill(self.first)

    @mute_logger("odoo.sql_db")
    def test_the_second_waits_for_the_first(self):
        self._fill(self.second)
        self.first.execute("SET LOCAL lock_timeout = 200")
        with self.assertRaises(LockNotAvailable):
            self._fill(self.first)
