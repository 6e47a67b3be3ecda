"""Doors that give and take rights on a case: deputies and exclusion."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools.dates import berlin_today, day_end, day_start

MAX_DEPUTY_MONTHS = 12


class KimCase(models.Model):
    """Doors of rights: each checks the person, writes dated rows and tells whom it
    concerns."""

    _inherit = "kim.case"

    # ------------------------------------------------------------------
    # Checks that the doors share
    # ------------------------------------------------------------------
    @api.model
    def _deputy_period(self, date_from, date_until):
        """Return the moments between which a deputy may work.

        :param date date_from: first day, today or later
        :param date date_until: last day, at most 12 months later
        :return: (from, until) as UTC datetimes
        :raises ValidationError: the days do not fit
        """
        today = berlin_today()
        if not date_from or not date_until or not today <= date_from <= date_until:
            raise ValidationError(
                self.env._(
                    "Please give a first day, today or later, and a last day not before it."
                )
            )
        if date_until > date_from + relativedelta(months=MAX_DEPUTY_MONTHS):
            raise ValidationError(
                self.env._("A deputy is appointed for at most 12 months.")
            )
        return max(day_start(date_from), fields.Datetime.now()), day_end(date_until)

    @api.model
    def _find_by_number(self, number):
        """Return the case of this number in the organisations switched on, in sudo.

        Somebody who is excluded from the case gets the same answer as for a number
        that does not exist.

        :param str number: case number as somebody typed it
        :raises UserError: no such case, or not for this person
        """
        cases_sudo = self.sudo().search(  # by number alone; nothing is shown
            [
                ("number", "=", (number or "").strip()),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        cases_sudo = cases_sudo._without_excluded(self.env.user)
        if len(cases_sudo) != 1:
            raise UserError(
                self.env._(
                    "There is no case with this number in your organisation that you "
                    "may ask for. Please check the number, and switch on one "
                    "organisation if you work for several."
                )
            )
        return cases_sudo

    def _without_excluded(self, user):
        """Return the cases from which ``user`` is not excluded.

        :param user: ``res.users`` record
        """
        exclusions_sudo = self.sudo().exclusion_ids._in_force()  # ids, no content
        barred = exclusions_sudo.filtered(lambda row: row.user_id == user).case_id
        return self - barred.with_env(self.env)

    def _check_responsible(self):
        # who is responsible is compared, not shown
        if any(case.sudo().responsible_id != self.env.user for case in self):
            raise AccessError(
                self.env._("Only the responsible case manager of the case may do this.")
            )

    @api.model
    def _check_case_manager(self, user, companies):
        """Return ``user`` in sudo when she or he leads cases of all these companies.

        :param user: ``res.users`` record
        :param companies: ``res.company`` records
        :raises UserError: not an active case manager there
        """
        managers_sudo = self.env["res.users"]._kim_case_managers(companies)
        if len(user) != 1 or user not in managers_sudo:
            raise UserError(
                self.env._(
                    "Please choose a case manager of the organisation that is "
                    "responsible for the case. To another organisation a case moves by "
                    "export and with new consent only."
                )
            )
        return user.sudo()  # name and companies of a colleague

    def _second_persons(self, besides):
        """Return who may decide about a proposal on this case, in sudo.

        :param besides: ``res.users`` who proposes and therefore cannot decide
        :return: ``res.users``: named by the controller, active, not excluded
        """
        self.ensure_one()
        company_sudo = self.sudo().company_id  # settings are no secret
        controller_sudo = self.env["kim.controller"]._of(company_sudo)
        return controller_sudo.second_person_ids.filtered(
            lambda user: (
                user.active and user != besides and user not in self._excluded_users()
            )
        )

    def _tell_dpo(self, subject, body):
        """Tell the data protection officers of these cases' controllers.

        Officers who are excluded from a case are not told of it.
        """
        for case in self.sudo():  # addresses of the officers, no content
            officers = self.env["kim.controller"]._of(case.company_id)._dpo_users()
            self.env["kim.notice"]._tell(
                officers - case._excluded_users(), subject, body
            )

    def _opened_by(self, user):
        """Return those of these cases that a person can open today.

        :param user: ``res.users``; nothing for who has left, lost the role or works
            for another organisation now
        """
        if not user.active:
            return self.browse()
        as_user = self.sudo(False).with_context(allowed_company_ids=None)
        found = as_user.with_user(user)._filtered_access("read")
        return self.browse(found.ids)

    def _tell_leads_of_orphans(self, subject, sentence):
        """Tell the team leads of cases which nobody can open who leads them.

        :param str subject: translated line
        :param str sentence: translated, with ``%(numbers)s``: nothing but numbers
        """
        numbers = {}
        for case in self.sudo():  # whom to tell, and numbers
            leads = self.env["kim.controller"]._of(case.company_id)._lead_users()
            for lead in leads - case._excluded_users():
                numbers.setdefault(lead, []).append(case.number)
        for lead, mine in numbers.items():
            self.env["kim.notice"]._tell_inside(
                lead, subject, sentence % {"numbers": ", ".join(sorted(mine))}
            )

    # ------------------------------------------------------------------
    # Deputies
    # ------------------------------------------------------------------
    def _appoint_deputy(self, user, date_from, date_until, special=False, reason=None):
        """Let a colleague stand in for the responsible from day to day.

        :param user: ``res.users``, case manager of the same controller
        :param date date_from: first day
        :param date date_until: last day
        :param bool special: may open special categories
        :param str reason: why, optional
        :return: the ``kim.case.access`` rows, in sudo
        :raises AccessError: the caller is not responsible for all these cases
        """
        self.check_access("write")
        self._check_responsible()
        valid_from, valid_until = self._deputy_period(date_from, date_until)
        company_sudo = self.sudo().company_id  # compared with the user's own
        user_sudo = self._check_case_manager(user, company_sudo)
        if user_sudo == self.env.user:
            raise UserError(self.env._("You cannot be your own deputy."))
        rows_sudo = self._grant(
            user_sudo,
            "deputy",
            reason=reason,
            valid_from=valid_from,
            valid_until=valid_until,
            special=special,
        )
        self.env["kim.notice"]._tell(
            user_sudo,
            self.env._("KIM: you are a deputy"),
            self.env._(
                "%(user)s has appointed you as deputy. You find the cases in KIM.",
                user=self.env.user.name,
            ),
        )
        return rows_sudo

    def _join_tandems(self):
        """Let the tandem partners of the responsible persons see these cases too.

        Called where a case gets a responsible person: birth and hand-over.
        """
        cases_sudo = self.sudo()  # the calling door has checked the person
        tandems_sudo = (
            self.env["kim.case.tandem"]
            .sudo()  # agreements of colleagues
            .search(
                [
                    ("user_id", "in", cases_sudo.responsible_id.ids),
                    ("valid_until", ">", fields.Datetime.now()),
                ]
            )
        )
        for tandem in tandems_sudo:
            tandem._give(
                cases_sudo.filtered(
                    lambda case, tandem=tandem: (
                        case.responsible_id == tandem.user_id
                        and case.company_id == tandem.company_id
                    )
                )
            )

    # ------------------------------------------------------------------
    # Exclusion
    # ------------------------------------------------------------------
    def _exclude(self, user, reason=None):
        """Exclude a person from these cases; by the responsible or the DPO.

        :param user: ``res.users``, never the caller
        :param str reason: why, optional
        :raises AccessError: the caller is neither
        """
        if not self.env.user.has_group("kim_case.group_kim_dpo"):
            self.check_access("write")
            self._check_responsible()
        elif self.sudo().company_id - self.env.companies:  # ids only
            raise AccessError(
                self.env._("This case belongs to an organisation that is not yours.")
            )
        if len(user) != 1:
            raise UserError(self.env._("Please choose the person to be excluded."))
        exclusions_sudo = self.env["kim.case.exclusion"].sudo()  # checked above
        exclusions_sudo.create(
            [
                {"case_id": case.id, "user_id": user.id, "reason": reason}
                for case in self
            ]
        )
