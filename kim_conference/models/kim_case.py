import random

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from odoo.addons.kim_case.tools.dates import berlin_today, day_start


class KimCase(models.Model):
    """What case work gives to the structure: need reports and vignettes (93, 98)."""

    _inherit = "kim.case"

    vignette_draft_ids = fields.One2many(
        comodel_name="kim.vignette.draft",
        inverse_name="case_id",
        string="Vignettes in the making",
    )
    vignette_month = fields.Date(
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
        help="Month in which a vignette was made, until the file says so.",
    )

    @api.model
    def _home_rooms(self):
        """Add what became of the user's own need reports."""
        return [*super()._home_rooms(), *self.env["kim.need.report"]._home_room()]

    def action_need_report(self):
        """Open the small form “This is structural”, preset from the case."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("This is structural"),
            "res_model": "kim.need.report.new",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _structural_action(self):
        """Report what is structural as a need report."""
        return self.action_need_report()

    def action_vignette(self):
        """Open the vignette in the making, or begin one."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Vignette"),
            "res_model": "kim.vignette.draft",
            "res_id": self.vignette_draft_ids[:1].id,
            "views": [(False, "form")],
            "context": {"default_case_id": self.id},
        }

    def _remember_vignette(self):
        """Keep the month in which a vignette was made, and no moment.

        By SQL: the change of the case would be dated.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE kim_case SET vignette_month = %s WHERE id = ANY(%s)",
                berlin_today().replace(day=1),
                self.ids,
            )
        )
        self.invalidate_recordset(["vignette_month"], flush=False)

    @api.model
    def _cron_note_vignettes(self):
        """Note on the cases of past months that a vignette was made from them.

        All of a month at once and in random order: a note written with the crossing
        would lead from the vignette to its case.
        """
        month = berlin_today().replace(day=1)
        cases_sudo = self.sudo().search(  # the system keeps the file complete
            [("vignette_month", "<", month)]
        )
        made = [(case, case.vignette_month) for case in cases_sudo]
        random.SystemRandom().shuffle(made)
        self.env["kim.case.note"].sudo().create(  # as above
            [
                {
                    "case_id": case.id,
                    "kind": "other",
                    "date": day_start(day),
                    "note": self.env._(
                        "%(month)s: a vignette was made from this case.",
                        month=format_date(self.env, day, date_format="MMMM y"),
                    ),
                }
                for case, day in made
            ]
        )
        cases_sudo._door_write({"vignette_month": False})
