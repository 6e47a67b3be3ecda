# ruff: noqa: F821  (env is given by "odoo shell", which reads this file)
"""Finish the demo database and print who can log in.

Everybody speaks German and lives in Europe/Berlin; the users of KIM's demo data
get the password "demo".
"""

import os

KEY = os.environ["KIM_DEMO_KEY"]
LOGINS = os.environ["KIM_DEMO_LOGINS"]


def prepare():
    """Before KIM is installed: German, and demo data for KIM alone.

    Odoo loads an addon's demo data only where its dependencies have theirs; their
    American sample companies would stand among KIM's institutions.
    """
    env["ir.default"].set("res.partner", "lang", "de_DE")
    env["ir.default"].set("res.partner", "tz", "Europe/Berlin")
    germany = env.ref("base.de")
    germany.currency_id.active = True
    env.ref("base.main_company").write(
        {"country_id": germany.id, "currency_id": germany.currency_id.id}
    )
    env["ir.module.module"].search([("state", "=", "installed")]).demo = True


def finish():
    users = env["res.users"].with_context(active_test=False).search([])
    users.partner_id.write({"lang": "de_DE", "tz": "Europe/Berlin"})
    demo_users().write({"password": "demo"})


def demo_users():
    """Return the users that come with KIM's demo data."""
    data = env["ir.model.data"].search(
        [("model", "=", "res.users"), ("module", "=like", "kim\\_%")]
    )
    return env["res.users"].browse(data.mapped("res_id")).exists()


def logins():
    """Return rows of role, login, password, district; the administrator last.

    One login for each role in each district.
    """
    users = demo_users().with_context(lang="de_DE")
    roles = dict(users.fields_get(["kim_role"])["kim_role"]["selection"])
    order = list(roles)
    districts = env["kim.district"].search([])
    rows, shown = [], set()
    for user in users.sorted(
        lambda user: (
            order.index(user.kim_role) if user.kim_role else len(order),
            user.company_id.name,
            user.login,
        )
    ):
        role = roles.get(user.kim_role) or (
            "Externe (Portal)" if user.share else "ohne KIM-Rolle"
        )
        where = districts.filtered(
            lambda district, user=user: user.company_ids & district.company_ids
        )
        if (role, where) not in shown:
            shown.add((role, where))
            rows.append((role, user.login, "demo", ", ".join(where.mapped("name"))))
    rows.append(("Systemverwaltung", "admin", "admin", "–"))
    return rows


def write_logins():
    rows = [("Rolle", "Anmeldung", "Passwort", "Kreis"), *logins()]
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    with open(LOGINS, "w", encoding="utf-8") as file:
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            file.write("  ".join(cells).rstrip() + "\n")


if KEY == "half":
    prepare()
    env["ir.config_parameter"].set_param("kim.demo_key", KEY)
else:
    finish()
    env["ir.config_parameter"].set_param("kim.demo_key", KEY)
    write_logins()
env.cr.commit()
