from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestDistrictSetup(KimCommon):
    """The guided set-up makes a district and leaves what exists as it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_old = cls.env["res.company"].create({"name": "KIM Test Old"})
        cls.kim_admin.company_ids = [Command.link(cls.company_old.id)]
        cls.bookkeeper = cls._user("kim_old", False, cls.company_old)

    def _form(self, user=None, **vals):
        """Return a filled form: an existing company and a new one."""
        values = {
            "name": "KIM Test Kreis Neu",
            "town_ids": [
                Command.create({"name": "Altstadt", "code": "ALT"}),
                Command.create({"name": "Neustadt", "code": "NEU"}),
            ],
            "controller_ids": [
                Command.create(
                    {
                        "company_id": self.company_old.id,
                        "kind": "district",
                        "is_coordination": True,
                    }
                ),
                Command.create({"new_name": "KIM Test Träger Neu", "kind": "carrier"}),
            ],
            **vals,
        }
        setups = self.env["kim.district.setup"].with_user(user or self.kim_admin)
        return setups.create(values)

    def _made(self, name="KIM Test Kreis Neu"):
        return self.env["kim.district"].search([("name", "=", name)])

    def _snapshot(self, record):
        """Return all stored values of a record but what KIM adds, write date included."""
        record.invalidate_recordset()
        names = [
            name
            for name, field in record._fields.items()
            if field.store and not name.startswith("kim_")
        ]
        return record.read(names)[0]

    def test_district_with_towns_and_organisations(self):
        action = self._form().action_apply()
        district = self._made()
        self.assertEqual(district.company_id, self.company_old)
        self.assertEqual(district.municipality_ids.mapped("code"), ["ALT", "NEU"])
        self.assertEqual(len(district.stage_ids), 7, "phases from the defaults")
        new = district.company_ids - self.company_old
        self.assertEqual(new.name, "KIM Test Träger Neu")
        self.assertFalse(new.country_id, "no country: Odoo installs no accounting")
        self.assertEqual(self.env["kim.controller"]._of(new).kind, "carrier")
        self.assertEqual(self.env["kim.controller"]._of(new).law, "gdpr_bdsg")
        self.assertEqual(action["tag"], "kim_switch_companies")
        self.assertIn(new.id, action["params"]["company_ids"])
        # The administrator opens the district in the companies switched on.
        seen = district.with_user(self.kim_admin).with_context(
            allowed_company_ids=action["params"]["company_ids"]
        )
        self.assertTrue(seen.search([("id", "=", district.id)]))

    def test_existing_company_is_untouched(self):
        company = self.company_old
        self.env.flush_all()
        before = {
            record: self._snapshot(record)
            for record in (company, company.partner_id, self.bookkeeper)
        }
        modules = self.env["ir.module.module"].search_count(
            [("state", "not in", ("installed", "uninstalled", "uninstallable"))]
        )
        self._form().action_apply()
        self.env.flush_all()
        for record, values in before.items():
            self.assertEqual(self._snapshot(record), values, record)
        self.assertEqual(
            self.env["ir.module.module"].search_count(
                [("state", "not in", ("installed", "uninstalled", "uninstallable"))]
            ),
            modules,
        )

    def test_existing_settings_stay(self):
        controller = self.env["kim.controller"].create(
            {"company_id": self.company_old.id, "kind": "carrier", "law": "kdg"}
        )
        self._form().action_apply()
        self.assertEqual((controller.kind, controller.law), ("carrier", "kdg"))
        self.assertEqual(
            self.env["kim.controller"].search_count(
                [("company_id", "=", self.company_old.id)]
            ),
            1,
        )

    def test_steps_and_pasted_list(self):
        setup = self._form(
            town_ids=False,
            controller_ids=False,
            town_list="Borgholzhausen; BGH\nRheda-Wiedenbrück\n\nRietberg\tRTB\nRietberg",
        )
        setup.action_next()
        self.assertEqual(setup.step, "towns")
        setup.action_next()
        self.assertEqual(
            dict(setup.town_ids.mapped(lambda town: (town.name, town.code))),
            {"Borgholzhausen": "BGH", "Rheda-Wiedenbrück": "RHD", "Rietberg": "RTB"},
        )
        self.assertEqual(setup.step, "controllers")
        self.assertTrue(setup.controller_ids.is_coordination)
        setup.action_one_per_town()
        setup.action_one_per_town()
        self.assertEqual(len(setup.controller_ids), 4)
        setup.action_next()
        self.assertEqual(setup.step, "summary")
        self.assertFalse(self._made(), "nothing is made before the end")
        setup.action_back()
        self.assertEqual(setup.step, "controllers")
        setup.action_next()
        setup.action_apply()
        self.assertEqual(len(self._made().company_ids), 4)
        self.assertFalse(setup.exists(), "the form is emptied")

    def test_independent_city(self):
        setup = self._form(
            name="KIM Test Stadt Neu",
            is_city=True,
            town_ids=False,
            controller_ids=False,
        )
        for _page in range(3):
            setup.action_next()
        setup.action_apply()
        city = self._made("KIM Test Stadt Neu")
        self.assertTrue(city.is_city)
        self.assertEqual(city.municipality_ids.name, "KIM Test Stadt Neu")
        self.assertEqual(city.company_ids, city.company_id)

    def test_mistakes_are_named_in_german(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.kim_admin.lang = "de_DE"
        old = self.company_old.id
        double = [Command.create({"name": n, "code": "ALT"}) for n in ("A", "B")]
        twice = [Command.create({"name": "Altstadt", "code": c}) for c in ("A", "B")]
        line = {"kind": "district", "is_coordination": True}
        for vals, text in (
            ({"name": " "}, "Namen des Kreises"),
            ({"name": self.district_north.name}, "gibt es schon"),
            ({"town_ids": False}, "mindestens eine Kommune"),
            ({"town_ids": double}, "dasselbe Kürzel: ALT"),
            ({"town_ids": twice}, "doppelt in der Liste: Altstadt"),
            ({"controller_ids": False}, "genau eine Organisation"),
            (
                {
                    "controller_ids": [
                        Command.create({**line, "new_name": "KIM Test Old"})
                    ]
                },
                "gibt es schon",
            ),
            (
                {
                    "controller_ids": [
                        Command.create({**line, "new_name": "X", "company_id": old})
                    ]
                },
                "nicht beides",
            ),
            (
                {
                    "controller_ids": [
                        Command.create({**line, "company_id": old}),
                        Command.create({"kind": "carrier", "company_id": old}),
                    ]
                },
                "doppelt in der Liste: KIM Test Old",
            ),
        ):
            with self.subTest(vals), self.assertRaisesRegex(ValidationError, text):
                self._form(**vals).with_context(lang="de_DE").action_apply()

    def test_only_administration_and_own_companies(self):
        with self.assertRefused("You have no right to", AccessError):
            self._form(user=self.coordination)
        setup = self._form()
        with self.assertRefused(
            "Only the KIM administration sets up districts", AccessError
        ):
            setup.with_user(self.coordination).action_apply()
        self.assertNotIn(self.company_empty, self.kim_admin.company_ids)
        foreign = Command.create(
            {
                "company_id": self.company_empty.id,
                "kind": "district",
                "is_coordination": True,
            }
        )
        with self.assertRefused(
            "You may only use companies that you work for", AccessError
        ):
            self._form(controller_ids=[foreign]).action_apply()
