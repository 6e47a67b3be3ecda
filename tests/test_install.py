"""Each addon alone: it installs with just its dependencies, updates, and goes without a trace.

Runs on databases of its own and needs the variables that script/test sets.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql

# Each addon, and what of Odoo has to be there before it.
CHAIN = {
    "kim_case": ["mail", "contacts", "privacy_lookup"],
    "kim_conference": ["calendar", "portal"],
    "kim_themes": ["project"],
    "kim_reporting": [],
}
# Tables in which Odoo itself leaves rows behind, or which belong to nobody's addon.
ODOO_KEEPS = re.compile(
    r"^(orm_signaling_\w+|ir_cron_trigger|res_company|res_users|res_users_log|ir_logging)$"
)
# Of these, what Odoo itself forgets when any addon goes: its notes of foreign keys on
# tables that stay, and the name of an inheritance from a model that stays.
ODOO_FORGETS = {
    "ir_model_constraint": "type = 'f'",
    "ir_model_data": "model = 'ir.model.inherit'",
}

pytestmark = pytest.mark.skipif(
    "KIM_TEST_CONFIG" not in os.environ, reason="run it by script/test"
)


def odoo(*arguments):
    """Run Odoo to its end; a warning in its log is a failure."""
    done = subprocess.run(
        [os.environ["KIM_TEST_ODOO"], *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        errors="replace",
    )
    wrong = re.findall(r"^.* (?:WARNING|ERROR|CRITICAL) .*$", done.stdout, flags=re.M)
    assert done.returncode == 0 and not wrong, "\n".join(
        [*wrong[:20], "...", *done.stdout.splitlines()[-15:]]
    )


def server(database, *arguments):
    odoo(
        *("-c", os.environ["KIM_TEST_CONFIG"], "-d", database),
        *("--no-http", "--stop-after-init", "--log-level=warn"),
        *arguments,
    )


def uninstall(database, addon):
    odoo(
        "module",
        "uninstall",
        "-c",
        os.environ["KIM_TEST_CONFIG"],
        "-d",
        database,
        addon,
    )


def filestore(database):
    return Path(os.environ["KIM_TEST_DATA"]) / "filestore" / database


def drop(database):
    subprocess.run(["dropdb", "--if-exists", "--force", database], check=True)
    shutil.rmtree(filestore(database), ignore_errors=True)


def copy(source, target):
    drop(target)
    subprocess.run(["createdb", "-T", source, target], check=True)
    if filestore(source).exists():
        shutil.copytree(filestore(source), filestore(target))


def schema(database):
    """Return the definition of all tables, indexes and constraints, one a line."""
    dump = subprocess.run(
        ["pg_dump", "--schema-only", "--no-owner", database],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    # extensions stay; newer versions of pg_dump print a random key
    return [
        line
        for line in dump.splitlines()
        if line and not re.match(r"--|\\|(CREATE|COMMENT ON) EXTENSION", line)
    ]


def rows(database):
    """Return ``{table: number of rows}`` of what an addon may leave behind."""
    connection = psycopg2.connect(dbname=database)
    try:
        with connection.cursor() as cr:
            cr.execute(
                "SELECT table_name FROM information_schema.tables"
                " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            )
            tables = [row[0] for row in cr.fetchall()]
            counts = {}
            for table in tables:
                if not ODOO_KEEPS.match(table):
                    cr.execute(
                        sql.SQL("SELECT count(*) FROM {} WHERE NOT ({})").format(
                            sql.Identifier(table),
                            sql.SQL(ODOO_FORGETS.get(table, "false")),
                        )
                    )
                    counts[table] = cr.fetchone()[0]
            return counts
    finally:
        connection.close()


def differences(before, after):
    return {
        key: (before.get(key), after.get(key))
        for key in {*before, *after}
        if before.get(key) != after.get(key)
    }


@pytest.fixture(scope="module")
def ground():
    """A database that grows along the chain: what lies left of the addon on trial."""
    name = "kim_ground"
    drop(name)
    subprocess.run(["createdb", name], check=True)
    yield name
    drop(name)


@pytest.fixture
def trial():
    name = "kim_trial"
    yield name
    drop(name)


@pytest.mark.parametrize("addon", CHAIN)
def test_install_update_uninstall(addon, ground, trial):
    below = list(CHAIN)[: list(CHAIN).index(addon)][-1:]
    needed = [*below, *CHAIN[addon]]
    if needed:
        server(ground, "-i", ",".join(needed), "--load-language=de_DE")
    schema_before, rows_before = schema(ground), rows(ground)

    server(ground, "-i", addon)
    copy(ground, trial)
    server(trial, "-u", addon)
    uninstall(trial, addon)

    schema_after, rows_after = schema(trial), rows(trial)
    assert not sorted(set(schema_after) ^ set(schema_before))
    assert not differences(rows_before, rows_after)
