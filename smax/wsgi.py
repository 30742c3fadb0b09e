"""The door for a WSGI server such as gunicorn."""

from __future__ import annotations

import gc
import os
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smax.settings")
_django = get_wsgi_application()
# Everything that the addresses lead to is loaded now and stays. Left to the collector, these hundreds of
# thousands of objects would be looked through again and again, for a fifth of the time of a small request.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Serve a request; its text is UTF-8, whatever charset it names.

    Django decodes a query with any codec that a header names, before its first middleware: one that is no
    text encoding would end in the server's own error page, with the address in its log.
    """
    environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return _django(environ, start_response)
