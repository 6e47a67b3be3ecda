"""The people and places every KIM test knows (fixtures of the design)."""

from contextlib import contextmanager
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.kim_case.models.host.res_users import ROLE_GROUPS
from odoo.addons.kim_case.tools.dates import berlin_today

OPEN_END = "2999-12-31"
# Somebody else's record: refused by its rule, or before that by the form it is put into.
NOT_YOURS = ("You have no right to", "you may not open it")
# Of the towns below: whoever reads a mail must not learn which case it is about.
CASE_NUMBER = r"(?:TN[ABSE]|CTY)-20\d\d-\d{3}"


class Refusals:
    """Mixin of test cases: a refusal is the one that was meant, told by its words."""

    @contextmanager
    def assertRefused(self, words, kind=UserError):
        """The block is refused with a message that contains these words.

        What it wrote before is undone, as in the request that a user would send.

        :param words: words of the refusal that is meant; several strings where a loop
            meets several refusals, one of which has to come
        :param kind: class of the error, narrower where the class matters to the caller
        """
        self.assertTrue(issubclass(kind, UserError), "no refusal that users read")
        with self.assertRaises(kind) as caught:
            yield caught
        message = str(caught.exception)
        meant = (words,) if isinstance(words, str) else words
        if not any(part in message for part in meant):
            self.fail(f"Refused, but not as meant ({' / '.join(meant)}): {message}")


class KimCommon(Refusals, BaseCommon):
    """Two districts, a city, a carrier in two districts, a district without cases.

    ========= ============================================ ==========================
    district  companies                                    towns
    ========= ============================================ ==========================
    north     north (coordination), town_a, carrier        Town A, Town B
    south     south (coordination), carrier                Town S
    city      city (district, town and controller at once) City
    empty     empty (no case in it)                        Town E
    ========= ============================================ ==========================

    Case managers: ``cm_a`` and ``cm_a2`` of town_a in Town A; ``cm_ab`` of the carrier
    in Towns A and B; ``cm_s`` of the carrier in Town S (south); ``cm_city``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = berlin_today()
        cls.yesterday = cls.today - timedelta(days=1)
        companies = cls.env["res.company"].create(
            [
                {"name": f"KIM Test {name}"}
                for name in ("North", "Town A", "Carrier", "South", "City", "Empty")
            ]
        )
        (
            cls.company_north,
            cls.company_town_a,
            cls.company_carrier,
            cls.company_south,
            cls.company_city,
            cls.company_empty,
        ) = companies
        kinds = ("district", "municipality", "carrier", "district", "municipality")
        cls.controllers = cls.env["kim.controller"].create(
            [
                {"company_id": company.id, "kind": kind}
                for company, kind in zip(companies, (*kinds, "district"), strict=True)
            ]
        )
        cls.district_north = cls._district(
            "North", companies[0], companies[0] | companies[1] | companies[2]
        )
        cls.district_south = cls._district(
            "South", companies[3], companies[3] | companies[2]
        )
        cls.district_city = cls._district("City", companies[4], companies[4])
        cls.district_city.is_city = True
        cls.district_empty = cls._district("Empty", companies[5], companies[5])
        cls.town_a = cls._town("Town A", "TNA", cls.district_north)
        cls.town_b = cls._town("Town B", "TNB", cls.district_north)
        cls.town_s = cls._town("Town S", "TNS", cls.district_south)
        cls.town_city = cls._town("City", "CTY", cls.district_city)
        cls.town_e = cls._town("Town E", "TNE", cls.district_empty)

        (
            cls.cm_a,
            cls.cm_a2,
            cls.cm_ab,
            cls.cm_s,
            cls.cm_city,
            cls.team_lead,
            cls.coordination,
            cls.assistant,
            cls.participant,
            cls.auditor,
            cls.dpo,
            cls.kim_admin,
            cls.coordination_south,
            cls.plain_user,
            cls.system_admin,
            cls.portal_user,
        ) = cls._users(
            ("kim_cm_a", "case_manager", cls.company_town_a),
            ("kim_cm_a2", "case_manager", cls.company_town_a),
            ("kim_cm_ab", "case_manager", cls.company_carrier),
            ("kim_cm_s", "case_manager", cls.company_carrier),
            ("kim_cm_city", "case_manager", cls.company_city),
            ("kim_tl", "team_lead", cls.company_town_a),
            ("kim_ko", "coordination", cls.company_north),
            ("kim_vw", "assistant", cls.company_north),
            ("kim_abh", "participant", cls.company_north),
            ("kim_audit", "auditor", cls.company_town_a),
            ("kim_dpo", "dpo", cls.company_town_a),
            ("kim_admin", "admin", cls.company_town_a),
            ("kim_ko_s", "coordination", cls.company_south),
            ("kim_plain", None, cls.company_town_a),
            ("kim_system", "base.group_system", cls.company_town_a, companies),
            ("kim_portal", "base.group_portal", cls.company_north),
        )
        cls._assign(cls.cm_a, cls.town_a, cls.company_town_a)
        cls._assign(cls.cm_a2, cls.town_a, cls.company_town_a)
        cls._assign(cls.cm_ab, cls.town_a | cls.town_b, cls.company_carrier)
        cls._assign(cls.cm_s, cls.town_s, cls.company_carrier)
        cls._assign(cls.cm_city, cls.town_city, cls.company_city)
        cls.domain_language = cls._catalogue("kim.life.domain", "Language (test)")
        cls.domain_work = cls._catalogue("kim.life.domain", "Work (test)")
        cls.actor_school = cls._catalogue("kim.actor.kind", "School (test)")
        cls.actor_jobcenter = cls._catalogue("kim.actor.kind", "Jobcenter (test)")
        cls.route = cls._catalogue("kim.access.route", "Flyer (test)")
        cls.closure_reason = cls._catalogue("kim.closure.reason", "Reached (test)")

    # ------------------------------------------------------------------
    # Factories
    # ------------------------------------------------------------------
    @classmethod
    def _district(cls, name, coordination, companies):
        return cls.env["kim.district"].create(
            {
                "name": f"KIM Test District {name}",
                "company_id": coordination.id,
                "company_ids": [Command.set(companies.ids)],
            }
        )

    @classmethod
    def _town(cls, name, code, district):
        return cls.env["kim.municipality"].create(
            {"name": f"KIM Test {name}", "code": code, "district_id": district.id}
        )

    @classmethod
    def _catalogue(cls, model, name):
        return cls.env[model].create({"name": name})

    @classmethod
    def _user(cls, login, role, company, companies=None):
        """Return an internal user with a KIM role in one company or several."""
        return cls._users((login, role, company, companies))

    @classmethod
    def _users(cls, *people):
        """Return users made in one act, which costs little more than a single one.

        :param people: tuples as the arguments of :meth:`_user`; the role is one of
            KIM's, a group of Odoo's that stands for itself, or None
        """
        return cls.env["res.users"].create([cls._user_vals(*each) for each in people])

    @classmethod
    def _user_vals(cls, login, role, company, companies=None):
        if role and "." in role:
            groups = [role]
        else:
            names = ROLE_GROUPS.get(role, ())
            groups = ["base.group_user", *(f"kim_case.{name}" for name in names)]
        return {
            "name": login,
            "login": login,
            "password": login.ljust(8, "x"),
            "email": f"{login}@example.org",
            "company_id": company.id,
            "company_ids": [Command.set((companies or company).ids)],
            "group_ids": [Command.set([cls.env.ref(name).id for name in groups])],
        }

    @classmethod
    def _assign(cls, user, towns, company, date_from=None, date_until=OPEN_END, **vals):
        """Give ``user`` a post in ``towns``: these become "own towns" on the date."""
        block = cls.env["kim.funding.block"].search([("code", "=", "b2")], limit=1)
        if not block:
            block = cls.env["kim.funding.block"].create({"name": "B2", "code": "b2"})
        post = cls.env["kim.post"].create(
            {
                "name": f"CM {user.login}",
                "district_id": towns[0].district_id.id,
                "block_id": block.id,
                "function": "case_management",
                "employer_id": cls.env["kim.controller"]._of(company).id,
                "date_from": date_from or cls.today - timedelta(days=800),
                "municipality_ids": [Command.set(towns.ids)],
                **vals,
            }
        )
        return cls.env["kim.post.assignment"].create(
            {
                "post_id": post.id,
                "holder_id": user.partner_id.id,
                "date_from": post.date_from,
                "date_until": date_until,
                "fte": post.fte,
                "municipality_ids": [Command.set(towns.ids)],
            }
        )

    @classmethod
    def _basis(cls, **vals):
        return {
            "basis": "consent",
            "form": "signed",
            "information_on": cls.today,
            **vals,
        }

    @classmethod
    def _case(cls, user=None, town=None, last_name="Test-Klientin", **case_vals):
        """Open a case through the birth door, as ``user``; returned in their env."""
        user = user or cls.cm_a
        return (
            cls.env["kim.case"]
            .with_user(user)
            .with_company(user.company_id)
            ._open(
                user.company_id,
                (town or cls.town_a).with_user(user),
                {"last_name": last_name, "first_name": "Demo"},
                cls._basis(),
                {"date_open": cls.today - timedelta(days=30), **case_vals},
            )
        )

    # ------------------------------------------------------------------
    # Asserts
    # ------------------------------------------------------------------
    @staticmethod
    def _as(records, user):
        """Return ``records`` as the user sees them in a session of her or his own."""
        return records.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )

    def _sees(self, user, records, companies=None):
        """Return which of ``records`` the user finds and reads, freshly asked."""
        self.env.flush_all()
        self.env.invalidate_all()
        model = (
            self.env[records._name]
            .with_user(user)
            .with_context(allowed_company_ids=(companies or user.company_ids).ids)
        )
        if not model.has_access("read"):
            return model
        found = model.search([("id", "in", records.ids)])
        readable = model.browse(records.ids)._filtered_access("read")
        self.assertEqual(found, readable & found)
        self.assertEqual(len(found), len(readable))
        return found

    def assertSees(self, user, records):
        """All of ``records`` are found and read by the user."""
        self.assertEqual(set(self._sees(user, records).ids), set(records.ids))

    def assertSeesNot(self, user, records):
        """None of ``records`` is found or read by the user."""
        self.assertFalse(self._sees(user, records))

    def _told(self, user):
        """Return the messages that were sent to the user; none names a case.

        But one: the team lead learns by number alone which case has nobody; that says
        neither a kind nor a reason, and stays in the inbox.
        """
        messages = (
            self.env["mail.message"]
            .sudo()
            .search([("partner_ids", "in", user.partner_id.ids)])
        )
        for message in messages:
            if (message.subject or "").endswith(("needs somebody", "need somebody")):
                continue
            names = message.attachment_ids.mapped("name")
            said = f"{message.subject} {message.body} {message.record_name} {names}"
            self.assertNotRegex(said, CASE_NUMBER)
        return messages


class TwoTransactions:
    """Mixin of test cases in which two people save at the same moment, for real.

    What such a test commits it removes itself.
    """

    def setUp(self):
        super().setUp()
        self.first = self.registry.cursor()
        self.second = self.registry.cursor()
        self.addCleanup(self.first.close)
        self.addCleanup(self.second.close)
