"""Who may what: every cell of ``access_matrix.csv``, in both directions.

The table is written by hand from the contract (never from the rules). A row is one
model, or ``model#variant`` for a second record of it; a column is a person in a position
to the same file; a cell names what she may: R read, W write, C create, U delete, - nothing.
``logged`` names the action that reading leaves in the access log; ``proves`` names, for
each record rule, the cell that turns wrong when the rule is switched off.
"""

from access_table import read_matrix, role_names
from access_values import is_left
from matrix_case import MatrixCase

from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw
from odoo.tests import tagged

# Models of kim_case right of the red line, by hand: any other must be left.
RIGHT_OF_THE_LINE = {
    "kim.access.log",
    "kim.access.route",
    "kim.actor.kind",
    "kim.case.break.glass",
    "kim.case.change",
    "kim.case.change.deadline",
    "kim.case.counter",
    "kim.case.deputy.set",
    "kim.case.exclusion.set",
    "kim.case.import",
    "kim.case.import.choice",
    "kim.case.import.line",
    "kim.case.import.word",
    "kim.import.word",
    "kim.case.open",
    "kim.case.property",
    "kim.case.reassign",
    "kim.case.request.set",
    "kim.case.stage",
    "kim.case.plan.agree",
    "kim.case.print",
    "kim.case.step.set",
    "kim.case.tandem.set",
    "kim.caseload",
    "kim.team.load",
    "kim.client.key",
    "kim.client.take",
    "kim.case.transfer",
    "kim.closure.reason",
    "kim.controller",
    "kim.deadline.kind",
    "kim.data.category",
    "kim.district",
    "kim.draft",
    "kim.district.setup",
    "kim.district.setup.controller",
    "kim.district.setup.town",
    "kim.field.tag",
    "kim.funding.block",
    "kim.information.sheet",
    "kim.institution",
    "kim.language",
    "kim.legal.area",
    "kim.legal.basis",
    "kim.life.domain",
    "kim.municipality",
    "kim.offer",
    "kim.offer.report",
    "kim.origin.region",
    "kim.post",
    "kim.post.assignment",
    "kim.post.change",
    "kim.privacy.law",
    "kim.question",
    "kim.reference.date.set",
    "kim.residence.title",
    "kim.rights.log",
    "kim.second.person",
    "kim.staffing",
    "kim.target.group",
    "kim.text.template",
    "kim.unit",
    "kim.waiting",
}
# Second persons may work for another organisation: they see the proposal, not the file.
COMPANY_RULES = {
    "kim.case.request": "['|', ('company_id', 'in', company_ids),"
    " ('company_id.kim_controller_ids.second_person_ids', 'in', user.id)]",
    "kim.company.archive": "['|', ('company_id', 'in', company_ids),"
    " ('company_id.kim_controller_ids.second_person_ids', 'in', user.id)]",
}
# Addons whose models and rules must all stand in the table.
ADDONS = ("kim_case", "kim_conference", "kim_themes", "kim_reporting")


@tagged("post_install", "-at_install")
class TestAccessMatrix(MatrixCase):
    """The table is complete; every cell holds, through ORM and RPC; rules are needed."""

    def test_every_model_has_a_row(self):
        in_matrix = {row["model"].partition("#")[0] for row in read_matrix()}
        ours = {
            name
            for name, model in self.env.registry.items()
            if model._original_module in ADDONS and not model._abstract
        }
        self.assertFalse(ours - in_matrix, "models without a row in the matrix")
        self.assertFalse(
            {model for model in in_matrix if model not in self.env},
            "rows of models that do not exist",
        )

    def test_left_or_listed(self):
        core = {
            name
            for name, model in self.env.registry.items()
            if model._original_module == "kim_case" and not model._abstract
        }
        left = {name for name in core if is_left(self.env[name])}
        self.assertFalse(
            core - left - RIGHT_OF_THE_LINE, "neither left nor on the list by hand"
        )
        self.assertFalse(left & RIGHT_OF_THE_LINE)

    def test_cells(self):
        rows = read_matrix()
        roles = role_names(rows)
        self.assertEqual(set(roles), set(self.roles))
        for row in rows:
            for role in roles:
                self.assertRegex(row[role], r"^(-|R?W?C?U?)$", (row["model"], role))
                self.assertTrue(row[role], (row["model"], role))

    def test_every_left_model_has_company_rule(self):
        for name in self.env.registry:
            if is_left(self.env[name]) and self.env[name]._auto:
                rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
                with self.subTest(model=name):
                    self.assertIn(
                        COMPANY_RULES.get(name, "[('company_id', 'in', company_ids)]"),
                        rules.filtered("global").mapped("domain_force"),
                    )

    def _check(self, found, may, *where):
        if found != may:
            self.wrong.append(
                " ".join(where) + (": refused" if may else ": should be refused")
            )

    def setUp(self):
        super().setUp()
        self.wrong = []

    def tearDown(self):
        super().tearDown()
        if self.wrong:
            self.fail("\n".join(self.wrong))

    def test_read(self):
        for row in self.rows:
            subject = self.subject(row["model"])
            for role in self.role_names:
                for surface, call in self._readers(role, subject).items():
                    found = bool(self._refused(call))
                    self._check(found, "R" in row[role], row["model"], role, surface)

    def test_write(self):
        for row in self.rows:
            subject = self.subject(row["model"])
            if not subject._auto:
                continue
            for role in self.role_names:
                for surface in ("write", "web_save"):
                    found = self._do_write(role, subject, surface)
                    self._check(found, "W" in row[role], row["model"], role, surface)

    def test_create(self):
        for row in self.rows:
            model, _hash, variant = row["model"].partition("#")
            if not self.env[model]._auto:
                continue
            with self.undone():
                values = self.values(model, variant)
                for role in self.role_names:
                    found = self._do_create(role, model, values)
                    self._check(found, "C" in row[role], row["model"], role, "create")

    def test_unlink(self):
        for row in self.rows:
            if not self.subject(row["model"])._auto:
                continue
            with self.undone():
                subject = self._deleted(row["model"])
                for role in self.role_names:
                    found = self._do_unlink(role, subject)
                    self._check(found, "U" in row[role], row["model"], role, "unlink")

    def test_links_that_rights_follow(self):
        """Nobody re-points a left record: its case, person, town, company or users."""
        targets = {
            "kim.case": self._case(self.cm_a2, self.town_a),
            "kim.client": self._case(self.cm_a2, self.town_a).client_id,
            "kim.district": self.district_south,
            "kim.municipality": self.town_b,
            "res.company": self.company_carrier,
            "res.users": self.cm_a2,
        }
        tried = 0
        for row in self.rows:
            subject = self.subject(row["model"])
            if not (is_left(subject) and subject._auto):
                continue
            for name, field in subject._fields.items():
                target = targets.get(field.comodel_name)
                if field.type != "many2one" or not target or not field.store:
                    continue
                if name in MAGIC_COLUMNS:
                    continue
                for role in ("responsible", "deputy", "dpo"):
                    tried += 1
                    record = subject.with_env(self.env_of(role))
                    vals = {name: target.id}
                    with self.undone():
                        if self._refused(
                            lambda r=record, v=vals: call_kw(
                                r.browse(), "write", [r.ids, v], {}
                            )
                        ):
                            self.env.invalidate_all()
                            self._check(
                                subject[name] == target, False, row["model"], role, name
                            )
        self.assertGreater(tried, 50)

    def test_company_switched_on_again(self):
        """Control: the company switch alone stops the person of "company_off"."""
        user = self.roles["company_off"][0]
        for row in self.rows:
            subject = self.subject(row["model"])
            if is_left(subject) and "R" in row["deputy"]:
                record = subject.with_user(user).with_context(
                    allowed_company_ids=user.company_ids.ids
                )
                with self.subTest(model=row["model"]):
                    self.assertTrue(record.search([("id", "=", record.id)]))

    def test_reading_is_logged(self):
        logs = self.env["kim.access.log"]
        for row in self.rows:
            if not row["logged"]:
                continue
            domain = [
                ("case_id", "=", self.case.id),
                ("user_id", "=", self.roles["responsible"][0].id),
                ("action", "=", row["logged"]),
            ]
            subject = self.subject(row["model"])
            self.env.flush_all()
            before = logs.search_count(domain)
            subject.with_env(self.env_of("responsible")).web_read({"id": {}})
            self.env.cr.flush()
            self.assertEqual(before, logs.search_count(domain), "an id is no content")
            name = self._written(subject)[0]
            self.env.invalidate_all()
            subject.with_env(self.env_of("responsible")).web_read({name: {}})
            self.env.cr.flush()
            with self.subTest(model=row["model"]):
                self.assertGreater(logs.search_count(domain), before)

    def test_every_rule_is_needed(self):
        """Each rule, switched off, turns the cell wrong that the table names."""
        data = self.env["ir.model.data"].search(
            [("model", "=", "ir.rule"), ("module", "=like", "kim\\_%")]
        )
        rules = {entry.name: entry.res_id for entry in data}
        self.assertEqual(len(rules), len(data), "two rules of one name")
        proofs = {}
        for row in self.rows:
            for proof in filter(None, row["proves"].split("; ")):
                rule, _equals, cell = proof.partition("=")
                proofs[rule] = (row, *cell.split())
        needed = set(data.filtered(lambda entry: entry.module in ADDONS).mapped("name"))
        self.assertFalse(needed - set(proofs), "rules that no cell proves")
        self.assertFalse(set(proofs) - set(rules), "proofs of rules that do not exist")
        nameless = self.env["ir.rule"].search([("model_id.model", "=like", "kim.%")])
        nameless -= nameless.filtered(lambda rule: rule.get_external_id()[rule.id])
        self.assertFalse(nameless.mapped("name"), "rules without a name of their own")
        for name, (row, role, letter) in proofs.items():
            with self.subTest(rule=name):
                rule = self.env["ir.rule"].browse(rules[name])
                self.assertEqual(self._cell(row, role, letter), letter in row[role])
                try:
                    with self.undone():
                        rule.active = False
                        self.env.flush_all()
                        self.assertNotEqual(
                            self._cell(row, role, letter),
                            letter in row[role],
                            f"{row['model']} {role} {letter} does not need the rule",
                        )
                finally:
                    self.env.registry.clear_cache()

    def _cell(self, row, role, letter):
        subject = self.subject(row["model"])
        if letter == "R":
            return self._refused(self._readers(role, subject)["search"])
        if letter == "W":
            return self._do_write(role, subject)
        model, _hash, variant = row["model"].partition("#")
        with self.undone():
            return self._do_create(role, model, self.values(model, variant))
