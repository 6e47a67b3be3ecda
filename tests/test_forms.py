"""Every form, as every role, by the calls that the web client sends.

Records made by the ORM, and Odoo's ``Form`` too, pass where the client does not: it asks
for the names of what is linked, and has lines computed that are not there yet. The walk
starts at the menus and follows the buttons, so it grows with every view.
"""

import collections

from form_walk import Walk

from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

# One login of the demo districts for every role; where somebody works for two carriers
# or has two roles, that too.
ROLES = (
    "cm.borgholzhausen.b",  # second person, too
    "tl.borgholzhausen",
    "ko.gt.1",
    "vw.gt",
    "abh.siwi",
    "pruefung.gt",
    "dsb.gt",
    "kim.admin.gt",
    "admin.it",
    "host",
)
MUTED = (
    "odoo.sql_db",
    "odoo.models",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.kim_case.tools.call_guard",
)


@tagged("post_install", "-at_install")
class TestForms(TransactionCase):
    """Open, New, every field, every line, save, read again: saved or refused in words."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        builder = cls.env["kim.demo"]
        for addon in ("case", "conference", "themes", "reporting"):
            getattr(builder, f"_load_kim_{addon}")()
        new_test_user(cls.env, "host", "base.group_user,project.group_project_user")
        cls.env.flush_all()
        cls.env.cr.execute("ANALYZE")  # else PostgreSQL plans for empty tables

    @mute_logger(*MUTED)
    def test_every_form_as_every_role(self):
        shared, faults = set(), collections.defaultdict(set)
        counted = collections.Counter()
        for login in ROLES:
            user = self.env["res.users"].search([("login", "=", login)])
            walk = Walk(self.env, user, shared)
            walk.menus()
            for fault in walk.faults:
                faults[fault].add(login)
            counted.update(walk.counted)
            counted["roles"] += 1
            self.assertGreater(walk.counted["screens"], 0, login)
        print("\nforms walked:", dict(counted))
        told = [
            f"{fault} ({', '.join(sorted(roles))})"
            for fault, roles in sorted(faults.items())
        ]
        self.assertFalse(told, f"{len(told)} faults\n" + "\n".join(told))
        # Far fewer than there were: the walk has lost its way.
        self.assertGreater(counted["screens"], 800)
        self.assertGreater(counted["saved"], 700)
