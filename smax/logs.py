"""Structured logs: one JSON object a line, without personal links, cookies, bodies or answers."""

from __future__ import annotations

import logging
import logging.config
import re
from typing import Any

import structlog

# A personal link is a key: it may stand in a path that Django or a library logs on its own account.
_LINK = re.compile(r"(/s/)[^/\s\"'?#]+")


class LinkFilter(logging.Filter):
    """Blanks personal links in every record, whoever wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the finished message; never drop a record."""
        record.msg = _LINK.sub(r"\1[link]", record.getMessage())
        record.args = None
        # structlog's handler would print the request object, path included.
        record.__dict__.pop("request", None)
        return True


def without_links(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Blank personal links in every text of an event, tracebacks included."""
    return {
        key: _LINK.sub(r"\1[link]", value) if isinstance(value, str) else value
        for key, value in event.items()
    }


def configure(settings: dict[str, Any]) -> None:
    """Set up logging for Django and structlog alike, on standard error."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_links,
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
            "filters": {"links": {"()": LinkFilter}},
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.JSONRenderer(),
                    ],
                },
            },
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["links"]}
            },
            "root": {"handlers": ["stderr"], "level": settings["level"]},
            "loggers": {"django.server": {"propagate": True, "handlers": []}},
        }
    )
