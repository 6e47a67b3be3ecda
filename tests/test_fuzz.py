"""Anything sent to any public method: a result, or a refusal in our words.

Whatever can be called over RPC is called with what no screen sends. A Python error or one
of the database would show lines of code and the value that they stumbled over.
"""

import inspect
import math

from leak_probes import LeakFixture, found_marks
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw, get_public_method
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.kim_case.tools.call_guard import CallError

LOGGERS = ("odoo.addons.kim_case.tools.call_guard", "odoo.sql_db", "odoo.models")
ODD = (
    None,
    -1,
    2**70,
    1.5,
    math.inf,
    "a\0b",
    "'; --",
    {"id": {"x": [1]}},
    [None, "x", [3]],
)
ODD_IDS = ([2**31], [-1], ["x"], [True], [None])
# Odoo's own methods are the same for every model: these stand for all.
WITH_ODOO = ("kim.case", "kim.case.note", "kim.case.register", "kim.session")


@tagged("post_install", "-at_install")
class TestFuzz(LeakFixture):
    """Every public method of every model of ours, as several roles."""

    def _methods(self, model):
        """Return {name: number of arguments that it must have}, ours first of all."""
        found = {}
        cls = self.env.registry[model]
        for name in dir(cls):
            if name.startswith("_"):
                continue
            method = getattr(cls, name, None)
            if not inspect.isfunction(inspect.getattr_static(cls, name)):
                continue
            ours = any(
                base.__module__.startswith("odoo.addons.kim_") and name in vars(base)
                for base in cls.__mro__
                if base is not cls
            )
            if not ours and model not in WITH_ODOO:
                continue
            try:
                get_public_method(self.env[model], name)
            except AccessError:
                continue
            parameters = list(inspect.signature(method).parameters.values())[1:]
            found[name] = [
                parameter.default is parameter.empty
                for parameter in parameters
                if parameter.kind == parameter.POSITIONAL_OR_KEYWORD
            ]
        return found

    def _call(self, role, model, name, args):
        """Return what is wrong with the answer, or None."""
        env = self.env_of(role)
        try:
            with self.undone():
                call_kw(env[model], name, args, {})
                self.env.flush_all()
        except IntegrityError:
            self.refused += 1  # Odoo's own words by the time it is told
        except UserError as error:
            self.refused += 1
            self.unfit += isinstance(error, CallError)
            if found_marks(str(error)):
                return f"{role}: {model}.{name}{args!r:.80} tells {error}"
        except Exception as error:
            return f"{role}: {model}.{name}{args!r:.80}: {type(error).__name__}"
        finally:
            self.env.invalidate_all(flush=False)
        return None

    @mute_logger(*LOGGERS)
    def test_odd_values(self):
        self.calls = self.refused = self.unfit = 0
        wrong = []
        for model in sorted(name for name in self.env if name.startswith("kim.")):
            if self.env[model]._abstract:
                continue
            subject = self.subject(model) if model in self.matrix_models else None
            ids = subject.ids if subject else []
            for name, needed in self._methods(model).items():
                takes_ids = not getattr(
                    getattr(self.env.registry[model], name), "_api_model", False
                )
                for number, odd in enumerate(ODD if needed else ()):
                    role = ("all_roles", "responsible", "plain")[number % 3]
                    args = [ids] * takes_ids + [odd] * len(needed)
                    wrong.append(self._call(role, model, name, args))
                    args = [ids] * takes_ids + [odd] * (1 + sum(needed))
                    wrong.append(self._call("responsible", model, name, args[:4]))
                    self.calls += 2
                for odd in ODD_IDS if takes_ids and not any(needed) else ():
                    wrong.append(self._call("all_roles", model, name, [odd]))
                    self.calls += 1
        wrong = [line for line in wrong if line]
        self.assertFalse(wrong, "\n".join(wrong))
        self.assertGreater(self.calls, 1000)
        self.assertGreater(self.refused, self.calls / 2)
        self.assertGreater(self.unfit, 100, "the guard has something to do")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix_models = {row["model"] for row in cls.rows}

    def test_text_with_nul(self):
        """A character that PostgreSQL does not take is refused in words, at any depth."""
        env = self.env_of("responsible")
        for method, args in (
            ("write", [self.case.ids, {"wish": "a\0b"}]),
            ("web_save", [self.case.ids, {"note_ids": [[0, 0, {"note": "\0"}]]}, {}]),
            ("web_search_read", [[("wish", "ilike", "\0")], {}]),
            ("onchange", [[], {"wish": "\0"}, ["wish"], {"wish": {}}]),
        ):
            with (
                self.subTest(method=method),
                self.assertRaisesRegex(CallError, "cannot be kept"),
            ):
                call_kw(env["kim.case"], method, args, {})

    def test_error_tells_no_value(self):
        """What a method stumbled over is neither told nor logged."""
        self.case.sudo()._lift_restriction()  # else it is refused before
        with (
            self.assertLogs(LOGGERS[0], "ERROR") as logs,
            self.assertRaisesRegex(CallError, "does not fit") as caught,
        ):
            call_kw(
                self.env_of("responsible")["kim.case"],
                "action_hold",
                [self.case.ids, {"Geheimwort": 1}],
                {},
            )
        self.assertNotIn("Geheimwort", "".join(logs.output))
        self.assertNotIn("Geheimwort", str(caught.exception))
        self.assertIsNone(caught.exception.__cause__)
