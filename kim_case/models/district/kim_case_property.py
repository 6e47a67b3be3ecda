import re
import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# No links: a link would carry labels of other records into a file, and back.
TYPES = [
    ("char", "Text"),
    ("text", "Long text"),
    ("integer", "Whole number"),
    ("float", "Number"),
    ("boolean", "Yes or no"),
    ("date", "Date"),
    ("selection", "Choice"),
]
DEFINITION = "case_properties_definition"
_OURS = re.compile(r"kim[0-9a-f]{12}")


class KimCaseProperty(models.Model):
    """An additional field that a district wants to have in its cases (80).

    KIM administration and coordination define it and never see a value: values lie in
    the case. The definition itself is kept where Odoo looks for it, on the district.
    """

    _name = "kim.case.property"
    _inherit = ["kim.length.mixin"]
    _description = "Additional case field"
    _order = "district_id, sequence, id"

    name = fields.Char(string="Label", required=True, size=80)
    key = fields.Char(readonly=True, copy=False, required=True, default="new")
    sequence = fields.Integer(default=10)
    district_id = fields.Many2one(
        comodel_name="kim.district",
        string="District",
        required=True,
        index=True,
        ondelete="cascade",
    )
    type = fields.Selection(selection=TYPES, required=True, default="char")
    choices = fields.Text(help="One choice a line.")

    _key_uniq = models.Constraint("UNIQUE(key)", "This key is already in use.")
    _name_uniq = models.UniqueIndex(
        "(district_id, name)", "This district has a field of this label."
    )

    @api.constrains("type", "choices")
    def _check_choices(self):
        for entry in self:
            if entry.type == "selection" and not entry._choice_list():
                raise ValidationError(
                    self.env._(
                        "Please give the choices of “%(name)s”, one a line.",
                        name=entry.name,
                    )
                )

    def _choice_list(self):
        lines = [line.strip() for line in (self.choices or "").splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    @api.model_create_multi
    def create(self, vals_list):
        """Add a field to the cases of a district under a key that is never reused."""
        for vals in vals_list:
            vals["key"] = f"kim{secrets.token_hex(6)}"  # never reused
        entries = super().create(vals_list)
        entries.district_id._define_case_properties()
        return entries

    def write(self, vals):
        """Change a field; its type and district stay: values are kept in that form.

        :raises UserError: another type, district or key
        """
        for name in ("type", "district_id", "key"):
            if name in vals and any(
                entry[name]
                != entry._fields[name].convert_to_record(
                    entry._fields[name].convert_to_cache(vals[name], entry), entry
                )
                for entry in self
            ):
                raise UserError(
                    self.env._(
                        "The kind of an additional field stays as it is: cases are filled "
                        "in with it. Add a new field."
                    )
                )
        result = super().write(vals)
        self.district_id._define_case_properties()
        return result

    def unlink(self):
        """Remove fields in which nothing was ever entered.

        :raises UserError: a case holds a value
        """
        districts = self.district_id
        cases_sudo = self.env["kim.case"].sudo()  # whether, not what, and no case
        for entry in self:
            if cases_sudo.search_count(
                [
                    ("district_id", "=", entry.district_id.id),
                    (f"properties.{entry.key}", "!=", False),
                ],
                limit=1,
            ):
                raise UserError(
                    self.env._(
                        "“%(name)s” is filled in in cases and cannot be removed.",
                        name=entry.name,
                    )
                )
        result = super().unlink()
        districts._define_case_properties()
        return result


class KimDistrict(models.Model):
    """The district keeps the definitions where Odoo's properties look for them."""

    _inherit = "kim.district"

    case_property_ids = fields.One2many(
        comodel_name="kim.case.property",
        inverse_name="district_id",
        string="Additional fields of cases",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse definitions by value.

        :raises UserError: a definition of additional fields
        """
        self._refuse_definition(*vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse definitions by value.

        :raises UserError: a definition of additional fields
        """
        self._refuse_definition(vals)
        return super().write(vals)

    @api.model
    def _refuse_definition(self, *vals_list):
        """Keep definitions behind their list: it knows which fields are filled in.

        :raises UserError: a definition by value, which would hide what cases hold
        """
        if not self.env.su and any(DEFINITION in vals for vals in vals_list):
            raise UserError(
                self.env._(
                    "Additional fields are kept in the settings of the district, on "
                    "the tab “Additional fields”."
                )
            )

    def _define_case_properties(self):
        """Write the definitions of these districts' additional fields anew."""
        for district in self.sudo().exists():  # follows from the list just written
            others = [  # made in the case by Odoo's own means
                entry
                for entry in district.case_properties_definition or []
                if not _OURS.fullmatch(entry["name"])
            ]
            district.case_properties_definition = others + [
                {
                    "name": entry.key,
                    "string": entry.name,
                    "type": entry.type,
                    **(
                        {
                            "selection": [
                                [choice, choice]  # lines may be moved
                                for choice in entry._choice_list()
                            ]
                        }
                        if entry.type == "selection"
                        else {}
                    ),
                }
                for entry in district.case_property_ids.sorted("sequence")
            ]
