"""Forms with forged values: what is typed into a form opens no foreign record.

``onchange`` computes a record that is not there yet from values of the caller. A field
that is kept is computed as the superuser; it must not hand over what it reads.
"""

from leak_probes import LeakFixture, is_left

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, tagged

# Whose case it is, is known with its number.
KNOWN = {"company_id", "display_name", "number"}


@tagged("post_install", "-at_install")
class TestAttackForms(LeakFixture, TransactionCase):
    """Every form that takes a link into somebody else's file, as who may fill it in."""

    roles_tried = ("same_town", "excluded_all", "other_controller", "other_district")

    def _links(self, records):
        """Return {field: id} of links into the file; who reads the target learns it."""
        return {
            name: self.subject(field.comodel_name).id
            for name, field in records._fields.items()
            if field.type == "many2one"
            and not field.groups
            and is_left(self.env[field.comodel_name])
            and self.env[field.comodel_name]._auto
        }

    def _told(self, env, model, links, name, defaults):
        """Return what the form says in a field when the links are forged into it."""
        values, names, context = dict(links), list(links), dict(env.context)
        if defaults:
            values, names = {}, []
            context |= {f"default_{link}": found for link, found in links.items()}
        self.env.invalidate_all()
        try:
            answer = call_kw(
                env[model],
                "onchange",
                [[], values, names, {name: {}}],
                {"context": context},
            )
        except AccessError:
            return None
        return answer.get("value", {}).get(name)

    def test_forged_links_tell_nothing(self):
        arabic = self.env["kim.language"].search([("code", "=", "ar")], limit=1)
        self.case.sudo().client_id.language_id = arabic  # else there is nothing to tell
        told, heard = [], 0
        for model, records in self.env.items():
            links = {} if records._abstract else self._links(records)
            names = [
                name
                for name, field in records._fields.items()
                if field.compute and not field.groups and name not in links
            ]
            for role in (*self.roles_tried, "responsible") if links and names else ():
                env = self.env_of(role)
                if not env[model].has_access("create"):
                    continue
                if role != "responsible" and any(
                    self.subject(records._fields[link].comodel_name)
                    .with_env(env)
                    .has_access("read")
                    for link in links
                ):
                    continue
                for name in names:
                    if name in KNOWN:
                        continue
                    for defaults in (False, True):
                        with self.undone():
                            empty = self._told(env, model, {}, name, defaults)
                            found = self._told(env, model, links, name, defaults)
                        if role == "responsible":
                            heard += bool(found) and found != empty
                        elif found and found != empty:
                            told.append(f"{role}: {model}.{name} says {found!r}")
        self.assertFalse(told, "\n".join(told))
        self.assertGreater(heard, 10, "who has the case is told as ever")
