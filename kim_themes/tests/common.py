"""Themes, decisions and project groups for tests, on the people of KimCommon."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.kim_conference.tests.common import ConferenceCommon


class ThemesCommon(ConferenceCommon):
    """Adds an interface group with a member, a field of action and factories."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag_school = cls._catalogue("kim.field.tag", "School (test)")
        cls.member = cls._user("kim_b3", "participant", cls.company_north)
        cls.interface_group = cls.env["kim.body"].create(
            {
                "name": "Interface group (test)",
                "kind": "interface_group",
                "district_id": cls.district_north.id,
                "seat_ids": [
                    Command.create(
                        {
                            "name": "ABH (test)",
                            "holder_ids": [
                                Command.create(
                                    {
                                        "partner_id": cls.member.partner_id.id,
                                        "date_from": cls.yesterday,
                                    }
                                )
                            ],
                        }
                    )
                ],
            }
        )

    @classmethod
    def _theme(cls, user=None, **vals):
        """Return a theme of Town A, raised by ``user``."""
        return (
            cls.env["kim.theme"]
            .with_user(user or cls.coordination)
            .create(
                {
                    "name": "Elterninfos nur auf Deutsch",
                    "district_id": cls.district_north.id,
                    "municipality_id": cls.town_a.id,
                    "origin": "need_report",
                    **vals,
                }
            )
        )

    @classmethod
    def _cluster(cls, name="Sprache & Bildung (Test)", **vals):
        return (
            cls.env["kim.theme.cluster"]
            .with_user(cls.coordination)
            .create({"name": name, "district_id": cls.district_north.id, **vals})
        )

    @classmethod
    def _meeting(cls, days=0):
        """Return a steering meeting, today or some days ahead."""
        return cls._steering_session(
            date_start=fields.Datetime.now() + timedelta(days=days)
        )

    @classmethod
    def _item(cls, themes, meeting=None, **vals):
        """Put themes on the agenda of a meeting."""
        meeting = meeting or cls._meeting()
        item = (
            cls.env["kim.agenda.item"]
            .with_user(cls.coordination)
            .create(
                {
                    "session_id": meeting.id,
                    "name": "Item (test)",
                    "theme_ids": [Command.set(themes.ids)],
                    **vals,
                }
            )
        )
        return item

    @classmethod
    def _decision(cls, item, record=True, user=None, **vals):
        """Return a decision on an item, recorded by the coordination."""
        decision = (
            cls.env["kim.decision"]
            .with_user(user or cls.coordination)
            .create(
                {
                    "agenda_item_id": item.id,
                    "wording": "Die Lenkungsgruppe beschließt …",
                    **vals,
                }
            )
        )
        if record:
            decision.action_record()
        return decision

    @classmethod
    def _mandate(cls, themes, **vals):
        """Return a recorded decision that mandates a project group."""
        return cls._decision(
            cls._item(themes),
            mandate=True,
            mandate_name="Elterninfos mehrsprachig (Test)",
            mandate_goal="Informationen zum Schulsystem in den Sprachen der Eltern",
            rank=1,
            **vals,
        )

    @classmethod
    def _measure(cls, project, themes, **vals):
        return (
            cls.env["project.task"]
            .with_user(cls.coordination)
            .create(
                {
                    "name": "Antrag übersetzen (Test)",
                    "project_id": project.id,
                    "kim_theme_ids": [Command.set(themes.ids)],
                    **vals,
                }
            )
        )
