"""What people type into a field: what makes sense, and what does not."""

import datetime

from web_client import sent

from odoo.addons.kim_case.tools.dates import berlin_today

# Nothing is typed there: dropped, drawn or dragged.
NOT_TYPED = (
    "binary",
    "json",
    "many2one_reference",
    "one2many",
    "properties",
    "properties_definition",
    "reference",
)
SHOWN_ONLY = (
    "badge",
    "handle",
    "kim_domain_icons",
    "kim_phase_time",
    "remaining_days",
    "statinfo",
    "statusbar",
)


def _is_shown_only(record, name):
    node = record.view.typed(name, record.names())
    return node is None or node.get("widget") in SHOWN_ONLY


def plausible_values(record, name):
    """Return values that people would choose or type, other than the present one.

    :param Record record: on the screen
    :param str name: of the field
    """
    info, current = record.view.infos[name], sent(record.data.get(name))
    kind = info["type"]
    if kind in NOT_TYPED or _is_shown_only(record, name):
        return []
    if kind in ("many2one", "many2many"):
        return _choices(record, name)
    if kind == "selection":
        found = [key for key, _label in info["selection"] if key != current]
        return found[:1] + found[1:][-1:]
    day = berlin_today() + datetime.timedelta(days=3)
    found = {
        "char": ["Müller & Söhne"],
        "text": ["Erste Zeile\nZweite “Zeile”"],
        "html": ["<p>Ein Satz</p>"],
        "integer": [3],
        "float": [1.5],
        "monetary": [12.5],
        "boolean": [not current],
        "date": [str(day), str(day - datetime.timedelta(days=400))],
        "datetime": [f"{day} 09:30:00"],
    }[kind]
    if info.get("size"):
        found = [value[: info["size"]] for value in found]
    return [value for value in found if value != current]


def odd_values(record, name):
    """Return [(value, is it of the wrong kind?)] that nobody should, but may, type."""
    info = record.view.infos[name]
    kind, ours = info["type"], record.view.model.startswith("kim.")
    if kind in NOT_TYPED or _is_shown_only(record, name):
        return []
    found = {
        "char": ["ب" * 600, "<b>“%(x)s” {0}</b> שלום"],
        "text": ["x" * 30_000, "<script>%s</script> שלום"],
        "html": ["<p>%(x)s <b>שלום</b></p>"],
        "integer": [-1, 2**31 - 1],
        "float": [-0.5, 1e12],
        "monetary": [-0.5],
        "date": ["1000-01-01", "9999-12-31"],
        "datetime": ["1000-01-01 00:00:00", "9999-12-31 12:00:00"],
    }.get(kind, [])
    found = [(value, False) for value in found]
    if not record.view.required(name, record.names()) and kind not in (
        "boolean",
        "integer",
        "float",
        "monetary",
        "many2many",
    ):
        found.append((False, False))
    if ours and kind in ("char", "text", "html"):
        found.append(("a\0b", False))
    if ours and kind in ("integer", "float", "monetary", "date", "datetime"):
        found.append(("drei", True))
    return found


def _choices(record, name):
    view, info = record.view, record.view.infos[name]
    context = record.context_of(name)
    rows = record.client.ask(
        info["relation"],
        "web_name_search",
        "",
        {"display_name": {}},
        view.domain(name, record.names()),
        "ilike",
        8,
        context=context,
    )
    if info["type"] == "many2one":
        current = sent(record.data.get(name))
        return [row for row in rows if row["id"] != current][:2]
    ids = record.data[name].ids
    return [row for row in rows if row["id"] not in ids][:1]
