from datetime import date, timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.kim_case.tools.dates import berlin_today


class KimDemo(models.AbstractModel):
    """Demo part of kim_reporting: one released report in each of two districts."""

    _inherit = "kim.demo"

    @api.model
    def _load_kim_reporting(self):
        """Count and release a report of a past period; does nothing a second time."""
        if self.env["kim.report"].search_count(Domain.TRUE, limit=1):
            return
        # Names and rules of figures are frozen with the report, so German comes first.
        self.env["ir.module.module"]._load_module_terms(["kim_reporting"], ["de_DE"])
        self._demo_report(
            "ko.gt.1",
            {
                "name": "Sachbericht 2024",
                "kind": "narrative",
                "date_from": date(2024, 1, 1),
                "date_to": date(2024, 12, 31),
                "introduction": "Das Jahr der Planungskonferenzen: In vier Kommunen "
                "haben Fachleute zusammengetragen, woran Hilfen scheitern.",
                "outlook": "Die Projektgruppe „Elterninfos mehrsprachig“ legt der "
                "Lenkungsgruppe ihre Vorschläge vor.",
            },
        )
        self._demo_report(
            "ko.siwi",
            {
                "name": "Zwischenbilanz seit 2023",
                "kind": "interim",
                "date_from": date(2023, 1, 1),
                "date_to": berlin_today().replace(day=1) - timedelta(days=1),
                "introduction": "Was Case Management und Arbeitsgruppe gemeinsam "
                "gezählt haben.",
            },
        )

    def _demo_report(self, login, vals):
        """Write, count and release one report as a coordinator.

        :param str login: login of the coordinator
        :param dict vals: values of the report
        """
        user = self._demo_login(login)
        if not user:
            return
        env = self.with_user(user).with_company(user.company_id).env
        report = env["kim.report"].with_context(lang="de_DE").create(vals)
        report.action_count()
        report.action_release()
