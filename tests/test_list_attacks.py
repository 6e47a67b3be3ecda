"""Lists of lines, copies, translations and properties: doors that no screen uses."""

from access_values import is_left
from leak_probes import LeakFixture

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestListAttacks(LeakFixture):
    """A list of lines, a copy and a property hold only what one may open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A second case of the same person, in the hands of a colleague.
        cls._assign(cls.bystander, cls.town_a, cls.company_town_a)
        cls.other_case = cls._case(cls.bystander, cls.town_a)
        cls.other_case.sudo()._door_write({"client_id": cls.case.sudo().client_id.id})
        cls.env.flush_all()
        cls.env.invalidate_all()

    # ------------------------------------------------------------------
    # Lists of lines
    # ------------------------------------------------------------------
    def _lists(self):
        """Yield (records in sudo, field) for every x2many to a left model."""
        known = {"res.users": self.env["res.users"]}
        for user, _companies in self.roles.values():
            known["res.users"] |= user
        for name, records in self.env.items():
            lists = [
                field.name
                for field in records._fields.values()
                if field.type in ("one2many", "many2many")
                and not field.groups
                and is_left(self.env[field.comodel_name])
            ]
            if records._abstract or not lists:
                continue
            owners = known.get(name)
            if owners is None and (is_left(records) or name in self.forms):
                owners = self.subject(name)
            elif owners is None:
                owners = records.sudo().with_context(active_test=False)
                owners = owners.search([], order="id desc", limit=40)
            for field in lists:
                yield owners.sudo(), field

    def test_lists_hold_what_one_may_open(self):
        """No list names a line that the reader may not open, in any order of reading."""
        told, hidden, leaks = set(), set(), []
        for owners, field in self._lists():
            lines = self.env[owners._fields[field].comodel_name]
            texts = [
                name
                for name, text in owners._fields.items()
                if text.type in ("char", "text") and text.store and not text.groups
            ]
            self.env.invalidate_all()
            everything = set(owners[field].ids)
            for role in self.role_names:
                env = self.env_of(role)
                for names in ([field], [*texts, field]):
                    self.env.invalidate_all()
                    try:
                        rows = call_kw(
                            env[owners._name], "read", [owners.ids, names], {}
                        )
                    except AccessError:
                        continue
                    found = {line for row in rows for line in row[field]}
                    model = lines.with_env(env).with_context(active_test=False)
                    try:
                        own = set(model.search([("id", "in", list(found))]).ids)
                    except AccessError:
                        own = set()
                    (hidden if everything - found else told).add((owners._name, field))
                    if found - own:
                        leaks.append(f"{role}: {owners._name}.{field} {names[0]}")
        self.assertFalse(leaks, "\n".join(leaks))
        self.assertGreater(len(told), 5)
        self.assertLessEqual(
            {("kim.client", "case_ids"), ("kim.case", "special_ids")}, hidden
        )

    def test_list_after_the_superuser_has_read_it(self):
        """What the server has read for itself is not handed to the user."""
        client = self.case.sudo().client_id
        both = self.case | self.other_case
        for user, expected in (
            (self.cm_a, self.case),
            (self.bystander, self.other_case),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(client.case_ids, both.sudo())
                self.assertEqual(client.with_user(user).case_ids.ids, expected.ids)
                self.assertEqual(client.case_ids, both.sudo())
        # Lines made by somebody else are in the list with the next look.
        mine = self.case.with_env(self.env_of("responsible"))
        before = len(mine.special_ids)
        special = self.env["kim.case.special"].create(self.values("kim.case.special"))
        self.assertEqual(len(mine.special_ids), before + 1)
        self.assertIn(special.id, mine.special_ids.ids)

    # ------------------------------------------------------------------
    # Doors that read
    # ------------------------------------------------------------------
    def test_copies_translations_and_properties_tell_nothing(self):
        leaks, heard = [], set()
        for model in self.left:
            subject = self.subject(model)
            if not subject._auto:
                continue
            self.assertFalse(
                [name for name, field in subject._fields.items() if field.translate],
                "translations are written past write()",
            )
            texts = [
                name
                for name, field in subject._fields.items()
                if field.type in ("char", "text") and field.store and not field.groups
            ]
            doors = {
                "copy_data": [],
                "get_metadata": [],
                "onchange": [{}, texts, dict.fromkeys(texts, {})],
                "get_field_translations": texts[:1],
                "web_override_translations": [dict.fromkeys(texts, "changed")],
                "update_field_translations": [texts[:1] and texts[0], {"en_US": "x"}],
            }
            for role in self.role_names:
                allowed = self.may(role)
                for door, args in doors.items():
                    if door == "get_field_translations" and not texts:
                        continue
                    with self.undone(), mute_logger("odoo.sql_db"):
                        marks = self.crawl(
                            role,
                            lambda env, m=model, d=door, a=args, s=subject: call_kw(
                                env[m], d, [s.ids, *a], {}
                            ),
                        )
                        leaks += [
                            f"{role}: {door} of {model} shows {place}"
                            for place in marks
                            if place[0] not in allowed
                        ]
                        heard.update(door for _place in marks)
                        self.env.invalidate_all()
        self.assertFalse(leaks, "\n".join(leaks))
        self.assertIn("copy_data", heard, "the probe that must hear something")

    def test_property_of_another_district(self):
        """A definition is told to the district that made it."""
        for role, told in (("responsible", True), ("other_district", False)):
            cases = self.env["kim.case"].with_env(self.env_of(role))
            found = call_kw(
                cases, "get_property_definition", ["properties.kimprop"], {}
            )
            with self.subTest(role=role):
                self.assertEqual(bool(found), told)
        with self.assertRaises(AccessError):
            call_kw(
                self.env["kim.case"].with_env(self.env_of("plain")),
                "get_property_definition",
                ["properties.kimprop"],
                {},
            )
