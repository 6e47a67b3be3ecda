import base64
import csv
import io
import zipfile
from datetime import date, timedelta

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.kim_case.tools.spreadsheet import plain_cell

from ..common import KimCommon

HEADINGS = [
    "Case number",
    "Last name",
    "First name",
    "Date of birth",
    "Year of birth",
    "Town",
    "Opened on",
    "Phase",
    "Legal basis",
    "Date of the legal basis",
    "Form of consent",
    "Signature by",
    "Information sheet given on",
    "Information follows by",
    "What she or he wants",
    "Life domains",
    "Interpreter needed",
    "Phone",
    "Next step",
]


class ImportCommon(KimCommon):
    """Lists made up for a test, read and written by a case manager."""

    def _row(self, **cells):
        row = {
            "Last name": "Import-Klientin",
            "First name": "Demo",
            "Year of birth": 1990,
            "Town": self.town_a.name,
            "Opened on": date(2024, 2, 1),
            "Legal basis": "Consent",
            "Date of the legal basis": date(2024, 2, 1),
            "Form of consent": "Signed",
            "Information sheet given on": date(2024, 2, 1),
            **cells,
        }
        return [row.get(heading) for heading in HEADINGS]

    def _xlsx(self, *rows, headings=None):
        book = openpyxl.Workbook()
        book.active.append(headings or HEADINGS)
        for row in rows:
            book.active.append(row)
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()

    def _csv(self, *rows, encoding="utf-8", delimiter=";"):
        target = io.StringIO()
        writer = csv.writer(target, delimiter=delimiter)
        writer.writerows([HEADINGS, *rows])
        return target.getvalue().encode(encoding)

    def _form(self, data, name="list.xlsx", user=None):
        forms = self._as(self.env["kim.case.import"], user or self.cm_a)
        form = forms.create({"file": base64.b64encode(data), "file_name": name})
        return form

    def _read(self, *rows, **kwargs):
        form = self._form(self._xlsx(*rows), **kwargs)
        form.action_read()
        return form

    def _write(self, form):
        while not form.action_step()["finished"]:
            pass
        return self.env["kim.case"].search(
            [("number", "in", form.line_ids.mapped("number"))]
        )

    def _error(self, **cells):
        """Return the message of a row that cannot be written."""
        form = self._read(self._row(**cells))
        self.assertEqual(form.line_ids.state, "error", cells)
        self.assertFalse(self._write(form))
        self.assertEqual(form.line_ids.state, "error")
        return form.line_ids.message


@tagged("post_install", "-at_install")
class TestImport(ImportCommon):
    """Existing lists: what stands in a row, what comes of it, and what never may."""

    # ------------------------------------------------------------------
    # The way of a list
    # ------------------------------------------------------------------
    def test_nothing_is_written_before_the_confirmation(self):
        count = self.env["kim.case"].search_count([])
        form = self._read(
            self._row(**{"Phase": self._stage("planning").name}),
            self._row(**{"Last name": "Second", "Next step": "Call school"}),
        )
        self.assertEqual(self.env["kim.case"].search_count([]), count)
        self.assertEqual((form.new_count, form.error_count), (2, 0))
        self.assertFalse(form.file)
        self.assertFalse(form.file_name)
        cases = self._write(form)
        self.assertEqual(len(cases), 2)
        self.assertEqual(form.done_count, 2)
        first = cases.filtered(lambda c: c.phase_kind == "planning")
        self.assertEqual(first.client_id.last_name, "Import-Klientin")
        self.assertEqual(first.client_id.birth_year, 1990)
        self.assertEqual(first.date_open, date(2024, 2, 1))
        self.assertEqual(first.responsible_id, self.cm_a)
        self.assertEqual(first.company_id, self.company_town_a)
        self.assertEqual((cases - first).next_step, "Call school")
        consent = first.consent_ids
        self.assertEqual((consent.basis, consent.form), ("consent", "signed"))
        self.assertEqual(consent.given_on, date(2024, 2, 1))
        self.assertSees(self.cm_a, cases)
        self.assertSeesNot(self.cm_a2, cases)
        self.assertFalse(any(form.line_ids.mapped("vals")))
        lines = form.line_ids
        form.action_close()
        self.assertFalse(form.sudo().exists() or lines.sudo().exists())

    def _stage(self, kind):
        return self.district_north.stage_ids.filtered(lambda s: s.phase_kind == kind)

    def test_second_step_writes_nothing_twice(self):
        form = self._read(self._row())
        self.assertEqual(len(self._write(form)), 1)
        form.action_step()
        self.assertEqual(
            self.env["kim.client"].search_count(
                [("last_name", "=", "Import-Klientin")]
            ),
            1,
        )

    def test_csv_of_german_excel(self):
        row = self._row(
            **{
                "Last name": "Müßig",
                "Opened on": "1.2.2024",
                "Date of the legal basis": "01.02.2024",
                "Information sheet given on": "2024-02-01",
                "Phone": "+49 5425 80749",
            }
        )
        year = HEADINGS.index("Year of birth")
        for encoding, delimiter in (("cp1252", ";"), ("utf-8-sig", ",")):
            row[year] += 1
            data = self._csv(row, encoding=encoding, delimiter=delimiter)
            form = self._form(data, "liste.csv")
            form.action_read()
            self.assertEqual(form.line_ids.state, "ready", form.line_ids.message)
            case = self._write(form)
            self.assertEqual(case.client_id.last_name, "Müßig")
            self.assertEqual(case.client_id.phone, "+49 5425 80749")

    def test_german_headings_and_words(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.cm_a.lang = "de_DE"
        forms = self._as(self.env["kim.case.import"], self.cm_a).with_context(
            lang="de_DE"
        )
        book = openpyxl.load_workbook(io.BytesIO(forms._template()))
        headings = [cell.value for cell in book.worksheets[0][1]]
        self.assertIn("Nachname", headings)
        self.assertEqual(len(book.worksheets), 2)
        explained = [row[0].value for row in book.worksheets[1].iter_rows(min_row=2)]
        self.assertEqual(headings, explained)
        row = {
            "Nachname": "Deutsch",
            "Kommune": "tna",
            "Eröffnet am": "01.03.2024",
            "Rechtsgrundlage": "Einwilligung",
            "Datum der Rechtsgrundlage": "01.03.2024",
            "Form der Einwilligung": "mündlich",
            "Unterschrift bis": "01.04.2024",
            "Informationsblatt übergeben am": "01.03.2024",
            "Dolmetschen nötig": "ja",
        }
        self.assertFalse(set(row) - set(headings), headings)
        data = self._xlsx(list(row.values()), headings=list(row))
        form = forms.create({"file": base64.b64encode(data), "file_name": "x.xlsx"})
        form.action_read()
        self.assertEqual(form.line_ids.message, "")
        case = self._write(form)
        self.assertTrue(case.client_id.interpreter_needed)
        self.assertEqual(case.consent_ids.form, "oral")

    def test_update_of_an_own_case(self):
        case = self._case(last_name="Alt", wish="old")
        other = self._case(self.cm_a2)
        blank = dict.fromkeys(HEADINGS)
        form = self._read(
            [*{**blank, "Case number": case.number, "Last name": "Neu"}.values()],
            [*{**blank, "Case number": other.number, "Last name": "X"}.values()],
            [*{**blank, "Case number": "TNA-1999-001", "Last name": "X"}.values()],
        )
        self.assertEqual((form.update_count, form.error_count), (1, 2))
        [why] = set(
            form.line_ids.filtered(lambda x: x.state == "error").mapped("message")
        )
        self.assertIn("no case with this number", why)
        self._write(form)
        self.assertEqual(case.client_id.last_name, "Neu")
        self.assertEqual(case.client_id.first_name, "Demo")
        self.assertEqual(case.wish, "old")
        self.assertEqual(other.sudo().client_id.last_name, "Test-Klientin")

    def test_csv_template_and_its_kin(self):
        """What a spreadsheet makes of the template comes back, whatever it saves."""
        imports = self._as(self.env["kim.case.import"], self.cm_a)
        template = imports._template_csv()
        self.assertEqual(template[:3], b"\xef\xbb\xbf")
        [headings] = csv.reader(
            io.StringIO(template.decode("utf-8-sig")), delimiter=";"
        )
        self.assertIn("Last name", headings)
        row = dict(zip(HEADINGS, self._row(**{"Last name": "Čeština"}), strict=True))
        row["Phone"] = "+49 (0) 5425-80749"
        row["What she or he wants"] = "- Wohnung, Arbeit (bald)\n- Kurs; danach Schule"
        for number, (encoding, delimiter, start) in enumerate(
            (
                ("utf-8-sig", ";", ""),
                ("utf-8", ",", ""),
                ("utf-8", "\t", ""),
                ("utf-16", "\t", ""),
                ("cp1250", ";", None),
                ("utf-8", ";", "sep=;\n"),
            )
        ):
            row["Year of birth"] = 1980 + number
            target = io.StringIO()
            csv.writer(target, delimiter=delimiter).writerows(
                [headings, [row.get(heading) for heading in headings]]
            )
            text = (start or "") + target.getvalue()
            form = self._form(text.encode(encoding), "liste.csv")
            form.action_read()
            with self.subTest(encoding=encoding, delimiter=delimiter):
                self.assertEqual(form.line_ids.message, "")
                case = self._write(form)
                self.assertEqual(case.client_id.phone, row["Phone"])
                self.assertEqual(case.wish, row["What she or he wants"])
                if start is not None:
                    self.assertEqual(case.client_id.last_name, "Čeština")

    def test_csv_refuses_what_xlsx_refuses(self):
        for cell, message in (
            ("=1+1", "formula"),
            (" =1+1", "formula"),
            ("@SUM(A1)", "formula"),
            ("+SUMME(A1)", "formula"),
            ("-cmd|'/c calc'!A1", "formula"),
            ("A" * 20_000, "at most"),
        ):
            form = self._form(self._csv(self._row(**{"Last name": cell})), "x.csv")
            form.action_read()
            with self.subTest(cell=cell[:30]):
                self.assertIn(message, form.line_ids.message)
                self.assertFalse(self._write(form))
        huge = self._form(self._csv(self._row(**{"Last name": "A" * 600_000})), "x.csv")
        try:
            huge.action_read()
        except UserError as error:  # the reader of CSV has a limit of its own
            self.assertIn("more text than a cell", str(error))
        else:
            self.assertIn("at most", huge.line_ids.message)
            self.assertFalse(self._write(huge))

    def test_minor_and_goal(self):
        """A minor's consent needs its guardian; a goal becomes one of the case."""
        headings = [
            *HEADINGS,
            *("Consent given by", "Name of the guardian", "Guardian is", "Own assent"),
            *("Goal", "Goal until"),
        ]
        row = self._row(**{"Year of birth": self.today.year - 10})
        row[HEADINGS.index("Date of the legal basis")] = self.yesterday
        minor = ["Legal guardian", "Demo Sorge", "Parent with custody", "Yes, agrees"]
        goal = ["A place at school", self.today + timedelta(days=90)]
        data = self._xlsx(
            [*row, *[None] * 4, *goal], [*row, *minor, *goal], headings=headings
        )
        form = self._form(data)
        form.action_read()
        self.assertEqual(form.line_ids.mapped("state"), ["error", "ready"])
        self.assertIn("under 18", form.line_ids[0].message)
        case = self._write(form)
        self.assertEqual(case.consent_ids.guardian_name, "Demo Sorge")
        self.assertEqual(case.goal_ids.name, "A place at school")
        self.assertEqual(case.goal_ids.date_due, goal[1])

    # ------------------------------------------------------------------
    # Legal basis
    # ------------------------------------------------------------------
    def test_existing_file_only_where_the_officer_allows(self):
        legacy = {
            "Legal basis": "Existing file, information follows",
            "Information sheet given on": None,
            "Form of consent": None,
        }
        self.assertIn("not allowed", self._error(**legacy))
        self.env["kim.controller"]._of(self.company_town_a).legacy_allowed = True
        self.assertIn("until when", self._error(**legacy))
        due = self.today + timedelta(days=30)
        form = self._read(self._row(**legacy, **{"Information follows by": due}))
        case = self._write(form)
        self.assertEqual(case.consent_ids.basis, "legacy")
        self.assertEqual(case.deadline_ids.date, due)
        self.assertIn("information sheet", case.deadline_ids.name)

    def test_basis_and_date_are_required(self):
        for heading in ("Legal basis", "Date of the legal basis"):
            self.assertIn("missing", self._error(**{heading: None}))
            data = self._xlsx([], headings=[h for h in HEADINGS if h != heading])
            with self.assertRaisesRegex(UserError, "missing"):
                self._form(data[:0] or self._without(heading)).action_read()
        self.assertIn("missing", self._error(**{"Information sheet given on": None}))
        self.assertIn("oral or signed", self._error(**{"Form of consent": None}))
        self.assertIn("signature", self._error(**{"Form of consent": "Oral"}))

    def _without(self, heading):
        keep = [index for index, name in enumerate(HEADINGS) if name != heading]
        row = self._row()
        return self._xlsx(
            [row[index] for index in keep], headings=[HEADINGS[i] for i in keep]
        )

    # ------------------------------------------------------------------
    # Bad input
    # ------------------------------------------------------------------
    def test_wrong_cells(self):
        future = self.today + timedelta(days=3)
        for cells, message in (
            ({"Last name": None}, "missing"),
            ({"Last name": "A" * 10_000}, "at most 200"),
            ({"Last name": "A\x07b"}, "cannot be printed"),
            ({"What she or he wants": "A" * 600_000}, "at most"),
            ({"Phone": "1" * 500_000}, "at most"),
            ({"Opened on": "31.02.2024"}, "no date"),
            ({"Opened on": future}, "future"),
            ({"Opened on": date(1024, 1, 1).isoformat()}, "no date"),
            ({"Date of birth": future}, "future"),
            ({"Year of birth": 1200}, "cannot be right"),
            ({"Year of birth": "abc"}, "no year"),
            ({"Town": "Atlantis"}, "no town"),
            ({"Town": self.town_b.name}, "no town"),
            ({"Legal basis": "because"}, "not known"),
            ({"Life domains": "Language (test); Magic"}, "not known"),
            ({"Interpreter needed": "perhaps"}, "neither yes nor no"),
            ({"Phase": "Closed"}, "no phase"),
            ({"Last name": "=1+1"}, "formula"),
            ({"Last name": '=HYPERLINK("http://x","y")'}, "formula"),
        ):
            if cells == {"Last name": "A\x07b"}:
                data = self._csv(self._row(**cells))
                form = self._form(data, "x.csv")
                form.action_read()
                found = form.line_ids.message
            else:
                found = self._error(**cells)
            with self.subTest(cells=str(cells)[:60]):
                self.assertIn(message, found)

    def test_a_birth_of_which_the_year_alone_is_known(self):
        """A mark of its own: never the 1 January that nobody said."""
        words = (1988, "1988", "00.00.1988", "xx.xx.1988", "00.03.1988", "3/1988")
        form = self._read(
            *(
                self._row(
                    **{
                        "Last name": f"Vage-{number}",
                        "Date of birth": word,
                        "Year of birth": None,
                    }
                )
                for number, word in enumerate(words)
            )
        )
        self.assertEqual(set(form.line_ids.mapped("state")), {"ready"})
        clients = self._write(form).client_id
        self.assertEqual(len(clients), len(words))
        self.assertEqual(set(clients.mapped("birth_year")), {1988})
        self.assertTrue(all(clients.mapped("birth_day_unknown")))
        self.assertFalse(any(clients.mapped("birth_date")))
        self.assertIn(
            "do not agree",
            self._error(**{"Date of birth": "1988", "Year of birth": 1990}),
        )

    def test_markup_and_other_scripts_are_names(self):
        for name in ("<script>alert(1)</script>", "فاطمة الزهراء", "O'Neill; DROP"):
            case = self._write(self._read(self._row(**{"Last name": name})))
            self.assertEqual(case.client_id.last_name, name)

    def test_one_bad_row_stops_no_other(self):
        form = self._read(
            self._row(),
            self._row(**{"Town": "Atlantis"}),
            self._row(**{"Last name": "Third"}),
        )
        self.assertEqual((form.new_count, form.error_count), (2, 1))
        self.assertEqual(len(self._write(form)), 2)
        # A value that only the door refuses: its row alone is undone.
        form = self._read(
            self._row(**{"Last name": "Refused"}), self._row(**{"Last name": "Fourth"})
        )
        line = form.line_ids.sudo()[0]
        line.vals = {**line.vals, "birth_date": "1850-01-01"}
        count = self.env["kim.client"].search_count([])
        self._write(form)
        self.assertEqual(form.line_ids.mapped("state"), ["failed", "done"])
        self.assertTrue(form.line_ids[0].message)
        self.assertEqual(self.env["kim.client"].search_count([]), count + 1)

    def test_files_that_are_no_tables(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * 110_000_000)
        many = self._csv(*[self._row()] * 5001)
        tags = io.BytesIO()
        with zipfile.ZipFile(tags, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 2_100_000)
        styles = io.BytesIO()
        with zipfile.ZipFile(styles, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/styles.xml", b"<xf/>" * 1_000_000)
        for bombs in (tags, styles):  # refused before anything is parsed
            with self.assertRaisesRegex(UserError, "larger"):
                self._form(bombs.getvalue(), "x.xlsx").action_read()
        for data, name in (
            (b"PK\x03\x04 broken", "x.xlsx"),
            (b"\xd0\xcf\x11\xe0", "x.xls"),
            (bomb.getvalue(), "x.xlsx"),
            (b"x" * (10 * 1024 * 1024 + 1), "x.csv"),
            (self._xlsx(), "x.xlsx"),
            (b"\x00\x01\x02", "x.csv"),
            (many, "x.csv"),
        ):
            with (
                self.subTest(name=name, size=len(data)),
                self.assertRefused(
                    (
                        "Please divide it",
                        "The file holds no rows",
                        "The file is larger than 10 MB",
                        "This file cannot be read",
                    )
                ),
            ):
                self._form(data, name).action_read()

    def test_doubles_are_hinted_at(self):
        self._case(last_name="Schon-Da").client_id.birth_year = 1990
        form = self._read(
            self._row(**{"Last name": "schon-da"}),
            self._row(**{"Last name": "Twin"}),
            self._row(**{"Last name": " TWIN "}),
            self._row(**{"Last name": "Twin", "Year of birth": 1991}),
        )
        self.assertEqual(form.line_ids.mapped("has_hint"), [True, False, True, False])
        # Nobody learns of a colleague's cases here.
        form = self._read(self._row(**{"Last name": "schon-da"}), user=self.cm_a2)
        self.assertFalse(form.line_ids.has_hint)

    def test_unknown_columns_are_named(self):
        data = self._xlsx([*self._row(), "7"], headings=[*HEADINGS, "Shoe size"])
        form = self._form(data)
        form.action_read()
        self.assertEqual(form.ignored, "Shoe size")

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------
    def test_who_may_import(self):
        for user in (self.team_lead, self.coordination, self.kim_admin, self.dpo):
            with (
                self.subTest(user=user.login),
                self.assertRefused("You have no right to", AccessError),
            ):
                self._form(self._xlsx(self._row()), user=user)
        form = self._read(self._row())
        for user in (self.cm_a2, self.system_admin):
            with self.assertRefused("You have no right to", AccessError):
                self._as(form, user).read(["line_ids"])
            with self.assertRefused("You have no right to", AccessError):
                self._as(form.line_ids, user).read(["name", "vals"])
        with self.assertRefused("You have no right to", AccessError):
            form.line_ids.write({"vals": {}})
        # Into somebody else's organisation by value.
        form.company_id = self.company_carrier.id
        with self.assertRefused("You do not work for this organisation", AccessError):
            form.action_step()

    def test_cells_of_exports_are_text(self):
        self.assertEqual(plain_cell("=cmd|x"), "'=cmd|x")
        self.assertEqual(plain_cell("@x"), "'@x")
        self.assertEqual(plain_cell("Müller"), "Müller")
        self.assertEqual(plain_cell(-5), -5)
