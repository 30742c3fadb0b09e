"""Structured logs: one JSON object a line, without personal links, cookies, bodies or answers."""

from __future__ import annotations

import json
import logging.config
import re
from datetime import UTC, datetime
from typing import Any

import structlog

# A personal link is a key, and Django or a library may log a path on its own account. What follows /s/, /g/
# and /r/ is blanked, and so is anything as long as a secret: addresses are mistyped and cut in many ways.
_LINK = re.compile(r"""((?i:/[sgr](?:/|%2f)))[^\s"'\\?#]+""")
_SECRET = re.compile(r"[A-Za-z0-9_-]{43,}")
OTHERS = ("django", "django.server", "gunicorn.error", "gunicorn.access")


def without_links(_logger: Any, _name: str, line: str) -> str:
    """Blank personal links in a finished line, so that no value of any type can carry one past this point."""
    return _SECRET.sub("[secret]", _LINK.sub(r"\1[link]", line))


class JSONLines(structlog.stdlib.ProcessorFormatter):
    """Formats what any logger says; a line that `say` has made is only scrubbed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line."""
        line = getattr(record, "line", None)
        return super().format(record) if line is None else without_links(None, "", line)


def say(logger: logging.Logger, event: str, **values: Any) -> None:
    """Write one line without structlog's processors: every request ends in one, and they cost it a tenth."""
    if not logger.isEnabledFor(logging.INFO):
        return
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    context = structlog.contextvars.get_contextvars()
    said = {**values, "event": event, **context, "level": "info", "logger": logger.name, "timestamp": now}
    record = logging.LogRecord(logger.name, logging.INFO, __file__, 0, event, (), None)
    record.line = json.dumps(said)
    logger.handle(record)


def configure(settings: dict[str, Any]) -> None:
    """Set up logging for Django and structlog alike, on standard error."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": JSONLines,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.JSONRenderer(),
                        without_links,
                    ],
                },
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": settings["level"]},
            # Other handlers give way to the one above: Django's, one of which mails whole requests, and those
            # of gunicorn, which writes the address of a request that it cannot read.
            "loggers": {
                **{name: {"handlers": [], "propagate": True} for name in OTHERS},
                # Our own line says that a request was refused, and by its route: a path can name a client.
                "django.request": {"handlers": [], "propagate": True, "level": "ERROR"},
            },
        }
    )
