from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, JsonRpcException, tagged

from odoo.addons.kim_case.models.rights.kim_case_emergency import ASKED_BY_NAME

from ..common import KimCommon

NOBODY = "No case can be opened in this way"
REFUSALS = ("CallError", "UserError", "ValidationError")
REASON = "In need, and nobody knows the number"


class EmergencyCommon(KimCommon):
    """A case of ``cm_a``, and a form by which others ask for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._known(cls.cm_a, "Müller-Öztürk", 1980)

    def setUp(self):
        super().setUp()
        self._forget()
        self.addCleanup(self._forget)

    def _forget(self):
        # what is counted by a cursor of its own outlives the transaction of a test
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM kim_question WHERE kind = 'emergency'")

    @classmethod
    def _known(cls, user, last_name, year, **vals):
        case = cls._case(user, last_name=last_name, **vals)
        case.client_id.birth_year = year
        return case

    def _ask(self, name, year=1980, user=None, reason=REASON):
        forms = self._as(self.env["kim.case.break.glass"], user or self.cm_a2)
        return forms.create(
            {"way": "person", "person": name, "birth_year": year, "reason": reason}
        ).action_open()

    def _answer(self, name, year=1980, user=None):
        with self.assertRefused(NOBODY) as refused:
            self._ask(name, year, user)
        return type(refused.exception), refused.exception.args


@tagged("post_install", "-at_install")
class TestEmergencyByName(EmergencyCommon):
    """Who stands before a person in need opens her case by name and year of birth."""

    def test_the_right_person_can(self):
        for user, name in (
            (self.cm_a2, "Demo Müller-Öztürk"),
            (self.team_lead, "MUELLER OEZTÜRK, Demo"),
        ):
            told = {who: len(self._told(who)) for who in (self.cm_a, self.dpo)}
            action = self._ask(name, user=user)
            self.assertEqual(
                (action["res_model"], action["res_id"]), ("kim.case", self.case.id)
            )
            self.assertSees(user, self.case)
            row = self.case.sudo().access_ids.filtered(lambda r, u=user: r.user_id == u)
            self.assertEqual(
                (row.kind, row.confirmation, row.special, row.reason),
                ("break_glass", "open", False, REASON),
            )
            for who, before in told.items():
                self.assertEqual(len(self._told(who)), before + 1, who.login)
        self.assertFalse(
            self.env["kim.case.break.glass"].sudo().search([("person", "!=", False)]),
            "the form keeps nothing",
        )

    def test_exact_match_alone(self):
        for name, year in (
            ("Müller-Öztürk", 1980),
            ("D Müller-Öztürk", 1980),
            ("Demo Müller", 1980),
            ("%", 1980),
            ("Demo Müller-Öztürk Demo", 1980),
            ("Demo Müller-Öztürk", 1981),
        ):
            words = "first and last name" if name == "%" else NOBODY
            with self.assertRefused(words):
                self._ask(name, year)
        self.assertSeesNot(self.cm_a2, self.case)

    def test_one_answer_for_all(self):
        """Nobody, several, excluded, objected, one's own, another house: one answer."""
        answers = {"nobody": self._answer("Niemand Hier")}
        self._known(self.cm_a, "Doppelt", 1990)
        self._known(self.cm_a, "Doppelt", 1990)
        answers["several"] = self._answer("Demo Doppelt", 1990)
        barred = self._known(self.cm_a, "Gesperrt", 1970)
        barred._exclude(self.cm_a2)
        answers["excluded"] = self._answer("Demo Gesperrt", 1970)
        objected = self._known(self.cm_a, "Widerspruch", 1971)
        self._ask("Demo Widerspruch", 1971)
        self._as(
            objected.sudo().access_ids.filtered(lambda row: row.confirmation), self.dpo
        )._confirm("objected")
        answers["objected"] = self._answer("Demo Widerspruch", 1971)
        self._known(self.cm_a2, "Eigene", 1972)
        answers["own"] = self._answer("Demo Eigene", 1972)
        self._known(self.cm_s, "Woanders", 1973, town=self.town_s)
        answers["other house"] = self._answer("Demo Woanders", 1973)
        self.assertEqual(len(set(answers.values())), 1, answers)
        for case in (barred, objected):
            self.assertSeesNot(self.cm_a2, case)

    def test_number_of_queries_tells_nothing(self):
        self._known(self.cm_a, "Doppelt", 1990)
        self._known(self.cm_a, "Doppelt", 1990)
        self._known(self.cm_a, "Gesperrt", 1990)._exclude(self.cm_a2)
        cases = self._as(self.env["kim.case"], self.cm_a2)
        counts = {}
        for name in ("Warm Up", "Demo Niemand", "Demo Doppelt", "Demo Gesperrt"):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with self.assertRefused(NOBODY):
                cases._break_glass_by_name(name, 1990, REASON)
            counts[name] = self.cr.sql_log_count - before
        counts.pop("Warm Up")
        self.assertEqual(len(set(counts.values())), 1, counts)

    def test_ones_own_client_does_not_tell_of_another(self):
        self._known(self.cm_a2, "Müller-Öztürk", 1980)
        self.assertEqual(self._ask("Demo Müller-Öztürk")["res_id"], self.case.id)
        self._answer("Demo Müller-Öztürk")  # it is open by now

    def test_the_open_case_of_a_person(self):
        """Of two cases of one person the one at work is opened."""
        second = (
            self.env["kim.case"]
            .with_user(self.cm_a)
            .with_company(self.company_town_a)
            ._open(
                self.company_town_a,
                self.town_a.with_user(self.cm_a),
                {"id": self.case.client_id.id},
                self._basis(),
            )
        )
        self._answer("Demo Müller-Öztürk")
        self.case.action_close_case(self.closure_reason.id)
        self.assertEqual(self._ask("Demo Müller-Öztürk")["res_id"], second.id)

    def test_limit_of_a_day(self):
        for _each in range(ASKED_BY_NAME):
            self._answer("Demo Niemand")
        with self.assertRefused("too often today"):
            self._ask("Demo Müller-Öztürk")
        self.assertSeesNot(self.cm_a2, self.case)
        action = (
            self._as(self.env["kim.case.break.glass"], self.cm_a2)
            .create({"number": self.case.number, "reason": REASON})
            .action_open()
        )
        self.assertEqual(action["res_id"], self.case.id, "by number as before")

    def test_who_may_ask_and_what_it_takes(self):
        cases = self.env["kim.case"]
        for user in (self.dpo, self.coordination, self.kim_admin, self.plain_user):
            with self.assertRefused("for case managers and team leads", AccessError):
                self._as(cases, user)._break_glass_by_name("Demo X", 1980, REASON)
        for name, year, reason in (
            ("", 1980, REASON),
            (" - ", 1980, REASON),
            ("x" * 60_000, 1980, REASON),
            ("Demo X", 0, REASON),
            ("Demo X", 3000, REASON),
            ("Demo X", 1980, " "),
        ):
            with self.assertRefused(
                ("first and last name", "year of birth", "give a reason"),
                ValidationError,
            ):
                self._as(cases, self.cm_a2)._break_glass_by_name(name, year, reason)


@tagged("post_install", "-at_install")
class TestEmergencyByCall(EmergencyCommon, HttpCase):
    """What can be sent to the form: the one answer is that of its button."""

    def _call(self, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/kim.case.break.glass/{method}",
            {
                "model": "kim.case.break.glass",
                "method": method,
                "args": list(args),
                "kwargs": {
                    "context": {"allowed_company_ids": self.company_town_a.ids},
                    **kwargs,
                },
            },
        )

    def _login(self):
        self.cm_a2.password = "kim_cm_a2 kim_cm_a2"
        self.authenticate("kim_cm_a2", "kim_cm_a2 kim_cm_a2")

    def test_log_outlives_the_refusal(self):
        self._login()
        log = self.env["kim.access.log"]
        mine = [("user_id", "=", self.cm_a2.id), ("action", "=", "emergency")]
        for name in ("Demo Niemand", "Demo Müller-Öztürk"):
            before = log.search(mine)
            [form] = self._call(
                "create",
                [
                    {
                        "way": "person",
                        "person": name,
                        "birth_year": 1980,
                        "reason": REASON,
                    }
                ],
            )
            try:  # assertRaises would undo what the request has left
                self._call("action_open", [form])
                refused = ""
            except JsonRpcException as error:
                refused = str(error)
            self.assertEqual("UserError" in refused, name == "Demo Niemand", refused)
            self.env.invalidate_all()
            row = log.search(mine) - before
            self.assertEqual(len(row), 1, name)
            self.assertFalse(row.case_id)
            self.assertEqual(row.company_id, self.company_town_a)

    def test_the_form_answers_nothing(self):
        """No other call on the form says anything about whom it names."""
        self._login()
        shown = {"person": {}, "birth_year": {}, "number": {}, "display_name": {}}
        answers = []
        for name in ("Demo Müller-Öztürk", "Demo Niemand"):
            vals = {"way": "person", "person": name, "birth_year": 1980}
            said = [
                self._call("onchange", [], vals, ["person"], shown),
                self._call("default_get", list(shown)),
                self._call("name_search", name),
            ]
            [form] = self._call("create", [vals])
            said.append(self._call("web_read", [form], specification=shown))
            self._call("unlink", [form])
            text = str(said).replace(name, "…").replace(str(form), "n")
            self.assertNotIn(self.case.number, text)
            answers.append(text)
        self.assertEqual(*answers)
        self.assertFalse(
            self.env["kim.access.log"].search([("action", "=", "emergency")])
        )

    def test_odd_values(self):
        self._login()
        for vals in (
            {"person": ["Demo"], "birth_year": 1980},
            {"person": {"a": 1}, "birth_year": 1980},
            {"person": "Demo\x00X", "birth_year": 1980},
            {"person": "Demo X", "birth_year": 10**12},
            {"person": "Demo X", "birth_year": "1980'"},
            {"person": "Demo X", "birth_year": [1980]},
            {"person": "x" * 60_000, "birth_year": 1980},
            {"person": 7, "birth_year": None},
        ):
            with self.subTest(vals=str(vals)[:60]):
                try:
                    [form] = self._call(
                        "create", [{"way": "person", "reason": REASON, **vals}]
                    )
                    self._call("action_open", [form])
                except JsonRpcException as error:
                    self.assertIn(str(error).rpartition(".")[2], REFUSALS)
                else:
                    self.fail("opened")
        self.assertSeesNot(self.cm_a2, self.case)
