"""Emergency access (Notfallzugriff): a case for 24 hours, told at once."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ...tools import blind_index, names
from ...tools.dates import berlin_today
from ..foundation.kim_person_mixin import MAX_AGE, MAX_NAME

BREAK_GLASS_HOURS = 24
# How often a day somebody may ask by name: who stands before people in need asks for a
# few; who tries out names asks for many.
ASKED_BY_NAME = 10
MAX_FULL_NAME = 2 * MAX_NAME + 2  # first and last name, with what stands between them


class KimCase(models.Model):
    """Doors of emergency access: by case number, or by name and year of birth."""

    _inherit = "kim.case"

    @api.model
    def _break_glass(self, number, reason):
        """Open a case of the same controller for 24 hours, read only.

        Told at once to the responsible person and the data protection officers;
        the latter confirm it afterwards. Special categories stay closed. After an
        objection the same person gets no further one until the officer agrees.

        :param str number: case number
        :param str reason: why it cannot wait
        :return: the case, in the user's environment
        :raises AccessError: neither case manager nor team lead
        :raises UserError: no such case, or the officer has objected to the last one
        """
        self._check_break_glass()
        reason = self._clean_reason(reason)
        case_sudo = self._find_by_number(number)
        case = case_sudo.with_env(self.env)
        if case.has_access("read"):
            return case
        if case_sudo.access_ids.filtered(
            lambda row: (
                row.user_id == self.env.user
                and row.kind == "break_glass"
                and row.confirmation == "objected"
            )
        ):
            raise UserError(
                self.env._(
                    "The data protection officer has objected to your last emergency "
                    "access to this case. Please talk to her or him: you can open it "
                    "again when she or he has agreed."
                )
            )
        return case_sudo._give_break_glass(reason).with_env(self.env)

    @api.model
    def _break_glass_by_name(self, name, year, reason):
        """Open the case of a person whose number nobody knows, as ``_break_glass`` does.

        Name and year of birth must be those of exactly one person: nothing is proposed.
        Whoever asks gets one and the same answer for nobody, for several, for somebody
        from whose case she or he is excluded, and where the officer has objected: those
        cases are as if they were not there. Nor are those that the user can open
        already; else her own client of the same name would tell of another one.

        Each question is counted and logged, and stays so when the request fails.

        :param str name: first and last name in any order
        :param int year: year of birth
        :param str reason: why it cannot wait
        :return: the case, in the user's environment
        :raises AccessError: neither case manager nor team lead
        :raises ValidationError: no name, no year or no reason
        :raises UserError: nothing is opened, or asked too often today
        """
        self._check_break_glass()
        reason = self._clean_reason(reason)
        name, year = self._checked_person(name, year)
        self.env["kim.access.log"]._note_emergency()
        if not self.env["kim.question"]._may_ask(
            "emergency", 0, ASKED_BY_NAME, ASKED_BY_NAME
        ):
            raise UserError(
                self.env._(
                    "You have asked for people by name too often today. Use the case "
                    "number, or talk to your team lead or the data protection officer."
                )
            )
        cases_sudo = self._cases_in_need(name, year)
        found = cases_sudo.filtered(lambda case: case.phase_kind != "closed")
        found = found or cases_sudo
        if len(cases_sudo.client_id) != 1 or len(found) != 1:
            raise UserError(
                self.env._(
                    "No case can be opened in this way by this name and year of birth. "
                    "Please check both. Cases that you can open already are found "
                    "under “My cases”. If you know the case number, use it; else "
                    "talk to your team lead or the data protection officer."
                )
            )
        return found._give_break_glass(reason).with_env(self.env)

    @api.model
    def _check_break_glass(self):
        if not self.env.user.has_groups(
            "kim_case.group_kim_case_user,kim_case.group_kim_team_lead"
        ):
            raise AccessError(
                self.env._("Emergency access is for case managers and team leads.")
            )

    @api.model
    def _checked_person(self, name, year):
        """Return name and year when both can be a person's; nothing is looked up.

        :raises ValidationError: they cannot
        """
        name = name or ""
        if len(name) > MAX_FULL_NAME or not names.same_key(name):
            raise ValidationError(
                self.env._("Please enter first and last name of the person.")
            )
        today = berlin_today()
        if not today.year - MAX_AGE <= (year or 0) <= today.year:
            raise ValidationError(self.env._("Please enter the year of birth."))
        return name, year

    @api.model
    def _cases_in_need(self, name, year):
        """Return the cases of a person that emergency access would open, in sudo.

        One query, whatever is found: neither time nor number of queries tells.

        :param str name: of any length that a person's has
        :param int year: year of birth
        """
        secret = blind_index.key()
        # nobody has rights on keys; made anew here when names are spelled otherwise
        self.env["kim.client.key"].sudo()._index(self.env["kim.client"], secret)
        self.env["kim.client.key"].flush_model()
        spelled = names.same_key(name)
        companies = self.env.companies
        keys = SQL(
            "(SELECT client_id FROM kim_client_key"
            " WHERE company_id = ANY(%s) AND digest = ANY(%s))",
            companies.ids,
            [
                blind_index.digest(secret, company.id, spelled, year)
                for company in companies
            ],
        )
        now = fields.Datetime.now()
        mine = ("user_id", "=", self.env.uid)
        return self.sudo().search_fetch(  # who it is, is compared and not shown
            [
                ("company_id", "in", companies.ids),
                ("client_id", "in", keys),
                ("exclusion_ids", "not any", [mine, ("valid_until", ">", now)]),
                (
                    "access_ids",
                    "not any",
                    [
                        mine,
                        "|",
                        "&",
                        ("kind", "=", "break_glass"),
                        ("confirmation", "=", "objected"),
                        "&",
                        ("valid_from", "<=", now),
                        ("valid_until", ">", now),
                    ],
                ),
            ],
            ["client_id", "phase_kind"],
        )

    def _give_break_glass(self, reason):
        """Give the user 24 hours, and tell whom it concerns; the caller has checked.

        :param str reason: why it cannot wait
        :return: self
        """
        self.ensure_one()
        now = fields.Datetime.now()
        self._grant(
            self.env.user,
            "break_glass",
            reason=reason,
            valid_from=now,
            valid_until=now + timedelta(hours=BREAK_GLASS_HOURS),
            confirmation="open",
        )
        subject = self.env._("KIM: emergency access")
        self.env["kim.notice"]._tell(
            self.responsible_id,
            subject,
            self.env._(
                "%(user)s has opened one of your cases by emergency access. You find "
                "it in KIM under Oversight › Who could read.",
                user=self.env.user.name,
            ),
            self,
        )
        self._tell_dpo(
            subject,
            self.env._(
                "%(user)s has opened a case by emergency access. Please look at it in "
                "KIM under Oversight › Who could read, and confirm it or object.",
                user=self.env.user.name,
            ),
        )
        return self
