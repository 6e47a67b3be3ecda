"""What a case manager waits for, beside the same of ``project.task`` (median of 10).

Everything is measured on the server, with the calls and fields that Odoo's web client
sends for our views, as a person with no more rights than a case manager has.
"""

import base64
import hashlib
import io
from datetime import date

import xlsxwriter
from build import PREFIX, clone
from stopwatch import (
    chatter,
    judged,
    next_request,
    open_record,
    screens,
    timed,
    undone,
    view,
)

from odoo import api
from odoo.fields import Command


# ----------------------------------------------------------------------
# The measurements
# ----------------------------------------------------------------------
def measure(env):
    """Yield a :class:`Line` for every act.

    :param env: environment of the superuser in a database that was built
    """
    user = env["res.users"].search([("login", "=", "benchmark_cm_1")])
    mine = _env(env, user)
    yield from _beside_tasks(env, mine)
    yield from _restricted_and_superuser(env, mine)
    yield from _big_case(env, mine)
    yield from _mass(env)


def _env(env, user):
    return api.Environment(
        env.cr,
        user.id,
        {"lang": "en_US", "allowed_company_ids": user.company_ids.ids},
    )


def _beside_tasks(env, mine):
    case = mine["kim.case"].search([], limit=1)
    task = mine["project.task"].search([("user_ids", "in", mine.uid)], limit=1)
    tasks = screens(
        mine, "project.task", [("user_ids", "in", mine.uid)], task.id, "stage_id"
    )
    bare = tasks["form"]
    tasks["form"] = lambda: (bare(), chatter(task))  # all calls of opening
    cases = screens(mine, "kim.case", [], case.id, "stage_id")
    for name, call in cases.items():
        ours, theirs = f"case: {name}", f"task: {name}"
        lines = timed(mine, {theirs: tasks[name], ours: call})
        yield lines[theirs]
        yield judged(
            lines[ours],
            lines[theirs].seconds,
            "not slower than the same of project.task",
        )


def _restricted_and_superuser(env, mine):
    cases = mine["kim.case"].search([])
    spec = view(mine, "kim.case", "list")
    domain = [("id", "in", cases.ids)]
    root = env(context=mine.context)
    free, own = "list as superuser", "list as case manager"
    lines = timed(
        mine,
        {
            free: lambda: root["kim.case"].web_search_read(domain, spec, limit=80),
            own: lambda: mine["kim.case"].web_search_read(domain, spec, limit=80),
        },
    )
    yield lines[free]
    yield judged(
        lines[own],
        2 * lines[free].seconds,
        "at most twice the superuser on the same rows",
    )


def _big_case(env, mine):
    """A case with 500 notes and 50 documents beside one without."""
    empty, full = mine["kim.case"].search([], limit=2)
    with undone(env):
        env.cr.execute("DELETE FROM kim_case_note WHERE case_id = %s", [empty.id])
        note = env["kim.case.note"].search([], limit=1)
        clone(
            env,
            "kim_case_note",
            note.id,
            500,
            case_id=str(full.id),
            company_id=str(full.company_id.id),
            date="now() AT TIME ZONE 'UTC' - g * interval '1 hour'",
        )
        env["ir.attachment"].create(
            [
                {
                    "name": f"{n}.txt",
                    "raw": b"x" * 1000,
                    "res_model": "kim.case",
                    "res_id": full.id,
                }
                for n in range(50)
            ]
        )
        env.flush_all()
        spec = view(mine, "kim.case", "form")
        small, large = "open an empty case", "open one with 500 notes, 50 documents"
        lines = timed(
            mine,
            {
                small: lambda: open_record(mine, "kim.case", empty.id, spec),
                large: lambda: open_record(mine, "kim.case", full.id, spec),
            },
        )
        yield lines[small]
        yield judged(
            lines[large], 1.2 * lines[small].seconds, "at most 1.2 times the empty one"
        )


def _name(number):
    """Return a name like no other: what resembles another row is left out."""
    digest = hashlib.sha256(str(number).encode()).digest()
    return "".join(chr(ord("a") + byte % 26) for byte in digest[:12]).capitalize()


def _sheet(rows, town):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    headings = (
        "last_name",
        "first_name",
        "birth_year",
        "town",
        "date_open",
        "basis",
        "given_on",
        "form",
        "information_on",
        "wish",
        "goal",
    )
    sheet.write_row(0, 0, headings)
    day = date(2024, 1, 15).isoformat()
    for row in range(1, rows + 1):
        sheet.write_row(
            row,
            0,
            (
                _name(row),
                "Demo",
                1950 + row % 50,
                town,
                day,
                "consent",
                day,
                "signed",
                day,
                "Lorem ipsum",
                "Dolor sit amet",
            ),
        )
    book.close()
    return base64.b64encode(target.getvalue())


def _mass(env):
    user = env["res.users"].search([("login", "=", "benchmark_1")])
    mine = _env(env, user)
    town = mine["kim.municipality"].search([("code", "=", "B000")], limit=1)
    data = _sheet(1000, town.name)

    def preview():
        form = mine["kim.case.import"].create({"file": data, "file_name": "x.xlsx"})
        form.action_read()
        return form

    def whole():
        form = preview()
        while not form.action_step()["finished"]:
            next_request(mine)
        if form.done_count != 1000:
            raise AssertionError(set(form.line_ids.mapped("message")))

    yield from timed(mine, {"import: preview of 1,000 rows": preview}, runs=1).values()
    [line] = timed(mine, {"import: 1,000 cases with preview": whole}, runs=1).values()
    yield judged(line, 30, "1,000 cases with goals and consents under 30 s")
    project = env["project.project"].search([("name", "=", f"{PREFIX} project")])
    project.message_subscribe(user.partner_id.ids)

    def tasks():
        for row in range(1000):
            mine["project.task"].create(
                {
                    "name": f"Task {row}",
                    "project_id": project.id,
                    "user_ids": [Command.set(user.ids)],
                }
            )
            if row % 50 == 0:
                next_request(mine)

    yield from timed(mine, {"1,000 tasks one by one": tasks}, runs=1).values()
    yield from _reassign(env)


def _reassign(env):
    company = (
        env["kim.controller"]
        .search([("company_id.name", "=", f"{PREFIX} Organisation 1")])
        .company_id
    )
    with undone(env):
        lead = env["res.users"].create(
            {
                "name": "benchmark_lead",
                "login": "benchmark_lead",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [
                    Command.set(
                        [
                            env.ref("base.group_user").id,
                            env.ref("kim_case.group_kim_team_lead").id,
                        ]
                    )
                ],
            }
        )
        mine = _env(env, lead)
        target = env["res.users"].search([("login", "=", "benchmark_1")])
        register = mine["kim.case.register"]
        loads = register.formatted_read_group(  # a team whose work is given anew
            [("responsible_id.login", "like", "benchmark_cm_")],
            ["responsible_id"],
            ["__count"],
            order="responsible_id",
        )
        losers, cases = [], 0
        while cases < 300:
            load = loads.pop(0)
            losers.append(load["responsible_id"][0])
            cases += load["__count"]
        lines = register.search([("responsible_id", "in", losers)], limit=300)

        def give():
            form = (
                mine["kim.case.reassign"]
                .with_context(
                    active_model="kim.case.register",
                    active_ids=lines.ids,
                )
                .create({"user_id": target.id, "confirmed": True})
            )
            while not form.action_step()["finished"]:
                next_request(mine)
            if form.done_count != 300:
                raise AssertionError(form.failures)

        [line] = timed(mine, {"reassign 300 cases": give}, runs=3).values()
        yield judged(line, 3, "300 cases under 3 s")
        columns = view(mine, "kim.case.register", "list")
        caseload = view(mine, "kim.caseload", "list")
        yield from timed(
            mine,
            {
                "register of cases": lambda: register.web_search_read(
                    [("phase_kind", "!=", "closed")], columns, limit=80
                ),
                "caseload today": lambda: mine["kim.caseload"].web_search_read(
                    [("is_latest", "=", True)], caseload, limit=80
                ),
            },
        ).values()
