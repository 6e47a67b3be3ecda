"""Names, births and years: what is true of every person, whoever enters it where."""

from datetime import timedelta

from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.kim_case.tools.dates import day_start

from ...models.intake import kim_client_match
from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestPeople(KimCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()
        cls.client = cls.case.client_id.with_user(cls.cm_a)
        cls.child = (
            cls.env["kim.case.person"]
            .with_user(cls.cm_a)
            .create({"case_id": cls.case.id, "relation": "child", "first_name": "Kind"})
        )

    def _born(self, **client_vals):
        return (
            self.env["kim.case"]
            .with_user(self.cm_a)
            ._open(
                self.company_town_a,
                self.town_a,
                {"last_name": "Neu", **client_vals},
                self._basis(),
            )
        )

    def setUp(self):
        super().setUp()
        # How often a name is changed a day is another matter (test_duplicates).
        self.patch(kim_client_match, "RENAMED_EACH", 100)

    def test_nobody_is_born_tomorrow(self):
        tomorrow = self.today + timedelta(days=1)
        for person in (self.client, self.child):
            for vals in (
                {"birth_date": tomorrow},
                {"birth_year": self.today.year + 1},
                {"birth_date": self.today - timedelta(days=366 * 121)},
            ):
                with self.subTest(person=person, vals=vals):
                    with self.assertRefused("date of birth", ValidationError):
                        person.write(vals)
            person.birth_date = self.today
        with self.assertRefused("lies in the future", ValidationError):
            self._born(birth_date=tomorrow)

    def test_a_person_has_a_name(self):
        for blank in ("", "   ", "\u00a0"):
            with self.subTest(blank=blank):
                with self.assertRefused("enter the last name", ValidationError):
                    self.client.last_name = blank
                with self.assertRefused("enter the last name", ValidationError):
                    self._case(last_name=blank)
        for name in ("last_name", "first_name"):
            with self.assertRefused("name of blanks", ValidationError):
                self.child[name] = "  "
        self.child.write({"last_name": False, "first_name": "Kind"})

    def test_day_not_known(self):
        for person in (self.client, self.child):
            person.write({"birth_year": 1990})
            self.assertEqual(person._birth_text(), "1990")
            person.birth_day_unknown = True
            self.assertEqual(person._birth_text(), "1990 (day not known)")
            person.birth_date = "1990-01-01"
            self.assertEqual(person.birth_year, 1990)
            self.assertEqual(person._birth_text(), "01.01.1990 (day not known)")
            person.birth_day_unknown = False
            self.assertEqual(person._birth_text(), "01.01.1990")
            person.write({"birth_date": False, "birth_year": False})
            self.assertEqual(person._birth_text(), "")

    def test_a_case_opens_with_the_day_in_berlin(self):
        spell = self._case(date_open=self.yesterday).sudo().spell_ids
        self.assertEqual(spell.date_from, day_start(self.yesterday))

    def _shown(self):
        """Yield (view, node, field) of each field that views of KIM show."""
        views = self.env["ir.ui.view"].search(
            [("model", "=like", "kim.%"), ("mode", "=", "primary")]
        )
        for view in views:
            if view.type == "search" or view.model not in self.env:
                continue
            todo = [(etree.fromstring(view.get_combined_arch()), view.model)]
            while todo:
                node, model = todo.pop()
                if node.tag == "field":
                    field = self.env[model]._fields[node.get("name")]
                    yield view, node, field
                    if field.relational:
                        model = field.comodel_name
                todo += [(child, model) for child in node.iterchildren(etree.Element)]

    def test_years_have_no_thousands(self):
        seen = 0
        for view, node, field in self._shown():
            if field.type == "integer" and field.name.endswith("year"):
                seen += 1
                with self.subTest(view=view.name, field=field.name):
                    self.assertIn("'enable_formatting': False", node.get("options", ""))
        self.assertGreater(seen, 4)

    def test_ends_and_beginnings_are_days(self):
        """An open end is not shown as 2999, nor midnight as an hour."""
        ends = {"date_until", "valid_until"}
        seen = 0
        for view, node, field in self._shown():
            if node.get("invisible") == "1" or node.get("column_invisible") == "1":
                continue
            open_end = field.name in ends and str(
                field.default and field.default(self.env[field.model_name])
            ).startswith("2999")
            widget = (
                "kim_open_end"
                if open_end or (field.name in ends and field.type == "datetime")
                else field.name == "valid_from"
                and field.type == "datetime"
                and "kim_day_start"
            )
            if widget and field.model_name != "kim.company.archive":  # open for hours
                seen += 1
                with self.subTest(view=view.name, field=field.name):
                    self.assertEqual(node.get("widget"), widget)
        self.assertGreater(seen, 20)
