"""The people of the access matrix: one user for every column.

All stand in one position to the same file: a case of ``cm_a`` in Town A.
"""

from contextlib import contextmanager
from datetime import timedelta

from access_subjects import SubjectFactory
from access_subjects_conference import ConferenceSubjects
from access_subjects_consent import ConsentSubjects
from access_subjects_themes import ThemesSubjects

from odoo import fields
from odoo.fields import Command

from odoo.addons.kim_case.tests.common import KimCommon


class AccessFixture(
    ThemesSubjects, ConferenceSubjects, ConsentSubjects, SubjectFactory, KimCommon
):
    """One file of ``cm_a`` with marks everywhere, and a user for every role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_new, cls.company_foreign = cls.env["res.company"].create(
            [{"name": "KIM Test new"}, {"name": "KIM Test foreign"}]
        )
        cls.bystander = cls._user("kim_bystander", "case_manager", cls.company_town_a)
        cls.institution = cls.env["res.partner"].create(
            {"name": "KIM Test institution", "is_company": True}
        )
        cls.district_north.case_properties_definition = [
            {"name": "kimprop", "type": "char", "string": "Test property"}
        ]
        cls.env["kim.controller"]._of(cls.company_town_a)._set_second_persons(
            cls.coordination
        )
        cls._open_file()
        cls._make_roles()
        cls.subjects = {}

    @classmethod
    def _open_file(cls):
        cls.inquiry = (
            cls.env["kim.inquiry"]
            .with_user(cls.cm_a)
            .create(
                {
                    "company_id": cls.company_town_a.id,
                    "municipality_id": cls.town_a.id,
                    "access_route_id": cls.route.id,
                }
            )
        )
        cls.case = cls._case(cls.cm_a, cls.town_a)

    @classmethod
    def _make_roles(cls):
        """Make the users of the matrix columns; ``roles``: name -> (user, companies)."""
        town_a, north, south = cls.company_town_a, cls.company_north, cls.company_south
        now = fields.Datetime.now()
        new = {
            "deputy": ("case_manager", town_a),
            "deputy_no_special": ("case_manager", town_a),
            "deputy_expired": ("case_manager", town_a),
            "deputy_future": ("case_manager", town_a),
            "break_glass": ("case_manager", town_a),
            "inspection": ("dpo", town_a),
            "excluded": ("case_manager", town_a),
            "other_town": ("case_manager", town_a),
            "company_off": ("case_manager", north),
        }
        users = {
            name: cls._user(f"kim_{name}", role, company)
            for name, (role, company) in new.items()
        }
        users["company_off"].company_ids = [Command.link(town_a.id)]
        cls._assign(users["other_town"], cls.town_b, town_a)
        cls._assign(cls.team_lead, cls.town_a, town_a)  # the team lead's own town
        for name, company, system in (
            ("all_roles", town_a, False),
            ("excluded_all", town_a, False),
            ("other_district", south, False),
            ("system_all", south, True),
        ):
            users[name] = cls._user(f"kim_{name}", False, company)
            groups = cls.env["res.users"]._kim_groups()
            if system:
                groups |= cls.env.ref("base.group_system")
            users[name].group_ids = [Command.link(group.id) for group in groups]
        for name, kind, special, start, end in (
            ("deputy", "deputy", True, -10, 10),
            ("deputy_no_special", "deputy", False, -10, 10),
            ("deputy_expired", "deputy", True, -10, 0),
            ("deputy_future", "deputy", True, 1, 10),
            ("break_glass", "break_glass", False, -1, 1),
            ("inspection", "inspection", False, -1, 1),
            ("excluded", "deputy", True, -10, 10),
            ("company_off", "deputy", True, -10, 10),
        ):
            cls.case._grant(
                users[name],
                kind,
                special=special,
                valid_from=now + timedelta(days=start),
                valid_until=now + timedelta(days=end),
            )
        cls.exclusion, _all = cls.env["kim.case.exclusion"].create(
            [
                {"case_id": cls.case.id, "user_id": users[name].id}
                for name in ("excluded", "excluded_all")
            ]
        )
        users |= {
            "responsible": cls.cm_a,
            "same_town": cls.cm_a2,
            "other_controller": cls.cm_ab,
            "team_lead": cls.team_lead,
            "coordination": cls.coordination,
            "assistant": cls.assistant,
            "participant": cls.participant,
            "auditor": cls.auditor,
            "dpo": cls.dpo,
            "kim_admin": cls.kim_admin,
            "plain": cls.plain_user,
            "system": cls.system_admin,
            "portal": cls.portal_user,
            "public": cls.env.ref("base.public_user"),
        }
        export = cls.env.ref(
            "base.group_allow_export"
        )  # a right to export opens nothing
        for user in users.values():
            if not user.share:
                user.group_ids = [Command.link(export.id)]
        for name in ("kim_admin", "all_roles", "excluded_all"):  # set up a controller
            users[name].company_ids = [Command.link(cls.company_new.id)]
        cls.roles = {
            name: (user, north if name == "company_off" else user.company_ids)
            for name, user in users.items()
        }

    @classmethod
    def env_of(cls, role):
        """Return the environment of a role, with the companies it has switched on."""
        user, companies = cls.roles[role]
        context = {"lang": "en_US", "allowed_company_ids": companies.ids}
        return cls.env(user=user.id, su=False, context=context)

    @contextmanager
    def undone(self):
        """Undo in the database what the block does."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            savepoint.close(rollback=True)
