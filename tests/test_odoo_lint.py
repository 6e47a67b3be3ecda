"""Odoo's own lint tests (its addon test_lint), over KIM's addons only.

The classes are imported, so that pytest runs them here. Left out are those that
test the checkers themselves, ESLint, which needs Node.js, and the search for
conflict markers, which would walk through .odoo/ too.
"""

import subprocess
from pathlib import Path
from unittest import mock

import pytest

from odoo import tools
from odoo.modules import Manifest, get_modules

from odoo.addons.test_lint.tests import test_pofile, test_pylint
from odoo.addons.test_lint.tests.test_docstring import TestDocstring  # noqa: F401
from odoo.addons.test_lint.tests.test_dunderinit import (
    TestDunderinit as TestInitFiles,  # noqa: F401
)
from odoo.addons.test_lint.tests.test_i18n import TestI18n  # noqa: F401
from odoo.addons.test_lint.tests.test_index import TestIndex  # noqa: F401
from odoo.addons.test_lint.tests.test_jstranslate import (
    TestJsTranslations,  # noqa: F401
)
from odoo.addons.test_lint.tests.test_manifests import ManifestLinter  # noqa: F401
from odoo.addons.test_lint.tests.test_naming import TestNaming  # noqa: F401
from odoo.addons.test_lint.tests.test_onchange_domains import (
    TestOnchangeDomains,  # noqa: F401
)
from odoo.addons.test_lint.tests.test_orm_import import (
    TestDunderinit as TestOrmImport,  # noqa: F401
)
from odoo.addons.test_lint.tests.test_override_signatures import (
    TestLintOverrideSignatures,  # noqa: F401
)
from odoo.addons.test_lint.tests.test_pofile import PotLinter  # noqa: F401
from odoo.addons.test_lint.tests.test_pylint import TestPyLint  # noqa: F401
from odoo.addons.test_lint.tests.test_routes import RoutesLinter  # noqa: F401
from odoo.addons.test_lint.tests.test_test_holes import TestTestHoles  # noqa: F401

ROOT = Path(__file__).parent.parent


def is_ours(name):
    return (ROOT / name / "__manifest__.py").exists()


@pytest.fixture(autouse=True)
def only_our_addons(request):
    manifests = [m for m in Manifest.all_addon_manifests() if is_ours(m.name)]
    names = [name for name in get_modules() if is_ours(name)]
    assert manifests and names
    with (
        mock.patch.object(Manifest, "all_addon_manifests", return_value=manifests),
        mock.patch.object(test_pofile, "get_modules", return_value=names),
    ):
        if request.cls is not TestPyLint:
            yield
            return
        with (
            # it always checks this folder too, by default the whole of Odoo
            mock.patch.object(tools.config, "root_path", manifests[0].path),
            mock.patch.object(test_pylint, "subprocess", mock.Mock(run=run_pylint)),
        ):
            yield


def run_pylint(command, **options):
    """Run it without one check: records of KIM refuse deletion in ``unlink``.

    What Odoo recommends instead can be skipped by a context key over RPC.
    """
    command = [part.replace(",raise-unlink-override", "") for part in command]
    # comments that speak to pylint-odoo name messages that are unknown here
    command.insert(-1, "--disable=unknown-option-value")
    return subprocess.run(command, **options)
