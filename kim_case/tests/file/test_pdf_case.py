import io

from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.kim_case.tests.common import KimCommon
from odoo.addons.kim_case.tests.pdf_common import (
    TEMPLATE,
)


@tagged("post_install", "-at_install")
class TestPdfOfCase(KimCommon):
    """A file of KIM is printed by who may read it, and the print is logged."""

    def setUp(self):
        super().setUp()
        self.env["ir.ui.view"].create(
            {
                "name": "kim_case.test_pdf",
                "key": "kim_case.test_pdf",
                "type": "qweb",
                "arch": TEMPLATE.replace("o.name", "o.number")
                .replace("o.comment", "o.company_id.name")
                .replace("o.function", "False"),
            }
        )
        self.env["ir.actions.report"].create(
            {
                "name": "Example",
                "model": "kim.case",
                "report_type": "qweb-pdf",
                "report_name": "kim_case.test_pdf",
            }
        )

    def _print(self, user, cases):
        return (
            self.env["ir.actions.report"]
            .with_user(user)
            .with_context(
                force_report_rendering=True,
                allowed_company_ids=user.company_ids.ids,
            )
            ._render_qweb_pdf("kim_case.test_pdf", cases.ids)[0]
        )

    def _logged(self, user, cases):
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.env["kim.access.log"].search(
            [
                ("user_id", "=", user.id),
                ("case_id", "in", cases.ids),
                ("action", "=", "print"),
            ]
        )

    def test_print_by_who_may_read(self):
        cases = self._case() + self._case()
        self.env.invalidate_all()
        reader = PdfReader(io.BytesIO(self._print(self.cm_a, cases)))
        self.assertEqual(len(reader.pages), 2)
        for case, page in zip(cases, reader.pages, strict=True):
            self.assertIn(case.number, page.extract_text())
        log = self._logged(self.cm_a, cases)
        self.assertEqual(sorted(log.mapped("case_id.id")), sorted(cases.ids))

    def test_print_by_who_may_not(self):
        case = self._case()
        self.env.flush_all()
        self.env.invalidate_all()
        for user in (self.cm_a2, self.coordination, self.system_admin):
            with (
                self.subTest(user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._print(user, case)
            self.assertFalse(self._logged(user, case))
