"""Odoo's own XLSX export writes text as text: what begins with = is no formula."""

import functools

from odoo.addons.web.controllers.export import ExportXlsxWriter


def install():
    """Have every sheet of Odoo's export take strings as they are.

    A client's name "=cmd|…" would otherwise be computed by the program that opens
    the file. Numbers and dates stay numbers and dates.
    """
    if getattr(ExportXlsxWriter, "_kim_writes_text", False):
        return
    original = ExportXlsxWriter.__init__

    @functools.wraps(original)
    def init(self, *args, **kwargs):
        original(self, *args, **kwargs)
        self.worksheet.strings_to_formulas = False
        self.worksheet.strings_to_urls = False

    ExportXlsxWriter.__init__ = init
    ExportXlsxWriter._kim_writes_text = True
