"""Look at a database by name, or drop it, with the options that Odoo itself gets.

python database.py state NAME [odoo options]    prints: absent, strange, half,
                                                or the key of the addons in it
python database.py drop NAME [odoo options]     only one that script/server made
"""

import sys

import psycopg2

from odoo.service import db
from odoo.sql_db import db_connect
from odoo.tools import config

# Set when the database is begun, and once more when it is ready.
MARK = "kim.demo_key"


def state(name):
    """Tell what is in the database, without changing anything."""
    try:
        with db_connect("postgres").cursor() as cr:
            cr.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cr.fetchone():
                return "absent"
    except psycopg2.OperationalError as error:
        sys.exit(f"PostgreSQL cannot be reached: {error}")
    with db_connect(name).cursor() as cr:
        cr.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if cr.fetchone()[0] == 0:
            return "half"
        cr.execute("SELECT to_regclass('ir_config_parameter')")
        if cr.fetchone()[0] is None:
            return "strange"
        cr.execute("SELECT value FROM ir_config_parameter WHERE key = %s", [MARK])
        row = cr.fetchone()
        return row[0] if row else "strange"


def drop(name):
    if state(name) == "strange":
        sys.exit(f"The database {name} was not made by script/server; it stays.")
    db.exp_drop(name)


if __name__ == "__main__":
    command, name, *options = sys.argv[1:]
    config.parse_config(options)
    if command == "state":
        print(state(name))  # noqa: T201
    elif command == "drop":
        config["list_db"] = True  # exp_drop refuses without
        drop(name)
    else:
        sys.exit(__doc__)
