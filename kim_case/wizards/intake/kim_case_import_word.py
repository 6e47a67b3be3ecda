from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.cell_words import MAX_WORD, word
from .kim_case_import_columns import COLUMNS
from .kim_case_import_reader import NOTHING


class KimImportWord(models.Model):
    """What a word of an office's lists means in KIM; once assigned, it is remembered.

    Technical; nobody has rights on it. It knows words, no person, and stays inside the
    organisation.
    """

    _name = "kim.import.word"
    _description = "Word of imported lists"
    _log_access = False

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, ondelete="cascade"
    )
    column_key = fields.Char(required=True)
    word = fields.Char(required=True)
    key = fields.Char(required=True)

    _word_uniq = models.Constraint(
        "UNIQUE(company_id, column_key, word)", "One meaning for each word."
    )

    def _remember(self, company, column, text, key):
        """Keep what a word means for an organisation, instead of what it meant.

        :param company: ``res.company``
        :param str column: key of the column
        :param str text: the word as ``cell_words.word`` gives it
        :param str key: what it stands for
        """
        known = self.search(
            [
                ("company_id", "=", company.id),
                ("column_key", "=", column),
                ("word", "=", text),
            ]
        )
        if known:
            known.key = key
        else:
            self.create(
                {
                    "company_id": company.id,
                    "column_key": column,
                    "word": text,
                    "key": key,
                }
            )


class KimCaseImportChoice(models.TransientModel):
    """What a word of an uploaded list can stand for: an entry of a catalogue."""

    _name = "kim.case.import.choice"
    _description = "Meaning of a word of an import"
    _order = "id"

    import_id = fields.Many2one(
        comodel_name="kim.case.import", required=True, index=True, ondelete="cascade"
    )
    column_key = fields.Char(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)


class KimCaseImportWord(models.TransientModel):
    """A word of an uploaded list that KIM does not know, and in how many rows it is."""

    _name = "kim.case.import.word"
    _inherit = ["kim.length.mixin"]
    _description = "Unknown word of an import"
    _order = "rows desc, id"

    import_id = fields.Many2one(
        comodel_name="kim.case.import",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    column_key = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Column", readonly=True)
    text = fields.Char(string="In the list", required=True, readonly=True)
    rows = fields.Integer(readonly=True, aggregator=None)
    choice_id = fields.Many2one(
        comodel_name="kim.case.import.choice",
        string="Means",
        domain="[('import_id', '=', import_id), ('column_key', '=', column_key)]",
        ondelete="set null",
    )


class KimCaseImport(models.TransientModel):
    """Words are assigned once for all rows, and remembered for the next list."""

    _inherit = "kim.case.import"

    word_ids = fields.One2many(
        comodel_name="kim.case.import.word",
        inverse_name="import_id",
        string="Words that are not known",
    )
    choice_ids = fields.One2many(
        comodel_name="kim.case.import.choice", inverse_name="import_id"
    )

    def _assigned_words(self):
        """Return what the organisation has assigned: {(column key, word): key}."""
        words_sudo = self.env["kim.import.word"].sudo()  # nobody has rights on it
        return {
            (known.column_key, known.word): known.key
            for known in words_sudo.search([("company_id", "=", self.company_id.id)])
        }

    def _list_words(self, reader, words):
        """List the words that can be assigned, each with the choices of its column.

        What was assigned earlier comes with its meaning: an error is mended here.

        :param CellReader reader: that has read the rows
        :param dict words: {(column key, word): [column, text, rows]}
        """
        self.word_ids.sudo().unlink()  # of an earlier look, made by the form alone
        self.choice_ids.sudo().unlink()
        self.env["kim.case.import.choice"].sudo().create(  # made by the form alone
            [
                {
                    "import_id": self.id,
                    "column_key": column.key,
                    "key": key,
                    "name": name,
                }
                for column in {each[0].key: each[0] for each in words.values()}.values()
                for key, name in [
                    *reader.choices(column),
                    (NOTHING, self.env._("(leave empty)")),
                ]
            ]
        )
        meanings = {
            (choice.column_key, choice.key): choice.id for choice in self.choice_ids
        }
        self.env["kim.case.import.word"].sudo().create(  # made by the form alone
            [
                {
                    "import_id": self.id,
                    "column_key": column.key,
                    "label": self._label(column),
                    "text": text[:MAX_WORD],
                    "rows": rows,
                    "choice_id": meanings.get((column.key, reader.assigned.get(key))),
                }
                for key, (column, text, rows) in words.items()
            ]
        )

    def action_assign(self):
        """Take the chosen meanings for all rows, and remember them.

        :return: action that shows this form again
        :raises UserError: nothing is chosen, or the rows are written already
        """
        self.ensure_one()
        self._check_right()
        keys = {column.key for column in COLUMNS}
        chosen = self.word_ids.filtered(
            lambda each: (
                each.choice_id.column_key == each.column_key
                and each.choice_id.import_id == self
                and each.column_key in keys
            )
        )
        if self.state != "preview" or not chosen:
            raise UserError(self.env._("Please choose what at least one word means."))
        memory_sudo = self.env["kim.import.word"].sudo()  # nobody has rights on it
        for each in chosen:
            memory_sudo._remember(
                self.company_id, each.column_key, word(each.text), each.choice_id.key
            )
        self._look([(line.row, line.cells) for line in self.line_ids.sorted("row")])
        return self._show()
