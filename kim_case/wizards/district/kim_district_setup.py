import re
from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ...models.district.kim_controller import LAWS
from ...tools import names

STEPS = ["district", "towns", "controllers", "summary"]
KINDS = [
    ("district", "District administration"),
    ("municipality", "Town administration"),
    ("carrier", "Welfare carrier"),
]


class KimDistrictSetup(models.TransientModel):
    """Guided set-up of a district: name, towns, organisations, summary.

    Made for an Odoo that already has companies and accounting: of an existing company
    nothing is changed; it only gets its KIM settings and takes part in the district.
    """

    _name = "kim.district.setup"
    _inherit = ["kim.dialog.mixin"]
    _description = "Set up a district"

    step = fields.Selection(
        selection=[
            ("district", "District"),
            ("towns", "Towns"),
            ("controllers", "Organisations"),
            ("summary", "Summary"),
        ],
        default="district",
        required=True,
    )
    name = fields.Char()
    is_city = fields.Boolean(
        string="Independent city",
        help="A kreisfreie Stadt is district, town and often controller in one.",
    )
    date_start = fields.Date(string="KIM since")
    town_list = fields.Text(
        string="Paste a list", help="One town a line; its short form after a semicolon."
    )
    town_ids = fields.One2many(
        comodel_name="kim.district.setup.town", inverse_name="setup_id", string="Towns"
    )
    controller_ids = fields.One2many(
        comodel_name="kim.district.setup.controller",
        inverse_name="setup_id",
        string="Organisations",
    )
    stage_names = fields.Char(compute="_compute_stage_names", string="Phases")

    def _compute_stage_names(self):
        kinds = self.env["kim.case.stage"]._fields["phase_kind"]
        labels = ", ".join(
            label for _value, label in kinds._description_selection(self.env)
        )
        for setup in self:
            setup.stage_names = labels

    # ------------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------------
    def action_next(self):
        """Check this page and show the next one.

        :return: window action that shows this form again
        :raises ValidationError: something on this page is missing or double
        """
        self.ensure_one()
        checks = {
            "district": self._check_name,
            "towns": self._check_towns,
            "controllers": self._check_controllers,
        }
        if self.step == "towns":
            self._read_town_list()
        checks[self.step]()
        self.step = STEPS[STEPS.index(self.step) + 1]
        self._propose()
        return self._show()

    def action_back(self):
        """Show the page before.

        :return: window action that shows this form again
        """
        self.ensure_one()
        self.step = STEPS[max(0, STEPS.index(self.step) - 1)]
        return self._show()

    def action_read_list(self):
        """Turn the pasted list into towns.

        :return: window action that shows this form again
        """
        self.ensure_one()
        self._read_town_list()
        return self._show()

    def action_one_per_town(self):
        """Propose a new organisation for each town that has none of its name.

        :return: window action that shows this form again
        """
        self.ensure_one()
        named = {names.same_key(line._label()) for line in self.controller_ids}
        self.controller_ids = [
            Command.create({"new_name": town.name, "kind": "municipality"})
            for town in self.town_ids
            if town.name and names.same_key(town.name) not in named
        ]
        return self._show()

    def action_apply(self):
        """Create the district with its towns and organisations.

        :return: client action that switches the new companies on and opens the district
        :raises AccessError: the user is no KIM administration
        :raises ValidationError: something is missing or double
        """
        self.ensure_one()
        if not self.env.user.has_group("kim_case.group_kim_admin"):
            raise AccessError(
                self.env._("Only the KIM administration sets up districts.")
            )
        self._check_name()
        self._check_towns()
        self._check_controllers()
        companies = self._controller_companies()
        coordination = self.controller_ids.filtered("is_coordination")
        district = (
            self.env["kim.district"]
            .sudo()  # the companies just made are not switched on yet
            .create(
                {
                    "name": self.name.strip(),
                    "is_city": self.is_city,
                    "date_start": self.date_start,
                    "company_id": companies[coordination].id,
                    "company_ids": [
                        Command.set([company.id for company in companies.values()])
                    ],
                    "municipality_ids": [
                        Command.create(
                            {"name": town.name.strip(), "code": town.code.strip()}
                        )
                        for town in self.town_ids
                    ],
                }
            )
        )
        self._apply_extra(district)
        active = set(self.env.companies.ids) | {c.id for c in companies.values()}
        return self._done(
            {
                "type": "ir.actions.client",
                "tag": "kim_switch_companies",
                "params": {
                    "company_ids": [self.env.company.id]
                    + sorted(active - {self.env.company.id}),
                    "url": f"/odoo/kim-districts/{district.id}",
                },
            }
        )

    def _apply_extra(self, district):
        """Hook: what other addons set up for a new district.

        :param district: ``kim.district`` record, in sudo
        """

    # ------------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------------
    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Set up a district"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _propose(self):
        """Fill a page that is still empty with what follows from the others."""
        if self.step == "towns" and self.is_city and not self.town_ids:
            self.town_ids = [
                Command.create({"name": self.name, "code": _short_form(self.name)})
            ]
        if self.step == "controllers" and not self.controller_ids:
            self.controller_ids = [
                Command.create(
                    {
                        "new_name": self.name,
                        "kind": "municipality" if self.is_city else "district",
                        "is_coordination": True,
                    }
                )
            ]

    def _read_town_list(self):
        known = {names.same_key(town.name) for town in self.town_ids}
        codes = {(town.code or "").casefold() for town in self.town_ids}
        commands = []
        for line in (self.town_list or "").splitlines():
            name, _separator, code = (
                part.strip() for part in re.sub(r"[\t,]", ";", line).partition(";")
            )
            if not name or names.same_key(name) in known:
                continue
            code = code or _short_form(name, codes)
            known.add(names.same_key(name))
            codes.add(code.casefold())
            commands.append(Command.create({"name": name, "code": code}))
        self.write({"town_ids": commands, "town_list": False})

    def _check_name(self):
        name = (self.name or "").strip()
        if not name:
            raise ValidationError(self.env._("Please enter the name of the district."))
        districts = self.env["kim.district"].sudo()  # names of districts are public
        if districts.with_context(active_test=False).search_count(
            [("name", "=", name)], limit=1
        ):
            raise ValidationError(
                self.env._("A district called “%(name)s” exists already.", name=name)
            )

    def _check_towns(self):
        if not self.town_ids:
            raise ValidationError(self.env._("Please add at least one town."))
        if not all(
            (town.name or "").strip() and (town.code or "").strip()
            for town in self.town_ids
        ):
            raise ValidationError(
                self.env._("Each town needs a name and a short form.")
            )
        double = _doubles(self.town_ids.mapped("name"))
        if double:
            raise ValidationError(
                self.env._(
                    "These towns stand twice in the list: %(names)s",
                    names=", ".join(double),
                )
            )
        double = _doubles(self.town_ids.mapped("code"))
        if double:
            raise ValidationError(
                self.env._(
                    "Several towns have the same short form: %(names)s",
                    names=", ".join(double),
                )
            )

    def _check_controllers(self):
        lines = self.controller_ids
        if len(lines.filtered("is_coordination")) != 1:
            raise ValidationError(
                self.env._(
                    "Please tick exactly one organisation as coordination of the "
                    "district."
                )
            )
        if any(
            bool(line.company_id) == bool((line.new_name or "").strip())
            for line in lines
        ):
            raise ValidationError(
                self.env._(
                    "Per line please choose an existing company or enter the name of a "
                    "new one, not both."
                )
            )
        foreign = lines.company_id - self.env.user.company_ids
        if foreign:
            raise AccessError(
                self.env._("You may only use companies that you work for.")
            )
        double = _doubles([line._label() for line in lines])
        if double:
            raise ValidationError(
                self.env._(
                    "These organisations stand twice in the list: %(names)s",
                    names=", ".join(double),
                )
            )
        taken = (
            self.env["res.company"]
            .sudo()  # a name is unique over all companies
            .with_context(active_test=False)
            .search([("name", "in", lines.filtered("new_name").mapped("new_name"))])
        )
        if taken:
            raise ValidationError(
                self.env._(
                    "A company of this name exists already: %(names)s. Choose it as "
                    "existing company, or ask your system administrator for access.",
                    names=", ".join(taken.mapped("name")),
                )
            )

    def _controller_companies(self):
        """Return {line: company}; create new companies and missing KIM settings.

        A new company gets its name alone: without a country Odoo installs no
        accounting for it. Existing companies and settings are left as they are.

        :return: dict of line to ``res.company``
        :raises UserError: an organisation is missing
        """
        if not self.controller_ids:
            raise UserError(self.env._("Please add the organisations taking part."))
        companies_sudo = self.env["res.company"].sudo()  # administration was checked
        controllers_sudo = self.env["kim.controller"].sudo()
        result = {}
        for line in self.controller_ids:
            company = line.company_id or companies_sudo.create(
                {"name": line.new_name.strip()}
            )
            result[line] = company
            if not controllers_sudo._of(company):
                controllers_sudo.create(
                    {"company_id": company.id, "kind": line.kind, "law": line.law}
                )
        return result


class KimDistrictSetupTown(models.TransientModel):
    """A town to be made by the set-up."""

    _name = "kim.district.setup.town"
    _inherit = ["kim.length.mixin"]
    _description = "Town to be set up"

    setup_id = fields.Many2one(
        comodel_name="kim.district.setup", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char()
    code = fields.Char(string="Short form", size=8)


class KimDistrictSetupController(models.TransientModel):
    """An organisation that takes part: an existing company, or a new one."""

    _name = "kim.district.setup.controller"
    _inherit = ["kim.length.mixin"]
    _description = "Organisation to be set up"

    setup_id = fields.Many2one(
        comodel_name="kim.district.setup", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        comodel_name="res.company", string="Use this company", ondelete="cascade"
    )
    new_name = fields.Char(string="or create a new one")
    kind = fields.Selection(selection=KINDS, required=True, default="municipality")
    law = fields.Selection(
        selection=LAWS,
        compute="_compute_law",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    is_coordination = fields.Boolean(string="Coordination")

    @api.depends("kind")
    def _compute_law(self):
        for line in self:
            line.law = "gdpr_bdsg" if line.kind == "carrier" else "gdpr_dsg_nrw"

    def _label(self):
        return (self.company_id.name or self.new_name or "").strip()


def _doubles(values):
    """Return the values that stand more than once, whatever their case."""
    counts = Counter(names.same_key(value) for value in values)
    seen = {names.same_key(value): value.strip() for value in values}
    return [seen[key] for key, count in counts.items() if count > 1]


def _short_form(name, taken=()):
    """Return a short form of a town's name: its first letter and next consonants."""
    plain = names.fold(name)
    letters = re.sub(r"[^A-Z]", "", plain.upper()) or "X"
    rest = [letter for letter in letters[1:] if letter not in "AEIOU"] or list(
        letters[1:]
    )
    code = (letters[0] + "".join(rest))[:3]
    number = 1
    while code.casefold() in taken:
        number += 1
        code = f"{code[:3]}{number}"
    return code
