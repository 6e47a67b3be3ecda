"""docs/architecture.md names what exists, and the rooms know each other as it says.

Needs no database:  pytest -p no:odoo tests/test_architecture.py
"""

import ast
import re
import runpy
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "architecture.md"
TEXT = PAGE.read_text(encoding="utf-8")
ADDONS = sorted(path.parent.name for path in ROOT.glob("kim_*/__manifest__.py"))
ROOMS = re.findall(r"^\| `(\w+)` \| .* \| .* \|$", TEXT, re.MULTILINE)
# (file, model, or room that Python is imported from) further down the table of rooms
# that cannot be avoided, and why.
KNOWN = {
    ("kim_case_part_mixin.py", "kim.case"): "a part hangs on a case",
    ("kim_register_mixin.py", "kim.case"): "a line of a register is about a case",
    ("kim_draft.py", "kim.case"): "drafts of parts hang on their case",
    ("kim_lost_update_mixin.py", "kim.case"): "drafts of parts hang on their case",
    ("kim_left_mixin.py", "kim.access.log"): "who looked is logged",
    ("kim_left_mixin.py", "kim.catalogue.mixin"): "what a catalogue says is no content",
    ("kim_watched_mixin.py", "kim.rights.log"): "who changed rights is logged",
    ("kim_waiting_mixin.py", "kim.waiting"): "what waits is listed in one place",
    ("kim_handout_mixin.py", "kim.controller"): "texts belong to an organisation",
    ("kim_handout_mixin.py", "kim.language"): "texts are in a language",
    ("base_call.py", "kim.case"): "links to files are checked in calls",
    ("base_call.py", "kim.client"): "links to files are checked in calls",
    ("ir_actions_report.py", "kim.access.log"): "printing a file is logged",
    ("ir_attachment.py", "kim.case"): "restricted files take no documents",
    ("ir_attachment.py", "kim.case.document"): "documents of a case are attachments",
    ("ir_attachment.py", "kim.access.log"): "downloads are logged",
    ("ir_http.py", "kim.waiting"): "the web client starts with what waits",
    ("res_company.py", "kim.controller"): "a company has its settings there",
    ("res_company.py", "kim.district"): "a company takes part in districts",
    ("res_partner.py", "kim.actor.kind"): "contacts are the network of the district",
    ("res_partner.py", "kim.field.tag"): "contacts are the network of the district",
    ("res_partner.py", "kim.inquiry"): "an inquiry is referred to a contact",
    ("res_users.py", "kim.rights.log"): "who joins a group is logged",
    ("kim_case_property.py", "kim.case"): "a filled field is not taken away",
    ("kim_staffing.py", "kim.case.spell"): "open cases are counted per post and day",
    ("kim_case.py", "kim.client"): "a case is about a client",
    ("kim_case.py", "kim.case.access"): "access rows open the case",
    ("kim_case.py", "kim.case.exclusion"): "exclusions close the case",
    ("kim_case.py", "kim.case.information"): "what the case page is made of",
    ("kim_case.py", "kim.consent"): "what the case page is made of",
    ("kim_case.py", "kim.case.assessment"): "what the case page is made of",
    ("kim_case_archive.py", "kim.client"): "an archive holds the whole file",
    ("kim_case_archive.py", "kim.case.tandem"): "an archive holds no team",
    ("kim_case_archive.py", "kim.access.log"): "an export is logged",
    ("kim_company_archive.py", "kim.client"): "an archive holds the whole file",
    ("kim_company_archive.py", "kim.access.log"): "an export is logged",
    ("kim_case_deadline_reminder.py", "kim.case.access"): "deputies are reminded",
    ("kim_case_home.py", "kim.inquiry"): "home: inquiries of the town",
    ("kim_case_home.py", "kim.waiting"): "home: what waits",
    ("kim_case_home.py", "kim.consent"): "home: consents that end",
    ("kim_case_screen.py", "kim.client"): "the page of the person is opened",
    ("kim_case_transition.py", "kim.case.access"): "who takes over gets a row",
    ("kim_case_print.py", "consent"): "one dialog prints all papers",
    ("kim_case_print.py", "kim.information.sheet"): "one dialog prints all papers",
    ("kim_case_print.py", "kim.release"): "one dialog prints all papers",
    ("kim_case_print.py", "kim.text.template"): "one dialog prints all papers",
    ("kim_case_print.py", "plan"): "one dialog prints all papers",
    ("kim_case_print.py", "kim.case.plan"): "one dialog prints all papers",
    ("kim_case_print.py", "kim.case.relation"): "one dialog prints all papers",
    ("kim_client_match.py", "kim.access.log"): "a found double is logged",
    ("kim_case_birth.py", "kim.case.information"): "a case begins with information",
    ("kim_case_birth.py", "kim.information.sheet"): "a case begins with information",
    ("kim_case_birth.py", "kim.consent"): "a case begins with its legal basis",
    ("kim_case_open.py", "consent"): "a case begins with its legal basis",
    ("kim_case_open.py", "kim.information.sheet"): "a case begins with information",
    ("kim_case_open.py", "kim.legal.basis"): "a case begins with its legal basis",
    ("kim_case_import.py", "consent"): "a case begins with its legal basis",
    ("kim_case_import.py", "kim.consent"): "a case begins with its legal basis",
    ("kim_case_import_columns.py", "consent"): "columns of the legal basis",
    ("kim_case_import_columns.py", "kim.consent"): "columns of the legal basis",
    ("kim_case_import_after.py", "kim.access.log"): "what a test run looked at goes",
    ("kim_case_import_write.py", "kim.case.goal"): "goals come with an old list",
    ("kim_case_privacy.py", "kim.case.conference"): "who was there got to know",
    ("kim_release.py", "kim.case.conference"): "without release no conference",
    ("kim_release.py", "kim.case.step"): "without release a step stops",
}
CITATION = re.compile(
    r"decisions,? (?:nos?\.|\d)|\(nos?\. \d"
    r"|(?:design|decisions|domain|screens|style|anchors)\.md"
    r"|[(;] ?(?:decisions|design|domain|screens|style): |§ ?\d"
)
LAWS = re.compile(r"§ ?\d+[a-z]?[^§]{0,24}?\b[A-Z]\w*[A-Z][\w-]*")


def sources(*folders, ending=".py"):
    for folder in folders:
        yield from sorted((ROOT / folder).rglob(f"*{ending}"))


def models_of(path):
    """Yield (model, class node) of a source file; the model that a class is or extends."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.ClassDef):
            continue
        said = {}
        for line in node.body:
            if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name):
                name = line.targets[0].id
                if name in ("_name", "_inherit"):
                    said[name] = ast.literal_eval(line.value)
        inherited = said.get("_inherit") or []
        inherited = [inherited] if isinstance(inherited, str) else inherited
        name = said.get("_name") or next(iter(inherited), None)
        if name:
            yield name, said.get("_name"), node


def test_rooms():
    for kind in ("models", "views", "tests"):
        found = {path.name for path in (ROOT / "kim_case" / kind).iterdir()}
        found = {name for name in found if re.fullmatch(r"[a-z]+", name)}
        assert found <= set(ROOMS), kind
    assert {path.name for path in (ROOT / "kim_case" / "models").iterdir()} >= {*ROOMS}


def test_paths():
    paths = re.findall(r"`((?:kim_\w+|tests|docs|script)/[\w./-]+)`", TEXT)
    assert len(set(paths)) > 80
    assert not [path for path in paths if not (ROOT / path).exists()]


DOOR = re.compile(r"`((?:kim|project)\.[a-z.]+\.(?:action)?_\w+)`")


def test_doors():
    doors = DOOR.findall(TEXT)
    assert len(doors) > 40
    assert not {*doors} - all_methods()


def all_methods():
    return {
        f"{model}.{item.name}"
        for addon in ADDONS
        for path in sources(f"{addon}/models", f"{addon}/wizards")
        for model, _own, node in models_of(path)
        for item in node.body
        if isinstance(item, ast.FunctionDef)
    }


def test_sources_name_what_exists():
    """A path or method that a comment or a page names has not moved away."""
    methods = all_methods()
    wrong = []
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    for path in [*sources(*ADDONS, "tests", "script"), *pages]:
        text = path.read_text("utf-8")
        for name in re.findall(
            r"(?<![\w./-])((?:kim_\w+|docs|script|tests)/[\w/]+\.(?:py|md|js|csv))\b",
            text,
        ):
            if not (ROOT / name).exists():
                wrong.append(f"{path.relative_to(ROOT)}: {name}")
        for name in {*DOOR.findall(text)} - methods:
            wrong.append(f"{path.relative_to(ROOT)}: {name}")
    assert not wrong, "\n".join(wrong)


def test_words_stand_on_screens():
    """What a newcomer looks up is what he has read on a screen."""
    german = "\n".join(
        entry.msgstr
        for addon in ADDONS
        for entry in polib.pofile(str(ROOT / addon / "i18n" / "de.po"))
    )
    rows = re.search(r"## Words of the field\n(.*?)\n## ", TEXT, re.DOTALL)[1]
    words = [
        word.strip()
        for line in rows.splitlines()
        if line.startswith("| ") and "`" in line
        for word in line.split("|")[1].split(", ")
    ]
    assert len(words) > 80
    assert not [word for word in words if word not in german]


@pytest.mark.parametrize("addon", [*ADDONS, "tests", "script", "docs"])
def test_no_citation_points_nowhere(addon):
    wrong = []
    for ending in (".py", ".xml", ".js", ".md", ".sh"):
        for path in sources(addon, ending=ending):
            if path.name == "test_architecture.py":
                continue
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if CITATION.search(LAWS.sub("", line)):
                    wrong.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not wrong, "\n".join(wrong)


def test_headings_that_sources_cite():
    headings = set(re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE))
    cited = {
        heading
        for path in sources(*ADDONS, "tests", "script")
        if path != Path(__file__)
        for heading in re.findall(
            r"architecture\.md,\s+[“\"]([^”\"]+)[”\"]", path.read_text("utf-8")
        )
    }
    assert cited <= headings


def test_directions():
    """A room uses those above it in the table, and what KNOWN gives a reason for."""
    room_of = {
        own: path.parent.name
        for path in sources("kim_case/models", "kim_case/wizards")
        for _model, own, _node in models_of(path)
        if own and path.parent.name in ROOMS
    }
    used = {
        (path.name, name): (path.parent.name, room)
        for path in sources("kim_case/models", "kim_case/wizards")
        if path.parent.name in ROOMS
        for name, room in used_by(path, room_of)
        if room in ROOMS[ROOMS.index(path.parent.name) + 1 :]
    }
    wrong = [
        f"{here}/{file} uses {name} of {room}"
        for (file, name), (here, room) in sorted(used.items())
        if (file, name) not in KNOWN
    ]
    assert not wrong, "\n".join(wrong)
    assert not KNOWN.keys() - used.keys(), "no longer used"


def used_by(path, room_of):
    """Yield (name, room): the models a source names, the rooms it imports from."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for room in {*node.module.split(".")} & {*ROOMS}:
                yield room, room
        elif isinstance(node, ast.ImportFrom):  # from .. import room
            for room in {alias.name for alias in node.names} & {*ROOMS}:
                yield room, room
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value in room_of:
                yield node.value, room_of[node.value]


def overrides():
    """Yield (paths, methods and classes) of each row of "What we override of Odoo"."""
    rows = TEXT.split("## What we override of Odoo")[1]
    for line in rows.splitlines():
        if line.startswith("| `"):
            where, what = line.split("|")[1:3]
            yield re.findall(r"`([^`]+)`", where), re.findall(r"`([\w]+)`", what)


def test_overrides_exist():
    wrong = [
        (paths, name)
        for paths, names in overrides()
        for name in names
        if not any(
            re.search(
                rf"^    def {name}\(|patch\({name}\.prototype",
                (ROOT / path).read_text("utf-8"),
                re.MULTILINE,
            )
            for path in paths
        )
    ]
    assert not wrong


def test_overrides_are_all_named():
    """Whoever raises the version of Odoo must find every place that leans on it."""
    named = {path for paths, _names in overrides() for path in paths}
    rooms = sources("kim_case/models/host", "kim_case/wizards/host")
    found = {str(path.relative_to(ROOT)) for path in rooms if path.stem != "__init__"}
    scripts = sources(*(f"{addon}/static/src" for addon in ADDONS), ending=".js")
    patched = {
        str(path.relative_to(ROOT)): re.findall(
            r"patch\((\w+)\.prototype", path.read_text("utf-8")
        )
        for path in scripts
    }
    found |= {path for path, classes in patched.items() if classes}
    assert not found - named
    for paths, names in overrides():
        for path in paths:
            if path.endswith(".js"):
                assert set(patched[path]) <= set(names), path
    supers = {
        (path, name)
        for path in found | named
        if path.endswith(".py")
        for name in calls_super(ROOT / path)
    }
    said = {
        (path, name) for paths, names in overrides() for path in paths for name in names
    }
    assert not supers - said


def calls_super(path):
    """Yield the methods of a source that go on with Odoo's method of the same name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and re.search(
            rf"super\(\)\.{node.name}\(", ast.unparse(node)
        ):
            if not node.name.startswith(("__", "_kim", "_door")):
                yield node.name


def test_where():
    """The way from a word on the screen to its file ends nowhere."""
    where = runpy.run_path(str(ROOT / "script" / "where"))
    sources = where["Sources"]()
    lost = {
        origin
        for _german, english, origins in where["terms"]()
        for origin in origins
        if not any(sources.of(origin, english))
    }
    assert not [name for name in lost if re.search(r"\.\w+?_+kim_|code:", name)]
    for word, file in (
        ("Heute dran", "kim_case/static/src/file/kim_home.xml"),
        ("Notfallzugriff", "kim_case/wizards/rights/kim_case_break_glass.py"),
        ("Ruhend stellen", "kim_case/wizards/file/kim_case_change.py"),
        ("Überschneidungen", "kim_case/views/district/kim_offer_views.xml"),
        ("Wieder aufnehmen", "kim_case/models/file/kim_case_transition.py"),
    ):
        _text, places = where["find"](word, sources)[0]
        assert file in {place.split(":")[0] for place in places}, word
