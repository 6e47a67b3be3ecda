"""Every menu of every role in a real browser: opened, looked at, left again.

The walk itself is ``walk.js``: each menu with its views, New and discard, the first
record, every tab. No error dialog, no refusal, no error on the console.
"""

import json
import logging
from pathlib import Path

from lxml import html

from odoo.tests import HttpCase, new_test_user, no_retry, tagged

WALK = Path(__file__).with_name("walk.js").read_text(encoding="utf-8")
SIGNAL = "the walk is over"
# A login of the demo districts for every role, one more where a carrier works in two, and
# how many menus, first records and new forms there are at least: a walk through nothing
# is no walk.
ROLES = {
    "cm.borgholzhausen.a": (40, 18, 10),
    "cm.halle": (40, 18, 10),
    "tl.borgholzhausen": (30, 15, 5),
    "ko.gt.1": (45, 35, 28),
    "vw.gt": (25, 16, 9),
    "abh.siwi": (20, 5, 4),
    "pruefung.gt": (25, 16, 2),
    "dsb.gt": (40, 25, 5),
    "kim.admin.gt": (30, 20, 18),
    "admin.it": (20, 10, 10),
}


class Console(logging.Handler):
    """What the browser says on its console."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


@tagged("post_install", "-at_install")
class TestWalk(HttpCase):
    """No screen of a role breaks when it is opened."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        builder = cls.env["kim.demo"]
        for addon in ("case", "conference", "themes", "reporting"):
            getattr(builder, f"_load_kim_{addon}")()
            cls.env.flush_all()
            cls.env.cr.execute("ANALYZE")  # without statistics, plans are slow
        users = cls.env["res.users"].search([("login", "in", list(ROLES))])
        for user in users:
            user.write({"password": user.login, "lang": "de_DE"})

    def _walk(self, login):
        """Walk as a user; return what the browser told."""
        console, logger = Console(), self._logger.getChild("browser")
        logger.addHandler(console)
        self.addCleanup(logger.removeHandler, console)
        self.browser_js(
            "/odoo",
            f"{WALK}\nkimWalk({SIGNAL!r});",
            "odoo.isReady === true",
            login=login,
            timeout=600,
            success_signal=SIGNAL,
        )
        said = next(line for line in console.lines if line.startswith('{"menus"'))
        return json.loads(said)

    @no_retry
    def test_menus(self):
        """Every menu of every role: its views, a new record, its first record."""
        walked_through = 0
        for login, (menus, records, fresh) in ROLES.items():
            with self.subTest(login=login):
                walked = self._walk(login)
                walked_through += len(walked["menus"])
                self.assertFalse(walked["faults"], "\n".join(walked["faults"]))
                self.assertGreaterEqual(len(walked["menus"]), menus)
                self.assertGreaterEqual(walked["records"], records)
                self.assertGreaterEqual(walked["fresh"], fresh)
        self.assertGreater(walked_through, 320)


@tagged("post_install", "-at_install")
class TestWalkPortal(HttpCase):
    """Who is outside finds no page that breaks."""

    def test_portal(self):
        """Every page that is linked from the portal of somebody outside."""
        project = self.env["project.project"].create(
            {"name": "Shared with outsiders", "privacy_visibility": "portal"}
        )
        self.env["project.task"].create({"name": "Task", "project_id": project.id})
        outsider = new_test_user(
            self.env, "walk_portal", groups="base.group_portal", lang="de_DE"
        )
        project._add_collaborators(outsider.partner_id)
        project.message_subscribe(outsider.partner_id.ids)
        self.authenticate("walk_portal", "walk_portal")
        pending, seen = ["/my"], set()
        while pending:
            page = pending.pop()
            seen.add(page)
            answer = self.url_open(page)
            with self.subTest(page=page):
                self.assertEqual(answer.status_code, 200)
            for link in html.fromstring(answer.content).xpath("//main//a/@href"):
                path = link.split("#")[0].split("?")[0]
                if path.startswith("/my") and path not in {*seen, *pending}:
                    pending.append(path)
        self.assertGreater(len(seen), 4, seen)
