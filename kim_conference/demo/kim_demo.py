from datetime import date, datetime

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from . import kim_demo_values as values


class KimDemo(models.AbstractModel):
    """Demo part of kim_conference: bodies, seats, conferences, need reports."""

    _inherit = "kim.demo"

    @api.model
    def _load_kim_conference(self):
        """Build bodies, sessions and need reports; does nothing a second time."""
        for name, data in values.DISTRICTS.items():
            district = self.env["kim.district"].search([("name", "=", name)], limit=1)
            if not district or district.body_ids:
                continue
            district.session_code = data["code"]
            for body in data["bodies"]:
                self._demo_body(district, body)
            for session in data["sessions"]:
                self._demo_session(district, session)
            for report in data["need_reports"]:
                self._demo_need_report(district, report)
            self._demo_settled(district)
        self._demo_vignette()

    def _demo_settled(self, district):
        """Let the people of the demo have been there for long: only such are a crowd.

        By SQL, since no door changes the day on which something was recorded.
        """
        cases = self.env["kim.case"].search([("district_id", "=", district.id)])
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE kim_client SET crowd_since = NULL WHERE id = ANY(%s)",
                cases.client_id.ids,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE kim_case_spell SET create_date = date_from"
                " WHERE case_id = ANY(%s)",
                cases.ids,
            )
        )
        self.env.invalidate_all()

    def _demo_body(self, district, data):
        kind, name, mode, interval, seats = data
        self.env["kim.body"].create(
            {
                "name": name,
                "kind": kind,
                "district_id": district.id,
                "decision_mode": mode,
                "interval_months": interval,
                "seat_ids": [
                    Command.create(
                        {
                            "name": seat,
                            "vote_kind": vote,
                            "number": number,
                            "sequence": 10 * position,
                        }
                    )
                    for position, (seat, vote, number) in enumerate(seats, start=1)
                ],
            }
        )

    def _demo_session(self, district, data):
        town = self.env["kim.municipality"].search(
            [("district_id", "=", district.id), ("name", "=", data.get("town"))],
            limit=1,
        )
        body = district.body_ids.filtered(lambda b: b.name == data.get("body"))
        types = self.env["kim.session.type"].search([("code", "in", data["types"])])
        session = self.env["kim.session"].create(
            {
                "number": data.get("number"),
                "name": data["name"],
                "type_ids": [Command.set(types.ids)],
                "district_id": district.id,
                "municipality_id": town.id,
                "body_id": body.id,
                "date_start": datetime.fromisoformat(data["start"]),
                "date_stop": datetime.fromisoformat(data["stop"]),
                "venue": data["venue"],
                "host_partner_ids": [
                    Command.set(
                        [self._demo_institution(host).id for host in data["hosts"]]
                    )
                ],
                "agenda_item_ids": [
                    Command.create(
                        {
                            "name": name,
                            "kind": kind,
                            "speaker": speaker,
                            "notes": notes,
                            "sequence": 10 * position,
                        }
                    )
                    for position, (kind, name, speaker, notes) in enumerate(
                        data["agenda"], start=1
                    )
                ],
                "participation_ids": [
                    Command.create(
                        {
                            "institution_id": self._demo_institution(name, code).id,
                            "actor_kind_id": self._demo_actor_kind(code).id,
                            "headcount": number,
                            "role": role,
                            "attendance": data.get("attendance", "attended"),
                        }
                    )
                    for name, code, number, role in data["groups"]
                ],
                "agreement_ids": [
                    Command.create(
                        {"name": what, "responsible": who, "date_due": until}
                    )
                    for what, who, until in data.get("agreements", [])
                ],
                "summary": data.get("summary"),
            }
        )
        session._door_write({"state": data["state"]})
        return session

    def _demo_institution(self, name, code=None):
        if not name:
            return self.env["res.partner"]
        partner = self.env["res.partner"].search(
            [("name", "=", name), ("is_company", "=", True)], limit=1
        )
        partner = partner or self.env["res.partner"].create(
            {"name": name, "is_company": True}
        )
        if code and not partner.kim_actor_kind_id:
            partner.kim_actor_kind_id = self._demo_actor_kind(code)
        return partner

    def _demo_actor_kind(self, code):
        return self.env["kim.actor.kind"].search([("code", "=", code)], limit=1)

    def _demo_need_report(self, district, data):
        login, town, domain, kind, cause, group, month, sentence = data
        self.env["kim.need.report"].create(
            {
                "district_id": district.id,
                "municipality_id": self.env["kim.municipality"]
                .search(
                    [("district_id", "=", district.id), ("name", "=", town)], limit=1
                )
                .id,
                "author_id": self._demo_login(login).id,
                "month": month,
                "life_domain_id": self.env["kim.life.domain"]
                .search([("code", "=", domain)], limit=1)
                .id,
                "kind": kind,
                "cause": cause,
                "group": group,
                "sentence": sentence,
            }
        )

    def _demo_vignette(self):
        """The invented case that was shown in Borgholzhausen on 14 May 2024."""
        session = self.env["kim.session"].search(
            [("number", "=", values.CONFERENCE)], limit=1
        )
        if not session or session.vignette_ids:
            return
        domains = self.env["kim.life.domain"].search(
            [
                (
                    "code",
                    "in",
                    ("school_upbringing", "language", "childcare", "livelihood"),
                )
            ]
        )
        actors = self.env["kim.actor.kind"].search(
            [("code", "in", ("childcare_centre", "school", "jobcenter", "volunteers"))]
        )
        vignette = self.env["kim.vignette"].create(
            {
                "month": date(2024, 4, 1),
                "district_id": session.district_id.id,
                "age_band": "28_37",
                "gender": "female",
                "family_status": "partnership",
                "origin_region_id": self.env["kim.origin.region"]
                .search([("country_ids", "=", self.env.ref("base.sy").id)], limit=1)
                .id,
                "education_level": "primary",
                "children": "3",
                "children_kita": True,
                "children_school": True,
                "life_domain_ids": [Command.set(domains.ids)],
                "actor_kind_ids": [Command.set(actors.ids)],
                "needs": "Elternbriefe verstehen, Plätze in der Kita, Zeit zum "
                "Deutschlernen.",
                "notes": "Elternabende finden nur auf Deutsch statt. Die Anmeldung "
                "für die Kita läuft über eine Internetseite.",
                "state": "approved",
            }
        )
        item = session.agenda_item_ids.filtered(lambda i: i.kind == "vignette")[:1]
        item.vignette_id = vignette
