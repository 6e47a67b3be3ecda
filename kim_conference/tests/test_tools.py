import doctest

from odoo.tests import BaseCase, tagged

from ..tools import age_band, text_check


@tagged("post_install", "-at_install")
class TestTools(BaseCase):
    """The pure helpers keep what their examples promise."""

    def test_examples(self):
        for module in (age_band, text_check):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertGreater(result.attempted, 0)
                self.assertEqual(result.failed, 0)
