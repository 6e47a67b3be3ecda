"""Odoo stays whole for everyone who has nothing to do with KIM."""

from lxml import etree

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.kim_case.tests.common import KimCommon

HOSTS = (
    "calendar.event",
    "project.project",
    "project.task",
    "res.company",
    "res.partner",
    "res.users",
)
VIEWS = ("form", "kanban", "list", "search")


@tagged("post_install", "-at_install")
class TestHost(KimCommon):
    """Who has no KIM role opens, changes, searches and exports as before.

    A field of ours on a model of Odoo closes the whole record to everyone who cannot
    read what it links to: fields and views are asked one by one, so this grows with
    every field that is added.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()

        def user(login, *groups):
            return new_test_user(
                cls.env,
                login=login,
                groups=",".join(
                    ("base.group_user", "base.group_allow_export", *groups)
                ),
                company_id=cls.company_town_a.id,
            )

        cls.people = (
            cls.plain_user
            | user("host_project", "project.group_project_user")
            | user("host_manager", "project.group_project_manager")
            | user("host_contacts", "base.group_partner_manager")
            | user("host_admin", "base.group_system", "project.group_project_manager")
            | cls.portal_user
        )
        project = cls.env["project.project"].create(
            {
                "name": "Office move",
                "privacy_visibility": "portal",
                "company_id": False,
                "type_ids": [Command.create({"name": "New"})],
            }
        )
        task = cls.env["project.task"].create(
            {
                "name": "Order boxes",
                "project_id": project.id,
                "user_ids": [Command.set((cls.people - cls.portal_user).ids)],
            }
        )
        project.message_subscribe(cls.portal_user.partner_id.ids)
        cls.records = {
            "calendar.event": cls.env["calendar.event"].create(
                {
                    "name": "Lunch",
                    "start": "2026-01-05 11:00:00",
                    "stop": "2026-01-05 12:00:00",
                }
            ),
            "project.project": project,
            "project.task": task,
            "res.company": cls.company_town_a,
            "res.partner": cls.env["res.partner"].create({"name": "Supplier"}),
            "res.users": cls.plain_user,
        }

    def _open(self):
        """Yield (user, record) of what a person may read of the hosts."""
        for user in self.people:
            for model in HOSTS:
                record = self._as(self.records[model], user)
                if record.has_access("read"):
                    yield user, record

    def _ours(self, record):
        return [name for name in record.fields_get() if name.startswith("kim_")]

    def _not_closed_by_odoo(self, record, names):
        """Leave out links to records of Odoo that Odoo itself does not show this user."""
        env = record.env
        return [
            name
            for name in names
            if not (linked := record._fields[name].comodel_name)
            or linked.startswith("kim.")
            or env[linked].has_access("read")
        ]

    def test_every_field_is_read_searched_grouped_and_exported(self):
        opened = 0
        for user, record in self._open():
            opened += 1
            self.env.invalidate_all()
            for name in self._ours(record):
                with self.subTest(user=user.login, model=record._name, field=name):
                    field = record._fields[name]
                    record.read([name])
                    record.web_read({name: self._asked(field)})
                    if user.has_group("base.group_allow_export"):
                        record.export_data([name])
                    if field.store or field.search:
                        record.search([(name, "!=", False)], limit=1)
                    if field.store and field.type not in ("one2many", "text"):
                        record.formatted_read_group([], [name], ["__count"])
        self.assertGreater(opened, 20)

    def _asked(self, field):
        """Return what the web client asks of a field."""
        if field.type == "many2one" or field.type in ("many2many", "one2many"):
            return {"fields": {"display_name": {}}}
        return {}

    def test_every_view_opens(self):
        for user, record in self._open():
            if user.share:
                continue
            for kind in VIEWS:
                with self.subTest(user=user.login, model=record._name, view=kind):
                    self.env.invalidate_all()
                    view = record.get_view(view_type=kind)
                    arch = etree.fromstring(view["arch"])
                    names = {
                        node.get("name")
                        for node in arch.iter("field")
                        if not any(up.tag == "field" for up in node.iterancestors())
                    }
                    fields = record.fields_get(list(names))
                    self.assertEqual(set(fields), names)
                    record.web_read(
                        {
                            name: self._asked(record._fields[name])
                            for name in self._not_closed_by_odoo(record, names)
                        }
                    )

    def test_saved_as_before(self):
        """Tasks, projects, contacts, users and events are written by who may."""
        for user, record in self._open():
            if not record.has_access("write"):
                continue
            name = "name" if "name" in record._fields else record._rec_name
            with self.subTest(user=user.login, model=record._name):
                record.web_save({name: record[name]}, {name: {}})
        task = self.env["project.task"].with_user(self.people[1])
        made = task.create(
            {"name": "Pack", "project_id": self.records["project.project"].id}
        )
        made.web_save({"name": "Pack all"}, {"name": {}, "project_id": {}})
        self.assertFalse(made.kim_measure_state)
        made.copy()
        project = self.records["project.project"].with_user(self.people[2])
        self.assertEqual(len(project.copy().task_ids), len(project.task_ids))
        contact = self.env["res.partner"].with_user(self.people[3])
        contact.create({"name": "New supplier"}).unlink()

    def test_people_of_kim_still_read_the_links(self):
        task = self.records["project.task"]
        for user in (self.participant, self.cm_a, self.coordination, self.auditor):
            with self.subTest(user=user.login):
                self.assertIn("kim_theme_ids", task.with_user(user).fields_get())
        self.assertNotIn("kim_theme_ids", task.with_user(self.people[1]).fields_get())
