import base64
import contextlib
import json

from odoo.exceptions import AccessError, UserError, ValidationError
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
class TestDocuments(KimCommon):
    """A document of a case is read by its readers alone, the administrator included."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._case()

    def _document(self, user=None, **vals):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.cm_a)
            .create(
                {
                    "name": f"{WORD}.txt",
                    "raw": WORD.encode(),
                    "mimetype": "text/plain",
                    "res_model": "kim.case",
                    "res_id": self.case.id,
                    **vals,
                }
            )
        )

    def test_bound_at_once(self):
        for vals in ({"res_id": 0}, {"res_id": False}, {"public": True}):
            with (
                self.subTest(vals=vals),
                self.assertRefused("A document of a case stays with its record"),
            ):
                self._document(**vals)
        place = {"default_res_model": "kim.case", "default_res_id": self.case.id}
        for default in ({"default_public": True}, {"default_res_id": 0}):
            attachments = self.env(user=self.cm_a.id, context={**place, **default})
            with (
                self.subTest(default=default),
                self.assertRefused("A document of a case stays with its record"),
            ):
                attachments["ir.attachment"].create({"name": "x.txt", "raw": b"x"})
        loose = self._document(res_model=False, res_id=0)
        with self.assertRefused("A document of a case stays with its record"):
            loose.write({"res_model": "kim.case", "res_id": self.case.id})

    def test_stays_where_it_is(self):
        document = self._document()
        partner = self.cm_a.partner_id
        for vals in (
            {"res_model": "res.partner", "res_id": partner.id},
            {"res_id": 0},
            {"public": True},
            {"access_token": "x"},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused("A document of a case stays with its record"),
            ):
                document.write(vals)
        with self.assertRefused("A document of a case stays with its record"):
            document.copy({"res_model": "res.partner", "res_id": partner.id})
        with self.assertRefused("A document of a case stays with its record"):
            document.generate_access_token()
        document.name = "other.txt"
        self.assertEqual(document.name, "other.txt")

    def test_readers(self):
        document = self._document()
        self.assertEqual(document.raw, WORD.encode())
        for user in (
            self.cm_a2,
            self.team_lead,
            self.coordination,
            self.dpo,
            self.system_admin,
            self.portal_user,
        ):
            other = document.with_user(user)
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                self.assertFalse(other.search([("id", "=", document.id)]))
                self.assertFalse(other.search([("name", "=like", f"{WORD}%")]))
                with self.assertRaises(AccessError):
                    other.read(["name", "datas"])
                with self.assertRaises(AccessError):
                    self._document(user)

    def test_reading_where_it_hangs_opens_it_to_nobody(self):
        """Odoo's routes hand out what stands in the cache: it must hold nothing more."""
        document = self._document()
        for user in (self.cm_a2, self.system_admin, self.env.ref("base.public_user")):
            other = document.with_user(user)
            for look in ("_kim_is_left", "_kim_note_download", "_to_http_stream"):
                self.env.flush_all()
                self.env.invalidate_all()
                with contextlib.suppress(AccessError):
                    getattr(other, look)()
                for name in ("name", "type", "store_fname", "db_datas", "mimetype"):
                    with self.subTest(user=user.login, look=look, name=name):
                        with self.assertRaises(AccessError):
                            other[name]  # noqa: B018 (reading is the point)
            with self.assertRaises(AccessError):
                other._to_http_stream()

    def test_no_index(self):
        document = self._document()
        self.assertFalse(document.sudo().index_content)
        document.sudo().datas = base64.b64encode(b"another secret text")
        self.env.flush_all()
        self.assertFalse(document.sudo().index_content)
        document.sudo().write({"index_content": WORD})
        self.assertFalse(document.sudo().index_content)
        control = self._document(self.env.user, res_model=False, res_id=0)
        self.assertEqual(control.sudo().index_content, WORD)

    def test_download_is_logged(self):
        document = self._document()
        self.env.invalidate_all()
        self.assertTrue(document.datas)
        self.env.cr.flush()
        log = self.env["kim.access.log"].search(
            [("case_id", "=", self.case.id), ("action", "=", "download")]
        )
        self.assertEqual(log.user_id, self.cm_a)


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


@tagged("post_install", "-at_install")
class TestContextDefaults(KimCommon):
    """A default from the caller's context sets no state and no link."""

    def test_inquiry_begins_open(self):
        case = self._case(self.cm_a2, self.town_a)
        inquiry = (
            self._as(self.env["kim.inquiry"], self.cm_a2)
            .with_context(
                default_state="accepted",
                default_case_id=case.id,
                default_date_done=str(self.yesterday),
                default_number="X",
            )
            .create(
                {"municipality_id": self.town_a.id, "access_route_id": self.route.id}
            )
        )
        self.assertEqual(inquiry.state, "open")
        self.assertFalse(inquiry.case_id or inquiry.date_done)
        self.assertNotEqual(inquiry.number, "X")

    def test_consent_begins_given(self):
        case = self._case()
        consent = (
            case.env["kim.consent"]
            .with_context(
                default_state="withdrawn", default_withdrawn_on=str(self.yesterday)
            )
            .create({"case_id": case.id, "purpose": "special", "form": "signed"})
        )
        self.assertEqual(consent.state, "given")
        self.assertFalse(consent.withdrawn_on)


@tagged("post_install", "-at_install")
class TestSpecialExistence(KimCommon):
    """Who may not open special categories does not learn that there are any."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._user("kim_cm_a3", "case_manager", cls.company_town_a)

    def test_search_tells_nothing(self):
        case = self._case()
        special = case.env["kim.case.special"].create(
            {"case_id": case.id, "kind": "health", "content": WORD}
        )
        case._grant(self.cm_a2, "deputy")
        case._grant(self.second, "deputy", special=True)
        for domain in (
            [("special_ids", "!=", False)],
            [("special_ids", "in", special.ids)],
            [("special_ids", "not in", [False, special.id + 1])],
            [("special_ids.kind", "=", "health")],
            [("special_ids", "any", [])],
        ):
            with self.subTest(domain=domain):
                domain = [("id", "=", case.id), *domain]
                self.assertTrue(case.search(domain))
                self.assertTrue(self._as(case, self.second).search(domain))
                self.assertFalse(self._as(case, self.cm_a2).search(domain))
        domain = [("id", "=", case.id), ("special_ids", "=", False)]
        self.assertFalse(case.search(domain))
        self.assertTrue(self._as(case, self.cm_a2).search(domain))

    def test_other_cases_of_a_client(self):
        """Who leads one case of a person learns of no other one by searching."""
        case, other = self._case(), self._case(self.cm_a2)
        other.sudo()._door_write({"client_id": case.client_id.id})
        self.env.flush_all()
        self.env.invalidate_all()
        clients = self._as(self.env["kim.client"], self.cm_a)
        mine = [("id", "=", case.client_id.id)]
        self.assertEqual(clients.search(mine).case_ids, case)
        for domain in (
            [("case_ids", "in", other.ids)],
            [("case_ids.number", "=", other.sudo().number)],
            [("case_ids", "not in", case.ids)],
        ):
            with self.subTest(domain=domain):
                self.assertFalse(clients.search(mine + domain))
                self.assertTrue(
                    clients.sudo().search(mine + [("case_ids", "!=", False)])
                )
        self.assertTrue(clients.search(mine + [("case_ids", "in", case.ids)]))
        self.assertTrue(clients.search(mine + [("case_ids", "!=", False)]))
