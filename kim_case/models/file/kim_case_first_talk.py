"""First talk: how long somebody waited between asking for help and being heard."""

from odoo import api, fields, models

from ...tools.dates import berlin_day

# Somebody was spoken with; a message or a remark is no talk.
TALKS = ("phone", "talk", "visit")


class KimCase(models.Model):
    """Days from inquiry to first talk, an input that conferences ask for (144)."""

    _inherit = "kim.case"

    inquired_on = fields.Date(
        string="Inquiry on",
        readonly=True,
        help="Empty for cases that were taken over without an inquiry.",
    )
    first_talk_on = fields.Date(
        string="First talk on",
        readonly=True,
        help="Day of the first talk, call or visit in the contact log.",
    )
    days_to_first_talk = fields.Integer(compute="_compute_days_to_first_talk")

    @api.depends("inquired_on", "first_talk_on")
    def _compute_days_to_first_talk(self):
        for case in self:
            waited = (
                case.inquired_on
                and case.first_talk_on
                and (case.first_talk_on - case.inquired_on).days
            )
            case.days_to_first_talk = max(0, waited or 0)

    def _refresh_first_talk(self):
        """Read the day of the first talk from the contact logs of these cases."""
        cases_sudo = self.sudo()  # the note was written under its own rule
        first = dict(
            cases_sudo.env["kim.case.note"]._read_group(
                [("case_id", "in", self.ids), ("kind", "in", TALKS)],
                ["case_id"],
                ["date:min"],
            )
        )
        for case_sudo in cases_sudo:
            moment = first.get(case_sudo)
            day = bool(moment) and berlin_day(moment)
            if case_sudo.first_talk_on != day:
                case_sudo._door_write({"first_talk_on": day})


class KimCaseNote(models.Model):
    _inherit = "kim.case.note"

    @api.model_create_multi
    def create(self, vals_list):
        notes = super().create(vals_list)
        notes.case_id._refresh_first_talk()
        return notes

    def write(self, vals):
        """Change a note; its day and kind may tell of another first talk."""
        result = super().write(vals)
        if {"date", "kind"} & vals.keys():
            self.case_id._refresh_first_talk()
        return result
