"""Subjects of the access matrix in kim_conference, where introspection does not do."""

from datetime import timedelta

from odoo.fields import Command

PARTS = ("kim.agenda.item", "kim.agreement", "kim.minutes", "kim.participation")


class ConferenceSubjects:
    """Mixin before ``SubjectFactory``: sessions, need reports and vignettes.

    A plain session is planned in Town A, ``published`` one in Town B; a plain need
    report is by ``cm_a``, one of the ``other`` town by ``cm_ab``; a plain vignette is
    approved, one in ``review`` is by ``cm_a`` with the coordination as second person.
    """

    @classmethod
    def _overrides(cls, model, variant):
        if model == "kim.session":
            town = cls.town_b if variant == "published" else cls.town_a
            return {"municipality_id": town.id}
        if model in PARTS:
            session = f"kim.session#{variant}" if variant == "published" else model[:0]
            vals = {"session_id": cls.subject(session or "kim.session").id}
            if model == "kim.participation":
                vals["actor_kind_id"] = cls.actor_school.id
            if model == "kim.minutes":
                content = cls.env["kim.session"].browse(vals["session_id"])
                vals.update(number=2, content=content._minutes_content())
            return vals
        if model == "kim.need.report":
            return {"municipality_id": cls.town_a.id}
        if model == "kim.agenda.template":
            shared = cls.env.ref("kim_conference.kim_session_type_planning")
            own = shared if variant else cls.subject("kim.session.type")
            return {"type_id": own.id}
        if model == "kim.body.seat":
            return {"body_id": cls.subject("kim.body").id}
        if model == "kim.body.seat.holder":
            person = cls.env["res.partner"].create({"name": "Holds a seat once"})
            return {
                "seat_id": cls.subject("kim.body.seat").id,
                "partner_id": person.id,
            }
        if model == "kim.session.correct":
            return {"session_id": cls.subject("kim.session").id}
        if model == "kim.vignette.send.back":
            return {"vignette_id": cls.subject("kim.vignette#review").id}
        return super()._overrides(model, variant)

    @classmethod
    def _make_kim_body(cls, *args):
        return cls.env["kim.body"].create(
            {"name": "KIM Test body", "district_id": cls.district_north.id}
        )

    @classmethod
    def _make_kim_session__published(cls, *args):
        session = cls.env["kim.session"].create(cls.values("kim.session", "published"))
        session._door_write({"state": "published"})
        return session

    @classmethod
    def _make_kim_minutes(cls, model, variant=None):
        return cls.env[model].create({**cls.values(model, variant), "number": 1})

    @classmethod
    def _make_kim_minutes__published(cls, *args):
        return cls._make_kim_minutes("kim.minutes", "published")

    @classmethod
    def _make_kim_participation__own(cls, *args):
        return cls.env["kim.participation"].create(
            {
                **cls.values("kim.participation"),
                "partner_id": cls.participant.partner_id.id,
                "headcount": 1,
            }
        )

    @classmethod
    def _make_kim_need_report(cls, *args):
        return cls.env["kim.need.report"].create(
            {**cls.values("kim.need.report"), "author_id": cls.cm_a.id}
        )

    @classmethod
    def _make_kim_need_report__other(cls, *args):
        return cls.env["kim.need.report"].create(
            {
                **cls.values("kim.need.report"),
                "author_id": cls.cm_ab.id,
                "municipality_id": cls.town_b.id,
            }
        )

    @classmethod
    def _make_kim_vignette(cls, *args):
        return cls.env["kim.vignette"].create(
            {**cls.values("kim.vignette"), "state": "approved", "notes": "Text"}
        )

    @classmethod
    def _make_kim_vignette__consent(cls, *args, until="2999-12-31"):
        session = cls.subject("kim.session")
        return cls.env["kim.vignette"].create(
            {
                **cls.values("kim.vignette"),
                "state": "approved",
                "kind": "consent",
                "notes": "Text",
                "consent_session_ids": [Command.set(session.ids)],
                "valid_until": until,
            }
        )

    @classmethod
    def _make_kim_vignette__expired(cls, *args):
        return cls._make_kim_vignette__consent(until=cls.today - timedelta(days=1))

    @classmethod
    def _make_kim_vignette__review(cls, *args):
        controller = cls.env["kim.controller"]._of(cls.company_town_a)
        controller._set_second_persons(controller.second_person_ids | cls.coordination)
        vignette = cls.env["kim.vignette"].create(
            {
                **cls.values("kim.vignette"),
                "state": "review",
                "author_id": cls.cm_a.id,
                "company_id": cls.company_town_a.id,
                "notes": "Text",
            }
        )
        draft = cls.env["kim.vignette.draft"].create({"case_id": cls.case.id})
        draft._door_write({"state": "review", "vignette_id": vignette.id})
        return vignette

    @classmethod
    def _make_kim_vignette__on_agenda(cls, *args):
        vignette = cls._make_kim_vignette()
        session = cls.env["kim.session"].create(
            {
                **cls.values("kim.session"),
                "agenda_item_ids": [
                    Command.create({"name": "Case", "vignette_id": vignette.id})
                ],
                "participation_ids": [
                    Command.create({"partner_id": cls.participant.partner_id.id})
                ],
            }
        )
        session._door_write({"state": "invited"})
        return vignette
