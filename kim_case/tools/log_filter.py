"""Server log lines about people are cut down to an error code.

Odoo logs a failing statement with its values, and PostgreSQL repeats the row in the
error text. Whoever reads the log may not read the case.
"""

import logging
import re
import traceback

# Loggers that print statements, parameters or database errors with their traceback.
LOGGERS = (
    "odoo.sql_db",
    "odoo.http",
    "odoo.service.model",
    "odoo.service.server",
    "odoo.addons.base.models.ir_cron",
    "odoo.addons.rpc",
    "odoo.addons.web.controllers.binary",
    "werkzeug",
)
_OURS = re.compile(r"\bkim[_.][a-z]")
# Texts with values: statements, database errors, parameters of a call.
_VALUES = re.compile(
    r"\b(?:SELECT|INSERT|UPDATE|DELETE|DETAIL|CONTEXT|Failing row|Key \(|WITH)\b|call kim",
    re.IGNORECASE,
)
# What a favourite, a search or an upload puts behind the address.
_QUERY = re.compile(r"\?[^\s\"]*")


class KimLogFilter(logging.Filter):
    """Cut lines and tracebacks that show values of a ``kim_`` table."""

    def filter(self, record):
        """Rewrite the record in place; never drop it.

        :param record: ``logging.LogRecord``
        :return: True
        """
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            return True  # not ours to mend
        if record.name == "werkzeug":
            self._replace(record, _QUERY.sub("?…", message))
        elif _OURS.search(message) and _VALUES.search(message):
            self._replace(
                record, f"statement on case data failed or logged: {_code(record)}"
            )
        if record.exc_info and record.exc_info[1] is not None:
            text = "".join(traceback.format_exception(*record.exc_info))
            if _is_database_error(record.exc_info[1]) and _OURS.search(text):
                record.exc_text = _without_values(record.exc_info[1])
                record.exc_info = None
                self._replace(record, f"database error on case data: {_code(record)}")
        return True

    @staticmethod
    def _replace(record, message):
        record.msg = message
        record.args = None


def _chain(error):
    seen = []
    while error is not None and error not in seen:
        seen.append(error)
        error = error.__cause__ or error.__context__
    return seen


def _is_database_error(error):
    return any(hasattr(link, "pgcode") for link in _chain(error))


def _code(record):
    """Return the error codes that a record carries, in its arguments or exception."""
    found = list(record.args) if isinstance(record.args, tuple) else []
    if record.exc_info:
        found += _chain(record.exc_info[1])
    codes = {
        f"{type(item).__name__} {item.pgcode}"
        for item in found
        if getattr(item, "pgcode", None)
    }
    return ", ".join(sorted(codes)) or "no error code"


def _without_values(error):
    """Return the traceback with the names of the errors instead of their texts."""
    lines = []
    for link in reversed(_chain(error)):
        lines += traceback.format_tb(link.__traceback__)
        lines.append(
            f"{type(link).__name__} {getattr(link, 'pgcode', None) or ''} "
            "(text withheld)\n"
        )
    return "".join(lines)


def install():
    """Put the filter on the loggers; a second call does nothing."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(item, KimLogFilter) for item in logger.filters):
            logger.addFilter(KimLogFilter())
