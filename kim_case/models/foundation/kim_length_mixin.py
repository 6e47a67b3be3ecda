from odoo import api, models
from odoo.exceptions import ValidationError

from ...tools.upload import MAX_MEGABYTES, MEGABYTE

MAX_LINE = 500
MAX_REASON = 1000
MAX_TEXT = 20_000
MAX_NUMBER = 100_000_000  # of persons, days, votes: sums of them fit their columns
NUMBERS = ("float", "integer", "monetary")


class KimLengthMixin(models.AbstractModel):
    """A record whose typed texts are kept whole, or refused in words.

    Odoo cuts a line at its field's size without a word, and takes any length where
    there is none: a name of 10,000 characters then breaks every list and print.
    """

    _name = "kim.length.mixin"
    _inherit = ["kim.lost.update.mixin"]
    _description = "Record with texts of sensible length"

    # Characters that a text of several lines may have.
    _text_limit = MAX_TEXT

    @api.model
    def _max_length(self, field):
        """Return how many characters people may type into a field, 0 for any number.

        :param field: Odoo field
        """
        if field.type == "char" and field.size:
            return field.size
        if field.readonly:  # written by doors, which answer for it
            return 0
        limits = {"char": MAX_LINE, "text": self._text_limit, "html": self._text_limit}
        return limits.get(field.type, 0)

    @api.model
    def _clean_reason(self, reason, size=MAX_REASON):
        """Return the reason that a door asks for, without blanks around it.

        :param str reason: what the person typed
        :param int size: how many characters fit
        :raises ValidationError: empty or too long
        """
        reason = (reason or "").strip()
        if not reason or len(reason) > size:
            raise ValidationError(
                self.env._(
                    "Please give a reason of at most %(max)s characters.", max=size
                )
            )
        return reason

    @api.model
    def _refuse_long_texts(self, vals):
        """Refuse texts that Odoo would cut, or that nobody could read.

        :param dict vals: field values
        :raises ValidationError: a text is longer than its field
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            if (
                field
                and field.type == "binary"
                and isinstance(value, str | bytes)
                and len(value) > MAX_MEGABYTES * MEGABYTE * 4 / 3 + 4
            ):
                raise ValidationError(
                    self.env._(
                        "The file is too large (at most %(max)s MB). Photograph it with "
                        "a lower resolution, or split it.",
                        max=MAX_MEGABYTES,
                    )
                )
            size = field and isinstance(value, str) and self._max_length(field)
            if size and len(value) > size:
                raise ValidationError(
                    self.env._(
                        "“%(field)s” is too long: please use at most %(size)s characters.",
                        field=field._description_string(self.env),
                        size=size,
                    )
                )

    @api.model
    def _refuse_wild_numbers(self, vals):
        """Refuse numbers that nobody means, and whose sum no column holds.

        :param dict vals: field values, a number as whatever Odoo takes for one
        :raises ValidationError: a number is that far from zero
        """
        for name, value in vals.items():
            field = self._fields.get(name)
            if (
                not field
                or field.type not in NUMBERS
                or field.readonly  # written by doors, which answer for it
            ):
                continue
            try:
                number = float(value or 0)
            except (OverflowError, TypeError, ValueError):
                continue  # no number that Odoo could keep
            if abs(number) > MAX_NUMBER:
                raise ValidationError(
                    self.env._(
                        "Please check the number at “%(field)s”.",
                        field=field._description_string(self.env),
                    )
                )

    @api.model
    def _context_defaults(self):
        """Return the field values that a caller's context says for new records."""
        return {
            key.removeprefix("default_"): value
            for key, value in self.env.context.items()
            if key.startswith("default_")
        }

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse texts that are too long and wild numbers, before anything is written.

        :raises ValidationError: a text is longer than its field, a number is wild
        """
        for vals in [*vals_list, self._context_defaults()]:
            self._refuse_long_texts(vals)
            self._refuse_wild_numbers(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse texts that are too long and wild numbers, before anything is written.

        :raises ValidationError: a text is longer than its field, a number is wild
        """
        self._refuse_long_texts(vals)
        self._refuse_wild_numbers(vals)
        return super().write(vals)
