"""Two transactions save the same record at once."""

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.kim_case.models.foundation.kim_lost_update_mixin import (
    CONTEXT_KEY,
    LostUpdateError,
)

from ..common import KimCommon, TwoTransactions


@tagged("post_install", "-at_install")
class TestConcurrency(TwoTransactions, KimCommon):
    """Two real transactions: the lock closes the gap between compare and write."""

    def setUp(self):
        super().setUp()
        env = api.Environment(self.first, SUPERUSER_ID, {})
        client = env["kim.client"].create(
            {
                "number": "K-concurrency",
                "last_name": "Loaded",
                "company_id": env.ref("base.main_company").id,
            }
        )
        self.client_id = client.id
        self.first.commit()
        self.addCleanup(self._remove)

    def _remove(self):
        self.first.rollback()  # gives up the lock
        self.second.rollback()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["kim.client"].browse(self.client_id)._retention_unlink()

    def _client(self, cursor):
        env = api.Environment(cursor, SUPERUSER_ID, {})
        return env["kim.client"].browse(self.client_id)

    def _save_as_first(self):
        said = {CONTEXT_KEY: {"loaded": {"last_name": "Loaded"}}}
        record = self._client(self.first).with_context(**said)
        return record.web_save({"last_name": "Mine"}, {})

    @mute_logger("odoo.sql_db")
    def test_committed_between_snapshot_and_save(self):
        self.assertEqual(self._client(self.first).last_name, "Loaded")  # snapshot
        self._client(self.second).last_name = "Theirs"
        self.second.commit()
        with self.assertRaises(psycopg2.errors.SerializationFailure):
            self._save_as_first()  # Odoo rolls back and repeats the request
        self.first.rollback()
        with self.assertRaises(LostUpdateError):
            self._save_as_first()

    def test_someone_is_saving_right_now(self):
        other = self._client(self.second)
        other.last_name = "Theirs"
        other.flush_recordset()
        with self.assertRaises(ConcurrencyError):
            self._save_as_first()  # Odoo repeats the request in a moment
        self.second.commit()
        self.first.rollback()
        with self.assertRaises(LostUpdateError):
            self._save_as_first()

    @mute_logger("odoo.sql_db")
    def test_import_loses_no_row_to_a_colleague(self):
        """A row at which somebody else was quicker is no fault of the row."""
        env = api.Environment(self.first, SUPERUSER_ID, {})
        forms = env["kim.case.import"]

        def write(_rows):
            self._client(self.first).last_name = "Mine"
            return forms.browse()

        def lock(_rows):
            self._client(self.first).lock_for_update()

        self.assertEqual(self._client(self.first).last_name, "Loaded")  # snapshot
        other = self._client(self.second)
        other.last_name = "Theirs"
        other.flush_recordset()
        with self.assertRaises(ConcurrencyError):
            forms._write_rows(forms.line_ids, lock)
        self.second.commit()
        with self.assertRaises(psycopg2.errors.SerializationFailure):
            forms._write_rows(forms.line_ids, write)
        self.first.rollback()
        self.assertTrue(forms._write_rows(forms.line_ids, write), "the next try")
