"""The course of a case (Verlauf): what happened, newest first, page by page."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

PAGE = 20
MAX_PAGE = 50


class KimCase(models.Model):
    """Merges the dated parts of a case; costs the same for 5 entries and 5,000."""

    _inherit = "kim.case"

    @api.model
    def _course_sources(self):
        """Return what the course shows: key → (label, model, moment field, domain).

        A model named here has ``_course_line``; later addons add theirs by ``super()``.

        :return: dict
        """
        contacts, phases = self.env._("Contacts"), self.env._("Phases")
        deadlines = self.env._("Deadlines done")
        done = Domain("done_on", "<=", fields.Datetime.now())
        return {
            "note": (contacts, "kim.case.note", "date", Domain.TRUE),
            "phase": (phases, "kim.case.spell", "date_from", Domain.TRUE),
            "deadline": (deadlines, "kim.case.deadline", "done_on", done),
        }

    def kim_course(self, kind=None, cursor=None, limit=PAGE):
        """Return one page of the course under the user's own rights.

        :param str kind: key of one source, None for all
        :param dict cursor: as returned with the page before: source → [moment, id]
        :param int limit: entries of a page, at most 50
        :raises UserError: a cursor or kind that this case never gave
        :return: {"entries": [{"kind", "model", "id", "moment", "title", "text",
            "by", "extra"}], "cursor", "more", "kinds": [{"kind", "label"}]}
        """
        self.ensure_one()
        self.check_access("read")
        sources = self._course_sources()
        kinds = [
            {"kind": key, "label": label} for key, (label, *_rest) in sources.items()
        ]
        if kind and kind not in sources:
            raise UserError(self.env._("This list is out of date. Reload the page."))
        limit = min(max(int(limit), 1), MAX_PAGE)
        marks = self._course_marks(cursor)
        found = []
        for key, (_label, model, moment, domain) in sources.items():
            if kind and key != kind:
                continue
            records = self.env[model].search(
                Domain("case_id", "=", self.id)
                & domain
                & self._course_before(moment, marks.get(key)),
                order=f"{moment} desc, id desc",
                limit=limit + 1,
            )
            found += [(record[moment], record.id, key, record) for record in records]
        found.sort(key=lambda row: row[:3], reverse=True)
        page = found[:limit]
        for moment, record_id, key, _record in page:
            marks[key] = (moment, record_id)
        return {
            "entries": [
                {
                    "kind": key,
                    "model": record._name,
                    "id": record_id,
                    "moment": fields.Datetime.to_string(moment),
                    **{"title": "", "text": "", "by": "", "extra": ""},
                    **record._course_line(),
                }
                for moment, record_id, key, record in page
            ],
            "cursor": {
                key: [fields.Datetime.to_string(moment), record_id]
                for key, (moment, record_id) in marks.items()
            },
            "more": len(found) > limit,
            "kinds": kinds,
        }

    def _course_marks(self, cursor):
        try:
            return {
                str(key): (fields.Datetime.to_datetime(moment), int(record_id))
                for key, (moment, record_id) in (cursor or {}).items()
            }
        except (AttributeError, TypeError, ValueError) as error:
            raise UserError(
                self.env._("This list is out of date. Reload the page.")
            ) from error

    @api.model
    def _course_before(self, moment_field, mark):
        """Return the domain of what is older than ``mark``, a (moment, id)."""
        if not mark:
            return Domain.TRUE
        moment, record_id = mark
        return Domain(moment_field, "<", moment) | (
            Domain(moment_field, "=", moment) & Domain("id", "<", record_id)
        )


def _label(record, name):
    return dict(record._fields[name]._description_selection(record.env)).get(
        record[name], ""
    )


class KimCaseNote(models.Model):
    _inherit = "kim.case.note"

    def _course_line(self):
        """Return how the course shows this contact.

        :return: dict of title, text, by, extra
        """
        title = _label(self, "kind")
        if self.interpreter:
            title = self.env._("%(kind)s with interpreter", kind=title)
        step = self.next_step or ""
        if step and self.next_step_date:
            step = f"{step} ({self.next_step_date.strftime('%d.%m.%Y')})"
        return {
            "title": title,
            "text": self.note or "",
            "extra": step,
            "by": self.author_id.name,
        }


class KimCaseSpell(models.Model):
    _inherit = "kim.case.spell"

    def _course_line(self):
        """Return how the course shows a change of phase or responsibility.

        :return: dict of title, text, by, extra
        """
        phase = self.stage_id.name or _label(self, "phase_kind")
        if self.on_hold:
            phase = self.env._("%(phase)s, on hold", phase=phase)
        return {"title": phase, "by": self.responsible_id.name or ""}


class KimCaseDeadline(models.Model):
    _inherit = "kim.case.deadline"

    def _course_line(self):
        """Return how the course shows a deadline that is done.

        :return: dict of title, text, by, extra
        """
        return {
            "title": self.env._("Done: %(what)s", what=self.name),
            "text": self.remark or "",
            "extra": "",
            "by": self.done_by_id.name or "",
        }
