"""Scenario A5 in the browser: who sees what, before, during and after.

Tours: ``kim_reporting/static/tests/tours/kim_story_rights_tour.js`` and, for giving
cases to a colleague, ``kim_case/static/tests/tours/kim_org_tour.js``. The matrix itself,
every role and every model, is in ``test_access_matrix.py``.
"""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.kim_case.tests.common import KimCommon

SURNAME = "Musterova"
RELATIVE = "Verwandtova"


@tagged("post_install", "-at_install")
class TestStoryRights(HttpCase, KimCommon):
    """Caseload, deputy, exclusion, reassigning, told by those whom they concern."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.people = (
            cls.cm_a
            | cls.cm_a2
            | cls.team_lead
            | cls.coordination
            | cls.dpo
            | cls.auditor
            | cls.kim_admin
        )
        cls.people.lang = "de_DE"
        cls.lent = cls._case(last_name=SURNAME)
        cls.kept = cls._case(last_name=RELATIVE)
        cls.third = cls._case()

    def _tour(self, name, user, path="/odoo/kim-cases"):
        self.start_tour(path, name, login=user.login, timeout=120)
        self.env.invalidate_all()

    def _refused(self, user):
        """The case does not open for the user, not even by its address."""
        self._tour("kim_story_no_case", user, f"/odoo/kim-cases/{self.lent.id}")

    def _shift(self, row, **vals):
        """Move a right in time, as if the days had passed."""
        self.env.flush_all()
        for name, value in vals.items():
            self.env.cr.execute(
                f"UPDATE kim_case_access SET {name} = %s WHERE id = %s",
                (value, row.id),
            )
        self.env.invalidate_all()

    def test_story(self):
        """A deputy between two days, an exclusion, a new responsible person."""
        self._tour("kim_story_rights_give", self.cm_a)
        deputy = self.lent.access_ids.filtered(lambda row: row.kind == "deputy")
        self.assertEqual(deputy.user_id, self.cm_a2)
        self.assertEqual(deputy.granted_by_id, self.cm_a)
        self.assertEqual(self.kept.exclusion_ids.user_id, self.cm_a2)
        self.assertFalse(self.env["kim.case.deputy.set"].search([]))

        now = fields.Datetime.now()
        begins, ends = deputy.valid_from, deputy.valid_until
        self.assertAlmostEqual(ends, now + timedelta(days=15), delta=timedelta(days=1))
        self._shift(deputy, valid_from=now + timedelta(days=1))
        self._refused(self.cm_a2)
        self._shift(deputy, valid_from=begins)
        self._tour("kim_story_rights_deputy", self.cm_a2)
        self._shift(
            deputy,
            valid_from=now - timedelta(days=2),
            valid_until=now - timedelta(seconds=1),
        )
        self._refused(self.cm_a2)
        self._tour("kim_story_rights_log", self.cm_a, f"/odoo/kim-cases/{self.lent.id}")

        self._tour("kim_story_rights_register", self.team_lead, "/odoo/kim-register")
        before = self._told(self.cm_a)
        self._tour("kim_case_reassign", self.team_lead, "/odoo/kim-register")
        moved = self.lent | self.third
        self.assertEqual(moved.sudo().responsible_id, self.cm_a2)
        self.assertEqual(self.kept.sudo().responsible_id, self.cm_a)
        self._tour("kim_story_rights_kept", self.cm_a)
        self._tour("kim_story_rights_new", self.cm_a2)
        for user in self.people - self.cm_a2:
            with self.subTest(user=user.login):
                self._refused(user)
        opened = self.env["kim.access.log"].search(
            [("case_id", "=", self.lent.id), ("action", "=", "open")]
        )
        self.assertEqual(opened.user_id, self.cm_a | self.cm_a2)
        told = self._told(self.cm_a) - before
        self.assertEqual(len(told), 1, "who loses cases is told, once")
        for word in (SURNAME, self.lent.sudo().number):
            self.assertNotIn(word, f"{told.subject} {told.body}")
