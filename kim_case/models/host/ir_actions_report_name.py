"""What a printed file is called: it lies in download folders and mails for years."""

import ast

from odoo import api, models
from odoo.exceptions import ValidationError

# What says a number and no name, on every model of KIM's.
_NUMBERS = {"display_name", "id", "number", "_file_name"}
_EXPRESSIONS = ("print_report_name", "attachment")


class IrActionsReport(models.Model):
    """File names of reports on KIM's records are numbers; changes are logged and told."""

    _name = "ir.actions.report"
    _inherit = ["ir.actions.report", "kim.watched.mixin"]

    def _kim_watched_models(self):
        expressions = (report[name] for report in self for name in _EXPRESSIONS)
        return self.mapped("model") + self._kim_reached(*expressions)

    @api.constrains("model", *_EXPRESSIONS)
    def _check_kim_file_name(self):
        for report in self.filtered(lambda r: (r.model or "").startswith("kim.")):
            if not all(_is_number(report[name]) for name in _EXPRESSIONS):
                raise ValidationError(
                    self.env._(
                        "Files printed from KIM are called by numbers, never by names: "
                        "use object.number or object.display_name."
                    )
                )


def _is_number(expression):
    """Tell whether an expression names a file by the number of its record alone.

    :param str expression: Python, as in ``print_report_name``; may be empty
    :return: bool
    """
    try:
        tree = ast.parse((expression or "''").strip(), mode="eval")
    except SyntaxError:
        return False
    owners = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if node.attr not in _NUMBERS:
                return False
            owners.add(node.value)
        elif isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            return False
    return all(
        node in owners and node.id == "object"
        for node in ast.walk(tree)
        if isinstance(node, ast.Name)
    )
