from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestRightsLog(KimCommon):
    """Every change of a KIM right, by whatever way, is logged and told to the DPO."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lead_group = cls.env.ref("kim_case.group_kim_team_lead")
        cls.foreign_group = cls.env["res.groups"].create({"name": "Warehouse (test)"})
        cls.person = new_test_user(
            cls.env,
            login="kim_person",
            groups="base.group_user",
            company_id=cls.company_town_a.id,
        )

    def _changes(self, act, user=None):
        """Return {(group, change)} that ``act`` logged for the user."""
        logs = self.env["kim.rights.log"]
        before = logs.search([])
        act()
        self.env.flush_all()
        rows = (logs.search([]) - before).filtered(
            lambda row: row.user_id == (user or self.person)
        )
        return {
            (row.group_id.get_external_id()[row.group_id.id].split("_kim_")[1], change)
            for row, change in ((row, row.change) for row in rows)
        }

    def test_watching_costs_the_host_little(self):
        """Odoo's own changes of groups and views stay as quick as without KIM."""
        users = self.env["res.users"]
        view = self.env.ref("base.view_partner_form")
        users._kim_memberships()
        view._kim_watched()
        with self.assertQueryCount(1):
            users._kim_memberships()
        with self.assertQueryCount(0):
            view._kim_watched()

    def test_every_way_is_logged(self):
        lead = self.lead_group
        granted = {("team_lead", "granted"), ("access_row", "granted")}
        revoked = {("team_lead", "revoked"), ("access_row", "revoked")}
        person, system = self.person, self.system_admin
        ways = {
            "user form": (
                lambda: person.with_user(system).write(
                    {"group_ids": [Command.link(lead.id)]}
                ),
                lambda: person.with_user(system).write(
                    {"group_ids": [Command.unlink(lead.id)]}
                ),
            ),
            "group form": (
                lambda: lead.write({"user_ids": [Command.link(person.id)]}),
                lambda: lead.write({"user_ids": [Command.unlink(person.id)]}),
            ),
            "implied by a foreign group": (
                lambda: (
                    person.write({"group_ids": [Command.link(self.foreign_group.id)]}),
                    self.foreign_group.write({"implied_ids": [Command.link(lead.id)]}),
                ),
                lambda: self.foreign_group.write(
                    {"implied_ids": [Command.unlink(lead.id)]}
                ),
            ),
            "implied from the other side": (
                lambda: lead.write(
                    {"implied_by_ids": [Command.link(self.foreign_group.id)]}
                ),
                lambda: self.foreign_group.unlink(),
            ),
        }
        for way, (give, take) in ways.items():
            with self.subTest(way=way):
                self.assertEqual(self._changes(give), granted)
                self.assertEqual(self._changes(take), revoked)

    def test_new_group_and_new_user(self):
        self.assertEqual(
            self._changes(
                lambda: self.env["res.groups"].create(
                    {
                        "name": "New (test)",
                        "implied_ids": [Command.link(self.lead_group.id)],
                        "user_ids": [Command.link(self.person.id)],
                    }
                )
            ),
            {("team_lead", "granted"), ("access_row", "granted")},
        )
        user = self.env["res.users"]

        def create():
            nonlocal user
            user = user.create(
                {
                    "name": "New",
                    "login": "kim_new",
                    "company_id": self.company_town_a.id,
                    "company_ids": [Command.set(self.company_town_a.ids)],
                    "group_ids": [Command.link(self.lead_group.id)],
                }
            )

        logs = self.env["kim.rights.log"]
        before = logs.search([])
        create()
        self.assertIn(self.lead_group, (logs.search([]) - before).group_id)
        self.assertEqual((logs.search([]) - before).user_id, user)

    def test_archive_and_back(self):
        self.person.kim_role = "team_lead"
        lead = {("team_lead", "revoked"), ("access_row", "revoked")}
        self.assertLessEqual(lead, self._changes(self.person.action_archive))
        self.assertIn(
            ("team_lead", "granted"), self._changes(self.person.action_unarchive)
        )

    def test_another_organisation_is_a_change(self):
        self.person.kim_role = "auditor"
        dpo_south = self._user("kim_dpo_s", "dpo", self.company_south)
        told = len(self._told(dpo_south))
        changes = self._changes(
            lambda: self.person.write(
                {"company_ids": [Command.link(self.company_south.id)]}
            )
        )
        self.assertEqual(changes, {("auditor", "granted")})
        row = self.env["kim.rights.log"].search(
            [("user_id", "=", self.person.id)], limit=1
        )
        self.assertEqual(row.company_ids, self.company_south)
        self.assertEqual(len(self._told(dpo_south)), told + 1)
        self.assertEqual(
            self._changes(
                lambda: self.person.write(
                    {"company_ids": [Command.unlink(self.company_south.id)]}
                )
            ),
            {("auditor", "revoked")},
        )
        self.assertEqual(len(self._told(dpo_south)), told + 2)

    def test_told_by_whom(self):
        told = self._told(self.dpo)
        self.person.with_user(self.system_admin).kim_role = "case_manager"
        message = self._told(self.dpo) - told
        self.assertEqual(len(message), 1)
        self.assertIn(self.person.name, message.body)
        self.assertIn(self.system_admin.name, message.body)
        row = self.env["kim.rights.log"].search(
            [("user_id", "=", self.person.id)], limit=1
        )
        self.assertEqual(row.changed_by_id, self.system_admin)

    def test_nothing_changed_nothing_logged(self):
        self.person.kim_role = "coordination"
        self.assertFalse(
            self._changes(lambda: self.person.write({"kim_role": "coordination"}))
        )
        self.assertFalse(self._changes(lambda: self.person.write({"name": "Other"})))
        self.assertFalse(
            self._changes(
                lambda: self.person.write(
                    {"group_ids": [Command.link(self.foreign_group.id)]}
                )
            )
        )

    def test_append_only(self):
        self.person.kim_role = "coordination"
        row = self.env["kim.rights.log"].search([], limit=1)
        for by in (self.env.user, self.system_admin, self.dpo):
            with self.subTest(by=by.login):
                with self.assertRefused("The log of rights cannot be changed"):
                    row.with_user(by).write({"change": "revoked"})
                with self.assertRefused("The log of rights cannot be deleted"):
                    row.with_user(by).unlink()
                with self.assertRefused("The log of rights cannot be deleted"):
                    row.with_user(by).with_context(force_delete=True).unlink()
        for by in (self.system_admin, self.dpo):
            with (
                self.subTest(by=by.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                row.with_user(by).create({"user_id": self.person.id})

    # ------------------------------------------------------------------
    # KIM-Rolle
    # ------------------------------------------------------------------
    def test_presets_and_individual(self):
        self.person.group_ids += self.foreign_group
        foreign = self.person.group_ids - self.env["res.users"]._kim_groups()
        roles = [
            role
            for role, _label in self.person._fields["kim_role"].selection
            if role != "individual"
        ]
        for role in (*roles, *reversed(roles)):
            with self.subTest(role=role):
                self.person.kim_role = role
                self.env.invalidate_all()
                self.assertEqual(self.person.kim_role, role)
                self.assertLessEqual(foreign, self.person.group_ids)
                self.assertEqual(
                    self.person.group_ids - self.env["res.users"]._kim_groups(), foreign
                )
        self.person.kim_role = "case_manager"
        self.person.group_ids += self.lead_group
        self.env.invalidate_all()
        self.assertEqual(self.person.kim_role, "individual")
        before = self.person.group_ids
        self.person.kim_role = "individual"
        self.assertEqual(self.person.group_ids, before)
        self.person.kim_role = False
        self.env.invalidate_all()
        self.assertFalse(self.person.kim_role)
        self.assertEqual(self.person.group_ids, foreign)

    def test_form_and_who_may(self):
        person = self.person.with_user(self.system_admin)
        with Form(person, view="base.view_users_form") as form:
            form.kim_role = "assistant"
        self.assertTrue(self.person.has_group("kim_case.group_kim_assistant"))
        for user in (
            self.kim_admin,
            self.coordination,
            self.team_lead,
            self.dpo,
            self.person,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.person.with_user(user).write({"kim_role": "dpo"})
