from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

CLIENT_FIELDS = frozenset(
    {
        "birth_date",
        "birth_year",
        "city",
        "country_id",
        "education_level",
        "email",
        "family_status",
        "first_name",
        "gender",
        "interpreter_needed",
        "language_id",
        "last_name",
        "phone",
        "street",
        "street2",
        "zip",
    }
)
CASE_FIELDS = frozenset(
    {
        "actor_kind_ids",
        "going_well",
        "life_domain_ids",
        "next_step",
        "next_step_date",
        "wish",
    }
)


class KimCase(models.Model):
    """The birth door: client, case, access row and first spell in one act."""

    _inherit = "kim.case"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse creation past the birth door.

        :raises AccessError: unless the superuser of the door creates
        """
        if not self.env.su:
            raise AccessError(
                self.env._("A case is opened from an inquiry or by import.")
            )
        return super().create(vals_list)

    @api.model
    def _open(self, company, municipality, client_vals, consent_vals, case_vals=None):
        """Open a case for a person; the only way a case comes into being.

        Checks right, company and town as the user, then creates client, case, access
        row, first spell and the basis of documentation as superuser (decisions, no. 2).

        :param company: ``res.company`` of the controller
        :param municipality: ``kim.municipality`` the person lives in
        :param dict client_vals: fields of ``kim.client``, or ``{"id": n}`` of a client
            whose file the user may already write
        :param dict consent_vals: legal basis, fields of ``kim.consent``; and what the
            person was told: ``information_on`` (date), ``information_form`` and
            ``sheet_id``, fields of ``kim.case.information``
        :param dict case_vals: further fields of the case; ``date_open`` (date, default
            today) may lie in the past for imports
        :return: the case, in the user's environment
        :raises AccessError: wrong person, company or town
        :raises UserError: the information or the legal basis is missing
        """
        self._check_birth_right(company, municipality)
        self.env["kim.consent"]._check_basis(company, consent_vals)
        case_vals = dict(case_vals or {})
        opened = case_vals.pop("date_open", None) or fields.Date.context_today(self)
        if opened > fields.Date.context_today(self):
            raise ValidationError(self.env._("A case cannot be opened in the future."))
        unknown = (set(case_vals) - CASE_FIELDS) | (
            set(client_vals) - CLIENT_FIELDS - {"id"}
        )
        if unknown:
            raise ValidationError(
                self.env._(
                    "These fields cannot be set when a case is opened: %(fields)s",
                    fields=", ".join(sorted(unknown)),
                )
            )
        client = self._birth_client(company, client_vals, opened.year)
        stage = self._first_stage(municipality.district_id)
        case_sudo = self.sudo().create(  # nobody may create; the door has checked
            {
                **case_vals,
                "number": self.env["kim.case.counter"]
                .sudo()  # the counter belongs to the door
                ._next(company, municipality.code, opened.year),
                "company_id": company.id,
                "municipality_id": municipality.id,
                "client_id": client.id,
                "responsible_id": self.env.uid,
                "stage_id": stage.id,
                "date_open": opened,
            }
        )
        case_sudo._grant(self.env.user, "responsible", special=True, valid_from=None)
        case_sudo._join_tandems()
        case_sudo._open_spell(fields.Datetime.to_datetime(opened))
        case_sudo._birth_basis(consent_vals)
        if not client_vals.get("id"):
            client.with_env(self.env)._check_duplicates()
        return case_sudo.with_env(self.env)

    def _birth_basis(self, consent_vals):
        """Record what the person was told and on what documentation rests.

        :param dict consent_vals: as for ``_open``
        """
        vals = dict(consent_vals)
        told_on = vals.pop("information_on", None)
        form = vals.pop("information_form", None) or "paper"
        sheet_id = vals.pop("sheet_id", None)
        self.env["kim.consent"].create(
            {**vals, "case_id": self.id, "purpose": "documentation"}
        )
        if told_on:
            language = self.env["kim.language"].browse(vals.get("language_id"))
            sheet = self.env["kim.information.sheet"].browse(sheet_id).exists()
            sheet = sheet or sheet._for(
                self.env["kim.controller"]._of(self.company_id), language
            )
            self.env["kim.case.information"].create(
                {
                    "case_id": self.id,
                    "date": told_on,
                    "form": form,
                    "language_id": sheet.language_id.id or language.id,
                    "interpreter": vals.get("interpreter"),
                    "sheet_id": sheet.id,
                }
            )

    def _check_birth_right(self, company, municipality):
        if self.env.su:  # demo data and import run by the system
            return
        if not self.env.user.has_group("kim_case.group_kim_case_user"):
            raise AccessError(self.env._("Only case managers open cases."))
        if company not in self.env.user.company_ids:
            raise AccessError(
                self.env._("You do not work for this organisation. Choose your own.")
            )
        towns = self.env["kim.municipality"]
        own = towns.search(towns._own_town_domain())
        if municipality not in own or company not in (
            municipality.district_id.sudo().company_ids  # participation is no secret
        ):
            raise AccessError(
                self.env._(
                    "You do not work in this town today. Your posts are kept by the "
                    "coordination of the district."
                )
            )

    def _birth_client(self, company, client_vals, year):
        clients = self.env["kim.client"]
        if client_vals.get("id"):
            client = clients.browse(client_vals["id"])
            client.check_access("write")
            if client.sudo().company_id != company:  # her number says nothing more
                raise AccessError(
                    self.env._("This client belongs to another organisation.")
                )
            return client
        return clients.sudo().create(  # nobody may create; the door has checked
            {
                **client_vals,
                "company_id": company.id,
                "number": self.env["kim.case.counter"]
                .sudo()  # the counter belongs to the door
                ._next(company, "K", year),
            }
        )

    def _first_stage(self, district):
        stage = self.env["kim.case.stage"].search(
            [("district_id", "=", district.id), ("phase_kind", "!=", "closed")], limit=1
        )
        if not stage:
            raise UserError(
                self.env._("This district has no phases yet. Ask its coordination.")
            )
        return stage
