"""Dependencies point left only, and nothing is written in an older Odoo's words.

Reads the sources; needs no database.
"""

import ast
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parent.parent
# Each knows those before it and none behind it.
CHAIN = ("kim_case", "kim_conference", "kim_themes", "kim_reporting")
DEPENDS = {
    "kim_case": {"mail", "contacts", "privacy_lookup"},
    "kim_conference": {"kim_case", "calendar", "portal"},
    "kim_themes": {"kim_conference", "project"},
    "kim_reporting": {"kim_themes"},
}
NOT_ODOO_19 = {
    r"<tree[\s/>]": "<tree> is <list>",
    r'"view_mode"[^<]*>[^<]*\btree\b': "view_mode tree is list",
    r"\sattrs=": "attrs= is invisible=, readonly=, required=",
    r"""t-name=["']kanban-box["']""": "kanban-box is card",
    r"<group[^>]*\sexpand=": "a search view's <group> takes no expand",
}


def files(addon, *suffixes):
    return [
        path
        for path in sorted((ROOT / addon).rglob("*"))
        if path.suffix in suffixes and "__pycache__" not in path.parts
    ]


def place(path, line=None):
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name


def upper(addon):
    return CHAIN[CHAIN.index(addon) + 1 :]


def own_models():
    """Return ``{model: addon}`` for all models that KIM's addons define."""
    owners = {}
    for addon in CHAIN:
        for path in files(addon, ".py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Assign)
                    and getattr(node.targets[0], "id", "") == "_name"
                    and isinstance(node.value, ast.Constant)
                ):
                    owners.setdefault(node.value.value, addon)
    return owners


def imported(node):
    """Yield the dotted names that an import statement names."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)


def docstrings(tree):
    """Return the constants of a module that are documentation."""
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


@pytest.mark.parametrize("addon", CHAIN)
def test_manifest(addon):
    path = ROOT / addon / "__manifest__.py"
    manifest = ast.literal_eval(path.read_text(encoding="utf-8"))
    assert set(manifest["depends"]) == DEPENDS[addon]
    assert manifest["license"] == "LGPL-3"
    assert manifest["version"].startswith("19.0.")
    listed = [*manifest.get("data", []), *manifest.get("demo", [])]
    missing = [name for name in listed if not (ROOT / addon / name).is_file()]
    assert not missing


@pytest.mark.parametrize("addon", CHAIN)
def test_data_files_are_listed(addon):
    manifest = ast.literal_eval(
        (ROOT / addon / "__manifest__.py").read_text(encoding="utf-8")
    )
    listed = {*manifest.get("data", []), *manifest.get("demo", [])}
    forgotten = [
        place(path)
        for path in files(addon, ".xml", ".csv")
        if "static" not in path.parts
        and "tests" not in path.parts
        and path.relative_to(ROOT / addon).as_posix() not in listed
    ]
    assert not forgotten


@pytest.mark.parametrize("addon", CHAIN)
def test_python_points_left(addon):
    above = upper(addon)
    reference = re.compile(rf"\b({'|'.join(above)})\." if above else r"(?!)")
    models_above = {model for model, owner in own_models().items() if owner in above}
    wrong = []
    for path in files(addon, ".py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documentation = docstrings(tree)
        for node in ast.walk(tree):
            if any(
                f".{name}." in f".{module}."
                for module in imported(node)
                for name in above
            ):
                wrong.append(f"{place(path, node.lineno)} imports from above")
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in documentation
                and (reference.search(node.value) or node.value in models_above)
            ):
                wrong.append(f"{place(path, node.lineno)} names {node.value!r}")
    assert not wrong


@pytest.mark.parametrize("addon", CHAIN)
def test_data_and_scripts_point_left(addon):
    above = upper(addon)
    models_above = [m for m, owner in own_models().items() if owner in above]
    models_above += [f"model_{m.replace('.', '_')}" for m in models_above]
    patterns = [rf"\b{name}[./]" for name in above]
    patterns += [rf"(?<![\w.]){re.escape(m)}(?![\w.])" for m in models_above]
    wrong = []
    for path in files(addon, ".xml", ".csv", ".js", ".scss"):
        text = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.S)
        for pattern in patterns:
            wrong += [
                f"{place(path)} names {hit[0]}" for hit in re.finditer(pattern, text)
            ]
    assert not wrong


@pytest.mark.parametrize("addon", CHAIN)
def test_views_are_of_odoo_19(addon):
    wrong = []
    for path in files(addon, ".xml"):
        text = path.read_text(encoding="utf-8")
        for pattern, why in NOT_ODOO_19.items():
            wrong += [
                f"{place(path, text.count(chr(10), 0, hit.start()) + 1)}: {why}"
                for hit in re.finditer(pattern, text)
            ]
    assert not wrong


@pytest.mark.parametrize("addon", CHAIN)
def test_german_is_complete(addon):
    """Every term of de.po has its German; the terms are checked with a database."""
    path = ROOT / addon / "i18n" / "de.po"
    assert path.is_file(), f"{place(path)} is missing"
    catalogue = polib.pofile(str(path), encoding="utf-8")
    assert not [entry.msgid for entry in catalogue.untranslated_entries()]
    assert not [entry.msgid for entry in catalogue if entry.fuzzy]
    assert not sorted((ROOT / addon / "i18n").glob("en*.po"))


# Broad on purpose, each because nothing there waits to be repeated.
BROAD = {
    # raised again, but for what a value of the wrong kind does
    ("kim_case/tools/call_guard.py", "_guarded"),
    ("kim_case/tools/call_guard.py", "call"),
    # the request has failed already, its look is written afterwards
    ("kim_case/models/rights/kim_access_log.py", "_write_apart"),
    # a broken file breaks openpyxl in any way; no database is near
    ("kim_case/tools/spreadsheet.py", "_read_xlsx"),
}
BROAD_NAMES = {"BaseException", "DatabaseError", "Error", "Exception"}
BROAD_NAMES |= {"InternalError", "OperationalError", "StandardError"}


def broad_handlers(tree):
    """Yield (function, line) of handlers that hide that a request must be repeated."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                if getattr(node.func, "attr", None) == "suppress":
                    names = _names(ast.Tuple(elts=node.args))
                    if names & BROAD_NAMES:
                        yield function.name, node.lineno
            elif isinstance(node, ast.ExceptHandler):
                names = _names(node.type) if node.type else BROAD_NAMES
                again = any(
                    isinstance(inner, ast.Raise) and inner.exc is None
                    for inner in node.body
                )
                if names & BROAD_NAMES and not again:
                    yield function.name, node.lineno


def _names(node):
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    of_others = {"binascii", "csv"}
    return {
        getattr(part, "attr", getattr(part, "id", ""))
        for part in parts
        if getattr(getattr(part, "value", None), "id", None) not in of_others
    }


@pytest.mark.parametrize("addon", CHAIN)
def test_no_handler_hides_a_concurrent_change(addon):
    """Whoever catches everything catches that somebody else was quicker, too."""
    found = [
        f"{place(path, line)} {function}"
        for path in files(addon, ".py")
        if "tests" not in path.parts
        for function, line in broad_handlers(ast.parse(path.read_text("utf-8")))
        if (place(path), function) not in BROAD
    ]
    assert not found, found


def test_broad_handlers_are_found():
    tree = ast.parse(
        "def f():\n"
        " try: pass\n"
        " except psycopg2.Error: pass\n"
        " try: pass\n"
        " except (ValueError, Exception): raise X\n"
        " try: pass\n"
        " except Exception: raise\n"
        " with contextlib.suppress(DatabaseError): pass\n"
    )
    assert [line for _name, line in broad_handlers(tree)] == [3, 5, 8]


@pytest.mark.parametrize("addon", CHAIN)
def test_no_message_holds_a_number(addon):
    """A mail that says what happened never says in which case: it leaves the house."""
    found = []
    for path in files(addon, ".py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", "")
            if isinstance(node, ast.Call) and name.startswith("_tell"):
                words = [
                    getattr(inner, "attr", getattr(inner, "arg", None))
                    for inner in ast.walk(node)
                ]
                if {"number", "display_name", "last_name"} & set(words):
                    found.append(place(path, node.lineno))
    assert not found, found
