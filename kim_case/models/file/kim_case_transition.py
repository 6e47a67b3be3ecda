from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.dates import berlin_day, berlin_today, given_day, given_moment

NOT_ON_HOLD = {"on_hold": False, "on_hold_reason": False, "on_hold_until": False}


class KimCase(models.Model):
    """The transition door: every change of state of a case goes through it."""

    _inherit = "kim.case"

    def _open_spell(self, date_from):
        """Start a spell with the present state of these cases.

        :param date_from: datetime in UTC, or {case id: datetime}
        """
        begins = date_from if isinstance(date_from, dict) else {}
        self.env["kim.case.spell"].sudo().create(  # written by doors only
            [
                {
                    "case_id": case.id,
                    "company_id": case.company_id.id,
                    "district_id": case.district_id.id,
                    "municipality_id": case.municipality_id.id,
                    "responsible_id": case.responsible_id.id,
                    "stage_id": case.stage_id.id,
                    "phase_kind": case.phase_kind,
                    "on_hold": case.on_hold,
                    "closure_reason_id": case.closure_reason_id.id,
                    "date_from": begins.get(case.id, date_from),
                }
                for case in self.sudo()  # the door has checked
            ]
        )

    def _transition(self, vals, effective=None):
        """Change the state of these cases and write their course.

        Callers check the person first; this method checks the moment: the effective
        date lies neither before the present stretch began nor in the future.

        :param dict vals: door fields to set
        :param datetime effective: UTC, default now
        :raises ValidationError: the date does not fit
        """
        now = fields.Datetime.now()
        effective = effective or now
        cases_sudo = self.sudo()  # callers have checked the person
        cases_sudo.lock_for_update()
        spells = cases_sudo.spell_ids.filtered(lambda s: not s.date_to)
        for spell in spells:
            if not spell.date_from <= effective <= now:
                raise ValidationError(
                    self.env._(
                        "The date must lie between the last change of the case "
                        "(%(start)s) and today.",
                        start=berlin_day(spell.date_from).strftime("%d.%m.%Y"),
                    )
                )
        spells._door_write({"date_to": effective})
        spells.flush_recordset(["date_to"])  # before the next stretch is inserted
        cases_sudo._door_write(vals)
        cases_sudo._open_spell(effective)

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_set_stage(self, stage_id, effective=None):
        """Move the case to another phase; gates advise, one stops (79).

        :param int stage_id: ``kim.case.stage`` of the case's district, not "closed"
        :param effective: datetime or its string, UTC; default now
        :raises UserError: closed cases are reopened first, closing needs a reason
        :raises ValidationError: a phase of another district
        """
        self.check_access("write")
        stage = self.env["kim.case.stage"].browse(stage_id).exists()
        for case in self:
            if not stage or stage.district_id != case.district_id:
                raise ValidationError(
                    self.env._(
                        "This phase does not belong to the district of the case."
                    )
                )
            if case.phase_kind == "closed":
                raise UserError(self.env._("The case is closed. Reopen it first."))
        if stage.phase_kind == "closed":
            raise UserError(
                self.env._("To close the case use “Close case” and give the reason.")
            )
        self._refuse_phase(stage)
        self._transition({"stage_id": stage.id}, given_moment(self.env, effective))

    def action_hold(self, reason, effective=None, until=None):
        """Put the case on hold; it stays open and counts (6.1).

        :param str reason: why work rests, up to 500 characters
        :param effective: datetime or its string, UTC; default now
        :param until: date or its string: when to look at the case again
        :raises ValidationError: no reason or a longer one, or ``until`` is past
        :raises UserError: the case is on hold or closed
        """
        self.check_access("write")
        reason = self._clean_reason(reason, 500)
        if any(case.on_hold or case.phase_kind == "closed" for case in self):
            raise UserError(self.env._("Only a running case can be put on hold."))
        until = given_day(self.env, until)
        if until and until < berlin_today():
            raise ValidationError(
                self.env._("The day to look again must not lie in the past.")
            )
        self._transition(
            {"on_hold": True, "on_hold_reason": reason, "on_hold_until": until},
            given_moment(self.env, effective),
        )

    def action_resume(self):
        """Take up a case that was on hold.

        :raises UserError: the case is not on hold
        """
        self.check_access("write")
        if not all(case.on_hold for case in self):
            raise UserError(self.env._("This case is not on hold."))
        self._transition(NOT_ON_HOLD)

    def action_close_case(
        self,
        closure_reason_id,
        effective=None,
        outcome=None,
        self_help_end=None,
        deadlines=None,
    ):
        """Close the case with its reason; the retention date follows.

        :param int closure_reason_id: ``kim.closure.reason``
        :param effective: datetime or its string, UTC; default now
        :param str outcome: what came of it; empty leaves what the case says
        :param str self_help_end: "0" to "4"; empty leaves what the case says
        :param deadlines: what becomes of the running ones, see ``kim_case_closing``
        :raises UserError: without a reason, or already closed
        """
        self.check_access("write")
        reason = self.env["kim.closure.reason"].browse(closure_reason_id or []).exists()
        if not reason:
            raise UserError(self.env._("Please choose why the case is closed."))
        if any(case.phase_kind == "closed" for case in self):
            raise UserError(self.env._("The case is already closed."))
        said = {"outcome": outcome, "self_help_end": self_help_end}
        self.write({name: value for name, value in said.items() if value})
        effective = given_moment(self.env, effective) or fields.Datetime.now()
        closed_on = berlin_day(effective)
        for case in self:
            stage = self.env["kim.case.stage"].search(
                [
                    ("district_id", "=", case.district_id.id),
                    ("phase_kind", "=", "closed"),
                ],
                order="sequence, id",
                limit=1,
            )
            if not stage:
                raise UserError(
                    self.env._(
                        "This district has no phase “closed”. Ask its coordination."
                    )
                )
            years = self.env["kim.controller"]._of(case.company_id).closed_years or 3
            case._transition(
                {
                    "stage_id": stage.id,
                    "closure_reason_id": reason.id,
                    "date_close": closed_on,
                    **NOT_ON_HOLD,
                    "retention_date": closed_on
                    + relativedelta(years=years, month=12, day=31),
                },
                effective,
            )

    def action_reopen(self, reason=None):
        """Take up a closed case again, within the district's limit; history stays.

        It goes on in the phase in which it was closed.
        The contact log says when and why it was closed and why it is taken up again;
        the course keeps the reason for closing.

        :param str reason: why the case is taken up again
        :raises UserError: not closed, or closed too long ago
        """
        self.check_access("write")
        for case in self:
            if case.phase_kind != "closed":
                raise UserError(self.env._("This case is open."))
            limit = case.date_close + relativedelta(
                months=case.district_id.reopen_months
            )
            if berlin_today() > limit:
                raise UserError(
                    self.env._(
                        "The case was closed more than %(months)s months ago. Open a "
                        "new case for this person.",
                        months=case.district_id.reopen_months,
                    )
                )
            case._note_reopening(reason)
            case._transition(
                {
                    "stage_id": case._stage_before_closing().id,
                    "closure_reason_id": False,
                    "date_close": False,
                    "retention_date": False,
                }
            )

    def _stage_before_closing(self):
        """Return the phase in which a closed case goes on, the first if that is gone."""
        self.ensure_one()
        spells = self.sudo().spell_ids.filtered(  # the course of a case just checked
            lambda spell: (
                spell.phase_kind != "closed"
                and spell.stage_id.phase_kind != "closed"
                and spell.stage_id.district_id == self.sudo().district_id
            )
        )
        last = spells.sorted(lambda spell: (spell.date_from, spell.id))[-1:]
        return last.stage_id.sudo(False) or self._first_stage(self.district_id)

    def _note_reopening(self, reason):
        self.env["kim.case.note"].create(
            {
                "case_id": self.id,
                "kind": "other",
                "note": "\n".join(
                    filter(
                        None,
                        (
                            self.env._(
                                "Taken up again. Closed on %(day)s: %(reason)s.",
                                day=self.date_close.strftime("%d.%m.%Y"),
                                reason=self.closure_reason_id.name,
                            ),
                            self.outcome,
                            (reason or "").strip(),
                        ),
                    )
                ),
            }
        )

    def action_hand_over(self, user_id, note=None):
        """Hand the case over to another case manager of the same controller.

        Access moves at once; the file says who had it until when.

        :param int user_id: ``res.users`` who becomes responsible
        :param str note: handover note, goes into the contact log
        :raises AccessError: when the caller is not responsible for the case
        :raises UserError: to oneself, or to who cannot be responsible
        """
        self.check_access("write")
        self._check_responsible()
        user = self.env["res.users"].browse(user_id or [])
        if user == self.env.user:
            raise UserError(self.env._("You are already responsible for this case."))
        if note:
            self.env["kim.case.note"].create(
                [{"case_id": case.id, "kind": "other", "note": note} for case in self]
            )
        self._move_to(user)

    def _move_to(self, user, **grant):
        """Make ``user`` responsible: end the old rights, give the new, write the spell.

        Deputies end with the person who appointed them; tandem partners of the new
        responsible join. A number of queries that does not grow with the cases.

        :param user: ``res.users``; must be a case manager of the cases' controllers
        :param grant: further fields of the access rows (reason, confirmation, …)
        :return: {``res.users`` who lost cases: how many}
        :raises UserError: when the person cannot be responsible
        """
        cases_sudo = self.sudo()  # the calling door has checked the person
        user_sudo = self._check_case_manager(user, cases_sudo.company_id)
        lost = {
            loser: len(cases)
            for loser, cases in cases_sudo.grouped("responsible_id").items()
            if loser and loser != user_sudo
        }
        cases_sudo.access_ids.filtered(
            lambda row: row.kind in ("responsible", "deputy")
        )._revoke()
        self.env["kim.case.access"].flush_model()  # one responsible at a time
        self._grant(user_sudo, "responsible", special=True, **grant)
        self._transition({"responsible_id": user_sudo.id})
        self._join_tandems()
        return lost

    def _tell_losers(self, lost):
        """Tell those who lost cases, without numbers: the mail leaves the house.

        :param dict lost: what ``_move_to`` returned
        """
        for loser, count in lost.items():
            self.env["kim.notice"]._tell(
                loser - self.env.user,
                self.env._("KIM: a case was reassigned"),
                self.env._(
                    "%(count)s of your cases were given to a colleague by %(user)s. "
                    "You can no longer open them.",
                    count=count,
                    user=self.env.user.name,
                ),
            )
