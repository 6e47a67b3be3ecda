"""Forms with forged values: what is typed into a form opens no foreign record.

``onchange`` computes a record that is not there yet from values of the caller. A field
that is kept is computed as the superuser; it must not hand over what it reads.
"""

from leak_probes import LeakFixture, as_text, found_marks
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestAttackForms(LeakFixture, TransactionCase):
    """Every form that takes a link to a foreign record, as who may fill it in."""

    roles_tried = ("same_town", "excluded_all", "other_controller", "other_district")

    def _links(self, records):
        """Return {field: id} of links to records of KIM's that may be foreign."""
        return {
            name: self.subject(field.comodel_name).id
            for name, field in records._fields.items()
            if field.type == "many2one"
            and not field.groups
            and field.comodel_name in self.known
            and self.env[field.comodel_name]._auto
        }

    def _told(self, env, model, links, names, defaults):
        """Return what the form says in its fields when links are forged into it.

        None: it is refused, without a mark or a number in its words.
        """
        values, changed, context = dict(links), list(links), dict(env.context)
        if defaults:
            values, changed = {}, []
            context |= {f"default_{link}": found for link, found in links.items()}
        self.env.invalidate_all()
        try:
            answer = call_kw(
                env[model],
                "onchange",
                [[], values, changed, dict.fromkeys(names, {})],
                {"context": context},
            )
        except UserError as error:
            self.assertFalse(found_marks(str(error)))
            self.assertNotIn(self.case.number, str(error))
            return None
        return answer.get("value", {})

    def test_forged_links_tell_nothing(self):
        arabic = self.env["kim.language"].search([("code", "=", "ar")], limit=1)
        self.case.sudo().client_id.language_id = arabic  # else there is nothing to tell
        self.known = {row["model"] for row in self.rows} & set(self.env)
        told, heard = [], set()
        for model, records in self.env.items():
            links = {} if records._abstract else self._links(records)
            names = [
                name
                for name, field in records._fields.items()
                if (field.compute or name in links) and not field.groups
            ]
            for role in (*self.roles_tried, "responsible") if links and names else ():
                env = self.env_of(role)
                if not env[model].has_access("create"):
                    continue
                forged = {
                    link: found
                    for link, found in links.items()
                    if role == "responsible"
                    or not self.subject(records._fields[link].comodel_name)
                    .with_env(env)
                    .has_access("read")
                }
                for defaults in (False, True):
                    tries = [forged, *({link: forged[link]} for link in forged)]
                    for tried in tries if forged else ():
                        with self.undone():
                            empty = self._told(env, model, {}, names, defaults) or {}
                            found = self._told(env, model, tried, names, defaults)
                        for name, value in (found or {}).items():
                            if not value or value == empty.get(name):
                                continue
                            if role == "responsible":
                                heard.add((model, name))
                            else:
                                told.append(f"{role}: {model}.{name} says {value!r}")
        self.assertFalse(told, "\n".join(told))
        self.assertGreater(len(heard), 10, "who has the case is told as ever")
        self.assertIn(("kim.case.note", "company_id"), heard)

    def test_forms_made_for_a_foreign_case_tell_nothing(self):
        """A form that is saved with a foreign case, by value, default or context."""
        made = 0
        for model in self.forms:
            records = self.env[model]
            texts = [
                name for name, field in records._fields.items() if not field.groups
            ]
            self.known = {row["model"] for row in self.rows} & set(self.env)
            links = self._links(records)
            for role in (*self.roles_tried, "responsible"):
                env = self.env_of(role)
                if not env[model].has_access("create"):
                    continue
                for target in ("kim.case", "kim.client", "kim.case.goal"):
                    foreign = self.subject(target)
                    if role != "responsible" and foreign.with_env(env).has_access(
                        "read"
                    ):
                        continue
                    context = {
                        **env.context,
                        "active_id": foreign.id,
                        "active_ids": foreign.ids,
                        "active_model": target,
                        "default_case_ids": foreign.ids,
                    }
                    for values in ({}, links):
                        with self.undone():
                            said = self._made(env, model, values, context, texts)
                        if role == "responsible":
                            made += self.case.number in said
                            continue
                        with self.subTest(model=model, role=role, target=target):
                            self.assertFalse(found_marks(said), said)
                            self.assertNotIn(self.case.number, said)
        self.assertGreater(made, 1, "who has the case makes them")

    def _made(self, env, model, values, context, names):
        self.env.invalidate_all()
        try:
            kwargs = {"context": context}
            made = call_kw(env[model], "create", [dict(values)], kwargs)
            return as_text(call_kw(env[model], "read", [[made], names], kwargs))
        except (UserError, IntegrityError) as error:
            return str(error)
