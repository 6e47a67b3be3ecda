"""Leak crawl: what is written about a person is found by nobody whom no right lets in.

Every text, file and number of every record left of the red line carries a mark. Each
probe asks for it the way a curious user would, as every role of the access matrix; a
probe counts only if the person entitled finds the mark by it. A sweep over all tables
sees whether a mark has spread to where other rights hold. The crawl grows with the
models: a new one that cannot be planted fails.
"""

import logging
import re
from base64 import b64decode
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from access_values import (
    MARK,
    NOT_PROBED_TYPES,
    NUMBER_TYPES,
    NUMBERS,
    ODD_DATE,
    PLAIN_VALUES,
    TEXT_TYPES,
    found_marks,
    is_left,
    mark,
)
from leak_probes import (
    LeakFixture,
    as_text,
    document_probes,
    record_probes,
    stored_fields,
)

from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL

# Tables in which marks stand on purpose: planted documents and favourites, open forms.
PLANTED_TABLES = {"ir_attachment"}
# Left models without any text, odd number or date.
# A stretch has no text; a line of what waits holds links only.
NOTHING_TO_PLANT = {"kim.case.spell", "kim.waiting"}


@tagged("post_install", "-at_install")
class TestLeaks(LeakFixture):
    """Every probe, as every role."""

    def test_all_is_planted(self):
        """Each text holds its mark, each number is odd, each other type is listed."""
        self.assertGreater(len(self.left), 10)
        for model in self.left:
            subject = self.subject(model)
            if not subject._auto:
                continue
            for name in stored_fields(subject, (*TEXT_TYPES, *NUMBER_TYPES)):
                if (model, name) in NUMBERS | PLAIN_VALUES:
                    continue
                value = subject[name]
                with self.subTest(field=f"{model}.{name}"):
                    if subject._fields[name].type == "binary":
                        marks = found_marks(as_text(b64decode(value)))
                        self.assertIn((model, name), marks)
                    elif subject._fields[name].type in TEXT_TYPES:
                        text = as_text(dict(value) if name == "properties" else value)
                        # the key of a name holds the marks of the name
                        planted = found_marks(text)
                        self.assertTrue(
                            planted if name == "name_key" else (model, name) in planted
                        )
                    elif name.startswith("birth_year"):
                        self.assertEqual(value, 1987)
                    elif isinstance(value, date | datetime):
                        self.assertEqual(str(value)[:10], ODD_DATE)
                    else:
                        self.assertGreater(value, 71000)
            types = {field.type for field in subject._fields.values()}
            self.assertFalse(types - {*TEXT_TYPES, *NUMBER_TYPES, *NOT_PROBED_TYPES})

    def _probes(self):
        for model in (*self.left, *self.forms):
            if model in NOTHING_TO_PLANT:
                continue
            for name, probe in record_probes(self.subject(model)):
                yield model, f"{model} {name}", probe
        for model, document in self.documents.items():
            for name, probe in document_probes(document):
                yield model, f"{model} {name}", probe

    def test_records_and_documents(self):
        counted, leaks, deaf = 0, [], []
        allowed = {role: self.may(role) for role in self.role_names}
        knowing = {role for role in self.role_names if self.knows_numbers(role)}
        self.assertLess(len(knowing), len(self.role_names) - 5)
        with self._log_lines() as lines:
            for model, name, probe in self._probes():
                register = not self.env[model]._auto  # shows no content to anybody
                entitled = self.entitled(model)
                if not register and not self.crawl(entitled, probe, model):
                    deaf.append(name)
                    continue
                for role in self.role_names:
                    counted += not register
                    leaks += [
                        f"{role}: {name} shows {place}"
                        for place in self.crawl(role, probe, model)
                        if register or place[0] not in allowed[role]
                    ]
                    if role not in knowing and self.told_number():
                        leaks.append(f"{role}: {name} names the case")
            logging.getLogger(__name__).warning(mark("control", "log"))
        self.assertFalse(deaf, "probes that find nothing even for the entitled")
        self.assertFalse(leaks, "\n".join(leaks))
        self.assertGreater(counted, 1000)
        self.assertEqual(
            found_marks("\n".join(lines)),
            {("control", "log")},
            "the server log shows the control and nothing else",
        )

    @contextmanager
    def _log_lines(self):
        """Yield the list of all lines that the server logs in the block."""
        lines = []

        class Handler(logging.Handler):
            def emit(self, record):
                lines.append(self.format(record))

        handler = Handler(logging.DEBUG)
        logging.getLogger().addHandler(handler)
        try:
            yield lines
        finally:
            logging.getLogger().removeHandler(handler)

    def test_links_show_numbers_only(self):
        """No label of a many2one to a left record says more than its number."""
        probes = 0
        for model in self.left:
            self.env.invalidate_all()
            label = self.subject(model).display_name
            with self.subTest(model=model):
                self.assertFalse(found_marks(label), label)
                self.assertTrue(label)
            for name, records in self.env.items():
                if records._abstract or not records._auto or is_left(records):
                    continue
                links = [
                    field.name
                    for field in records._fields.values()
                    if field.type == "many2one"
                    and field.comodel_name == model
                    and field.store
                ]
                for link in links:
                    probes += 1
                    for role in self.role_names:
                        marks = self.crawl(
                            role,
                            lambda env, name=name, link=link: env[name].search_read(
                                [(link, "!=", False)], [link, "display_name"], limit=80
                            ),
                        )
                        self.assertFalse(marks, f"{name}.{link} as {role}")
        self.assertGreater(probes, 0)

    def test_names_are_not_found_elsewhere(self):
        """Searches of the whole house: contacts, users, the privacy lookup."""
        person = mark("kim.client", "last_name")
        control = self.env["res.partner"].create(
            {"name": f"Control {person}", "email": f"{person}@example.org"}
        )
        for role in ("system", "system_all", "plain", "responsible"):
            env = self.env_of(role)
            found = env["res.partner"].name_search(person)
            self.assertEqual([pair[0] for pair in found], control.ids, role)
        self.env.flush_all()
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": control.name, "email": control.email}
        )
        wizard.action_lookup()
        self.assertIn("res.partner", wizard.line_ids.mapped("res_model"))
        self.assertFalse(set(wizard.line_ids.mapped("res_model")) & set(self.left))

    def test_refusals_say_nothing(self):
        """Errors of what is refused name the record by its number alone."""
        said = 0
        for model in self.left:
            subject = self.subject(model)
            for role in self.role_names:
                allowed = self.may(role)
                for method, args in (
                    ("write", [{"company_id": self.company_south.id}]),
                    ("unlink", []),
                    ("copy", []),
                    ("web_save", [{}, {"display_name": {}}]),
                ):
                    with self.undone():
                        marks = self.crawl(
                            role,
                            lambda env, m=method, a=args, s=subject: call_kw(
                                env[s._name], m, [s.ids, *a], {}
                            ),
                        )
                    said += 1
                    self.assertFalse(
                        {place for place in marks if place[0] not in allowed},
                        f"{model} {method} as {role}",
                    )
        self.assertGreater(said, 500)

    # ------------------------------------------------------------------
    # Sweep over all tables
    # ------------------------------------------------------------------
    def _sweep(self):
        """Return the tables, not left of the line, in which a mark stands."""
        ours = {self.env[model]._table for model in (*self.left, *self.forms)}
        tables = self.env.execute_query(
            SQL(
                "SELECT table_name FROM information_schema.tables WHERE table_type = %s"
                " AND table_schema = current_schema()",
                "BASE TABLE",
            )
        )
        return {
            table
            for (table,) in tables
            if table not in ours | PLANTED_TABLES
            and self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s AS t WHERE t::text ILIKE %s LIMIT 1",
                    SQL.identifier(table),
                    f"%{MARK}%",
                )
            )
        }

    def test_no_mark_in_other_tables(self):
        """Messages, mails, tracking, favourites, bus, indexes: none holds a mark."""
        self.env.flush_all()
        self.assertFalse(self._sweep())
        indexed = self.env["ir.attachment"].search_count(
            [("index_content", "ilike", MARK), ("res_model", "in", self.left)]
        )
        self.assertFalse(indexed)

    def test_database_logs_no_values(self):
        """The database of script/server is set as the manual asks everyone to do."""
        manual = Path(__file__).parent.parent / "docs" / "administration.md"
        wanted = re.findall(
            r"^    (log_\w+) = (\S+)$", manual.read_text("utf-8"), re.MULTILINE
        )
        self.assertIn(("log_min_messages", "fatal"), wanted)
        for name, value in wanted:
            with self.subTest(name=name):
                self.env.cr.execute(SQL("SHOW %s", SQL.identifier(name)))
                self.assertEqual(self.env.cr.fetchone(), (value,))

    def test_no_message_names_a_case(self):
        """What is going on, with whom and in which case never stand together."""
        case = self.case.sudo()
        told = self.env["mail.message"].search([("subject", "=like", "KIM: %")])
        self.assertIn("KIM: a file has no legal basis any more", told.mapped("subject"))
        for number in (case.number, case.client_id.number):
            for model, fields in (
                ("mail.message", ("subject", "body", "attachment_ids.name")),
                ("mail.mail", ("body_html", "subject", "headers")),
                ("mail.notification", ("failure_reason",)),
            ):
                for field in fields:
                    with self.subTest(model=model, field=field):
                        found = self.env[model].search_count([(field, "ilike", number)])
                        self.assertFalse(found)

    # ------------------------------------------------------------------
    # Leaks planted on purpose are found
    # ------------------------------------------------------------------
    def test_planted_message_is_swept_up(self):
        self.env["mail.message"].create({"body": mark("kim.case.note", "note")})
        self.env.flush_all()
        self.assertEqual(self._sweep(), {"mail_message"})

    def test_planted_rule_is_found(self):
        probes = dict(record_probes(self.subject("kim.case.note")))
        self.assertFalse(self.crawl("same_town", probes["export_data"]))
        rule = self.env.ref("kim_case.kim_case_note_rule_access_read")
        try:
            with self.undone():
                rule.active = False
                self.env.flush_all()
                for name in ("export_data", "search note"):
                    found = self.crawl("same_town", probes[name])
                    self.assertIn(("kim.case.note", "note"), found, name)
        finally:
            self.env.registry.clear_cache()

    def test_planted_label_is_found(self):
        self.subject("kim.access.log")  # there is a look at the case to be shown
        self.patch(
            self.env.registry["kim.case"],
            "_compute_display_name",
            lambda cases: [
                setattr(case, "display_name", case.sudo().client_id.last_name)
                for case in cases
            ],
        )
        marks = self.crawl(
            "auditor",
            lambda env: env["kim.access.log"].search_read([], ["case_id"]),
        )
        self.assertIn(("kim.client", "last_name"), marks)
