"""How the benchmark takes time, and the calls with which Odoo's web client opens views."""

import statistics
import time
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree

from odoo.addons.mail.tools.discuss import Store

RUNS = 10


@dataclass
class Line:
    """One measured act."""

    name: str
    seconds: float
    queries: int
    bar: float | None = None
    why: str = ""

    @property
    def missed(self):
        return self.bar is not None and self.seconds > self.bar


@contextmanager
def undone(env):
    """Undo what the block does; nothing of a measurement stays."""
    savepoint = env.cr.savepoint()
    try:
        yield
    finally:
        savepoint.close(rollback=True)
        env.invalidate_all(flush=False)


def timed(env, calls, runs=RUNS):
    """Return {name: :class:`Line`} with the median of several runs, log rows included.

    What is compared runs in turns, so that a busy moment of the machine meets both.

    :param env: environment of who waits
    :param dict calls: name -> what is measured
    :param int runs: how often; the first run of several only warms the caches
    """
    seconds = {name: [] for name in calls}
    queries = {}
    for _run in range(runs + (runs > 1)):
        for name, call in calls.items():
            env.invalidate_all()
            with undone(env):
                before, start = env.cr.sql_log_count, time.perf_counter()
                call()
                env.cr.flush()  # pending writes and the access log
                seconds[name].append(time.perf_counter() - start)
                queries[name] = env.cr.sql_log_count - before
    return {
        name: Line(name, statistics.median(times[runs > 1 :]), queries[name])
        for name, times in seconds.items()
    }


def next_request(env):
    """Do what ends a request: the next one begins with an empty cache."""
    env.cr.flush()
    env.invalidate_all()


def judged(line, bar, why):
    """Return the line with the bar it has to reach."""
    line.bar, line.why = bar, why
    return line


# ----------------------------------------------------------------------
# What the web client asks for
# ----------------------------------------------------------------------
def specification(env, model, arch):
    """Return the read specification of a view, as the web client makes it."""
    spec = {}
    for node in _fields(arch):
        field = env[model]._fields[node.get("name")]
        part = spec.setdefault(node.get("name"), {})
        if field.type == "many2one":
            part["fields"] = {"display_name": {}}
        elif field.type in ("one2many", "many2many"):
            inner = node.find("list")
            inner = node.find("kanban") if inner is None else inner
            if inner is not None:
                part.update(
                    fields=specification(env, field.comodel_name, inner),
                    limit=int(inner.get("limit", 40)),
                )
            elif node.get("widget"):
                part["fields"] = {"display_name": {}}
    return spec


def _fields(arch):
    for node in arch.iterchildren("*"):
        if node.tag == "field":
            yield node
        else:
            yield from _fields(node)


def view(env, model, kind, view_id=False):
    """Return the specification of a view of ``model`` for this user."""
    views = env[model].get_views([[view_id, kind]])["views"]
    return specification(env, model, etree.fromstring(views[kind]["arch"]))


def open_record(env, model, record_id, spec):
    return env[model].browse(record_id).web_read(spec)


def chatter(task):
    """Send what the web client asks for below a task: followers, files, messages."""
    store = Store().add(
        task,
        as_thread=True,
        request_list=["activities", "attachments", "followers", "suggestedRecipients"],
    )
    store.get_result()
    found = task.env["mail.message"]._message_fetch(domain=None, thread=task, limit=30)
    Store().add(found["messages"]).get_result()


def screens(env, model, domain, record_id, group):
    """Return {name: call} of the screens of a model."""
    records = env[model]
    specs = {kind: view(env, model, kind) for kind in ("list", "kanban", "form")}
    return {
        "list": lambda: records.web_search_read(
            domain, specs["list"], limit=80, count_limit=10_001
        ),
        "kanban": lambda: records.web_read_group(
            domain,
            [group],
            ["__count"],
            auto_unfold=True,
            opening_info=None,
            unfold_read_specification=specs["kanban"],
            unfold_read_default_limit=80,
        ),
        "form": lambda: open_record(env, model, record_id, specs["form"]),
        "grouping": lambda: records.formatted_read_group(domain, [group], ["__count"]),
    }
