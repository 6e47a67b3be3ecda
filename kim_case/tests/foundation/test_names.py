import doctest
import unicodedata

from odoo.tests import tagged

from ...tools import names
from ..common import KimCommon

NFD = unicodedata.normalize("NFD", "Müller")


@tagged("post_install", "-at_install")
class TestNames(KimCommon):
    """A person is found and sorted by her name, however it is typed."""

    def test_doctests(self):
        for anyascii, fuzz in ((names.anyascii, names.fuzz), (None, None)):
            kept = names.anyascii, names.fuzz
            names.anyascii, names.fuzz = anyascii, fuzz
            try:
                outcome = doctest.testmod(names)
            finally:
                names.anyascii, names.fuzz = kept
            self.assertGreater(outcome.attempted, 10)
            self.assertFalse(outcome.failed)

    def test_without_libraries_more_is_asked(self):
        pairs = [
            ("Anna Schmidt", "Anja Schmitt"),
            ("Meier Anna", "Anna Mayer"),
            ("Ali Kaya", "Ayse Kilic"),
            ("Öz Ali", "oez, ali"),
        ]
        rich = [names.alike(*pair) for pair in pairs]
        kept, names.fuzz = names.fuzz, None
        try:
            poor = [names.alike(*pair) for pair in pairs]
        finally:
            names.fuzz = kept
        self.assertFalse(
            [pair for pair, r, p in zip(pairs, rich, poor, strict=True) if r and not p]
        )

    def _named(self, last, first):
        case = self._case(last_name=last)
        case.client_id.first_name = first
        return case

    def test_every_spelling_finds_the_person(self):
        cases = {
            last: self._named(last, first)
            for last, first in (
                ("Özdemir", "Ali"),
                ("Müller", "Änne"),
                ("Yıldız", "Şükrü"),
                ("al-Hassan", "Nur"),
                ("Ковалёв", "Андрей"),
                ("أحمد", "ليلى"),
                ("O’Neill-García", "José"),
            )
        }
        for query, last in (
            ("Ozdemir", "Özdemir"),
            ("Ali Özdemir", "Özdemir"),
            ("Özdemir, Ali", "Özdemir"),
            ("oezdemir ali", "Özdemir"),
            ("Muller", "Müller"),
            ("Mueller", "Müller"),
            (NFD, "Müller"),
            ("Yildiz", "Yıldız"),
            ("Alhassan", "al-Hassan"),
            ("Al Hassan", "al-Hassan"),
            ("КОВАЛЕВ", "Ковалёв"),
            ("\u202bاحمد\u202c", "أحمد"),
            ("Garcia Jose", "O’Neill-García"),
            ("oneill", "O’Neill-García"),
        ):
            case = cases[last]
            for model, record in (("kim.case", case), ("kim.client", case.client_id)):
                with self.subTest(query=query, model=model):
                    records = self._as(self.env[model], self.cm_a)
                    found = records.search([("display_name", "ilike", query)])
                    self.assertEqual(found.ids, record.ids)
                    named = [each for each, _name in records.name_search(query)]
                    self.assertEqual(named, record.ids)
                    others = records.search([("display_name", "not ilike", query)])
                    self.assertNotIn(record.id, others.ids)
                    # Under the rule: a colleague finds nothing.
                    other = self._as(self.env[model], self.cm_a2)
                    self.assertFalse(other.search([("display_name", "ilike", query)]))
        lists = self._as(self.env["kim.case.note"], self.cm_a)
        self.assertFalse(lists.search([("case_id", "ilike", "Mustermann")]))

    def test_order_is_that_of_a_german_list(self):
        wanted = ["Ahmadi", "al-Hassan", "Çelik", "Özdemir", "Zimmer"]
        for last in reversed(wanted):
            self._case(last_name=last)
        clients = self._as(self.env["kim.client"], self.cm_a)
        for order in (None, "last_name"):
            found = clients.search([("last_name", "in", wanted)], order=order)
            self.assertEqual(found.mapped("last_name"), wanted)
        cases = self._as(self.env["kim.case"], self.cm_a).search(
            [("client_id", "in", found.ids)], order="client_last_name desc"
        )
        self.assertEqual(cases.client_id.mapped("last_name"), wanted[::-1])
        self.env.cr.execute(
            "SELECT collation_name FROM information_schema.columns"
            " WHERE table_name = 'kim_client' AND column_name = 'name_key'"
        )
        self.assertEqual(self.env.cr.fetchone(), ("C",))

    def test_the_key_follows_the_name_and_is_content(self):
        case = self._case(last_name="Müller")
        client = case.client_id
        self.assertIn("muller", client.name_key)
        client.last_name = "Şahin"
        self.assertTrue(client.name_key.startswith("sahin"))
        with self.assertRaisesRegex(Exception, "cannot be set directly"):
            client.name_key = "x"
        described = client.fields_get(["name_key"], ["groupable", "exportable"])
        self.assertFalse(described["name_key"]["groupable"])
        self.assertFalse(described["name_key"]["exportable"])
        stranger = self._as(self.env["kim.client"], self.cm_a2)
        self.assertFalse(stranger.search([("name_key", "like", "sahin")]))
        self.assertFalse(
            stranger.env["kim.case"].search([("client_id.name_key", "like", "sahin")])
        )

    def test_institutions_and_colleagues(self):
        partner = self.env["res.partner"].create(
            {"name": "Jobcenter Müßen", "is_company": True}
        )
        partners = self._as(self.env["res.partner"], self.cm_a)
        for query in ("Muessen Jobcenter", "jobcenter mussen", "Müßen"):
            self.assertIn(partner.id, [i for i, _n in partners.name_search(query)])
        outsider = self.env["res.users"].create(
            {
                "name": "Outside",
                "login": "outside-names",
                "group_ids": [(6, 0, self.env.ref("base.group_user").ids)],
            }
        )
        theirs = self.env["res.partner"].with_user(outsider)
        self.assertFalse(theirs.name_search("Muessen Jobcenter"))
        self.assertTrue(theirs.name_search("Müßen"))
        self.cm_a2.name = "Şule Öztürk"
        found = self._as(self.env["res.users"], self.cm_a).name_search("Ozturk, Sule")
        self.assertEqual([i for i, _n in found], self.cm_a2.ids)

    def test_ten_thousand_letters(self):
        clients = self._as(self.env["kim.client"], self.cm_a)
        for text in ("ü" * 10_000, "\ufdfa" * 10_000, "a " * 10_000, "-" * 10_000):
            with self.subTest(text=text[:3]):
                self.assertLessEqual(len(names.key(text)), names.MAX_KEY)
                self.assertFalse(clients.search([("display_name", "ilike", text)]))
