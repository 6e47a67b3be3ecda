"""``pip install .`` beside an Odoo makes it find all four addons, whole.

Needs no database:  pytest -p no:odoo tests/test_packaging.py
"""

import ast
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from lxml import html

import odoo.release

ROOT = Path(__file__).parent.parent
ADDONS = sorted(path.parent.name for path in ROOT.glob("kim_*/__manifest__.py"))
SOURCES = ("setup.py", "pyproject.toml", "README.md", "LICENSE", "COPYING", *ADDONS)

LOOK = """
import sys
from odoo.modules import Manifest
from odoo.modules.module import initialize_sys_path
from odoo.tools import config

config.parse_config([])
initialize_sys_path()
for name in sys.argv[1:]:
    print(Manifest.for_addon(name).path)
    __import__(f"odoo.addons.{name}")
"""


def run(*command, **options):
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, **options
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def files_of(addon):
    """Return what of an addon has to be in the package."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / addon).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """A copy of the sources: building leaves folders behind."""
    folder = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(sources, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", folder, sources)
    return next(folder.glob("odoo_kim-*.whl"))


def test_all_four():
    assert ADDONS == ["kim_case", "kim_conference", "kim_reporting", "kim_themes"]


@pytest.mark.parametrize("addon", ADDONS)
def test_page_of_apps(addon):
    """Icon, page and pictures are there, and the history knows the version."""
    base = ROOT / addon
    manifest = ast.literal_eval((base / "__manifest__.py").read_text(encoding="utf-8"))
    shown = base / "static" / "description"
    page = html.parse(str(shown / "index.html"))
    pictures = page.xpath("//img")
    assert pictures and all(picture.get("alt") for picture in pictures)
    files = [shown / "icon.png", *(shown / img.get("src") for img in pictures)]
    files += [base / image for image in manifest["images"]]
    assert not [file for file in files if not file.is_file()]
    history = (base / "readme" / "HISTORY.md").read_text(encoding="utf-8")
    assert history.startswith(f"## {manifest['version']}\n")


def test_wheel_holds_every_file(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {f"odoo/addons/{file}" for addon in ADDONS for file in files_of(addon)}
    assert not expected - names
    # these would end the namespaces of Odoo
    assert not {"odoo/__init__.py", "odoo/addons/__init__.py"} & names


def test_wheel_leaves_the_driver_to_odoo(wheel):
    archive = zipfile.ZipFile(wheel)
    metadata = next(name for name in archive.namelist() if name.endswith("/METADATA"))
    required = [
        line.split(":", 1)[1].strip()
        for line in archive.read(metadata).decode().splitlines()
        if line.startswith("Requires-Dist:") and "extra ==" not in line
    ]
    assert required == ["xlsxwriter"]


def test_odoo_finds_the_installed_addons(sources, tmp_path):
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", environment)
    python = environment / "bin" / "python"
    site = Path(
        run(
            python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"
        ).strip()
    )
    # Odoo and its packages, as they are installed here (with psycopg2-binary)
    odoo_home = Path(odoo.release.__file__).parent.parent
    (site / "beside.pth").write_text(
        f"{sysconfig.get_path('purelib')}\n{odoo_home}\n", encoding="utf-8"
    )
    run(python, "-m", "pip", "install", "--quiet", sources)
    found = run(python, "-c", LOOK, *ADDONS, cwd=tmp_path).split()
    assert found == [str(site / "odoo" / "addons" / addon) for addon in ADDONS]
    for addon in ADDONS:
        missing = [
            file
            for file in files_of(addon)
            if not (site / "odoo" / "addons" / file).is_file()
        ]
        assert not missing
