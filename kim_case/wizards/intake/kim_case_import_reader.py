"""How a cell of an uploaded list becomes values of fields."""

import re

from odoo.fields import Domain

from ...tools import cell_words
from ...tools.cell_words import word
from ...tools.dates import berlin_today
from ...tools.spreadsheet import FORMULA
from .kim_case_import_columns import MAX_CELL, MODELS

YES = {"1", "x", "ja", "j", "yes", "y", "wahr", "true"}
NO = {"", "0", "nein", "n", "no", "falsch", "false"}
ASSIGNABLE = ("choice", "country", "many", "one", "town", "yes")
KEPT = ("one", "many")  # catalogues, of which districts keep entries of their own
NOTHING = "–"  # a word that was assigned to nothing: the cell counts as empty
# A birth of which the year alone is known, as lists say it: 1990, 00.00.1990, 3/1990.
_VAGUE = re.compile(
    r"(?:(?:[0xX?*_-]{1,2}\.[\dxX?*_-]{1,2}\.|[\dxX?]{1,2}/)|(?:ca\.?|etwa|um) ?)?(\d{4})"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class CellError(Exception):
    """A cell that cannot be read; its text is for the user."""

    def __init__(self, text, unknown=None):
        super().__init__(text)
        self.unknown = unknown  # a word that can be assigned once for all rows


class CellReader:
    """Turns cells into values; catalogues are read once for the whole file.

    :param env: environment of the user
    :param company: ``res.company`` whose cases these are
    :param dict assigned: {(column key, word): key} that people have assigned
    """

    def __init__(self, env, company, assigned=None):
        self.env = env
        self.company = company
        self.assigned = assigned or {}
        self.used = {}  # of these: (column key, word) -> [column, text, rows]
        self.today = berlin_today()
        self.district_id = False  # of the town of the row that is read
        self._districts = {}  # town -> its district
        self._names = {}
        self._labels = {}

    def read(self, column, value):
        """Return the values of a cell, none where it is empty.

        :param Column column: what the cell is
        :param value: as the spreadsheet holds it
        :return: {field name or column key: value}
        :raises CellError: with what is wrong, in the user's language
        """
        if value is FORMULA:
            raise CellError(
                self.env._("holds a formula. Please paste the values instead")
            )
        if isinstance(value, str):
            if len(value) > MAX_CELL:
                self._too_long(value, MAX_CELL)
            if _CONTROL.search(value):
                raise CellError(self.env._("holds signs that cannot be printed"))
        if value in ("", None):
            return {}
        if cell_words.is_error(value):
            raise CellError(
                self.env._(
                    "“%(value)s” is an error of your spreadsheet. Please enter the value",
                    value=value,
                )
            )
        found = getattr(self, f"_read_{column.kind}")(column, value)
        return found if isinstance(found, dict) else {column.key: found}

    def _too_long(self, text, limit):
        raise CellError(
            self.env._(
                "holds %(count)s characters; at most %(max)s fit",
                count=len(text),
                max=limit,
            )
        )

    # ------------------------------------------------------------------
    # One method for each kind of column
    # ------------------------------------------------------------------
    def _read_text(self, column, value):
        text = str(value)
        if len(text) > column.detail:
            self._too_long(text, column.detail)
        return text

    def _read_name(self, column, value):
        text = self._read_text(column, value)
        if not any(letter.isalpha() for letter in text):
            raise CellError(self.env._("“%(value)s” is no name", value=text))
        return text

    def _read_phone(self, column, value):
        text = self._read_text(column, value)
        if isinstance(value, (int, float)) and text.isdigit():
            # A number has lost what stood before it.
            long = text.startswith("49") and len(text) > 10
            text = f"+{text}" if long else f"0{text}"
        return text

    def _read_zip(self, column, value):
        text = self._read_text(column, value)
        return text.zfill(5) if re.fullmatch(r"\d{4}", text) else text

    def _read_day(self, column, value, latest=None):
        day, _known = cell_words.read_day(value, latest)
        if not day or not 1900 <= day.year <= 2100:
            raise CellError(
                self.env._(
                    "“%(value)s” is no date such as 31.12.2024", value=str(value)[:60]
                )
            )
        return day.isoformat()

    def _read_past(self, column, value):
        day = self._read_day(column, value, self.today)
        if day > self.today.isoformat():
            raise CellError(self.env._("lies in the future"))
        return day

    def _read_birth(self, column, value):
        """A day, or the year alone where no more is known."""
        vague = _VAGUE.fullmatch(str(value)[:40].strip())
        day = None if vague else self._read_past(column, value)
        if vague or not cell_words.read_day(value)[1]:
            year = self._read_year(column, vague[1] if vague else day[:4])
            return {"birth_year": year, "birth_day_unknown": True}
        return day

    def _read_year(self, column, value):
        found = re.fullmatch(r"(?:ca\.?|etwa|um)? ?(\d{4})(?:\.0)?", str(value)[:20])
        if not found:
            raise CellError(
                self.env._("“%(value)s” is no year such as 1990", value=str(value)[:60])
            )
        if not self.today.year - 120 <= int(found[1]) <= self.today.year:
            raise CellError(self.env._("“%(value)s” cannot be right", value=value))
        return int(found[1])

    def _read_yes(self, column, value):
        text = str(value).casefold().strip()
        if text in YES:
            return True
        if text in NO:
            return False
        found = self._remembered(column, value)
        if found:
            return {} if found == NOTHING else found == "1"
        raise CellError(
            self.env._("“%(value)s” is neither yes nor no", value=str(value)[:60]),
            unknown=str(value),
        )

    def _read_choice(self, column, value):
        if column.key not in self._names:
            field = self.env[MODELS[column.target]]._fields[column.key]
            found = {word(label): key for key, label in column.detail}
            found |= {word(key): key for key, _label in column.detail}
            found |= {word(n): k for k, n in field._description_selection(self.env)}
            self._names[column.key] = found | cell_words.code_words(column.key)
        return self._lookup(column, self._names[column.key], value)

    def _read_one(self, column, value):
        return self._lookup(column, self._catalogue(column.detail), value)

    def _read_many(self, column, value):
        known = self._catalogue(column.detail)
        if word(value) in known:
            return [known[word(value)]]
        parts = [str(value)]
        for sign in (";", "\n", ",", "/", " + ", " und "):
            parts = [
                piece.strip()
                for part in parts
                for piece in ([part] if word(part) in known else part.split(sign))
                if piece.strip()
            ]
        ids = [self._lookup(column, known, part) for part in parts]
        return list(dict.fromkeys(each for each in ids if each != {}))

    def _read_country(self, column, value):
        """A country, or what stands for none; former states are left to people."""
        text = word(value, brackets=False)
        origin = column.key == "country_id"
        for status, forms in (
            ("stateless", cell_words.STATELESS),
            ("unclear", cell_words.UNCLEAR),
            ("former", cell_words.FORMER),
        ):
            if text in {word(form) for form in forms.split("|")}:
                if status == "former" and (column.key, word(value)) in self.assigned:
                    break
                return {} if origin else {"nationality_status": status}
        return self._lookup(column, self._catalogue("res.country"), value)

    def _read_household(self, column, value):
        """The persons; a cell that names none ("2 adults, 3 children") stays a note."""
        persons = cell_words.read_household(str(value))
        return {"household_note": str(value)} if persons is None else persons

    def _read_town(self, column, value):
        if "town" not in self._names:
            towns = self.env["kim.municipality"]
            found = towns.search(
                [
                    *towns._own_town_domain(),
                    ("district_id.company_ids", "in", self.company.id),
                ]
            )
            known = {word(town.name, brackets=False): town.id for town in found}
            self._names["town"] = known | {word(t.code): t.id for t in found}
            self._labels["town"] = [(town.id, town.name) for town in found]
            self._districts = {town.id: town.district_id.id for town in found}
        text = re.sub(r"^(\d{5} +)?((Stadt|Gemeinde) +)?", "", str(value)[:200].strip())
        town_id = self._names["town"].get(word(text, brackets=False))
        if not town_id:
            found = self._assigned(column, self._names["town"], value)
            if found is None:
                raise CellError(
                    self.env._(
                        "“%(value)s” is no town in which you work today",
                        value=str(value)[:60],
                    ),
                    unknown=str(value),
                )
            town_id = found
        self.district_id = self._districts.get(town_id or None, False)
        return town_id

    def _read_stage(self, column, value):
        if "stage" not in self._names:
            stages = self.env["kim.case.stage"].search(
                [("district_id.company_ids", "in", self.company.id)]
            )
            self._names["stage"] = {
                (stage.district_id.id, word(stage.name)): stage for stage in stages
            }
        found = {
            district: stage.id
            for (district, name), stage in self._names["stage"].items()
            if name == word(value) and stage.phase_kind != "closed"
        }
        if not found:
            raise CellError(
                self.env._(
                    "“%(value)s” is no phase of an open case", value=str(value)[:60]
                )
            )
        return {"stage": found}

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def _catalogue(self, model):
        """Return {word: id} of a catalogue: names in each language, codes, usual forms.

        Of what districts keep themselves only the entries of the row's own count, and
        before the shared ones of the same name.
        """
        kept = "district_id" in self.env[model]._fields
        place = (model, kept and self.district_id)
        if place in self._names:
            return self._names[place]
        entries = self.env[model].search(Domain.TRUE)
        self._labels[model] = [(entry.id, entry.name) for entry in entries]
        if kept and self.district_id:
            shared = entries.filtered(lambda entry: not entry.district_id)
            entries = shared | entries.filtered(
                lambda entry: entry.district_id.id == self.district_id
            )
        by_code = {}
        if "code" in entries._fields:
            by_code = {entry.code: entry.id for entry in entries if entry.code}
        found = {}
        if model == "res.country":
            forms = cell_words.aliases(cell_words.COUNTRIES)
            forms |= cell_words.aliases(cell_words.NATIONALITIES)
            found |= {w: by_code[code] for w, code in forms.items() if code in by_code}
        else:
            for form, name in cell_words.aliases(
                cell_words.ENTRIES.get(model, {})
            ).items():
                entry = self.env.ref(f"kim_case.{name}", raise_if_not_found=False)
                if entry and entry in entries:
                    found[form] = entry.id
        found |= {word(code): key for code, key in by_code.items()}
        languages = {lang for lang, _name in self.env["res.lang"].get_installed()}
        for lang in languages | {"en_US", self.env.lang or "en_US"}:
            named = entries.with_context(lang=lang)
            for entry in named:  # "Kurdish (Sorani)" does not take "Kurdish"
                found.setdefault(word(entry.name, brackets=False), entry.id)
            found |= {word(entry.name): entry.id for entry in named}
        self._names[place] = found
        return found

    def _lookup(self, column, known, value):
        key = known.get(word(value))
        if key is None:
            key = known.get(word(value, brackets=False))
        if key is None:
            key = self._assigned(column, known, value)
        if key is None:
            raise CellError(
                self.env._("“%(value)s” is not known here", value=str(value)[:60]),
                unknown=str(value),
            )
        return key

    def _assigned(self, column, known, value):
        """Return what people assigned to a word: a known key, {} for nothing.

        An entry that another district keeps means the one of the same name here.
        """
        found = self._remembered(column, value)
        if found == NOTHING:
            return {}
        for key in known.values():
            if str(key) == found:
                return key
        labels = self._labels.get(column.detail) if column.kind in KEPT else None
        name = next((name for key, name in labels or [] if str(key) == found), None)
        return known.get(word(name)) if name else None

    def _remembered(self, column, value):
        """Return the key that people assigned to a word, and note that it counts here."""
        key = (column.key, word(value))
        found = self.assigned.get(key)
        if found:
            self.used.setdefault(key, [column, str(value), 0])[2] += 1
        return found

    def choices(self, column):
        """Return what a word of this column can be assigned to.

        :return: list of (key as str, name in the user's language)
        """
        if column.kind == "choice":
            field = self.env[MODELS[column.target]]._fields[column.key]
            return [(str(k), n) for k, n in field._description_selection(self.env)]
        if column.kind == "yes":
            return [("1", self.env._("yes")), ("0", self.env._("no"))]
        labels = self._labels.get("town" if column.kind == "town" else column.detail)
        return [(str(key), name) for key, name in labels or []]
