import json

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ...tools.left import is_left
from ..common import KimCommon

WORD = "Geheimwort"


@tagged("post_install", "-at_install")
class TestFavourites(KimCommon):
    """Favourites, export templates and defaults hold nothing about a person."""

    def _favourite(self, user=None, **vals):
        user = user or self.cm_a
        return (
            self.env["ir.filters"]
            .with_user(user)
            .create(
                {
                    "name": "Mine",
                    "model_id": "kim.case",
                    "user_ids": [(6, 0, user.ids)],
                    **vals,
                }
            )
        )

    def test_allowed(self):
        for domain in (
            "[]",
            "[('phase_kind', '=', 'planning')]",
            "[('responsible_id', '=', uid), ('on_hold', '=', False)]",
            "['|', ('date_open', '>=', '2026-01-01'), ('next_step_date', '<', 'today')]",
            "[('date_open', '<', context_today().strftime('%Y-%m-%d'))]",
            "[('access_ids', 'any', [('kind', '=', 'deputy')])]",
            "[('client_id', 'in', [1, 2])]",
        ):
            with self.subTest(domain=domain):
                self.assertTrue(self._favourite(domain=domain))
        self.assertTrue(
            self._favourite(
                context="{'group_by': ['stage_id', 'date_open:month']}",
                sort='["date_open desc"]',
            )
        )

    def test_text_refused(self):
        for domain in (
            f"[('client_id', 'ilike', '{WORD}')]",
            f"[('client_last_name', '=', '{WORD}')]",
            f"['|', ('on_hold', '=', True), ('client_id.last_name', 'in', ['{WORD}'])]",
            f"[('client_id', 'any', [('last_name', 'ilike', '{WORD}')])]",
            "[('client_id.birth_date', '=', '1990-05-04')]",
            "[('client_id.birth_year', '=', 1990)]",
            f"[('properties.x', '=', '{WORD}')]",
            f"[('display_name', 'ilike', '{WORD}')]",
            f"[('date_open', '=', '{WORD}')]",
            f"'{WORD}'",
            f"[('on_hold', '=', True)] + [('number', '=', '{WORD}')]",
        ):
            with (
                self.subTest(domain=domain),
                self.assertRefused(
                    "A favourite on case data cannot keep a", ValidationError
                ),
            ):
                self._favourite(domain=domain)
        for vals in (
            {"context": f"{{'search_default_client_id': '{WORD}'}}"},
            {"context": f"{{'group_by': ['{WORD}']}}"},
            {"sort": f'["{WORD}"]'},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    "A favourite on case data cannot keep a", ValidationError
                ),
            ):
                self._favourite(**vals)
        mine = self._favourite()
        with self.assertRefused(
            "A favourite on case data cannot keep a", ValidationError
        ):
            mine.domain = f"[('client_id', 'ilike', '{WORD}')]"

    def test_sharing_refused(self):
        both = [(6, 0, (self.cm_a | self.cm_a2).ids)]
        for user_ids in ([], [(5,)], both):
            with (
                self.subTest(user_ids=user_ids),
                self.assertRefused(
                    "Favourites on case data cannot be shared", ValidationError
                ),
            ):
                self._favourite(user_ids=user_ids)
        with self.assertRefused(
            "Favourites on case data cannot be shared", ValidationError
        ):
            self._favourite().user_ids = [(5,)]

    def test_administrator_does_not_see_them(self):
        mine = self._favourite(name=WORD)
        other = self._favourite(model_id="res.partner")
        filters = self.env["ir.filters"]
        self.assertEqual(
            filters.with_user(self.system_admin).search(
                [("id", "in", (mine | other).ids)]
            ),
            other,
        )
        self.assertIn(mine.id, [f["id"] for f in mine.get_filters("kim.case")])

    def test_other_models_untouched(self):
        self.assertTrue(
            self._favourite(
                model_id="res.partner",
                user_ids=[],
                domain=f"[('name', 'ilike', '{WORD}')]",
            )
        )

    def test_export_templates(self):
        templates = self.env["ir.exports"]
        with self.assertRefused(
            "Export templates are shared with everyone, so", ValidationError
        ):
            templates.create({"name": "T", "resource": "kim.client"})
        self.assertTrue(templates.create({"name": "T", "resource": "res.partner"}))

    def test_defaults(self):
        defaults = self.env["ir.default"]
        with self.assertRefused("Case data has no messages, followers"):
            defaults.set("kim.case.note", "note", WORD, user_id=self.cm_a.id)
        defaults.set("res.partner", "comment", WORD, user_id=self.cm_a.id)
        self.assertTrue(defaults.search([("json_value", "=", json.dumps(WORD))]))


@tagged("post_install", "-at_install")
class TestMailAndImport(KimCommon):
    """Nothing of Odoo's messaging or import hangs itself on a case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()

    def test_messaging_refused(self):
        model = self.env["ir.model"]._get("kim.case")
        todo = self.env.ref("mail.mail_activity_data_todo")
        target = {"res_id": self.case.id}
        for name, vals in (
            ("mail.message", {"model": "kim.case", "body": WORD, **target}),
            ("mail.mail", {"model": "kim.case", "body_html": WORD, **target}),
            (
                "mail.followers",
                {
                    "res_model": "kim.case",
                    "partner_id": self.cm_a.partner_id.id,
                    **target,
                },
            ),
            (
                "mail.activity",
                {
                    "res_model_id": model.id,
                    "activity_type_id": todo.id,
                    "summary": WORD,
                    **target,
                },
            ),
            ("mail.template", {"name": WORD, "model_id": model.id}),
            (
                "mail.scheduled.message",
                {
                    "model": "kim.case",
                    "author_id": self.cm_a.partner_id.id,
                    "scheduled_date": "2999-01-01 00:00:00",
                    **target,
                },
            ),
            ("mail.compose.message", {"model": "kim.case", "body": WORD}),
        ):
            with self.subTest(model=name):
                with self.assertRaisesRegex(UserError, "contact log"):
                    self.env[name].create(vals)
                self.env.invalidate_all()
        message = self.env["mail.message"].create({"body": "x"})
        with self.assertRefused("Case data has no messages, followers"):
            message.model = "kim.case"

    def test_contacts_still_have_messages(self):
        partner = self.cm_a.partner_id
        self.assertTrue(partner.message_post(body="x"))

    def test_import_refused(self):
        for user in (self.cm_a, self.system_admin):
            with self.assertRefused("Case data is not imported here"):
                self.env["kim.client"].with_user(user).load(["last_name"], [[WORD]])
        left = [name for name in self.env.registry if is_left(self.env, name)]
        self.assertGreater(len(left), 8)
        for name in left:
            with (
                self.subTest(model=name),
                self.assertRefused("Case data is not imported here"),
            ):
                self.env[name].load([], [])

    def test_privacy_lookup_leaves_clients_out(self):
        self.case.client_id.sudo()._door_write({"email": "geheim@example.org"})
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": self.case.client_id.last_name, "email": "geheim@example.org"}
        )
        blacklist = wizard._get_query_models_blacklist()
        self.assertIn("kim.client", blacklist)
        self.assertIn("kim.case.person", blacklist)
        self.env.flush_all()
        wizard.action_lookup()
        self.assertNotIn("kim.client", wizard.line_ids.mapped("res_model"))
        control = self.env["res.partner"].create(
            {"name": "Control", "email": "geheim@example.org"}
        )
        wizard.action_lookup()
        self.assertIn(control.id, wizard.line_ids.mapped("res_id"))
