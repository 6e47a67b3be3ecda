from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestUninstall(KimCommon):
    def test_refused_while_a_case_exists(self):
        self._case()
        for module in ("kim_case", "contacts"):  # kim_case goes with contacts
            with (
                self.subTest(module=module),
                self.assertRefused(
                    "The way out: close the cases, and have the"
                ) as error,
            ):
                self.env.ref(f"base.module_{module}").button_uninstall()
            self.assertIn("retention", str(error.exception))

    def test_german(self):
        self._case()
        module = self.env.ref("base.module_kim_case").with_context(lang="de_DE")
        with self.assertRaises(UserError) as error:
            module.button_uninstall()
        self.assertIn("Aufbewahrung", str(error.exception))

    def test_allowed_when_empty(self):
        module = self.env.ref("base.module_kim_case")
        module.button_uninstall()
        self.assertEqual(module.state, "to remove")

    def test_other_modules_are_not_held(self):
        self._case()
        self.assertFalse(self.env.ref("base.module_web")._kim_held_models())
