import stat
from datetime import date
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import config

from ...models.intake.kim_client_match import RENAMED_EACH
from ...tools import blind_index, names
from ..common import KimCommon

NAMES = [
    # one person, as different people write her or him
    (("Müller", "Änne"), ("MUELLER", "Aenne"), ("Muller", " anne ")),
    (("Yılmaz", "Şükrü"), ("Yilmaz", "Sukru"), ("şükrü", "yılmaz")),
    (("O’Neill-García", "José"), ("Oneill Garcia", "Jose")),
    (("\u202bعبد الله\u202c", "أحمد"), ("عبد الله", "احمد"), ("احمد", "عبد  الله")),
    (("Łukasz", "Weiß"), ("Lukasz", "Weiss")),
    (("Ковалёв", "Андрей"), ("КОВАЛЕВ", "андреи")),
]


@tagged("post_install", "-at_install")
class TestDuplicates(KimCommon):
    """The same person twice is found inside one controller, and names nobody."""

    def _named(self, user, last, first, year=1990, town=None):
        case = self.env["kim.case"].with_user(user).with_company(user.company_id)
        vals = {"last_name": last, "first_name": first, "birth_year": year}
        return case._open(
            user.company_id,
            (town or self.town_a).with_user(user),
            vals,
            self._basis(),
        )

    def _matches(self):
        return self.env["kim.client.match"].search([])

    def test_spellings_of_one_name(self):
        normal = [{names.same_key(*name) for name in same} for same in NAMES]
        for found, same in zip(normal, NAMES, strict=True):
            self.assertEqual(len(found), 1, same)
        self.assertEqual(len(set.union(*normal)), len(NAMES), "six different people")

    def test_found_inside_a_controller(self):
        mine = self._named(self.cm_a, "Müller", "Änne")
        self.assertFalse(mine.ask_team_lead)
        other = self._named(self.cm_a2, "mueller", "aenne")
        self.assertTrue(other.ask_team_lead, "who saved is told to ask")
        self.assertFalse(mine.ask_team_lead, "who did not save learns nothing")
        match = self._matches()
        self.assertEqual(match.user_id, self.cm_a2)
        seen = self._as(match, self.team_lead)
        self.assertEqual(seen.case_numbers, other.number)
        self.assertEqual(seen.other_case_numbers, mine.number)
        self.assertTrue(self._told(self.team_lead))
        text = " ".join(self._told(self.team_lead).mapped("body"))
        self.assertNotIn(mine.number, text, "a mail leaves the house")
        self.assertNotIn("ller", text)

    def test_other_year_other_person_other_controller(self):
        self._named(self.cm_a, "Müller", "Änne")
        self._named(self.cm_a2, "Müller", "Änne", 1991)
        self._named(self.cm_a2, "Müller", "Anton")
        self._named(self.cm_ab, "Müller", "Änne")
        self._named(self.cm_a2, "Müller", "Änne", 0)
        self.assertFalse(self._matches())

    def test_found_when_a_name_is_corrected(self):
        self._named(self.cm_a, "Müller", "Änne")
        case = self._named(self.cm_a2, "Miller", "Änne")
        self.assertFalse(self._matches())
        case.client_id.write({"phone": "0123"})
        self.assertFalse(self._matches())
        case.client_id.write({"last_name": "Müller"})
        self.assertEqual(len(self._matches()), 1)
        case.client_id.write({"birth_date": date(1990, 5, 1)})
        self.assertEqual(len(self._matches()), 1, "one pair is one hint")

    def test_nobody_tries_one_name_after_another(self):
        """A hint after each change of a name would tell whom colleagues work with."""
        self._named(self.cm_a2, "Gesucht", "Demo")
        case = self._named(self.cm_a, "Erste", "Demo")
        hints = []
        with self.assertRefused("changed too often today"):
            for position in range(RENAMED_EACH):
                case.client_id.last_name = f"Name {position}"
                hints.append(case.client_id.ask_team_lead)
            case.client_id.last_name = "Gesucht"
        self.assertFalse(any(hints))
        self.assertFalse(case.client_id.ask_team_lead)
        case.client_id.sudo().last_name = "Letzte"  # by a door, not asked by anyone

    def test_each_look_is_logged(self):
        case = self._named(self.cm_a, "Müller", "Änne")
        self.env.cr.flush()
        looks = self.env["kim.access.log"].search(
            [("case_id", "=", case.id), ("action", "=", "duplicate")]
        )
        self.assertEqual(looks.user_id, self.cm_a)

    def test_case_managers_read_nothing(self):
        self._named(self.cm_a, "Müller", "Änne")
        self._named(self.cm_a2, "Müller", "Änne")
        match = self._matches()
        for user in (self.cm_a, self.cm_a2, self.coordination, self.system_admin):
            with self.subTest(user=user.login):
                with self.assertRefused("You have no right to", AccessError):
                    match.with_user(user).read(["case_numbers"])
                with self.assertRefused("Only the team lead clears this", AccessError):
                    match.with_user(user).action_different()
                with self.assertRefused("You have no right to", AccessError):
                    self.env["kim.client.key"].with_user(user).search([])
        self.assertEqual(match.state, "open")

    def test_excluded_team_lead_is_not_told(self):
        mine = self._named(self.cm_a, "Müller", "Änne")
        self.env["kim.case.exclusion"].create(
            {"case_id": mine.id, "user_id": self.team_lead.id}
        )
        told = self._told(self.team_lead)
        self._named(self.cm_a2, "Müller", "Änne")
        self.assertEqual(self._told(self.team_lead), told)
        self.assertSeesNot(self.team_lead, self._matches())
        self.assertSees(self.dpo, self._matches())

    def test_excluded_case_manager_is_not_told(self):
        """A relative who types the name does not learn that there is a case (8)."""
        mine = self._named(self.cm_a, "Müller", "Änne")
        self.env["kim.case.exclusion"].create(
            {"case_id": mine.id, "user_id": self.cm_a2.id}
        )
        case = self._named(self.cm_a2, "Müller", "Änne")
        self.assertEqual(len(self._matches()), 1)
        self.assertFalse(case.ask_team_lead)
        self.assertFalse(case.client_id.ask_team_lead)
        self.assertTrue(self._told(self.team_lead))

    def test_cleared_by_the_team_lead(self):
        self._named(self.cm_a, "Müller", "Änne")
        case = self._named(self.cm_a2, "Müller", "Änne")
        match = self._as(self._matches(), self.team_lead)
        match.action_different()
        self.assertEqual(
            (match.state, match.solved_by_id), ("different", self.team_lead)
        )
        self.assertFalse(case.ask_team_lead)
        with self.assertRefused("This was already cleared"):
            match.action_same()
        case.client_id.write({"first_name": "Änne"})
        self.assertFalse(case.ask_team_lead, "cleared is cleared")

    def test_key_lies_outside_of_the_database(self):
        case = self._named(self.cm_a, "Müller", "Änne")
        secret = blind_index.key()
        if not config.get(blind_index.OPTION):
            path = Path(config["data_dir"]) / "kim" / "blind_index.key"
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)
        stored = self.env["ir.config_parameter"].search([]).mapped("value")
        self.assertNotIn(secret.decode(), stored)
        keys = self.env["kim.client.key"]
        old = keys.search([("client_id", "=", case.client_id.id)]).digest
        self.assertEqual(len(old), 64)
        with patch.object(blind_index, "key", lambda: b"another key"):
            self._named(self.cm_a2, "Müller", "Änne")
        self.assertEqual(
            len(self._matches()), 1, "old clients are found with a new key"
        )
        new = keys.search([("client_id", "=", case.client_id.id)]).digest
        self.assertNotEqual(new, old)
