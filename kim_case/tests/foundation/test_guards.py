from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestGuards(KimCommon):
    """What every model left of the red line obeys: links, deletion, the database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.other = cls._case(cls.cm_a2)
        parts = {
            "kim.case.person": {"relation": "child"},
            "kim.case.assessment": {"life_domain_id": cls.domain_work.id},
            "kim.case.note": {"note": "x"},
            "kim.case.special": {"kind": "health", "content": "x"},
        }
        for model, vals in parts.items():
            cls.env[model].with_user(cls.cm_a).create({"case_id": cls.case.id, **vals})

    def _left_models(self):
        left = self.env.registry["kim.left.mixin"]
        return [
            self.env[name]
            for name, model in self.env.registry.items()
            if issubclass(model, left) and not model._abstract and model._auto
        ]

    # ------------------------------------------------------------------
    # State at birth
    # ------------------------------------------------------------------
    def test_nothing_is_born_done(self):
        """What a door sets is not said by value, nor by a default of the context."""
        forged = {
            "kim.case.deadline": {"done_on": self.today, "done_by_id": self.cm_a2.id},
            "kim.case.goal": {
                "attainment": "4",
                "rated_on": self.today,
                "dropped": True,
                "drop_reason": "x",
            },
        }
        for model, vals in forged.items():
            born = {"case_id": self.case.id, "name": "x"}
            if model == "kim.case.deadline":
                born["date"] = self.today
            parts = self.env[model].with_user(self.cm_a)
            defaults = {f"default_{name}": value for name, value in vals.items()}
            for part in (
                parts.create({**born, **vals}),
                parts.with_context(**defaults).create(born),
            ):
                for name in vals:
                    with self.subTest(model=model, name=name):
                        self.assertFalse(part[name])

    # ------------------------------------------------------------------
    # Links that rights follow
    # ------------------------------------------------------------------
    def test_no_link_that_rights_follow_is_writable(self):
        """Walk the registry: what a rule follows is a door field of its model."""
        models = self._left_models()
        self.assertGreaterEqual(len(models), 12)
        for model in models:
            followed = set()
            rules = self.env["ir.rule"].search([("model_id.model", "=", model._name)])
            for rule in rules:
                for name, field in model._fields.items():
                    if field.type == "many2one" and f"'{name}" in (
                        rule.domain_force or ""
                    ).replace('"', "'"):
                        followed.add(name)
            for name, field in model._fields.items():
                if field.type == "many2one" and field.store:
                    if field.comodel_name in ("kim.case", "kim.client", "res.company"):
                        followed.add(name)
            with self.subTest(model=model._name):
                self.assertLessEqual(followed, model._door_fields)

    def test_repointing_is_refused(self):
        """Nobody points an own record at somebody else's case, not even the system."""
        tried = 0
        for model in self._left_models():
            record = model.sudo().search([("company_id", "=", self.company_town_a.id)])
            for name in model._door_fields:
                field = model._fields.get(name)
                if not record or field is None or field.type != "many2one":
                    continue
                target = self.env[field.comodel_name].sudo().search([], limit=1)
                for user in (self.env.user, self.cm_a, self.system_admin):
                    tried += 1
                    with self.subTest(model=model._name, field=name, user=user.login):
                        mine = record[:1].with_user(user)
                        with self.assertRefused(
                            (
                                "A recorded consent cannot be changed",
                                "What was recorded here stays",
                                "You have no right to",
                                "cannot be set directly",
                            )
                        ):
                            mine.write({name: target.id})
                        with self.assertRefused(
                            (
                                "A recorded consent cannot be changed",
                                "What was recorded here stays",
                                "You have no right to",
                                "cannot be set directly",
                            )
                        ):
                            mine.with_context(force=True).write({name: False})
        self.assertGreater(tried, 50)

    def test_contact_out_of_reach_is_not_linked(self):
        """A link shows the name of what it links to, whatever rule guards that."""
        contact = self.env["res.partner"].create(
            {
                "name": "KIM Test Private",
                "is_company": True,
                "company_id": self.company_city.id,
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        note = self.case.note_ids
        for model, vals in (
            ("kim.case.step", {"name": "x", "partner_id": contact.id}),
            ("kim.case.appointment", {"name": "x", "partner_id": contact.id}),
            ("kim.case.note", {"note": "x", "received_from_id": contact.id}),
            ("kim.release", {"purpose": "x", "partner_id": contact.id}),
        ):
            parts = self.env[model].with_user(self.cm_a)
            with self.subTest(model), self.assertRaises(AccessError):
                parts.create({"case_id": self.case.id, **vals})
        step = self.env["kim.case.step"].with_user(self.cm_a)
        step = step.create({"case_id": self.case.id, "name": "x"})
        with self.assertRefused(
            "” cannot be set to this: please choose an", AccessError
        ):
            step.write({"partner_id": contact.id})
        with self.assertRaises(AccessError):
            note.with_user(self.cm_a).write({"received_from_id": contact.id})
        contact.company_id = False
        step.write({"partner_id": contact.id})

    def test_foreign_case_by_command(self):
        """Lines of an own case cannot be taken from another case, nor moved there."""
        note = self.env["kim.case.note"].with_user(self.cm_a2)
        foreign = note.create({"case_id": self.other.id, "note": "GEHEIM"})
        for commands in ([(4, foreign.id)], [(6, 0, foreign.ids)]):
            with (
                self.subTest(commands=commands),
                self.assertRefused(
                    ("You have no right to", "cannot be set directly"), AccessError
                ),
            ):
                self._as(self.case, self.cm_a).write({"note_ids": commands})
                self.env.flush_all()
        with self.assertRefused("cannot be set directly", AccessError):
            self._as(self.case, self.cm_a).note_ids.write({"case_id": self.other.id})
        with self.assertRefused("You have no right to", AccessError):
            self._as(self.env["kim.case.note"], self.cm_a).create(
                {"case_id": self.other.id, "note": "x"}
            )

    def test_access_by_command(self):
        vals = {"user_id": self.cm_a2.id, "kind": "deputy"}
        for user in (self.cm_a, self.cm_a2, self.system_admin):
            for commands in (
                [(0, 0, vals)],
                [(5,)],
                [(2, self.case.access_ids.ids[0])],
            ):
                with self.subTest(user=user.login, commands=commands):
                    with self.assertRefused(
                        (
                            "Case data is not deleted by hand",
                            "You have no right to",
                            "cannot be set directly",
                        )
                    ):
                        self._as(self.case, user).write({"access_ids": commands})
                        self.env.flush_all()
        self.assertSeesNot(self.cm_a2, self.case)

    # ------------------------------------------------------------------
    # Deletion
    # ------------------------------------------------------------------
    def test_no_deletion(self):
        for model in self._left_models():
            records = model.sudo().search([("company_id", "=", self.company_town_a.id)])
            if not records:
                continue
            for user in (self.env.user, self.cm_a, self.system_admin):
                mine = records[:1].with_user(user).with_context(module_uninstall=True)
                with self.subTest(model=model._name, user=user.login):
                    with self.assertRefused("Case data is not deleted by hand"):
                        mine.unlink()
            self.assertEqual(records.exists(), records)
            self.assertNotIn("active", model._fields)

    def test_links_are_restrict(self):
        """No link of a left model cascades; those that hold it in place restrict."""
        places = {"res.users", "res.company", "res.partner", "kim.municipality"}
        places |= {"kim.district", *(model._name for model in self._left_models())}
        for model in self._left_models():
            for name, field in model._fields.items():
                if field.type != "many2one" or not field.store or name in MAGIC_COLUMNS:
                    continue
                with self.subTest(model=model._name, field=name):
                    self.assertNotEqual(field.ondelete, "cascade")
                    if field.comodel_name in places:
                        self.assertEqual(field.ondelete, "restrict")

    # ------------------------------------------------------------------
    # Database
    # ------------------------------------------------------------------
    def test_every_constraint_exists(self):
        """What a model declares stands in the database."""
        self.env.cr.execute(
            "SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes"
        )
        existing = {name for (name,) in self.env.cr.fetchall()}
        declared = 0
        for name, model in self.env.registry.items():
            if not name.startswith("kim.") or not model._auto or model._abstract:
                continue
            for table_object in model._table_objects.values():
                declared += 1
                with self.subTest(model=name, constraint=table_object.full_name(model)):
                    self.assertIn(table_object.full_name(self.env[name]), existing)
        self.assertGreater(declared, 30)
        self.env.cr.execute(
            "SELECT contype FROM pg_constraint WHERE conname = 'kim_case_spell_no_overlap'"
        )
        self.assertEqual(self.env.cr.fetchone(), ("x",))

    # ------------------------------------------------------------------
    # Rules
    # ------------------------------------------------------------------
    def test_rules_read_nothing_else_of_the_user(self):
        rules = self.env["ir.rule"].search([("model_id.model", "=like", "kim.%")])
        for rule in rules:
            rest = rule.domain_force or ""
            for allowed in ("user.id", "user.partner_id.id", "user.share"):
                rest = rest.replace(allowed, "")
            with self.subTest(rule=rule.name):
                self.assertNotIn("user.", rest)

    def test_revoked_right_is_gone_at_once(self):
        """Rules are cached per user, the rows they ask for are not."""
        self.assertSees(self.cm_a, self.case)
        row = self.case._appoint_deputy(self.cm_a2, self.today, self.today).sudo()
        for _warm in range(3):
            self.assertSees(self.cm_a2, self.case)
        row.with_user(self.cm_a).action_revoke()
        self.assertSeesNot(self.cm_a2, self.case)
        self.assertSeesNot(self.cm_a2, self.case.note_ids)
        self.assertSeesNot(self.cm_a2, self.case.client_id)
        # Also what the record set of a running request still holds.
        self.env.invalidate_all()
        with self.assertRefused("You have no right to", AccessError):
            self._as(self.case, self.cm_a2).read(["wish"])

    def test_edges_of_a_right(self):
        self.case._grant(
            self.cm_a2,
            "deputy",
            valid_from="2031-03-01 10:00:00",
            valid_until="2031-03-02 10:00:00",
        )
        for moment, sees in (
            ("2031-03-01 09:59:59", False),
            ("2031-03-01 10:00:00", True),
            ("2031-03-02 09:59:59", True),
            ("2031-03-02 10:00:00", False),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                check = self.assertSees if sees else self.assertSeesNot
                check(self.cm_a2, self.case)
                check(self.cm_a2, self.case.note_ids)
                check(self.cm_a2, self.case.client_id)

    def test_rows_end_in_the_same_second(self):
        with freeze_time("2031-03-01 10:00:00") as clock:
            row = self.case._grant(self.cm_a2, "deputy")
            self.assertSees(self.cm_a2, self.case)
            row._revoke()
            self.assertSeesNot(self.cm_a2, self.case)
            clock.tick(timedelta(seconds=1))
            self.assertSeesNot(self.cm_a2, self.case)
