"""Calls of a user, judged: saved, or refused in words of KIM."""

import json
import re

import psycopg2
from web_view import Broken

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tools.json import json_default

from odoo.addons.kim_case.tools.call_guard import CallError

ENGLISH = re.compile(
    r"\b(the|is|not|cannot|please|of|you|this|must|are|has|been|be|for|your|and)\b",
    re.I,
)
# Odoo's own words for a right that is missing or a value that does not fit.
ODOO = re.compile(
    r"Oh-oh|Oh nein|Kekse|Uh-oh|Ups|kann nicht abgeschlossen werden|kim\.[a-z]+\.|Traceback"
)


class Fault(Exception):
    """A screen did what no screen may do."""


class Refused(Exception):
    """KIM refused in its own words: an end that is allowed."""

    @property
    def of_right(self):
        """Return whether it is the wrong person, not the wrong moment or value."""
        return isinstance(self.__cause__, AccessError)


class Client:
    """Sends calls as a user, each like a request of its own.

    :param env: environment of the user
    """

    def __init__(self, env):
        self.env = env
        self.calls = 0
        self.unfit = False  # the values sent are of the wrong kind on purpose

    def call(self, model, method, ids, *args, context=None, **kwargs):
        """Call a method of records.

        :raises Refused: KIM refused it in its words
        :raises Fault: it ended in any other way
        """
        return self.ask(model, method, ids, *args, context=context, **kwargs)

    def ask(self, model, method, *args, context=None, **kwargs):
        """Call a method of a model; raises as ``call`` does."""
        env = self.env
        self.calls += 1
        env.flush_all()
        env.invalidate_all()
        kwargs["context"] = {**env.context, **(context or {})}
        try:
            with env.cr.savepoint():
                found = call_kw(env[model], method, list(args), kwargs)
            return json.loads(json.dumps(found, default=json_default))
        except psycopg2.IntegrityError as error:
            self._judge_constraint(error)
        except psycopg2.Error as error:
            raise Fault(f"{type(error).__name__}: {error}".splitlines()[0]) from error
        except CallError as error:
            if not self.unfit and "NUL" not in str(error):
                raise Fault(f"CallError: {error.__context__!r:.150}") from error
            raise Refused(str(error)) from error
        except UserError as error:
            self.judge(str(error))
            raise Refused(str(error)) from error
        except (Fault, Refused, Broken):
            raise
        except Exception as error:
            raise Fault(f"{type(error).__name__}: {error}") from error

    def _judge_constraint(self, error):
        table = error.diag.table_name
        name = next(m._name for m in self.env.registry.values() if m._table == table)
        message = str(self.env[name]._sql_error_to_message(error))
        self.judge(message)
        raise Refused(message) from error

    def judge(self, message):
        """Raise ``Fault`` when a sentence is not one that KIM's people may read."""
        if not message or ODOO.search(message):
            raise Fault(f"Odoo says: {message}")
        if len(ENGLISH.findall(message)) > 1:
            raise Fault(f"in English: {message}")
