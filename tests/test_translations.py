"""Every text that KIM brings into a database has its German."""

import io
from pathlib import Path

import polib

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

ROOT = Path(__file__).parent.parent


@tagged("post_install", "-at_install")
class TestTranslations(TransactionCase):
    def missing(self, addon):
        """Return the terms that Odoo exports for an addon and de.po has not."""
        buffer = io.BytesIO()
        trans_export(False, [addon], buffer, "po", self.env)
        terms = polib.pofile(buffer.getvalue().decode() or "\n")
        path = ROOT / addon / "i18n" / "de.po"
        german = polib.pofile(str(path)) if path.exists() else []
        known = {entry.msgid for entry in german if entry.msgstr}
        return sorted({entry.msgid for entry in terms} - known)

    def test_german_knows_every_term(self):
        for addon in ("kim_case", "kim_conference", "kim_themes", "kim_reporting"):
            with self.subTest(addon=addon):
                missing = self.missing(addon)
                self.assertFalse(
                    missing,
                    f"{len(missing)} terms of {addon} are not in i18n/de.po",
                )
