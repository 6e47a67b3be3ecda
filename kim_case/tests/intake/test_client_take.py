from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import KimCommon


@tagged("post_install", "-at_install")
class TestClientTake(KimCommon):
    """A contact becomes a client by copy; the contact never learns of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("de_DE")
        cls.company_town_a.partner_id.lang = "en_US"
        cls.contact = cls.env["res.partner"].create(
            {
                "name": "Demo Kontakt-Mustermann",
                "email": "kontakt@example.org",
                "phone": "05425 80749",
                "street": "Beispielweg 1",
                "zip": "33829",
                "city": "Borgholzhausen",
                "lang": "de_DE",
                "comment": "<p>Notiz</p>",
            }
        )
        cls.contact.message_post(body="An older talk")
        cls.manager = cls.env.ref("base.group_partner_manager")

    def _form(self, user=None, contact=None, **vals):
        user = user or self.cm_a
        contact = self._as(contact or self.contact, user)
        action = contact.action_kim_take()
        forms = contact.env["kim.client.take"].with_context(**action["context"])
        return forms.create(
            {
                "municipality_id": self.town_a.id,
                "access_route_id": self.route.id,
                "life_domain_ids": [
                    Command.set((self.domain_language | self.domain_work).ids)
                ],
                "actor_kind_ids": [
                    Command.set((self.actor_school | self.actor_jobcenter).ids)
                ],
                "information_on": self.today,
                "consent_form": "signed",
                **vals,
            }
        )

    def _take(self, **kwargs):
        form = self._form(**kwargs)
        case = self.env["kim.case"].browse(form.action_open()["res_id"])
        self.assertFalse(form.sudo().exists(), "the form is emptied")
        return case.with_env(form.env)

    def test_contact_of_another_organisation_tells_nothing(self):
        """By a form that was never saved neither: not even which language it is in."""
        self.contact.company_id = self.company_city
        self.env.flush_all()
        self.env.invalidate_all()
        forms = self._as(self.env["kim.client.take"], self.cm_a)
        with self.assertRaises(AccessError):
            forms.onchange(
                {"partner_id": self.contact.id}, ["partner_id"], {"language_id": {}}
            )
        with self.assertRaises(AccessError):
            forms.create({"partner_id": self.contact.id})

    def test_copied_without_a_link(self):
        messages = self.contact.message_ids
        before = self.contact.read(["name", "email", "active", "comment"])
        case = self._take()
        client = case.client_id
        self.assertEqual(client.last_name, "Kontakt-Mustermann")
        self.assertEqual(client.first_name, "Demo")
        for name in ("email", "phone", "street", "zip", "city"):
            self.assertEqual(client[name], self.contact[name])
        self.assertEqual(client.language_id.code, "de")
        self.assertEqual(case.responsible_id, self.cm_a)
        self.assertEqual(case.consent_ids.basis, "consent")
        inquiry = self.env["kim.inquiry"].search([("case_id", "=", case.id)])
        self.assertEqual(
            (inquiry.state, inquiry.access_route_id), ("accepted", self.route)
        )
        self.assertEqual(case.life_domain_ids, self.domain_language | self.domain_work)
        self.env.flush_all()
        self.assertEqual(self.contact.message_ids, messages)
        self.assertEqual(
            before, self.contact.read(["name", "email", "active", "comment"])
        )
        self.assertFalse(self.contact._kim_is_used(), "nothing leads back to it")
        self.assertSeesNot(self.cm_a2, case)

    def test_like_any_intake(self):
        """Information, basis, advice and town hold here too."""
        for vals in (
            {"information_on": False},
            {"access_route_id": False},
            {"last_name": False},
            {"life_domain_ids": [Command.clear()]},  # the advice is another one
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(
                    (
                        "Please choose the town and how the person",
                        "Please enter the last name",
                        "Please hand over the information sheet first",
                        "The advice is another one",
                    )
                ),
            ):
                self._form(**vals).action_open()
        with self.assertRefused("You have no right to", AccessError):
            self._form(municipality_id=self.town_s.id).action_open()
        self.assertFalse(
            self.env["kim.client"].search([("last_name", "=", "Kontakt-Mustermann")])
        )
        form = self._form(life_domain_ids=[Command.clear()])
        self.assertEqual(form.advice, "refer")
        form.accept_reason = "more_to_come"
        form.action_open()

    def test_who_may(self):
        for user in (self.team_lead, self.coordination, self.plain_user, self.dpo):
            with (
                self.subTest(user=user.login),
                self.assertRefused("Only case managers open cases", AccessError),
            ):
                self._as(self.contact, user).action_kim_take()
        self.contact.is_company = True
        with self.assertRefused("This contact is an institution"):
            self._as(self.contact, self.cm_a).action_kim_take()
        form = self._form(
            contact=self.env["res.partner"].create({"name": "Demo Zweite"})
        )
        form.sudo().partner_id = self.contact
        with self.assertRefused("This contact is an institution"):
            form.action_open()
        with self.assertRefused("You have no right to", AccessError):
            form.with_user(self.cm_a2).read(["last_name"])

    def test_contact_of_a_user_is_asked(self):
        user = new_test_user(self.env, "kim_portal_person", "base.group_portal")
        form = self._form(contact=user.partner_id, last_name="Portal")
        self.assertTrue(form.is_user)
        self.assertFalse(form.may_leave)
        with self.assertRefused("This contact belongs to a user account"):
            form.action_open()
        form.user_confirmed = True
        form.afterwards = "archive"  # sent past the form
        with self.assertRaises(UserError):
            form.action_open()
        self.assertTrue(user.partner_id.active)
        form.afterwards = "keep"
        form.action_open()

    def test_archive_and_anonymise_under_own_rights(self):
        form = self._form()
        self.assertFalse(form.may_leave)
        form.afterwards = "anonymise"
        with self.assertRaises(AccessError):
            form.action_open()
        self.cm_a.group_ids = [Command.link(self.manager.id)]
        second = self.contact.copy({"name": "Demo Archiv"})
        count = len(second.message_ids)
        case = self._take(contact=second, afterwards="archive")
        self.assertFalse(second.active)
        self.assertEqual(second.name, "Demo Archiv")
        self.assertEqual(len(second.message_ids), count)
        self.assertEqual(case.client_id.last_name, "Archiv")
        file = self.env["ir.attachment"].create(
            {"name": "a.txt", "raw": b"x", "res_model": "res.partner"}
            | {"res_id": self.contact.id}
        )
        self._take(afterwards="anonymise")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.contact.active or file.exists())
        self.assertFalse(self.contact.message_ids)
        self.env.cr.execute(
            "SELECT row_to_json(p)::text FROM res_partner p WHERE id = %s",
            [self.contact.id],
        )
        [row] = self.env.cr.fetchone()
        for text in (
            "Mustermann",
            "kontakt@",
            "80749",
            "Beispiel",
            "Borgholz",
            "Notiz",
            "de_DE",
        ):
            self.assertNotIn(text, row)

    def test_used_contact_stays(self):
        self.cm_a.group_ids = [Command.link(self.manager.id)]
        self.assertTrue(self._form().may_leave)
        self.env["res.partner"].create({"name": "Kind", "parent_id": self.contact.id})
        form = self._form(afterwards="anonymise")
        self.assertFalse(form.may_leave)
        with self.assertRefused("This contact is still used elsewhere, for"):
            form.action_open()
        self.assertEqual(self.contact.name, "Demo Kontakt-Mustermann")

    def test_double(self):
        """One's own is hinted at; the colleague's is the team lead's affair alone."""
        self._case(self.cm_a2, last_name="Kontakt-Mustermann")
        self.assertFalse(self._form(birth_year=1990).has_own_double)
        self._case(last_name="kontakt-mustermann")
        self.assertTrue(self._form().has_own_double)
        other = self._case(self.cm_a2, last_name="Kontakt-Mustermann")
        other.client_id.birth_year = 1991
        case = self._take(birth_year=1991)
        self.assertTrue(case.client_id.ask_team_lead)

    def test_names(self):
        takes = self.env["kim.client.take"]
        for name, last, first in (
            ("Muster, Demo Anna", "Muster", "Demo Anna"),
            ("Einname", "Einname", ""),
            ("Demo  Anna Muster", "Muster", "Demo Anna"),
            ("x" * 10_000, "x" * 200, ""),
        ):
            copied = takes._from_contact(self.env["res.partner"].new({"name": name}))
            self.assertEqual((copied["last_name"], copied["first_name"]), (last, first))
