"""docs/architecture.md names what exists, and the rooms know each other as it says.

Needs no database:  pytest -p no:odoo tests/test_architecture.py
"""

import ast
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "architecture.md"
TEXT = PAGE.read_text(encoding="utf-8")
ADDONS = sorted(path.parent.name for path in ROOT.glob("kim_*/__manifest__.py"))
ROOMS = re.findall(r"^\| `(\w+)` \| .* \| .* \|$", TEXT, re.MULTILINE)
# Room -> rooms that it must not know, whatever is convenient.
BLIND = {
    "foundation": {"district", "file", "intake", "rights", "consent", "plan"},
    "district": {"file", "intake", "rights", "consent", "plan"},
}
# (file, model) of another room that cannot be avoided, and why.
KNOWN = {
    ("kim_case_part_mixin.py", "kim.case"): "a part hangs on a case",
    ("kim_register_mixin.py", "kim.case"): "a line of a register is about a case",
    ("kim_lost_update_mixin.py", "kim.case"): "drafts of parts hang on their case",
    ("kim_left_mixin.py", "kim.access.log"): "who looked is logged",
    ("kim_left_mixin.py", "kim.catalogue.mixin"): "what a catalogue says is no content",
    ("kim_watched_mixin.py", "kim.rights.log"): "who changed rights is logged",
    ("kim_waiting_mixin.py", "kim.waiting"): "what waits is listed in one place",
    ("kim_handout_mixin.py", "kim.controller"): "texts belong to an organisation",
    ("kim_handout_mixin.py", "kim.language"): "texts are in a language",
    ("kim_case_property.py", "kim.case"): "a filled field is not taken away",
    ("kim_staffing.py", "kim.case.spell"): "open cases are counted per post and day",
}
CITATION = re.compile(
    r"decisions,? nos?\.|\(nos?\. \d|design\.md|decisions\.md|domain\.md|screens\.md"
    r"|[(;] ?(?:domain|screens): |§ ?\d"
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


def test_doors():
    methods = {
        f"{model}.{item.name}"
        for addon in ADDONS
        for path in sources(f"{addon}/models", f"{addon}/wizards")
        for model, _own, node in models_of(path)
        for item in node.body
        if isinstance(item, ast.FunctionDef)
    }
    doors = re.findall(r"`((?:kim|project)\.[a-z.]+\.(?:action)?_\w+)`", TEXT)
    assert len(doors) > 40
    assert not [door for door in doors if door not in methods]


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
        for addon in ADDONS
        for path in sources(addon)
        for heading in re.findall(
            r"architecture\.md,\s+[“\"]([^”\"]+)[”\"]", path.read_text("utf-8")
        )
    }
    assert cited <= headings


def test_directions():
    """What is below knows nothing of what is built upon it."""
    base = ROOT / "kim_case" / "models"
    room_of = {
        own: path.parent.name
        for path in sources("kim_case/models")
        for _model, own, _node in models_of(path)
        if own
    }
    wrong = []
    for room, blind in BLIND.items():
        for path in sorted((base / room).glob("*.py")):
            text = path.read_text("utf-8")
            names = set(re.findall(r"from \.\.(\w+)", text)) & blind
            tree = ast.parse(text)
            docs = {
                id(node.body[0].value)
                for node in ast.walk(tree)
                if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
                and node.body
                and isinstance(node.body[0], ast.Expr)
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and id(node) not in docs:
                    model = node.value
                    if (
                        isinstance(model, str)
                        and room_of.get(model) in blind
                        and (path.name, model) not in KNOWN
                    ):
                        names.add(model)
            wrong += [f"{room}/{path.name} knows {name}" for name in sorted(names)]
    assert not wrong, "\n".join(wrong)
