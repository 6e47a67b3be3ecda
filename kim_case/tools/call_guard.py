"""What a caller sends is looked at before a method sees it.

Every public method of a model can be called over RPC with anything. Whatever does not
fit is refused in words: a Python error would show lines of code, and the value that it
stumbled over, which may be somebody else's.
"""

import functools
import inspect
import logging
import math
import threading
import traceback

import psycopg2

from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
_state = threading.local()

MAX_DEPTH = 60
# What a method does with values of the wrong kind. Errors by which the database asks
# for the request to be repeated are none of these.
UNFIT = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    psycopg2.DataError,
    psycopg2.ProgrammingError,
)
# Methods that keep or compute with links that the caller has chosen: position of the
# values, or of the list of them.
SAVING = ("create", "write", "web_save", "web_save_multi")


class CallError(UserError):
    """A call does not fit its method; nothing of what it stumbled over is said."""


def guard_calls(model):
    """Put the guard before every public method of a model.

    Only the outermost call is looked at: what a method of ours calls is its own matter.

    :param model: empty recordset
    """
    cls = model.env.registry[model._name]
    for name in dir(cls):
        if name.startswith("_"):
            continue
        function = getattr(cls, name, None)
        if (
            name not in vars(cls)
            and inspect.isfunction(inspect.getattr_static(cls, name))
            and not getattr(function, "_api_private", False)
            and not getattr(function, "_kim_guarded", False)
        ):
            setattr(cls, name, _guarded(cls, name, function))


def _guarded(cls, name, own):
    @functools.wraps(own)
    def call(self, *args, **kwargs):
        # What comes next is asked anew: this class may be one of several parents.
        function = getattr(super(cls, self), name)
        if getattr(_state, "inside", False):
            return function(*args, **kwargs)
        _state.inside = True
        try:
            _check_call(self, args, kwargs)
            if name in SAVING and self._transient:
                _check_links(self, name, args, kwargs)
            return function(*args, **kwargs)
        except Exception as error:
            # Odoo raises it bare where a table has no ids of its own.
            if not isinstance(error, UNFIT) and type(error) is not Exception:
                raise
            _logger.error(
                "%s.%s was called with values that do not fit:\n%s",
                self._name,
                name,
                "".join(traceback.format_tb(error.__traceback__))
                + type(error).__name__,  # its text may hold a value
            )
            raise CallError(_unfit(self)) from None
        finally:
            _state.inside = False

    call._kim_guarded = True
    return call


def _unfit(model):
    return model.env._(
        "This request does not fit: a value is missing, or is not of the right kind. "
        "Nothing was changed. Please load the page again; if it happens again, tell "
        "your KIM administration what you did."
    )


def _check_call(records, args, kwargs):
    """Refuse ids, characters and numbers that no database takes.

    :raises CallError: there are any
    """
    most = 2**31 if records._auto else 2**63  # a view makes ids of its own
    for record_id in records._ids:
        if isinstance(record_id, bool | float | str | bytes):
            raise CallError(_unfit(records))
        if isinstance(record_id, int) and not 0 < record_id < most:
            raise CallError(_unfit(records))
    _check_value(records, args, 0)
    _check_value(records, kwargs, 0)
    context = records.env.context
    _check_value(
        records,
        {key: context[key] for key in context if key.startswith("default_")},
        0,
    )


def _check_value(model, value, depth):
    if isinstance(value, str):
        if "\0" in value:
            raise CallError(
                model.env._(
                    "The text holds a character that cannot be kept (NUL). Please type "
                    "it anew instead of copying it."
                )
            )
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise CallError(_unfit(model))
    elif isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise CallError(_unfit(model))
    elif isinstance(value, dict | list | tuple):
        if depth > MAX_DEPTH:
            raise CallError(_unfit(model))
        if isinstance(value, dict):
            _check_value(model, list(value), depth + 1)
            value = value.values()
        for item in value:
            _check_value(model, item, depth + 1)


def _check_links(records, name, args, kwargs):
    """Refuse forms for a case that the caller may not read; records have their rules."""
    given = args[0] if args else kwargs.get("vals_list", kwargs.get("vals"))
    if isinstance(given, dict):
        records._kim_refuse_foreign(given, cases_only=True)
    elif isinstance(given, list):
        several = name == "web_save_multi" and len(records) == len(given)
        for record, vals in zip(
            records if several else [records.browse()] * len(given), given, strict=True
        ):
            if isinstance(vals, dict):
                record._kim_refuse_foreign(vals, cases_only=True)
