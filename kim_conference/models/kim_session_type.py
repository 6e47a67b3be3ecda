from odoo import fields, models

AGENDA_KINDS = [
    ("welcome", "Welcome"),
    ("information", "Information"),
    ("vignette", "Anonymised case"),
    ("analysis", "Case analysis"),
    ("themes", "Themes"),
    ("discussion", "Discussion"),
    ("decision", "Decision"),
    ("outlook", "Outlook"),
    ("other", "Other"),
]


class KimSessionType(models.Model):
    """Type of a session: kick-off, planning, status conference, … (1, 68, 102)."""

    _name = "kim.session.type"
    _inherit = ["kim.catalogue.mixin"]
    _description = "Type of session"

    short = fields.Char(
        string="Short form", size=4, help="Part of the session number, for example PK."
    )
    color = fields.Integer()
    agenda_template_ids = fields.One2many(
        comodel_name="kim.agenda.template",
        inverse_name="type_id",
        string="Usual agenda",
    )


class KimAgendaTemplate(models.Model):
    """An item of the usual agenda of a type of session (19)."""

    _name = "kim.agenda.template"
    _inherit = ["kim.bound.mixin"]
    _description = "Item of a usual agenda"
    _order = "type_id, sequence, id"

    type_id = fields.Many2one(
        comodel_name="kim.session.type",
        string="Type of session",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(selection=AGENDA_KINDS, required=True, default="other")
    speaker = fields.Char(help="Function, not a name.")
