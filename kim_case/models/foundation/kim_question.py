from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.dates import berlin_today

KEPT_DAYS = 90


class KimQuestion(models.Model):
    """How often someone had a guard answer about other people's files, by day.

    Some guards answer with a word about a crowd: that enough people are alike, that
    someone is known already. One answer tells nothing; many of them, each after a small
    change, tell about one person. So they are counted, also when the request is refused
    afterwards. Technical; nobody has rights on it.
    """

    _name = "kim.question"
    _description = "Questions that a guard answered"
    _log_access = False

    # Plain numbers: a row is written apart, perhaps before what it names is committed.
    asker = fields.Integer(required=True)
    kind = fields.Char(required=True)
    subject = fields.Integer(required=True)
    day = fields.Date(required=True)
    asked = fields.Integer(required=True)

    _asker_uniq = models.Constraint("UNIQUE(asker, kind, day, subject)")

    @api.model
    def _may_ask(self, kind, subject, each, daily):
        """Count a question of the user, and say whether it is answered.

        The row is written by a cursor of its own and outlives the request.

        :param str kind: which guard is asked
        :param int subject: id of the record from which it is asked
        :param int each: how many questions a day about one record
        :param int daily: how many questions a day in all
        :return: bool
        """
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    "INSERT INTO kim_question (asker, kind, subject, day, asked)"
                    " VALUES (%(asker)s, %(kind)s, %(subject)s, %(day)s, 1)"
                    " ON CONFLICT (asker, kind, day, subject)"
                    " DO UPDATE SET asked = kim_question.asked + 1"
                    " RETURNING asked, (SELECT COALESCE(SUM(asked), 0)"
                    " FROM kim_question WHERE asker = %(asker)s AND kind = %(kind)s"
                    " AND day = %(day)s)",
                    asker=self.env.uid,
                    kind=kind,
                    subject=subject,
                    day=berlin_today(),
                )
            )
            ((asked, before),) = cr.fetchall()
        return asked <= each and before < daily

    @api.autovacuum
    def _gc_questions(self):
        self.env.cr.execute(
            SQL(
                "DELETE FROM kim_question WHERE day < %s",
                berlin_today() - timedelta(days=KEPT_DAYS),
            )
        )
