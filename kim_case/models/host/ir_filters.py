import ast
import json
import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.left import is_left

_RELATIVE = re.compile(r"^(?:today|now|[-+=\d\s:.a-z]{0,24})$")
_MODES = {"", "bar", "line", "pie", "asc", "desc", "__count", "count", "stacked"}


class IrFilters(models.Model):
    """Favourites on cases are one's own and say nothing about a person.

    A search for a name is content. Kept as a favourite, it would be read by the system
    administrator, and by everybody when it is shared.
    """

    _inherit = "ir.filters"

    kim_is_left = fields.Boolean(compute="_compute_kim_is_left", store=True)

    @api.depends("model_id")
    def _compute_kim_is_left(self):
        for favourite in self:
            favourite.kim_is_left = is_left(self.env, favourite.model_id)

    @api.constrains("model_id", "domain", "context", "sort", "user_ids")
    def _check_left(self):
        for favourite in self:
            if not is_left(self.env, favourite.model_id):
                continue
            if len(favourite.user_ids) != 1:
                raise ValidationError(
                    self.env._("Favourites on case data cannot be shared.")
                )
            model = self.env[favourite.model_id]
            if _has_content(model, favourite.domain) or _has_words(
                model, favourite.context, favourite.sort
            ):
                raise ValidationError(
                    self.env._(
                        "A favourite on case data cannot keep a searched text, name or "
                        "birth date. Remove it from the search and save again."
                    )
                )


def _has_content(model, domain):
    """Tell whether a domain, as text, holds a value that may say who somebody is."""
    try:
        tree = ast.parse((domain or "[]").strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return True
    return not _is_harmless(model, tree)


def _is_harmless(model, tree):
    if not isinstance(tree, ast.List):
        return False
    for leaf in tree.elts:
        if isinstance(leaf, ast.Constant) and leaf.value in ("&", "|", "!"):
            continue
        if not isinstance(leaf, ast.Tuple | ast.List) or len(leaf.elts) != 3:
            return False
        path, operator, value = leaf.elts
        if not isinstance(path, ast.Constant) or not isinstance(operator, ast.Constant):
            return False
        if path.value in (0, 1):  # the always true or false leaf
            continue
        field = _field_at(model, path.value)
        if field is None:
            return False
        if operator.value in ("any", "not any"):
            if not _is_harmless(model.env[field.comodel_name], value):
                return False
        elif not _is_harmless_value(field, value):
            return False
    return True


def _field_at(model, path):
    """Return the field at the end of a path, None when there is none (properties)."""
    field = None
    for name in str(path).split("."):
        if model is None:
            if field is not None and field.type in ("date", "datetime"):
                return field  # date_open.month_number
            return None
        field = model._fields.get(name)
        if field is None:
            return None
        model = model.env[field.comodel_name] if field.relational else None
    return field


def _is_harmless_value(field, value):
    texts = [
        node.value
        for node in _outside_calls(value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    ]
    if field.name.startswith("birth"):
        return isinstance(value, ast.Constant) and value.value in (False, None)
    if field.type == "selection":
        return True
    if field.type in ("date", "datetime"):
        return all(_RELATIVE.match(text) for text in texts)
    return not texts


def _outside_calls(node):
    """Yield the nodes of a value, but not what is handed to a function call."""
    yield node
    if not isinstance(node, ast.Call):
        for child in ast.iter_child_nodes(node):
            yield from _outside_calls(child)


def _has_words(model, context, sort):
    """Tell whether a context or an order holds more than names of fields."""
    try:
        values = [ast.literal_eval(context or "{}"), json.loads(sort or "[]")]
    except (SyntaxError, ValueError):
        return True
    while values:
        value = values.pop()
        if isinstance(value, dict):
            values += [item for key, item in value.items() if key != "lang"]
        elif isinstance(value, list | tuple):
            values += value
        elif isinstance(value, str):
            name, _space, rest = value.partition(" ")
            known = re.split(r"[.:]", name)[0] in model._fields or name in _MODES
            if not known or rest.lower() not in ("", "asc", "desc"):
                return True
    return False
