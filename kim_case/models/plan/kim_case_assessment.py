from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dates import berlin_today

URGENCY = [
    ("0", "No need"),
    ("1", "Watch"),
    ("2", "Need"),
    ("3", "Urgent"),
]
KEPT_TEXTS = frozenset({"situation", "resources", "needs", "urgency"})


class KimCaseAssessment(models.Model):
    """Situation, resources and needs of the person in one life domain (85, 142).

    A life domain is looked at more than once: each look is a row of its own, the last
    one is in force, and what was seen earlier stays as it was.
    """

    _name = "kim.case.assessment"
    _inherit = ["kim.case.part.mixin"]
    _description = "Assessment of a life domain"
    _order = "case_id, is_current desc, date desc, id desc"

    _door_fields = frozenset(
        {"case_id", "company_id", "is_current", "is_mentioned", "round"}
    )

    life_domain_id = fields.Many2one(
        comodel_name="kim.life.domain",
        string="Life domain",
        required=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, default=berlin_today)
    round = fields.Integer(
        string="Look",
        required=True,
        readonly=True,
        default=1,
        help="1 is how it was at the start.",
    )
    is_current = fields.Boolean(string="In force", readonly=True, default=True)
    is_mentioned = fields.Boolean(
        string="Only mentioned",
        readonly=True,
        help="Named in the inquiry; nobody has looked at it yet.",
    )
    urgency = fields.Selection(selection=URGENCY, required=True, default="2")
    situation = fields.Text()
    resources = fields.Text()
    needs = fields.Text()

    _round_uniq = models.Constraint(
        "UNIQUE(case_id, life_domain_id, round)",
        "This life domain was just assessed by somebody else. Reload the page.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Put a new look behind the earlier ones of the same life domain.

        The first look at what an inquiry mentioned is the row that waits for it.
        """
        context = self.env.context
        keys = [
            (
                vals.get("case_id") or context.get("default_case_id"),
                vals.get("life_domain_id") or context.get("default_life_domain_id"),
            )
            for vals in vals_list
        ]
        waiting = {
            (row.case_id.id, row.life_domain_id.id): row
            for row in self.search(
                [
                    ("is_mentioned", "=", True),
                    ("case_id", "in", [key[0] for key in keys]),
                    ("life_domain_id", "in", [key[1] for key in keys]),
                ]
            )
        }
        rows, new_keys, new_vals = {}, [], []
        for number, (key, vals) in enumerate(zip(keys, vals_list, strict=True)):
            row = waiting.pop(key, None)
            if row:
                row._look_first(vals)
                rows[number] = row
            else:
                new_keys.append(key)
                new_vals.append(vals)
        made = iter(self._create_looks(new_keys, new_vals))
        return self.browse(
            [
                (rows[number] if number in rows else next(made)).id
                for number in range(len(keys))
            ]
        )

    def _look_first(self, vals):
        """Write the first look into the row of a life domain that was mentioned."""
        born = self._door_fields | {"life_domain_id"}
        self.write(
            {
                "date": berlin_today(),
                **{name: vals[name] for name in vals.keys() - born},
            }
        )
        self._door_write({"is_mentioned": False})

    def _create_looks(self, keys, vals_list):
        """Create rows behind the earlier ones of the same life domain.

        :param list keys: (case id, life domain id) of each row
        :param list vals_list: as for ``create``
        """
        last = {
            (case.id, domain.id): found
            for case, domain, found in self.sudo()._read_group(  # numbers alone
                [
                    ("case_id", "in", [key[0] for key in keys]),
                    ("life_domain_id", "in", [key[1] for key in keys]),
                ],
                ["case_id", "life_domain_id"],
                ["round:max"],
            )
        }
        for key, vals in zip(keys, vals_list, strict=True):
            last[key] = last.get(key, 0) + 1
            # never by value
            vals.update(round=last[key], is_current=True, is_mentioned=False)
        rows = super().create(vals_list)
        later = {key: number for key, number in last.items() if number > 1}
        if later:
            siblings = self.search(
                [
                    ("is_current", "=", True),
                    ("case_id", "in", [key[0] for key in later]),
                    ("life_domain_id", "in", [key[1] for key in later]),
                ]
            )
            siblings.filtered(
                lambda r: r.round < last.get((r.case_id.id, r.life_domain_id.id), 0)
            )._door_write({"is_current": False})
        return rows

    def write(self, vals):
        """Keep an earlier look as it was, and a look with its life domain.

        :raises UserError: a later look is in force
        """
        if not all(row.is_current for row in self):
            raise UserError(
                self.env._(
                    "This is how it was seen earlier, and it stays so. Change the "
                    "assessment in force."
                )
            )
        if "life_domain_id" in vals and any(
            row.life_domain_id.id != vals["life_domain_id"] for row in self
        ):
            raise UserError(
                self.env._("Add an assessment of the other life domain instead.")
            )
        result = super().write(vals)
        looked = vals.keys() & KEPT_TEXTS and self.filtered("is_mentioned")
        if looked:
            day = vals.get("date") or berlin_today()
            looked._door_write({"is_mentioned": False, "date": day})
        return result

    def action_look_again(self):
        """Begin a new look at this life domain with what was seen last.

        What was only mentioned is looked at for the first time.

        :return: window action on the row
        """
        self.ensure_one()
        first = self.is_mentioned
        row = self if first else self.create(self._next_look())
        return {
            "type": "ir.actions.act_window",
            "name": row.life_domain_id.name if first else self.env._("Look again"),
            "res_model": self._name,
            "res_id": row.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _next_look(self):
        """Return the values of the next look at the same life domains."""
        return [
            {
                "case_id": row.case_id.id,
                "life_domain_id": row.life_domain_id.id,
                **{name: row[name] for name in KEPT_TEXTS},
            }
            for row in self
        ]


class KimCase(models.Model):
    """Life domains of a case at the start and now."""

    _inherit = "kim.case"

    assessment_chart = fields.Json(
        string="Start and now",
        compute="_compute_assessment_chart",
        help="Urgency of each life domain at the first and at the last look.",
    )

    @api.depends(
        "assessment_ids.urgency",
        "assessment_ids.round",
        "assessment_ids.life_domain_id",
        "assessment_ids.is_mentioned",
    )
    def _compute_assessment_chart(self):
        rows = self.env["kim.case.assessment"]
        labels = dict(rows._fields["urgency"]._description_selection(self.env))
        for case in self:
            looks = case.assessment_ids.filtered(
                lambda r: r.life_domain_id and r.urgency and not r.is_mentioned
            )
            chart = []
            for domain, found in looks.grouped("life_domain_id").items():
                found = found.sorted("round")
                chart.append(
                    {
                        "id": domain.id,
                        "name": domain.name,
                        "start": int(found[0].urgency),
                        "now": int(found[-1].urgency),
                        "start_label": labels[found[0].urgency],
                        "now_label": labels[found[-1].urgency],
                        "looks": len(found),
                    }
                )
            case.assessment_chart = sorted(
                chart, key=lambda r: (-r["start"], r["name"])
            )

    def _assessed(self):
        """Return the assessments in which somebody has looked at a life domain."""
        return self.assessment_ids.filtered(lambda row: not row.is_mentioned)

    def _start_assessment(self, life_domains):
        """Begin the assessment of these cases with what an inquiry has mentioned.

        Where a life domain has a row already, nothing is added.

        :param life_domains: ``kim.life.domain`` records
        """
        rows = self.env["kim.case.assessment"].create(
            [
                {"case_id": case.id, "life_domain_id": domain.id}
                for case in self
                for domain in life_domains - case.assessment_ids.life_domain_id
            ]
        )
        rows._door_write({"is_mentioned": True})

    def action_look_again(self):
        """Begin a new look at every life domain of the case, to be corrected then.

        :raises UserError: nothing was assessed yet
        """
        self.ensure_one()
        self.check_access("write")
        current = self._assessed().filtered("is_current")
        if not current:
            raise UserError(self.env._("No life domain has been assessed yet."))
        self.env["kim.case.assessment"].create(current._next_look())
