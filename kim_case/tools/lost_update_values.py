"""One form for the values that the client sends and those that the database holds."""

import math

from odoo import fields
from odoo.tools.float_utils import float_compare

X2MANY = ("one2many", "many2many")


def is_plain_column(record, name):
    """Tell whether a field holds a value of its own that the user may read.

    :param record: record of the field's model
    :param str name: field name
    :return: bool
    """
    field = record._fields.get(name)
    return (
        field is not None
        and field.store
        and field.type not in (*X2MANY, "properties", "binary", "image")
        and record._has_field_access(field, "read")
    )


def current_value(record, field):
    """Return the database's value in the form of ``read``.

    :param record: one record
    :param field: Odoo field, readable by the user
    :return: as ``read`` returns it
    """
    if field.type in ("binary", "image"):
        record = record.with_context(bin_size=True)  # the client knows the size only
    return field.convert_to_read(record[field.name], record, use_display_name=False)


def plain(field, value):  # noqa: C901  one branch per type
    """Return ``value`` so that equal means the same to a user.

    :param field: Odoo field
    :param value: as the client sends it or ``read`` returns it
    :return: comparable value, False for none
    """
    if field.type in ("char", "text", "html"):
        return str(value) if value else False
    if field.type == "many2one":
        return id_of(value)
    if field.type in ("integer", "many2one_reference"):
        return int(value or 0)
    if field.type in ("float", "monetary"):
        return float(value or 0)
    if field.type == "boolean":
        return bool(value)
    if field.type == "date":
        return fields.Date.to_string(fields.Date.to_date(value)) if value else False
    if field.type == "datetime":
        value = fields.Datetime.to_datetime(value) if value else False
        return fields.Datetime.to_string(value) if value else False
    if isinstance(value, bytes):
        return value.decode() or False
    return False if value is None else value


def same(field, left, right):
    """Tell whether two values of a field are the same to a user.

    :param field: Odoo field
    :param left: value, as the client sends it or ``read`` returns it
    :param right: likewise
    :return: bool
    """
    left, right = plain(field, left), plain(field, right)
    if field.type in ("float", "monetary"):
        digits = getattr(field, "_digits", None)
        if isinstance(digits, tuple):
            return float_compare(left, right, precision_digits=digits[1]) == 0
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
    return left == right


def plain_property(item, value):
    """Return the value of an additional field without names and order.

    :param dict item: definition of the field, with its type
    :param value: value as ``read`` returns it
    :return: comparable value, False for none
    """
    if item.get("type") == "many2one":
        return id_of(value)
    if item.get("type") == "many2many":
        return sorted(filter(None, map(id_of, value or [])))
    if item.get("type") == "tags":
        return sorted(value or [])
    return value or False


def same_property(item, left, right):
    """Tell whether two values of an additional field are the same to a user.

    :param dict item: definition of the field, with its type
    :param left: value as ``read`` returns it
    :param right: likewise
    :return: bool
    """
    left, right = plain_property(item, left), plain_property(item, right)
    if isinstance(left, float) or isinstance(right, float):
        return math.isclose(left or 0, right or 0, rel_tol=1e-9, abs_tol=1e-9)
    return left == right


def id_of(value):
    """Return the id in whatever form a link has: pair, dict or number; False for none."""
    if isinstance(value, dict):
        value = value.get("id")
    elif isinstance(value, (list, tuple)):
        value = value[0] if value else False
    return value or False
