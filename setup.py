"""KIM's four addons as one package: ``pip install .`` beside an Odoo 19.0.

``odoo`` and ``odoo.addons`` are namespaces without ``__init__.py``, so an Odoo
finds the addons in site-packages by itself. Odoo brings its PostgreSQL driver
(psycopg2 or psycopg2-binary) and is not on PyPI: neither is required here.
"""

from pathlib import Path

from setuptools import setup

ROOT = Path(__file__).parent
ADDONS = sorted(path.parent.name for path in ROOT.glob("kim_*/__manifest__.py"))

PDF = ["weasyprint>=65"]
NAMES = ["anyascii>=0.3", "rapidfuzz>=3.9", "cologne_phonetics>=2.0"]
THEMES = ["scikit-learn>=1.5"]
REPORTING = ["scipy>=1.13"]


def addon_files(addon):
    """Odoo reads XML, CSV, PO, JavaScript and migrations by their path."""
    base = ROOT / addon
    return [
        path.relative_to(base).as_posix()
        for path in sorted(base.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]


setup(
    name="odoo-kim",
    version="19.0.1.0.0",
    description="Municipal integration management (KIM) for Odoo 19",
    long_description=(ROOT / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="LGPL-3.0-only",
    license_files=["LICENSE", "COPYING"],
    python_requires=">=3.10",
    packages=[f"odoo.addons.{addon}" for addon in ADDONS],
    package_dir={f"odoo.addons.{addon}": addon for addon in ADDONS},
    package_data={f"odoo.addons.{addon}": addon_files(addon) for addon in ADDONS},
    install_requires=["xlsxwriter"],
    extras_require={
        "odoo": ["odoo==19.0.*", "psycopg2"],
        "test": ["pytest-odoo"],
        "pdf": PDF,
        "names": NAMES,
        "themes": THEMES,
        "reporting": REPORTING,
        "all": [*PDF, *NAMES, *THEMES, *REPORTING],
    },
    zip_safe=False,
)
