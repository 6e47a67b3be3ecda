"""The course of a case: everything once, page by page."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import KimCommon

PDF = base64.b64encode(b"%PDF-1.7 Bescheid").decode()


@tagged("post_install", "-at_install")
class TestCourse(KimCommon):
    """The course of a case: newest first, page by page, at a constant price."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.full = cls._case()
        now = fields.Datetime.now()
        cls.full.env["kim.case.note"].create(
            [
                {
                    "case_id": cls.full.id,
                    "note": f"Notiz {number}",
                    "date": now - timedelta(hours=number // 2),
                }
                for number in range(500)
            ]
        )
        cls.full.env["kim.case.document"].create(
            [
                {
                    "case_id": cls.full.id,
                    "name": f"Brief {number}",
                    "file": PDF,
                    "file_name": "brief.pdf",
                }
                for number in range(50)
            ]
        )

    def test_pages_hold_everything_once(self):
        seen, cursor, pages = [], None, 0
        while True:
            page = self.full.kim_course(cursor=cursor)
            seen += [
                (row["moment"], row["model"], row["id"]) for row in page["entries"]
            ]
            cursor, pages = page["cursor"], pages + 1
            if not page["more"]:
                break
        self.assertEqual(len(seen), 551)  # and the phase it began with
        self.assertEqual(len(set(seen)), 551)
        self.assertEqual([row[0] for row in seen], sorted(r[0] for r in seen)[::-1])
        self.assertEqual(pages, 28)

    def test_one_kind(self):
        page = self.full.kim_course(kind="document", limit=50)
        self.assertEqual({row["kind"] for row in page["entries"]}, {"document"})
        self.assertEqual(len(page["entries"]), 50)
        self.assertFalse(page["more"])

    def test_bad_cursor_and_kind(self):
        for vals in (
            {"kind": "special"},
            {"cursor": {"note": "x"}},
            {"cursor": {"note": ["gestern", 1]}},
            {"cursor": [1]},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused("This list is out of date"),
            ):
                self.full.kim_course(**vals)
        self.assertLessEqual(len(self.full.kim_course(limit=10_000)["entries"]), 50)

    def test_others_see_nothing(self):
        for user in (self.cm_a2, self.team_lead, self.dpo):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self.full.with_user(user).kim_course()

    def _specification(self):
        """Return what the form of a case reads, from its own view."""
        views = self.case.get_views([(False, "form")])
        fields_of = views["models"]["kim.case"]["fields"]
        spec = {}
        for name, field in fields_of.items():
            if field["type"] in ("one2many", "many2many"):
                spec[name] = {"fields": {"display_name": {}}, "limit": 10}
            else:
                spec[name] = {}
        return spec

    def test_opens_as_an_empty_case_does(self):
        """500 notes and 50 documents cost as many queries as none."""
        spec = self._specification()
        self.assertNotIn("note_ids", spec)

        def cost(case):
            for _round in range(2):  # the first fills what the registry keeps
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                case.web_read(spec)
                case.kim_course()
            return self.cr.sql_log_count - before

        # reading rows that are there: one query for a list that is not empty
        self.assertLessEqual(cost(self.full), cost(self.case) + 6)
