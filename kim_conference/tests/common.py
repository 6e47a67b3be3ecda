"""Sessions, need reports and vignettes for tests, on the people of KimCommon."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command

from odoo.addons.kim_case.tests.common import KimCommon


class ConferenceCommon(KimCommon):
    """Adds a steering group, a steering member, a second person and factories."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(cls._forget_questions)
        cls.type_planning = cls.env.ref("kim_conference.kim_session_type_planning")
        cls.type_kickoff = cls.env.ref("kim_conference.kim_session_type_kickoff")
        cls.steering_group = cls.env["kim.body"].create(
            {"name": "Steering (test)", "district_id": cls.district_north.id}
        )
        cls.steering_member = cls._user("kim_lg", "participant", cls.company_north)
        cls.seat = cls.env["kim.body.seat"].create(
            {
                "body_id": cls.steering_group.id,
                "name": "Jobcenter (test)",
                "holder_ids": [
                    Command.create(
                        {
                            "partner_id": cls.steering_member.partner_id.id,
                            "date_from": cls.yesterday,
                        }
                    )
                ],
            }
        )
        cls._assign_lead()
        cls.participant_south = cls._user("kim_abh_s", "participant", cls.company_south)
        cls.second_person = cls._user("kim_second", "case_manager", cls.company_town_a)
        cls.env["kim.controller"]._of(cls.company_town_a)._set_second_persons(
            cls.second_person
        )
        cls.actor_volunteers = cls._catalogue("kim.actor.kind", "Volunteers (test)")
        syria = cls.env.ref("base.sy")
        cls.region = cls.env["kim.origin.region"].search(
            [("country_ids", "=", syria.id)], limit=1
        ) or cls.env["kim.origin.region"].create(
            {"name": "Near East (test)", "country_ids": [Command.set(syria.ids)]}
        )

    @classmethod
    def _forget_questions(cls):
        """Remove what the guard has counted: it outlives a transaction."""
        with cls.registry.cursor() as cr:
            cr.execute("DELETE FROM kim_question")

    @classmethod
    def _assign_lead(cls):
        """The team lead's own town is Town A."""
        cls._assign(cls.team_lead, cls.town_a, cls.company_town_a)

    @classmethod
    def _session(cls, user=None, **vals):
        """Return a session of Town A, created by ``user``."""
        user = user or cls.cm_a
        return (
            cls.env["kim.session"]
            .with_user(user)
            .create(
                {
                    "name": "Planning (test)",
                    "type_ids": [Command.set(cls.type_planning.ids)],
                    "district_id": cls.district_north.id,
                    "municipality_id": cls.town_a.id,
                    "date_start": fields.Datetime.now() - timedelta(hours=3),
                    **vals,
                }
            )
        )

    @classmethod
    def _steering_session(cls, **vals):
        return cls._session(
            cls.coordination,
            name="Steering meeting (test)",
            type_ids=[
                Command.set(cls.env.ref("kim_conference.kim_session_type_steering").ids)
            ],
            body_id=cls.steering_group.id,
            municipality_id=False,
            **vals,
        )

    @classmethod
    def _report(cls, user=None, **vals):
        """Return a need report of Town A by hand."""
        return (
            cls.env["kim.need.report"]
            .with_user(user or cls.cm_a)
            .create(
                {
                    "district_id": cls.district_north.id,
                    "municipality_id": cls.town_a.id,
                    "life_domain_id": cls.domain_language.id,
                    "sentence": "Elterninfos gibt es nur auf Deutsch.",
                    **vals,
                }
            )
        )

    def assertFormTellsNothing(self, records, values, name):
        """A form not saved yet, on a case the user cannot read, shows no check."""
        spec = dict.fromkeys([*values, name], {})
        try:
            result = records.onchange(values, ["case_id"], spec)
        except AccessError:
            return
        self.assertFalse(result["value"].get(name))

    @classmethod
    def _crowd(cls, number, user=None, town=None, **client_vals):
        """Open ``number`` cases of people who share their attributes; return them."""
        values = {
            "birth_year": cls.today.year - 34,
            "gender": "female",
            "family_status": "partnership",
            "education_level": "primary",
            "country_id": cls.env.ref("base.sy").id,
            **client_vals,
        }
        cases = cls.env["kim.case"]
        for position in range(number):
            case = cls._case(user, town, last_name=f"Crowd{position}")
            case.client_id.write(values)
            cases |= case.sudo()
        cls._since_yesterday(cases)
        return cases

    @classmethod
    def _since_yesterday(cls, cases):
        """Let people have been as they are since yesterday: only such count as crowd."""
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE kim_client SET crowd_since = %s WHERE id = ANY(%s)",
            (cls.yesterday, cases.client_id.ids),
        )
        cls.env.cr.execute(
            "UPDATE kim_case_spell SET create_date = create_date - interval '1 day'"
            " WHERE case_id = ANY(%s)",
            (cases.ids,),
        )
        cls.env.invalidate_all()

    @classmethod
    def _draft(cls, case, **vals):
        """Return a vignette in the making, by the responsible case manager."""
        return (
            cls.env["kim.vignette.draft"]
            .with_user(cls.cm_a)
            .create(
                {
                    "case_id": case.id,
                    "life_domain_ids": [Command.set(cls.domain_language.ids)],
                    "notes": "Elterninfos gibt es nur auf Deutsch.",
                    **vals,
                }
            )
        )

    @classmethod
    def _vignette(cls, case):
        """Return an approved anonymous vignette made from ``case``."""
        draft = cls._draft(case)
        draft.action_propose()
        action = draft.vignette_id.with_user(cls.second_person).action_approve()
        return cls.env["kim.vignette"].browse(action["res_id"])
