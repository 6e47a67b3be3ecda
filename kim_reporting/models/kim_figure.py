from odoo import fields, models
from odoo.exceptions import UserError


class KimFigure(models.Model):
    """One figure of KIM: what it counts, by which rule, in which unit.

    Every figure shown anywhere comes from the one method ``_count_<code>`` of this
    model; the catalogue lets a district leave figures out, never redefine them.
    Figures are totals of the district: no town, carrier or person is compared (137).
    """

    _name = "kim.figure"
    _inherit = ["kim.length.mixin"]
    _description = "Figure"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    section = fields.Selection(
        selection=[
            ("a", "A Posts"),
            ("b", "B Caseload"),
            ("f", "F Structure work"),
        ],
        required=True,
    )
    rule = fields.Text(
        string="Counting rule", required=True, translate=True, help="What is counted."
    )
    digits = fields.Integer(default=0, help="Decimals shown.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This figure exists already.")

    def _count(self, scope):
        """Return the values of these figures.

        :param scope: ``Scope`` of district, period and reference date
        :return: list of (figure record, label or "", number), in order
        :raises UserError: a figure of this code is not known to this version
        """
        self.env.flush_all()  # figures read the tables themselves
        values = []
        for figure in self:
            method = getattr(self, f"_count_{figure.code}", None)
            if method is None:
                raise UserError(
                    self.env._(
                        "There is no counting rule for “%(name)s”.", name=figure.name
                    )
                )
            values += [(figure, label, value) for label, value in method(scope)]
        return values

    def _by_selection(self, counts, model, field):
        """Return [(label, count)] of a selection, in its order, zeros left out.

        :param dict counts: {key of the selection: number}
        :param str model: model name
        :param str field: name of the selection field
        """
        selection = self.env[model]._fields[field]._description_selection(self.env)
        return [(label, counts[key]) for key, label in selection if counts.get(key)]
