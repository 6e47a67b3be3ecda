from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.kim_case.tests.common import KimCommon


@tagged("post_install", "-at_install")
class TestDistrictSetupBodies(KimCommon):
    """The guided set-up founds the bodies that were ticked, and no others."""

    def _set_up(self, name, **vals):
        self.env["kim.district.setup"].with_user(self.kim_admin).create(
            {
                "name": name,
                "town_ids": [Command.create({"name": "Altstadt", "code": "ALT"})],
                "controller_ids": [
                    Command.create(
                        {
                            "new_name": f"{name} (test)",
                            "kind": "district",
                            "is_coordination": True,
                        }
                    )
                ],
                **vals,
            }
        ).action_apply()
        return self.env["kim.district"].search([("name", "=", name)])

    def test_bodies(self):
        district = self._set_up(
            "KIM Test Kreis Alpha", session_code="ALP", decision_mode="vote"
        )
        self.assertEqual(district.session_code, "ALP")
        self.assertEqual(
            {body.kind: body.decision_mode for body in district.body_ids},
            {"steering": "vote", "interface_group": "vote"},
        )
        district = self._set_up(
            "KIM Test Kreis Beta", with_steering=False, with_interface_group=False
        )
        self.assertFalse(district.body_ids)
