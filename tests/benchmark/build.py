"""A database at the size of a district, or of the whole state, in a minute or two.

One case and one task are born through their doors; all others are copies of these,
made by SQL with other numbers, people and towns. So a column that is added later is
copied along, and nothing here has to know it.
"""

from dataclasses import dataclass
from datetime import timedelta

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.kim_case.tools.dates import berlin_today

PREFIX = "Benchmark"
MANAGERS_PER_TOWN = 20


@dataclass
class Size:
    """How much is built."""

    districts: int = 1
    towns: int = 11
    cases: int = 20_000
    notes: int = 200_000

    @property
    def managers(self):
        return self.towns * MANAGERS_PER_TOWN


SIZES = {"district": Size(), "state": Size(54, 400, 200_000, 2_000_000)}


def built(env):
    """Return the size that stands in this database, None where nothing does.

    All of a size is committed at once: a build that was stopped has left nothing.

    :raises ValueError: it is none of ``SIZES``
    """
    found = [
        env[model].search_count([("name", "=like", f"{PREFIX} {name} %")])
        for model, name in (("kim.district", "District"), ("kim.municipality", "Town"))
    ]
    if not any(found):
        return None
    for name, size in SIZES.items():
        if found == [size.districts, size.towns]:
            return name
    raise ValueError(f"{found[0]} districts and {found[1]} towns of another benchmark")


def build(env, size, say=print):
    """Fill the database; commits.

    :param env: environment of the superuser
    :param Size size: how much
    :param say: called with what is being done
    """
    say("organisations, towns, people")
    towns, companies = _places(env, size)
    model_user = _user(env, "benchmark_1", companies[0])
    _post(env, model_user, towns[0], companies[0])
    env.flush_all()
    users = _people(env, size, model_user, towns, companies)
    say(f"{size.cases} cases")
    case = _template_case(env, model_user, towns[0], companies[0])
    cases = _cases(env, size, case, users, towns)
    say(f"{size.notes} contact notes")
    _notes(env, size, case, cases, users)
    say(f"{size.cases} tasks beside them")
    _tasks(env, size, model_user, users)
    env.cr.commit()
    say("statistics of the database")
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.registry.clear_all_caches()


# ----------------------------------------------------------------------
# Copies by SQL
# ----------------------------------------------------------------------
def clone(env, table, template_id, count, **values):
    """Insert ``count`` copies of a row; return the id before the first.

    :param str table: table with a column ``id``
    :param int template_id: row that is copied
    :param values: SQL expressions by column; ``g`` counts from 1
    """
    cr = env.cr
    cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema AND table_name = %s"
        " AND column_name != 'id'",
        [table],
    )
    columns = [name for (name,) in cr.fetchall()]
    cr.execute(SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table)))
    base = cr.fetchone()[0]
    values = {name: value for name, value in values.items() if name in columns}
    cr.execute(
        SQL(
            "INSERT INTO %s (id, %s) SELECT %s + g, %s FROM %s AS t,"
            " generate_series(1, %s) AS g WHERE t.id = %s",
            SQL.identifier(table),
            SQL(", ").join(SQL.identifier(name) for name in columns),
            base,
            SQL(", ").join(
                SQL(values[name].replace("%", "%%"))
                if name in values
                else SQL.identifier("t", name)
                for name in columns
            ),
            SQL.identifier(table),
            count,
            template_id,
        )
    )
    cr.execute(
        "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, base + count]
    )
    return base


def link(env, table, columns, query):
    """Insert rows into the table of a many2many field.

    :param str table: name of the relation
    :param columns: its two columns
    :param str query: SELECT that gives both
    """
    names = ", ".join(columns)
    env.cr.execute(f"INSERT INTO {table} ({names}) {query} ON CONFLICT DO NOTHING")


# ----------------------------------------------------------------------
# What is built
# ----------------------------------------------------------------------
def _places(env, size):
    companies = env["res.company"].create(
        [{"name": f"{PREFIX} Organisation {n}"} for n in range(1, size.districts + 1)]
    )
    env["kim.controller"].create([{"company_id": each.id} for each in companies])
    districts = env["kim.district"].create(
        [
            {
                "name": f"{PREFIX} District {n}",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
            }
            for n, company in enumerate(companies, start=1)
        ]
    )
    towns = env["kim.municipality"].create(
        [
            {
                "name": f"{PREFIX} Town {n}",
                "code": f"B{n:03d}",
                "district_id": districts[n % size.districts].id,
            }
            for n in range(size.towns)
        ]
    )
    return towns, companies


def _user(env, login, company, *groups):
    names = groups or ("kim_case.group_kim_case_user", "project.group_project_user")
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": login,
                "login": login,
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [
                    Command.set([env.ref(n).id for n in ("base.group_user", *names)])
                ],
            }
        )
    )


def _post(env, user, town, company):
    post = env["kim.post"].create(
        {
            "name": f"{PREFIX} post",
            "district_id": town.district_id.id,
            "block_id": env["kim.funding.block"].search([], limit=1).id,
            "function": "case_management",
            "employer_id": env["kim.controller"]._of(company).id,
            "fte": MANAGERS_PER_TOWN,
            "date_from": berlin_today() - timedelta(days=2000),
            "municipality_ids": [Command.set(town.ids)],
        }
    )
    env["kim.post.assignment"].create(
        {
            "post_id": post.id,
            "holder_id": user.partner_id.id,
            "date_from": post.date_from,
            "municipality_ids": [Command.set(town.ids)],
        }
    )


def _people(env, size, user, towns, companies):
    """Copy the case manager: 20 in each town. Returns {"base", "count"} of the ids."""
    count = size.managers
    partner = clone(
        env,
        "res_partner",
        user.partner_id.id,
        count,
        name=f"'{PREFIX} CM ' || g",
        complete_name=f"'{PREFIX} CM ' || g",
        commercial_partner_id="NULL",
    )
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE id > %s", [partner]
    )
    company = f"{companies[0].id} + ((g - 1) % {size.towns}) % {size.districts}"
    base = clone(
        env,
        "res_users",
        user.id,
        count,
        login="'benchmark_cm_' || g",
        partner_id=f"{partner} + g",
        company_id=company,
    )
    link(
        env,
        "res_groups_users_rel",
        ("gid", "uid"),
        f"SELECT gid, {base} + g FROM res_groups_users_rel,"
        f" generate_series(1, {count}) AS g WHERE uid = {user.id}",
    )
    link(
        env,
        "res_company_users_rel",
        ("cid", "user_id"),
        f"SELECT {company}, {base} + g FROM generate_series(1, {count}) AS g",
    )
    return {"base": base, "count": count}


def _template_case(env, user, town, company):
    case = (
        env["kim.case"]
        .with_user(user)
        .with_company(company)
        ._open(
            company,
            town.with_user(user),
            {"last_name": f"{PREFIX}-Klientin", "first_name": "Demo"},
            {
                "basis": "consent",
                "form": "signed",
                "information_on": berlin_today(),
            },
            {"wish": "Lorem ipsum dolor sit amet. " * 5},
        )
    )
    case.env["kim.case.note"].create(
        {"case_id": case.id, "note": "Lorem ipsum dolor sit amet. " * 20}
    )
    env.flush_all()
    return case.sudo()


def _cases(env, size, case, users, towns):
    """Copy the case with its client, access row, spell and consent; a fifth is closed."""
    count, district = size.cases, case.district_id
    town = f"((g - 1) % {size.towns})"
    user = f"{users['base']} + 1 + ((g - 1) % {users['count']})"
    company = f"{case.company_id.id} + {town} % {size.districts}"
    where = f"{district.id} + {town} % {size.districts}"
    stages = district.stage_ids.sorted("sequence")
    per_district = len(stages)
    step = (
        f"CASE WHEN g % 5 = 0 THEN {per_district - 1} ELSE g % {per_district - 1} END"
    )
    stage = f"{stages[0].id} + ({where} - {district.id}) * {per_district} + {step}"
    kinds = "ARRAY[{}]".format(",".join(f"'{s.phase_kind}'" for s in stages))
    kind = f"({kinds})[1 + {step}]"
    clients = clone(
        env,
        "kim_client",
        case.client_id.id,
        count,
        number="'K-B-' || g",
        company_id=company,
        last_name=f"'{PREFIX}-Klientin ' || md5(g::text)",
    )
    cases = clone(
        env,
        "kim_case",
        case.id,
        count,
        number="'B-' || g",
        company_id=company,
        municipality_id=f"{towns[0].id} + {town}",
        district_id=where,
        client_id=f"{clients} + g",
        responsible_id=user,
        stage_id=stage,
        phase_kind=kind,
        date_open="CURRENT_DATE - (g % 1500)",
        next_step="'Lorem ipsum'",
        next_step_date="CURRENT_DATE + (g % 60) - 20",
    )
    for table, row, values in (
        ("kim_case_access", case.access_ids[0], {"user_id": user}),
        (
            "kim_case_spell",
            case.spell_ids[0],
            {
                "responsible_id": user,
                "municipality_id": f"{towns[0].id} + {town}",
                "district_id": where,
                "stage_id": stage,
                "phase_kind": kind,
                "date_from": "now() AT TIME ZONE 'UTC' - (1 + g % 1500) * interval '1 day'",
            },
        ),
        ("kim_consent", case.consent_ids[0], {}),
    ):
        clone(
            env,
            table,
            row.id,
            count,
            case_id=f"{cases} + g",
            company_id=company,
            **values,
        )
    domains = env["kim.life.domain"].search([("district_id", "=", False)], limit=8).ids
    link(
        env,
        "kim_case_life_domain_rel",
        ("case_id", "life_domain_id"),
        f"SELECT {cases} + g, (ARRAY{domains})[1 + (g + n) % {len(domains)}]"
        f" FROM generate_series(1, {count}) AS g, generate_series(0, 2) AS n",
    )
    return {"base": cases, "count": count, "company": company}


def _notes(env, size, case, cases, users):
    number = f"1 + ((g - 1) % {cases['count']})"
    clone(
        env,
        "kim_case_note",
        case.note_ids[0].id,
        size.notes,
        case_id=f"{cases['base']} + {number}",
        author_id=f"{users['base']} + 1 + (({number} - 1) % {users['count']})",
        company_id=f"{case.company_id.id}"
        f" + (({number} - 1) % {size.towns}) % {size.districts}",
        date="now() AT TIME ZONE 'UTC' - (g % 1500) * interval '1 day'",
    )


def _tasks(env, size, user, users):
    """As many tasks, each assigned to the same person, in an invited-only project."""
    project = env["project.project"].create(
        {
            "name": f"{PREFIX} project",
            "privacy_visibility": "followers",
            "type_ids": [
                Command.create({"name": f"{PREFIX} stage {n}"}) for n in range(7)
            ],
        }
    )
    task = env["project.task"].create(
        {
            "name": f"{PREFIX} task",
            "project_id": project.id,
            "user_ids": [Command.set(user.ids)],
            "description": "<p>Lorem ipsum dolor sit amet.</p>",
        }
    )
    env.flush_all()
    base = clone(
        env,
        "project_task",
        task.id,
        size.cases,
        name=f"'{PREFIX} task ' || g",
        stage_id=f"{project.type_ids[0].id} + g % 7",
    )
    link(
        env,
        "project_task_user_rel",
        ("task_id", "user_id"),
        f"SELECT {base} + g, {users['base']} + 1 + ((g - 1) % {users['count']})"
        f" FROM generate_series(1, {size.cases}) AS g",
    )
