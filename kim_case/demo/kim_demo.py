"""Demo districts: invented people in real town names, built through the doors."""

import base64
from datetime import date, datetime, timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..tools.dates import BERLIN, berlin_today, day_start
from . import kim_demo_values as values


class KimDemo(models.AbstractModel):
    """Builder of the demo districts; loaded with ``--with-demo`` only.

    Each addon adds its own part by ``_inherit``. All values are invented unless the
    public sources state them; no real private person appears.
    """

    _name = "kim.demo"
    _description = "Demo data of KIM"

    @api.model
    def _load_kim_case(self):
        """Build districts, posts, users and cases; does nothing a second time."""
        if self.env["kim.district"].search_count(
            [("name", "=", values.GUETERSLOH["district"])], limit=1
        ):
            return
        self.env["ir.config_parameter"].sudo().set_param("kim_case.demo", "1")
        # Demo data comes before the translations, and phases take their names from them.
        self.env["ir.module.module"]._load_module_terms(["kim_case"], ["de_DE"])
        for data in (values.GUETERSLOH, values.SIEGEN, values.BORKEN):
            district = self._demo_district(data)
            self.env["kim.case.property"].create(
                {"district_id": district.id, **values.ADDITIONAL_FIELD}
            )
        self._demo_borgholzhausen_cases()
        self._demo_other_cases()

    # ------------------------------------------------------------------
    # Districts, posts, users
    # ------------------------------------------------------------------
    def _demo_company(self, name, kind, law):
        companies = self.env["res.company"].sudo()
        company = companies.search([("name", "=", name)], limit=1)
        if not company:
            company = companies.create(
                {"name": name, "country_id": self.env.ref("base.de").id}
            )
            self.env["kim.controller"].create(
                {"company_id": company.id, "kind": kind, "law": law}
            )
        return company

    def _demo_district(self, data):
        companies = {
            key: self._demo_company(*company)
            for key, company in data["companies"].items()
        }
        district = (
            self.env["kim.district"]
            .with_context(lang="de_DE")
            .create(
                {
                    "name": data["district"],
                    "company_id": companies["kreis"].id,
                    "company_ids": [
                        Command.set([company.id for company in companies.values()])
                    ],
                    "date_start": data["since"],
                }
            )
        )
        towns = {
            name: self.env["kim.municipality"].create(
                {
                    "name": name,
                    "code": code,
                    "district_id": district.id,
                    "is_model": is_model,
                    "participating": participating,
                }
            )
            for name, code, is_model, participating in data["towns"]
        }
        for row in data["posts"]:
            self._demo_post(district, companies, towns, *row)
        for login, name, role, key in data["users"]:
            self._demo_user(login, name, role, companies[key])
        for key, login in data["second_persons"]:
            controller = self.env["kim.controller"]._of(companies[key])
            controller._set_second_persons(
                controller.second_person_ids | self._demo_login(login)
            )
        return district

    def _demo_user(self, login, name, role, company):
        users = self.env["res.users"].with_context(no_reset_password=True)
        group = "base.group_system" if role == "system" else "base.group_user"
        user = users.create(
            {
                "name": name,
                "login": login,
                "password": values.PASSWORD,
                "email": f"{login}@example.org",
                "notification_type": "inbox",
                "lang": "de_DE",
                "tz": BERLIN.key,
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [Command.set(self.env.ref(group).ids)],
            }
        )
        if role != "system":
            user.kim_role = role
        # script/server lists the users that came with demo data.
        self.env["ir.model.data"].create(
            {
                "module": "kim_case",
                "name": f"demo_user_{login.replace('.', '_')}",
                "model": "res.users",
                "res_id": user.id,
                "noupdate": True,
            }
        )
        return user

    def _demo_login(self, login):
        return self.env["res.users"].search([("login", "=", login)], limit=1)

    def _demo_post(
        self,
        district,
        companies,
        towns,
        block,
        function,
        key,
        town,
        fte,
        since,
        holders,
    ):
        """Create a post and its holders; a holder is (login, name, FTE) or a name."""
        place = towns[town] if town else self.env["kim.municipality"]
        post = self.env["kim.post"].create(
            {
                "name": f"{dict(values.FUNCTION_NAMES)[function]} {town or ''}".strip(),
                "district_id": district.id,
                "block_id": self.env.ref(f"kim_case.kim_funding_block_{block}").id,
                "function": function,
                "employer_id": self.env["kim.controller"]._of(companies[key]).id,
                "fte": fte,
                "date_from": since,
                "municipality_ids": [Command.set(place.ids)],
            }
        )
        for login, name, share in holders:
            if login:
                partner = self._demo_user(
                    login, name, "case_manager", companies[key]
                ).partner_id
            else:
                partner = self.env["res.partner"].create({"name": name})
            self.env["kim.post.assignment"].create(
                {
                    "post_id": post.id,
                    "holder_id": partner.id,
                    "fte": share,
                    "date_from": since,
                    "municipality_ids": [Command.set(place.ids)],
                    "training": self._demo_training(function, since),
                }
            )

    @api.model
    def _demo_training(self, function, since):
        if function != "case_management":
            return False
        return "certified" if since < date(2023, 1, 1) else "running"

    # ------------------------------------------------------------------
    # Cases
    # ------------------------------------------------------------------
    def _demo_case(self, login, town, number, opened, phase):
        """Open a demo case as its case manager and move it to ``phase``.

        :param str login: login of the case manager
        :param town: ``kim.municipality`` record
        :param int number: running number, makes the invented person recognisable
        :param date opened: day of opening
        :param str phase: kind of phase to end in
        :return: the case, in the case manager's environment
        """
        user = self._demo_login(login)
        env = self.with_user(user).with_company(user.company_id).env
        feminine = number % 3 != 0
        domains = env["kim.life.domain"].search([("district_id", "=", False)])
        kinds = env["kim.actor.kind"].search([("district_id", "=", False)])
        languages = env["kim.language"].search(Domain.TRUE)
        case = env["kim.case"]._open(
            user.company_id,
            town.with_env(env),
            {
                "last_name": f"{'Demo-Klientin' if feminine else 'Demo-Klient'} "
                f"{number:02d}",
                "first_name": "Erfunden",
                "gender": "female" if feminine else "male",
                "birth_year": 1965 + (number * 7) % 38,
                "family_status": values.FAMILY[number % len(values.FAMILY)],
                "education_level": values.EDUCATION[number % len(values.EDUCATION)],
                "country_id": env.ref(
                    f"base.{values.COUNTRIES[number % len(values.COUNTRIES)]}"
                ).id,
                "language_id": languages[number % len(languages)].id,
                "interpreter_needed": number % 2 == 0,
            },
            {
                "basis": "consent",
                "form": "signed",
                "information_on": opened,
                "given_on": opened,
                "signed_on": opened,
            },
            {
                "date_open": opened,
                "life_domain_ids": [
                    Command.set(
                        [
                            domains[(number * 3 + i * 5) % len(domains)].id
                            for i in range(2 + number % 3)
                        ]
                    )
                ],
                "actor_kind_ids": [
                    Command.set(
                        [
                            kinds[(number * 5 + i * 3) % len(kinds)].id
                            for i in range(2 + number % 2)
                        ]
                    )
                ],
                "wish": values.WISHES[number % len(values.WISHES)],
                "going_well": values.STRENGTHS[number % len(values.STRENGTHS)],
            },
        )
        self._demo_walk(case, phase, opened)
        return case

    def _demo_walk(self, case, phase, opened):
        """Move a case step by step to ``phase``, some weeks apart."""
        way = values.WALK[1 : values.WALK.index(phase) + 1]
        for step, kind in enumerate(way, start=1):
            stage = self.env["kim.case.stage"].search(
                [
                    ("district_id", "=", case.district_id.id),
                    ("phase_kind", "=", kind),
                ],
                limit=1,
            )
            moment = day_start(opened + timedelta(days=9 * step))
            case.action_set_stage(stage.id, moment + timedelta(hours=9))

    def _demo_note(self, case, days_ago, number):
        kind, text, step = values.NOTES[number % len(values.NOTES)]
        now = fields.Datetime.now()
        case.env["kim.case.note"].create(
            {
                "case_id": case.id,
                "kind": kind,
                "note": text,
                "date": now - timedelta(days=days_ago),
                "next_step": step,
                "next_step_date": berlin_today()
                + timedelta(days=(number * 5) % 30 - 4),
            }
        )

    def _demo_deadlines(self, case, number):
        """Give a case the deadlines of its day-to-day work, relative to today."""
        today = berlin_today()
        for code, name, notice_days, days, done in values.DEADLINES.get(number, ()):
            kind = self.env.ref(f"kim_case.kim_deadline_kind_{code}")
            vals = {"case_id": case.id, "kind_id": kind.id, "name": name}
            if notice_days is not None:
                vals["notice_date"] = today - timedelta(days=notice_days)
            if days is not None:
                vals["date"] = today + timedelta(days=days)
            deadline = case.env["kim.case.deadline"].create(vals)
            if done:
                deadline.action_done()
        for name, place, days, hour in values.APPOINTMENTS.get(number, ()):
            start = day_start(today + timedelta(days=days))
            case.env["kim.case.appointment"].create(
                {
                    "case_id": case.id,
                    "name": name,
                    "place": place,
                    "start": start + timedelta(hours=hour),
                    "interpreter": number % 2 == 0,
                }
            )
        for name, kind, days in values.DOCUMENTS.get(number, ()):
            case.env["kim.case.document"].create(
                {
                    "case_id": case.id,
                    "name": name,
                    "kind": kind,
                    "date": today - timedelta(days=days),
                    "file": base64.b64encode(values.DOCUMENT_TEXT.encode()),
                    "file_name": "demo.txt",
                }
            )

    def _demo_borgholzhausen_cases(self):
        """16 cases open on 14 May 2024 (9 and 7), 3 closed, 2 inquiries declined."""
        town = self.env["kim.municipality"].search(
            [("name", "=", "Borgholzhausen")], limit=1
        )
        first, second = "cm.borgholzhausen.a", "cm.borgholzhausen.b"
        for number, phase in enumerate(values.BORGHOLZHAUSEN_PHASES, start=1):
            login = first if number <= 9 else second
            opened = date(2023, 1, 16) + timedelta(days=24 * number)
            case = self._demo_case(login, town, number, opened, phase)
            self._demo_note(case, days_ago=number % 9 + 1, number=number)
            self._demo_deadlines(case, number)
            self._demo_plan(case, number)
            if number == 8:
                case.action_hold("Klientin ist für einige Wochen verreist.")
            if number == 7:
                self._demo_family(case)
        reason = self.env["kim.closure.reason"].search([], limit=1)
        for number in (17, 18, 19):
            opened = date(2023, 2, 1) + timedelta(days=11 * number)
            case = self._demo_case(second, town, number, opened, "evaluation")
            case.action_close_case(reason.id, datetime(2024, 2, 1 + number - 16, 10, 0))
        self._demo_inquiries(town, self._demo_login(first))

    def _demo_family(self, case):
        """The family behind the vignette of the conference of 14 May 2024."""
        case.client_id.write(
            {
                "birth_year": 1991,
                "gender": "female",
                "family_status": "partnership",
                "education_level": "primary",
                "country_id": self.env.ref("base.sy").id,
            }
        )
        case.env["kim.case.person"].create(
            [
                {
                    "case_id": case.id,
                    "relation": "child",
                    "first_name": "Kind",
                    "last_name": f"Demo-Kind {i}",
                    "birth_year": 2015 + 2 * i,
                }
                for i in (1, 2, 3)
            ]
        )

    def _demo_other_cases(self):
        number = 20
        for login, town_name, count in values.OTHER_CASES:
            town = self.env["kim.municipality"].search(
                [("name", "=", town_name)], limit=1
            )
            for index in range(count):
                number += 1
                opened = berlin_today() - timedelta(days=60 + 37 * index)
                self._demo_case(
                    login,
                    town,
                    number,
                    max(opened, date(2023, 5, 2)),
                    values.WALK[index % len(values.WALK)],
                )
