"""Name and birth of a person, the same wherever a person is kept."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ...tools.dates import berlin_today

MAX_NAME = 200
MAX_AGE = 120


class KimPersonMixin(models.AbstractModel):
    """A person with a name and what is known of the day of birth.

    Three things may be known: the day, the year alone, or a day that only stands in the
    papers. Offices write 1 January where nobody knows the day, and others go by it: it
    is kept as they write it, and ``birth_day_unknown`` says that it is none.
    """

    _name = "kim.person.mixin"
    _description = "Person with name and birth"

    last_name = fields.Char(size=MAX_NAME)
    first_name = fields.Char(size=MAX_NAME)
    birth_date = fields.Date(string="Date of birth")
    birth_year = fields.Integer(
        string="Year of birth",
        compute="_compute_birth_year",
        store=True,
        readonly=False,
        aggregator=None,
    )
    birth_day_unknown = fields.Boolean(
        string="Day not known",
        help="Only the year is known. A date such as 1 January is what stands in the "
        "papers.",
    )

    @api.depends("birth_date")
    def _compute_birth_year(self):
        for person in self:
            if person.birth_date:
                person.birth_year = person.birth_date.year
            else:
                person.birth_year = person.birth_year or 0

    @api.constrains("birth_date", "birth_year")
    def _check_birth(self):
        today = berlin_today()
        for person in self:
            year = person.birth_year
            if person.birth_date and person.birth_date > today:
                raise ValidationError(
                    self.env._("Please check the date of birth: it lies in the future.")
                )
            if year and not today.year - MAX_AGE <= year <= today.year:
                raise ValidationError(
                    self.env._(
                        "Please check the date of birth: the year cannot be right."
                    )
                )
            if person.birth_date and person.birth_date.year != year:
                raise ValidationError(
                    self.env._("Date and year of birth do not agree.")
                )

    @api.constrains("last_name", "first_name")
    def _check_names(self):
        for person in self:
            if any(
                name and not name.strip()
                for name in (person.last_name, person.first_name)
            ):
                raise ValidationError(
                    self.env._("A name of blanks says nothing: please leave it empty.")
                )

    def _birth_text(self):
        """Return what is known of the birth in words, "" for nothing."""
        self.ensure_one()
        known = str(self.birth_year or "")
        if self.birth_date:
            known = format_date(self.env, self.birth_date, date_format="dd.MM.yyyy")
        if known and self.birth_day_unknown:
            return self.env._("%(date)s (day not known)", date=known)
        return known
