from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.dates import berlin_today
from ..intake.kim_client import MAX_NAME

ADULT = 18
GIVEN_BY = [("person", "The person"), ("guardian", "Legal guardian")]
GUARDIAN_ROLES = [
    ("parent", "Parent with custody"),
    ("guardian", "Guardian appointed by the court"),
    ("youth_office", "Youth office"),
    ("legal_carer", "Legal carer of an adult"),
    ("other", "Other"),
]
ASSENTS = [
    ("yes", "Yes, agrees"),
    ("no", "No"),
    ("not_judged", "Not judged"),
]


class KimClient(models.Model):
    _inherit = "kim.client"

    def _is_minor_on(self, day):
        """Tell whether the person is surely under 18 on a day.

        Where only the year of birth is known, the year in which she or he turns 18
        counts as grown up: nobody is asked for a guardian without reason.

        :param datetime.date day: calendar day
        :return: bool
        """
        self.ensure_one()
        return is_minor(self.birth_date, self.birth_year, day)


class KimCase(models.Model):
    _inherit = "kim.case"

    def _lacks_assent(self):
        """Tell whether a minor's consent says neither guardian nor why not.

        So it is with consents of before the date of birth was known.
        """
        self.ensure_one()
        if not self.client_id._is_minor_on(berlin_today()):
            return False
        return any(
            consent._is_by_consent()
            and not (consent.guardian_name or consent.assent_reason)
            for consent in self._documentation_basis()
        )


class KimConsentMixin(models.AbstractModel):
    """Minors: the guardian consents, the person is asked too.

    Whether a young person can judge it alone, the case manager decides and says why;
    nothing is computed from the age but the question.
    """

    _inherit = "kim.consent.mixin"

    given_by = fields.Selection(
        selection=GIVEN_BY,
        required=True,
        default="person",
        help="Minors: the legal guardian consents and the person is asked as well.",
    )
    guardian_name = fields.Char(
        string="Name of the guardian",
        size=MAX_NAME,
        help="Who consents for the person.",
    )
    guardian_role = fields.Selection(selection=GUARDIAN_ROLES, string="Is")
    assent = fields.Selection(
        selection=ASSENTS,
        string="Own assent",
        help="Was the person asked, and does she or he agree?",
    )
    assent_reason = fields.Char(
        string="Why",
        size=300,
        help="Why the person's own word is enough, or why it is missing.",
    )
    is_minor = fields.Boolean(compute="_compute_is_minor")

    @api.depends(
        "given_on", "case_id.client_id.birth_date", "case_id.client_id.birth_year"
    )
    def _compute_is_minor(self):
        for each in self:
            client = each.case_id.client_id
            each.is_minor = bool(client and each.given_on) and client._is_minor_on(
                each.given_on
            )

    def _is_by_consent(self):
        """Tell whether somebody agrees here at all."""
        return True

    @api.constrains(
        "state", "given_by", "guardian_name", "guardian_role", "assent", "assent_reason"
    )
    def _check_minor(self):
        for each in self:
            if each.state == "given" and each._is_by_consent():
                gap = self._minor_gap(
                    each.is_minor,
                    {
                        name: each[name]
                        for name in (
                            "given_by",
                            "guardian_name",
                            "guardian_role",
                            "assent",
                            "assent_reason",
                        )
                    },
                )
                if gap:
                    raise ValidationError(gap)

    @api.model
    def _minor_gap(self, minor, vals):
        """Return what is missing for a consent of a minor or by a guardian.

        :param bool minor: the person is under 18
        :param dict vals: ``given_by``, ``guardian_name``, ``guardian_role``,
            ``assent``, ``assent_reason``
        :return: sentence for the user, or None
        """
        reason = (vals.get("assent_reason") or "").strip()
        if vals.get("given_by") == "guardian":
            if not (vals.get("guardian_name") or "").strip() or not vals.get(
                "guardian_role"
            ):
                return self.env._(
                    "Please name who consents for the person, and as what."
                )
            if minor and not vals.get("assent"):
                return self.env._(
                    "The person is under 18: please say whether she or he agrees too."
                )
            if vals.get("assent") in ("no", "not_judged") and not reason:
                return self.env._("Please say why the person's own assent is missing.")
        elif minor and not reason:
            return self.env._(
                "The person is under 18: please record who consents for her or him, "
                "or why you judge that the person's own word is enough."
            )
        return None


class KimConsent(models.Model):
    _inherit = "kim.consent"

    def _is_by_consent(self):
        return self.basis == "consent"


def is_minor(birth_date, birth_year, day):
    """Tell whether somebody born then is surely under 18 on a day.

    :param datetime.date birth_date: or False
    :param int birth_year: where the day is not known, or 0
    :param datetime.date day: calendar day
    :return: bool
    """
    if birth_date:
        return birth_date > day - relativedelta(years=ADULT)
    return bool(birth_year) and day.year - birth_year < ADULT
