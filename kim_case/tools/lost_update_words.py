"""What the user reads of two values between which she or he chooses."""

from odoo.tools import format_date, format_datetime, html2plaintext
from odoo.tools.misc import formatLang

from .dates import BERLIN
from .lost_update_values import X2MANY, plain, plain_property


def display(record, field, value):  # noqa: C901  one branch per type
    """Return ``value`` in the user's language; empty when there is none.

    :param record: record in the environment of the reader
    :param field: Odoo field
    :param value: as the client sends it or ``read`` returns it
    :return: str
    """
    env = record.env
    value = plain(field, value)
    if field.type == "boolean":
        return _yes_no(env, value)
    if value is False or value is None:
        return ""
    if field.type == "many2one":
        return _name_of(env, field.comodel_name, value)
    if field.type == "selection":
        return dict(field._description_selection(env)).get(value, str(value))
    if field.type == "date":
        return format_date(env, value)
    if field.type == "datetime":
        return format_datetime(env, value, tz=str(BERLIN), dt_format="short")
    if field.type in ("float", "monetary"):
        return formatLang(env, value)
    if field.type == "html":
        return html2plaintext(value)
    if field.type in ("binary", "image"):
        return env._("File")
    return str(value)


def display_property(record, item, value):
    """Return the value of an additional field in the user's language.

    :param record: record in the environment of the reader
    :param dict item: definition of the field, with its type
    :param value: value as ``read`` returns it
    :return: str
    """
    env = record.env
    kind, value = item.get("type"), plain_property(item, value)
    if kind == "boolean":
        return _yes_no(env, value)
    if not value:
        return ""
    if kind == "many2one":
        return _name_of(env, item.get("comodel"), value)
    if kind == "many2many":
        return ", ".join(_name_of(env, item.get("comodel"), id_) for id_ in value)
    if kind == "selection":
        return dict(item.get("selection") or []).get(value, str(value))
    if kind == "tags":
        names = {tag[0]: tag[1] for tag in item.get("tags") or []}
        return ", ".join(names.get(tag, tag) for tag in value)
    if kind == "date":
        return format_date(env, value)
    if kind == "datetime":
        return format_datetime(env, value, tz=str(BERLIN), dt_format="short")
    return str(value)


def summary(record, vals):
    """Return the values of a line as text, one field a line.

    :param record: record of the line's model, may be empty
    :param dict vals: values of the line
    :return: str
    """
    rows = []
    for name, value in (vals or {}).items():
        field = record._fields.get(name)
        if field is None or field.type in (*X2MANY, "properties"):
            continue
        text = display(record, field, value)
        if text:
            rows.append(f"{field._description_string(record.env)}: {text}")
    return "\n".join(rows)


def _yes_no(env, value):
    return env._("Yes") if value else env._("No")


def _name_of(env, model, id_):
    """Return the name of a linked record as far as the user may read it."""
    record = env[model].browse(id_).exists() if model in env else None
    if not record or not record.has_access("read"):
        return env._("(not visible to you)")
    return record.display_name
