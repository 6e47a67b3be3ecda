"""Two people edit one record: what one typed never silently wipes out the other's."""

import json

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ...tools.lost_update import SaveComparison

# What the form tells about its save. Information only: a caller that leaves it out
# saves as always, so no right may ever hang on it.
CONTEXT_KEY = "kim_lost_update"
# A draft is text that was typed; files stay out of it.
NOT_KEPT = ("binary", "image")
MAX_DRAFT = 300_000


class LostUpdateError(UserError):
    """Someone else has changed what this save would overwrite.

    The message is logged and holds no content; both values travel in ``context``,
    which only the user's own client receives.
    """

    def __init__(self, message, conflicts):
        super().__init__(message)
        self.context = {"kim_conflicts": conflicts}


class KimLostUpdateMixin(models.AbstractModel):
    """A record that several people edit; the form asks before it overwrites.

    The form sends under ``kim_lost_update`` in the context of ``web_save``:

    - ``loaded``: the values it had loaded for the fields it changes; for lines
      ``{"lines": {id: {field: value}}, "ids": [...]}``
    - ``seen``, ``theirs``: the answer of the user to the last question
    - ``closing``: the tab is being closed, nobody can be asked

    A list that saves several records at once sends ``records``: {id: {"loaded": …}}.

    ``write_date`` is not used: it also changes when someone edits another field.
    """

    _name = "kim.lost.update.mixin"
    _description = "Record guarded against lost updates"

    # Whether what is typed into a new record is kept until it is saved.
    _kim_new_drafts = True

    def web_save(self, vals, specification, next_id=None):
        """Save the form unless somebody else has changed what it overwrites.

        While the tab closes nobody can be asked: the refused text is kept as a draft.

        :raises LostUpdateError: with what somebody else has changed
        """
        if not self:
            saved = super().web_save(vals, specification, next_id)
            if self._kim_new_drafts and not self._transient:
                usual = self.env.context.get("default_case_id")
                # What was typed is a record now.
                self.kim_new_draft_drop(vals.get("case_id") or usual)
            return saved
        said = self.env.context.get(CONTEXT_KEY)
        if not isinstance(said, dict):
            return super().web_save(vals, specification, next_id)
        self = self._kim_without_key()
        if "records" in said:
            vals_list = [dict(vals) for _record in self]
            self._kim_compare_each(vals_list, said)
        elif len(self) == 1 and self.exists():
            kept, conflicts = self._kim_compare(vals, said)
            if conflicts and said.get("closing"):
                self._kim_keep_draft(kept)
                return []
            self._kim_refuse(conflicts)
            vals = kept
        return super().web_save(vals, specification, next_id)

    def web_save_multi(self, vals_list, specification):
        """Save several records of a list; refuse all when one was changed meanwhile.

        :raises LostUpdateError: with what somebody else has changed
        :param list vals_list: values, one dict per record
        :param dict specification: what the client wants to read back
        """
        said = self.env.context.get(CONTEXT_KEY)
        if isinstance(said, dict):
            self = self._kim_without_key()
            vals_list = self._kim_compare_each(vals_list, said)
        return super().web_save_multi(vals_list, specification)

    def _kim_compare_each(self, vals_list, said):
        """Compare the saves of several records with what their author had seen.

        :param list vals_list: values, one dict per record
        :param dict said: what the client sent, "records" by id
        :return: list of values to write
        :raises LostUpdateError: somebody else has changed one of the records
        """
        told, kept, conflicts = said.get("records") or {}, [], []
        for record, vals in zip(self, vals_list, strict=False):
            mine, found = record._kim_compare(vals, told.get(str(record.id)) or {})
            kept.append(mine)
            conflicts += found
        if conflicts:
            raise LostUpdateError(
                self.env._(
                    "Someone else has changed one of these records in the meantime. "
                    "Nothing was saved. Load the list again to see the new version."
                ),
                conflicts,
            )
        return kept + vals_list[len(kept) :]

    def _kim_without_key(self):
        return self.with_context(**{CONTEXT_KEY: None})

    def _kim_compare(self, vals, said, everything=False):
        """Lock the record and compare a save with what its author had seen.

        The lock closes the gap between comparing and writing. A line is written in
        the same transaction: PostgreSQL refuses it when it changed since, Odoo then
        repeats the request and the comparison sees the change.

        :param dict vals: values as for ``write``
        :param dict said: ``loaded``, ``seen`` and ``theirs`` of the client
        :return: (values to write, list of conflicts)
        """
        self.check_access("read")  # a conflict tells what the record holds
        self.check_access("write")
        self.lock_for_update(allow_referencing=True)
        comparison = SaveComparison(said.get("seen"), said.get("theirs"), everything)
        kept = comparison.weigh(self, vals, said.get("loaded"))
        if comparison.conflicts:
            self._kim_note_conflict()
        return kept, comparison.conflicts

    def _kim_note_conflict(self):
        """Remember that the user is about to be told what the record holds now."""

    def _kim_refuse(self, conflicts):
        if conflicts:
            raise LostUpdateError(
                self.env._(
                    "Someone else has changed this record in the meantime. Nothing "
                    "was saved. Open it again to see the new version."
                ),
                conflicts,
            )

    # ------------------------------------------------------------------
    # Drafts of saves that were refused while the tab was closing
    # ------------------------------------------------------------------
    def _kim_keep_draft(self, vals):
        """Keep what could not be saved while the tab closed, for its author alone.

        :param dict vals: values as for ``write``
        """
        self.env["kim.draft"]._keep(self, vals)

    def kim_draft_offer(self):
        """Return the user's oldest draft for this record and what it differs in.

        :return: False or {"id", "conflicts"}
        """
        self.ensure_one()
        if not self.has_access("write"):
            return False
        for draft in self.env["kim.draft"]._own(self):
            conflicts = self._kim_compare(draft.vals, {}, everything=True)[1]
            if conflicts:
                return {"id": draft.id, "conflicts": conflicts}
            draft.unlink()  # by now the record says the same
        return False

    def kim_draft_save(self, draft_id, seen=None, theirs=None):
        """Write a draft as far as the user chose it, and forget it.

        :raises LostUpdateError: when the record has changed since the question
        :param int draft_id: ``kim.draft`` of the user on this record
        :param dict seen: {field: the other's value that the user was shown}
        :param list theirs: fields in which the user keeps the other's value
        :return: True
        """
        self.ensure_one()
        draft = self.env["kim.draft"]._own(self).filtered(lambda d: d.id == draft_id)
        if draft:
            vals, conflicts = self._kim_compare(
                draft.vals, {"seen": seen, "theirs": theirs}, everything=True
            )
            self._kim_refuse([found for found in conflicts if found["kind"] != "new"])
            self.write(vals)
            draft.unlink()
        return True

    def kim_draft_drop(self, draft_id):
        """Forget a draft that the user does not want any more.

        :param int draft_id: ``kim.draft`` of the user on this record
        :return: True
        """
        self.env["kim.draft"]._own(self).filtered(lambda d: d.id == draft_id).unlink()
        return True

    # ------------------------------------------------------------------
    # Drafts of new records that are being typed
    # ------------------------------------------------------------------
    @api.model
    def kim_new_draft_keep(self, vals):
        """Keep what is being typed into a new record, for its author alone.

        :param dict vals: values as for ``create``
        :raises AccessError: no right to make such a record, or to write in its case
        :raises ValidationError: it is too much
        :return: True when something is kept
        """
        self.check_access("create")
        if self._transient or not self._kim_new_drafts:
            return False
        kept = {
            name: value
            for name, value in vals.items()
            if name in self._fields and self._fields[name].type not in NOT_KEPT
        }
        if len(json.dumps(kept)) > MAX_DRAFT:
            raise ValidationError(
                self.env._("This is too much for a draft. Save it before you go on.")
            )
        drafts = self.env["kim.draft"]
        place = drafts._place(self, kept.get("case_id"))
        drafts._drop(self._name, place)
        drafts._keep(place, kept, self._name)
        return True

    @api.model
    def kim_new_draft_get(self, case_id=False):
        """Return the values that the user typed last into a new record, unsaved.

        :param int case_id: ``kim.case`` that the new part is for, False for any
        :return: False or values as for ``create``
        """
        if not self._kim_new_drafts or not self.has_access("create"):
            return False
        for draft in self.env["kim.draft"]._own_parts(self._name):
            if draft.res_model == "res.users":
                if not case_id:
                    return draft.vals
                continue
            case = self.env["kim.case"].browse(draft.res_id)
            # a right that ended takes the draft along
            if case_id in (False, case.id) and case.has_access("write"):
                return draft.vals
        return False

    @api.model
    def kim_new_draft_drop(self, case_id=False):
        """Forget what the user typed into a new record of this model.

        :param int case_id: ``kim.case`` of a new part, False for none; what was typed
            for other cases stays
        :return: True
        """
        self.env["kim.draft"]._own_parts(self._name).filtered(
            lambda draft: draft.res_model == "res.users" or draft.res_id == case_id
        ).unlink()
        return True
