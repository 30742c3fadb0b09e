"""Structured logs: one JSON object a line, without personal links, cookies, bodies or answers."""

from __future__ import annotations

import logging.config
import re
from typing import Any

import structlog

# A personal link is a key, and Django or a library may log a path on its own account. What follows /s/ is
# blanked, and so is anything as long as a link's secret: addresses are mistyped and cut in many ways.
_LINK = re.compile(r"""((?i:/s(?:/|%2f)))[^\s"'\\?#]+""")
_SECRET = re.compile(r"[A-Za-z0-9_-]{43,}")
OTHERS = ("django", "django.server", "gunicorn.error", "gunicorn.access")


def without_links(_logger: Any, _name: str, line: str) -> str:
    """Blank personal links in a finished line, so that no value of any type can carry one past this point."""
    return _SECRET.sub("[secret]", _LINK.sub(r"\1[link]", line))


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
                    "()": structlog.stdlib.ProcessorFormatter,
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
