"""Reading an exported case from a file that anybody may have written."""

import base64
import io
import json
import re
import zipfile
from datetime import date, datetime

from . import names

MAX_FILE = 10 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RECORDS = 5000
MAX_TEXT = 50_000
FORMAT = "kim-case-archive"
VERSION = 1
_MODEL = re.compile(r"kim(\.[a-z]+){1,4}")
# Half of a character pair is no text either: no database keeps it.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_MARKUP = re.compile(r"<[/!]?[a-zA-Z][^<>]*>")
# What comes along, in the order in which it is written. Rights, course, logs, consents,
# releases and what was passed on do not: they are given anew at the new organisation.
TAKEN = {
    "kim.client": (
        "last_name first_name birth_date birth_year birth_day_unknown gender"
        " family_status"
        " education_level country_id nationality_id"
        " nationality_status language_id interpreter_needed phone email street"
        " street2 zip city"
    ),
    "kim.case": "wish going_well life_domain_ids actor_kind_ids next_step next_step_date",
    "kim.case.person": (
        "last_name first_name relation birth_date birth_year birth_day_unknown"
        " in_household phone remark social_data"
        " source purpose"
    ),
    "kim.case.status": (
        "kind person_id date_from date_until not_recorded legal_area_id language_level"
        " work housing social_data source purpose"
    ),
    "kim.case.assessment": ("life_domain_id date urgency situation resources needs"),
    "kim.case.goal": "name criterion date_due life_domain_id sequence",
    "kim.case.step": "goal_id name who actor_kind_id date_due sequence",
    "kim.case.note": "date kind interpreter note",
    "kim.case.deadline": "kind_id name date lead_days remark",
}
TAKEN = {model: tuple(names.split()) for model, names in TAKEN.items()}
# What is over stays where it was.
LEFT_BEHIND = {
    "kim.case.assessment": lambda row: row.get("is_mentioned"),
    "kim.case.goal": lambda row: row.get("dropped"),
    "kim.case.step": lambda row: _choice(row.get("state")) in ("done", "dropped"),
    "kim.case.deadline": lambda row: row.get("done_on"),
}


class TransferError(Exception):
    """A file that is no export of a case; its text is for the user."""


def read_file(env, data):
    """Return the data of an exported case, as JSON or in its ZIP.

    :param env: environment, for messages in the user's language
    :param data: content of the file in base64, as the form keeps it
    :return: dict of JSON, nothing in it checked but that it says to be an export
    :raises TransferError: too large, no JSON, no export of a case
    """
    wrong = TransferError(
        env._(
            "This is no export of a case. Choose the ZIP file of the export, or the "
            "file case.json in it."
        )
    )
    try:
        data = base64.b64decode(data, validate=True)
    except ValueError as error:
        raise wrong from error
    if len(data) > MAX_FILE:
        raise TransferError(env._("The file is larger than 10 MB."))
    if data[:2] == b"PK":
        data = _unpacked(env, data, wrong)
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise wrong from error
    if (
        not isinstance(content, dict)
        or content.get("format") != FORMAT
        or not isinstance(content.get("models"), dict)
    ):
        raise wrong
    if content.get("version") != VERSION:
        raise TransferError(
            env._("This export was made by another version of KIM and cannot be read.")
        )
    return content


def _unpacked(env, data, wrong):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            item = archive.getinfo("case.json")
            if item.file_size > MAX_UNPACKED:
                raise TransferError(env._("The file is larger than 10 MB."))
            with archive.open(item) as file:
                return file.read(MAX_UNPACKED)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, ValueError) as error:
        raise wrong from error
    except NotImplementedError as error:  # packed in an unknown way
        raise wrong from error


class TransferReader:
    """Turns an export into values; every value is looked at, no id is believed."""

    def __init__(self, env, district):
        self.env = env
        self.district = district
        self.unknown = set()
        self._catalogues = {}

    def values(self, content):
        """Return what comes along.

        :param dict content: what ``read_file`` returned
        :return: ({model: [values, …]}, [labels of what is left behind])
        :raises TransferError: something in it cannot come from an export
        """
        taken, left = {}, []
        for model, described in content["models"].items():
            if not isinstance(model, str) or not _MODEL.fullmatch(model):
                raise TransferError(
                    self.env._("“%(model)s” is no part of a case.", model=model[:60])
                )
            rows = isinstance(described, dict) and described.get("records")
            if not isinstance(rows, list) or len(rows) > MAX_RECORDS:
                self._refuse(model, self.env._("no list of at most 5,000 records"))
            if model in TAKEN:
                taken[model] = [self._row(model, row) for row in rows]
                taken[model] = [values for values in taken[model] if values]
            elif rows:
                left.append(self._model_label(model))
        for model in ("kim.client", "kim.case"):
            if len(taken.get(model, ())) != 1:
                self._refuse(model, self.env._("an export holds exactly one"))
        return taken, sorted(set(left))

    def _model_label(self, model):
        found = self.env["ir.model"]._get(model) if model in self.env else None
        return found.name if found else self.env._("Other records")

    def _refuse(self, place, why):
        raise TransferError(
            self.env._(
                "This file cannot be an export of KIM, nothing was taken over. "
                "%(place)s: %(why)s.",
                place=place,
                why=why,
            )
        )

    def _row(self, model, row):
        if not isinstance(row, dict) or not _is_whole(row.get("id")):
            self._refuse(model, self.env._("a record without its number"))
        if LEFT_BEHIND.get(model, lambda row: False)(row):
            return None
        values = {"id": row["id"]}
        for name in TAKEN[model]:
            value = row.get(name)
            if value is None or value is False or value == []:
                continue
            field = self.env[model]._fields[name]
            label = field._description_string(self.env)
            try:
                read = getattr(self, f"_read_{field.type}")(field, value)
            except (ValueError, TypeError, KeyError):
                self._refuse(label, self.env._("a value that cannot stand there"))
            if read is not None:
                values[name] = read
        for name in TAKEN[model]:
            field = self.env[model]._fields[name]
            if field.required and not field.default and name not in values:
                if field.type == "many2one" and row.get(name):
                    return None  # an entry that is not known here, and is named
                if not field.compute:
                    self._refuse(
                        field._description_string(self.env), self.env._("is missing")
                    )
        return values

    # ------------------------------------------------------------------
    # One method for each type of field
    # ------------------------------------------------------------------
    def _text(self, field, value, size):
        label = field._description_string(self.env)
        if not isinstance(value, str) or _CONTROL.search(value):
            raise ValueError
        if len(value) > size:
            self._refuse(
                label,
                self.env._(
                    "holds %(count)s characters; at most %(max)s fit",
                    count=len(value),
                    max=size,
                ),
            )
        return value

    def _read_char(self, field, value):
        text = self._text(field, value, field.size or 500)
        if _MARKUP.search(text):
            self._refuse(
                field._description_string(self.env), self.env._("holds markup")
            )
        return text

    def _read_text(self, field, value):
        return self._text(field, value, MAX_TEXT)

    def _read_boolean(self, _field, value):
        if value is not True:
            raise ValueError
        return True

    def _read_integer(self, _field, value):
        if not _is_whole(value) or not 0 <= value <= 9999:
            raise ValueError
        return value

    def _read_date(self, _field, value):
        day = date.fromisoformat(value)
        if not 1900 <= day.year <= 2100:
            raise ValueError
        return day.isoformat()

    def _read_datetime(self, _field, value):
        moment = datetime.fromisoformat(value).replace(tzinfo=None)
        if not 1900 <= moment.year <= 2100:
            raise ValueError
        return moment.strftime("%Y-%m-%d %H:%M:%S")

    def _read_selection(self, field, value):
        key = _choice(value)
        if key not in field.get_values(self.env):
            raise ValueError
        return key

    def _read_many2one(self, field, value):
        if not isinstance(value, dict) or not _is_whole(value["id"]):
            raise ValueError
        if field.comodel_name in TAKEN:  # a record of the same file
            return {"row": value["id"]}
        return self._known(field, value)

    def _read_many2many(self, field, value):
        if not isinstance(value, list) or len(value) > 200:
            raise ValueError
        found = [self._known(field, each) for each in value]
        return [each for each in found if each] or None

    def _known(self, field, value):
        """Return the entry of our catalogue with the same label; ids say nothing.

        An entry of the district in which the case is opened goes before a shared one;
        those of another district, which the user may also read, are left out.
        """
        label = value["label"]
        if not isinstance(label, str) or len(label) > 300:
            raise ValueError
        model = field.comodel_name
        if model not in self._catalogues:
            entries = self.env[model].search([], order="id")
            if "district_id" in entries._fields:
                own = entries.filtered(lambda each: each.district_id == self.district)
                entries = entries.filtered(lambda each: not each.district_id) + own
            # An export speaks the language of who made it, or that of the source.
            langs = {"en_US", *dict(self.env["res.lang"].get_installed())}
            self._catalogues[model] = {
                names.same_key(each.name): each.id
                for lang in sorted(langs)
                for each in entries.with_context(lang=lang)
            }
        found = self._catalogues[model].get(names.same_key(label))
        if not found:
            self.unknown.add(label[:60])
        return found


def _choice(value):
    if isinstance(value, dict):
        value = value.get("value")
    return value if isinstance(value, str) else None


def _is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)
