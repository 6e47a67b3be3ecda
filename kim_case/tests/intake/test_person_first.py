from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import KimCommon

# What the person says, in the order in which a case shows it (91).
PERSON = ["wish", "going_well", "language_id", "interpreter_needed"]
OFFICE = [
    "next_step",
    "responsible_id",
    "municipality_id",
    "date_open",
    "life_domain_ids",
    "actor_kind_ids",
    "properties",
    "spell_ids",
]


@tagged("post_install", "-at_install")
class TestPersonFirst(KimCommon):
    """A case opens with what the person wants, what goes well, and her language."""

    def test_own_words_stand_above_every_office_field(self):
        arch = etree.fromstring(
            self.env["kim.case"]
            .with_user(self.cm_a)
            .get_views([(False, "form")])["views"]["form"]["arch"]
        )
        shown = [
            node.get("name")
            for node in arch.find(".//sheet").iter("field")
            if node.get("invisible") not in ("1", "True")
            and "d-none" not in node.get("class", "")
        ]
        places = [shown.index(name) for name in PERSON]
        self.assertEqual(places, sorted(places))
        self.assertLess(max(places), min(shown.index(name) for name in OFFICE))
        self.assertEqual(
            set(shown[: min(places)]),
            {"number", "client_first_name", "client_last_name"},
        )

    def test_language_is_kept_with_the_person(self):
        arabic = self.env.ref("kim_case.kim_language_ar")
        case = self._case()
        case.write({"language_id": arabic.id, "interpreter_needed": True})
        self.assertEqual(case.client_id.language_id, arabic)
        self.assertTrue(case.client_id.interpreter_needed)

    def test_a_colleague_does_not_write_it(self):
        case = self._case()
        with self.assertRefused("You have no right to", AccessError):
            case.with_user(self.cm_a2).write({"interpreter_needed": True})
        self.assertFalse(case.client_id.interpreter_needed)
