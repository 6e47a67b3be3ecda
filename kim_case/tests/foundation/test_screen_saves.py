"""What the web client sends when people fill in a screen, with its own calls."""

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

from ..common import KimCommon

NAMES = {"fields": {"display_name": {}}}


@tagged("post_install", "-at_install")
class TestScreenSaves(KimCommon, TransactionCase):
    def test_a_new_state_may_be_typed(self):
        """A line is computed before it has a label: the client sends ``False``."""
        case = self._case(self.cm_a, self.town_a).with_user(self.cm_a)
        line = {
            "case_id": case.id,
            "kind": "language",
            "language_level": "a2",
            "date_from": str(self.today),
            "date_until": False,
            "not_recorded": False,
            "person_id": False,
            "label": False,
        }
        spec = {"status_ids": {"fields": {name: {} for name in line}}, "status_now": {}}
        spec["status_ids"]["fields"]["person_id"] = NAMES
        changes = {"status_ids": [[0, "virtual_1", line]]}
        case.onchange(changes, ["status_ids"], spec)
        del line["label"]
        self.assertEqual(case.web_save(changes, spec)[0]["status_now"], "A2")

    def test_administration_saves_a_district_of_several_carriers(self):
        """It reads its own companies only; those of others are not asked for."""
        self.kim_admin.company_ids = [Command.link(self.company_north.id)]
        district = self.district_north.with_user(self.kim_admin)
        spec = {
            "own_company_ids": NAMES,
            "company_id": NAMES,
            "controller_ids": NAMES,
            "reopen_months": {},
        }
        self.env.invalidate_all()
        own = self.company_town_a | self.company_north
        saved = district.web_save({"reopen_months": 9}, spec)[0]
        self.assertEqual(saved["reopen_months"], 9)
        self.assertEqual({row["id"] for row in saved["own_company_ids"]}, set(own.ids))
        self.assertEqual(len(saved["controller_ids"]), 3)
        saved = district.web_save(
            {"own_company_ids": [Command.unlink(self.company_town_a.id)]}, spec
        )[0]
        self.assertEqual(
            [row["id"] for row in saved["own_company_ids"]], self.company_north.ids
        )
        self.assertEqual(
            district.sudo()._companies_sudo(), self.company_north | self.company_carrier
        )

    def test_whatever_people_write_is_guarded(self):
        """The form asks each model of KIM for a draft; each must know the answer."""
        guarded = self.registry["kim.lost.update.mixin"]
        written = self.env["ir.model.access"].search([("perm_write", "=", True)])
        unguarded = [
            name
            for name in written.model_id.mapped("model")
            if name.startswith("kim.")
            and self.env[name]._auto
            and not issubclass(self.registry[name], guarded)
        ]
        self.assertEqual(unguarded, [])
