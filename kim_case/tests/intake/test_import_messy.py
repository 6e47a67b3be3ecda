import base64
import doctest
import io
from datetime import timedelta

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools import cell_words
from .messy_list import messy_list
from .test_import import HEADINGS, ImportCommon


@tagged("post_install", "-at_install")
class TestImportMessy(ImportCommon):
    """Lists as offices keep them: read, mended, read again, taken back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")

    def _german(self, data, user=None):
        user = user or self.cm_a
        user.lang = "de_DE"
        forms = self._as(self.env["kim.case.import"], user).with_context(lang="de_DE")
        form = forms.create({"file": base64.b64encode(data), "file_name": "x.xlsx"})
        form.action_read()
        return form

    def _mean(self, form, **meanings):
        """Say what words mean: text -> name of the choice."""
        for word in form.word_ids:
            name = meanings.get(word.text)
            if name:
                word.choice_id = form.choice_ids.filtered(
                    lambda c, w=word, n=name: (
                        (c.column_key, c.name) == (w.column_key, n)
                    )
                )[:1]
        form.action_assign()

    def test_doctests(self):
        outcome = doctest.testmod(cell_words)
        self.assertGreater(outcome.attempted, 5)
        self.assertFalse(outcome.failed)

    def test_three_hundred_rows(self):
        headings, rows = messy_list(self.town_a.name)
        form = self._german(self._xlsx(*rows, headings=headings))
        self.assertEqual(form.ignored, "Schuhgröße")
        self.assertEqual(len(form.line_ids), 300)
        before = form.new_count
        self.assertEqual(
            set(form.word_ids.mapped("text")),
            {"Sowjetunion", "Staat ungeklärt", "Tafel", "Atlantis"}
            & set(form.word_ids.mapped("text")),
            "only what nobody could know is asked",
        )
        volunteers = self.env.ref("kim_case.kim_actor_kind_volunteers")
        self._mean(
            form,
            **{
                "Tafel": volunteers.with_context(lang="de_DE").name,
                "Staat ungeklärt": "(leer lassen)",
            },
        )
        wrong = form.line_ids.filtered(lambda line: line.state == "error")
        self.assertGreater(form.new_count, before)
        self.assertEqual(len(wrong), 7, wrong.mapped("message"))
        self.assertFalse(form.line_ids.filtered(lambda line: line.state == "left_out"))
        cases = self._write(form)
        self.assertEqual(len(cases), 293)
        self.assertFalse(any(form.line_ids.filtered("cells") - wrong))
        by_row = {line.row: line.number for line in form.line_ids}
        first = cases.filtered(lambda c: c.number == by_row[2])
        client = first.client_id
        self.assertEqual(client.last_name, "Demo-Özdemir-Aa")  # composed again
        self.assertEqual((client.zip, client.country_id.code), ("01067", "SY"))
        self.assertEqual(client.nationality_id.code, "SY")
        self.assertEqual(first.person_ids.mapped("birth_year"), [1985, 2015])
        self.assertEqual(first.note_ids.note, "ruft zurück")
        status = self.env["kim.case.status"].search([("case_id", "=", first.id)])
        self.assertIn("SGB II", status.legal_area_id.name)
        second = cases.filtered(lambda c: c.number == by_row[3]).client_id
        self.assertEqual(second.phone, "01761234567")
        self.assertEqual(second.nationality_status, "stateless")
        # The whole list again: everything written is left out.
        again = self._german(self._xlsx(*rows, headings=headings))
        self.assertEqual((again.new_count, again.left_out_count), (0, 293))
        self.assertFalse(self._write(again) - cases)
        # The rows to mend, mended: they alone are written.
        mend = self._sheet(form._rows_to_mend())
        self.assertEqual(len(mend), 8)
        self.assertEqual([h for h in mend[0][1:]], list(form.headings))
        column = mend[0].index("Name")
        mended = [mend[0]]
        for row in mend[1:]:
            row = list(row)
            if "Nachname" in row[0]:
                row[column] = "Demo-Nachgetragen"
                mended.append(row)
        fixed = self._german(self._xlsx(*mended[1:], headings=mended[0]))
        self.assertFalse(fixed.ignored and "Was zu tun" in fixed.ignored)
        self.assertGreaterEqual(fixed.new_count, 1)

    def _sheet(self, data):
        book = openpyxl.load_workbook(io.BytesIO(data))
        return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]

    def test_each_row_speaks_of_its_own_district(self):
        """Who serves two districts means in each row what that district keeps."""
        both = self._user("kim_cm_both", "case_manager", self.company_carrier)
        for town in (self.town_a, self.town_s):
            self._assign(both, town, self.company_carrier)
        north, south = self.env["kim.life.domain"].create(
            [
                {"name": "Own field", "district_id": district.id}
                for district in (self.district_north, self.district_south)
            ]
        )
        rows = [
            self._row(**{"Last name": name, "Town": town.name, "Life domains": text})
            for name, town, text in (
                ("Demo-Quelle", self.town_a, "Own field"),
                ("Demo-Brunnen", self.town_s, "Own field"),
                ("Demo-Teich", self.town_a, "Blob"),
                ("Demo-Wiese", self.town_s, "Blob"),
            )
        ]
        backwards = self._xlsx(*(row[::-1] for row in rows), headings=HEADINGS[::-1])
        form = self._form(backwards, user=both)  # the town stands after the words
        form.action_read()
        self._mean(form, Blob="Own field")
        self.assertEqual((form.new_count, form.error_count), (4, 0))
        self._write(form)
        cases = self._as(self.env["kim.case"], both).search([])
        self.assertEqual(
            {(c.municipality_id, c.life_domain_ids) for c in cases},
            {(self.town_a, north), (self.town_s, south)},
        )
        self.assertEqual(len(cases), 4)

    def test_words_are_remembered_inside_the_organisation(self):
        rows = [
            self._row(**{"Last name": n, "Life domains": "Blob"})
            for n in ("Demo-Quelle", "Demo-Brunnen")
        ]
        form = self._read(*rows)
        self.assertEqual(form.error_count, 2)
        self.assertEqual((form.word_ids.text, form.word_ids.rows), ("Blob", 2))
        with self.assertRaisesRegex(UserError, "what at least one word means"):
            form.action_assign()
        name = self.env.ref("kim_case.kim_life_domain_work").name
        self._mean(form, Blob=name)
        self.assertEqual((form.new_count, form.word_ids.choice_id.name), (2, name))
        again = self._read(*rows)
        self.assertEqual((again.new_count, again.word_ids.choice_id.name), (2, name))
        # What was assigned wrongly is assigned anew.
        better = self.env.ref("kim_case.kim_life_domain_housing").name
        self._mean(again, Blob=better)
        self.assertEqual(self._read(*rows).word_ids.choice_id.name, better)
        self._mean(again, Blob=name)
        self.assertEqual(self._read(*rows, user=self.cm_a2).new_count, 2)
        # Another organisation has not learned it.
        other = [{**dict(zip(HEADINGS, rows[0], strict=True)), "Town": "x"}.values()]
        theirs = self._read(*[list(row) for row in other], user=self.cm_city)
        self.assertIn("Blob", theirs.word_ids.mapped("text"))
        with self.assertRaises(AccessError):
            self._as(theirs.word_ids, self.cm_a2).check_access("read")
        with self.assertRaises(AccessError):
            self._as(self.env["kim.import.word"], self.cm_a).search([])

    def test_cells_that_are_no_values(self):
        for cells, words in (
            ({"Last name": "#NV"}, "error of your spreadsheet"),
            ({"Last name": "#REF!"}, "error of your spreadsheet"),
            ({"Phone": "4,91761E+11"}, "error of your spreadsheet"),
            ({"Last name": 4711}, "no name"),
        ):
            with self.subTest(cells=cells):
                self.assertIn(words, self._error(**cells))

    def _list(self, **columns):
        """Read rows with columns beside the usual ones: heading -> cells, one a row."""
        headings = [*HEADINGS, *columns]
        rows = [
            [*self._row(**{"First name": f"Demo {number}"}), *cells]
            for number, cells in enumerate(zip(*columns.values(), strict=True))
        ]
        form = self._form(self._xlsx(*rows, headings=headings))
        form.action_read()
        return form

    def test_years_of_two_digits_lie_in_the_past(self):
        """Born in 62 is 1962; what may lie ahead keeps the nearer century."""
        row = self._row(**{"Date of birth": "03.03.62", "Year of birth": None})
        self.assertEqual(self._read(row).line_ids.vals["birth_date"], "1962-03-03")
        self.assertEqual(cell_words.read_day("03.03.62")[0].year, 2062)

    def test_nationalities_as_lists_say_them(self):
        form = self._list(Nationality=("syrisch", "Türkin"))
        self.assertFalse(form.word_ids)
        self.assertEqual(
            [line.vals["nationality_id"] for line in form.line_ids],
            [self.env.ref("base.sy").id, self.env.ref("base.tr").id],
        )

    def test_a_household_without_persons_becomes_a_note(self):
        """The row is written, says so, and loses nothing of the cell."""
        form = self._list(Household=("2 Erw., 3 Kinder",), Notes=("Ruft zurück",))
        self.assertEqual(form.line_ids.state, "ready")
        self.assertIn("The household becomes a note", form.line_ids.message)
        case = self._write(form)
        self.assertIn("Ruft zurück", case.note_ids.note)
        self.assertIn("2 Erw., 3 Kinder", case.note_ids.note)
        self.assertFalse(case.person_ids)

    def test_two_rows_of_one_case_and_what_an_update_leaves(self):
        case = self._case(last_name="Alt")
        row = dict.fromkeys(HEADINGS) | {"Case number": case.number}
        form = self._read(
            list((row | {"Last name": "Eins"}).values()),
            list((row | {"Last name": "Zwei"}).values()),
        )
        self.assertEqual(form.error_count, 2)
        self.assertIn("about the same case", form.line_ids[0].message)
        form = self._read(list((row | {"Town": self.town_a.name}).values()))
        self.assertIn("Nothing in this row changes", form.line_ids.message)
        form = self._read(
            list((row | {"Town": self.town_a.name, "Phone": "0123"}).values())
        )
        self.assertIn("Stays as it is: Town", form.line_ids.message)
        self._write(form)
        self.assertEqual(form.line_ids.state, "partly")
        self.assertEqual(case.client_id.phone, "0123")

    def test_left_out_unless_ticked(self):
        self._write(self._read(self._row()))
        form = self._read(self._row(), self._row(**{"Last name": "Import-Klientyn"}))
        self.assertEqual(form.line_ids.mapped("state"), ["left_out", "left_out"])
        self.assertIn("written already", form.line_ids[0].message)
        self.assertIn("similar name", form.line_ids[1].message)
        self.assertFalse(self._write(form))
        with self.assertRaises(AccessError):
            self._as(form.line_ids, self.cm_a2).action_toggle()
        form = self._read(self._row())
        form.line_ids.action_toggle()
        self.assertEqual(len(self._write(form)), 1)
        with self.assertRaisesRegex(UserError, "cannot be written"):
            form.line_ids.action_toggle()

    def test_an_import_is_taken_back_as_one_act(self):
        form = self._read(self._row(), self._row(**{"Last name": "Zweite"}))
        cases = self._write(form)
        clients = cases.client_id
        self.assertTrue(form.can_undo)
        with self.assertRaises(AccessError):
            self._as(form, self.cm_a2).action_undo()
        form.action_undo()
        self.assertFalse(cases.sudo().exists() or clients.sudo().exists())
        self.assertEqual(set(form.line_ids.mapped("state")), {"undone"})
        self.assertEqual(form.done_count, 0)
        self.assertFalse(form.can_undo)
        form = self._read(self._row(), self._row(**{"Last name": "Zweite"}))
        self.assertEqual(form.new_count, 2)
        cases = self._write(form)
        # As if the import had been a while ago, and one case was worked on since.
        past = self.env.cr.now() - timedelta(hours=1)
        form.line_ids.sudo().written_on = past
        self.env.flush_all()
        for model in ("kim_case", "kim_client", "kim_consent", "kim_case_access"):
            self.env.cr.execute(
                f"UPDATE {model} SET create_date = %s, write_date = %s", (past, past)
            )
        self.env.invalidate_all()
        self.env["kim.case.note"].with_user(self.cm_a).create(
            {"case_id": cases[0].id, "note": "Called back"}
        )
        with self.assertRaisesRegex(UserError, "something was added"):
            form.action_undo()
        self.assertEqual(cases.sudo().exists(), cases.sudo())
