"""What a disclosure says: read from the case by category, and nothing else."""

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ...tools.dates import berlin_today


class KimDisclosure(models.Model):
    """The wording: one paragraph per category, its first line the heading."""

    _inherit = "kim.disclosure"

    def _wording(self):
        """Return what the chosen categories say, read with the user's own rights.

        :return: (text, {special kind: text}); the second part has its own access
        :raises AccessError: a special category that the user may not see
        """
        self.ensure_one()
        self = self.with_context(lang="de_DE")  # it goes to a German office
        plain, special = [], {}
        chosen = self.category_ids._origin  # also while the form is being filled in
        for category in chosen.sorted(lambda each: (each.sequence, each.name)):
            lines = getattr(self, f"_lines_{category.kind}")(category)
            lines = [" ".join(line.split()) for line in lines if line]
            lines = lines or [self.env._("no entry")]
            paragraph = "\n".join([category.name, *lines])
            if category.kind == "special":
                before = special.get(category.special_kind)
                special[category.special_kind] = "\n\n".join(
                    filter(None, (before, paragraph))
                )
            else:
                plain.append(paragraph)
        return "\n\n".join(plain), special

    def _labelled(self, record, *names):
        """Return "Label: value" of the fields that hold something.

        :param record: record of the case, in the user's environment
        :param names: field names
        """
        lines = []
        for name in names:
            field, value = record._fields[name], record[name]
            if field.type == "selection":
                value = dict(field._description_selection(self.env)).get(value)
            elif field.type == "many2one":
                value = value.display_name
            elif field.type == "date" and value:
                value = format_date(self.env, value)
            if value:
                lines.append(f"{field._description_string(self.env)}: {value}")
        return lines

    def _lines_identity(self, _category):
        client = self.case_id.client_id
        lines = self._labelled(client, "first_name", "last_name")
        born = client._birth_text()
        if born:
            name = "birth_date" if client.birth_date else "birth_year"
            label = client._fields[name]._description_string(self.env)
            lines.append(f"{label}: {born}")
        return lines

    def _lines_contact(self, _category):
        return self._labelled(
            self.case_id.client_id,
            *("street", "street2", "zip", "city", "phone", "email", "language_id"),
        )

    def _lines_household(self, _category):
        relations = self.env["kim.case.person"]._fields["relation"]
        labels = dict(relations._description_selection(self.env))
        return [
            ", ".join(
                filter(
                    None,
                    (
                        f"{person.first_name or ''} {person.last_name or ''}".strip(),
                        labels.get(person.relation),
                        person._birth_text(),
                    ),
                )
            )
            for person in self.case_id.person_ids
            if person.in_household
        ]

    def _lines_wish(self, _category):
        return self._labelled(self.case_id, "wish", "going_well")

    def _lines_steps(self, _category):
        return self._labelled(self.case_id, "next_step", "next_step_date")

    def _lines_domains(self, category):
        lines, seen = [], self.env["kim.life.domain"]
        for entry in self.case_id.assessment_ids.sorted(
            lambda each: (each.date or berlin_today(), each.id), reverse=True
        ):
            domain = entry.life_domain_id
            if domain in category.life_domain_ids - seen:
                seen |= domain  # the newest entry stands
                lines += self._labelled(entry, "situation", "resources", "needs")
        return lines

    def _lines_special(self, category):
        if not self._may_see_special():
            raise AccessError(
                self.env._("You may not see the special categories of this case.")
            )
        entries = self.env["kim.case.special"].search(
            [
                ("case_id", "=", self.case_id.id),
                ("kind", "=", category.special_kind),
            ]
        )
        return [e.label for e in entries if not e.not_recorded] + self._lines_domains(
            category
        )

    def _may_see_special(self):
        """Tell whether the user's access to the case opens special categories."""
        return self.env.su or bool(
            self.env["kim.case.access"].search_count(
                [
                    ("case_id", "=", self.case_id.id),
                    ("user_id", "=", self.env.uid),
                    ("valid_from", "<=", "now"),
                    ("valid_until", ">", "now"),
                    ("special", "=", True),
                ],
                limit=1,
            )
        )

    def _print_paragraphs(self):
        """Return what the print shows: (heading, lines) per category.

        :raises UserError, AccessError: see ``_check_printable``
        """
        self._check_printable()
        texts = [self.content, *self.special_ids.mapped("content")]
        paragraphs = [
            text.split("\n") for each in texts if each for text in each.split("\n\n")
        ]
        return [(lines[0], lines[1:]) for lines in paragraphs]


class KimDisclosureSpecial(models.Model):
    """What a disclosure said of a special category: under that category's own access.

    Written by the door of the disclosure alone.
    """

    _name = "kim.disclosure.special"
    _inherit = ["kim.case.part.mixin"]
    _description = "Special part of a disclosure"

    _log_action = "special"
    _door_fields = frozenset({"case_id", "company_id", "content", "disclosure_id"})

    disclosure_id = fields.Many2one(
        comodel_name="kim.disclosure",
        string="Disclosure",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    content = fields.Text(required=True)
