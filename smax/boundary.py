"""The input boundary: text that a database would refuse, or a reader could not read, is answered with a 400.

PostgreSQL refuses NUL and lone surrogates that SQLite stores; without one door for both, the same form would
work on a trial server and fail on a real one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from smax.errors import bad_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse

LONGEST_VALUE = 20_000
LARGEST_BODY = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
# C0 controls except tab, line feed and carriage return; lone surrogates; and the replacement character that
# Django puts where the bytes sent were no UTF-8.
UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd\ufffe\uffff]")


class InputBoundaryMiddleware:
    """Refuses unreadable or over-long text in path, query and form, naming the field."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 or 413 with the reason, or pass the request on."""
        _drop_unreadable_cookies(request)
        try:
            announced = _announced(request)
            if announced > LARGEST_BODY and announced > _largest_upload(request):
                raise RequestDataTooBig  # files do not count for Django's own limit
            fault = next(_faults(request), None)
        except RequestDataTooBig:
            return bad_request(
                request, _("What was sent is too large for any form of this server."), status=413
            )
        except TooManyFieldsSent:
            return bad_request(request, _("What was sent has more fields than any form of this server."))
        except MultiPartParserError:
            return bad_request(request, _("What was sent cannot be read as a form."))
        return bad_request(request, fault) if fault else self.get_response(request)


def takes_upload(largest: int) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let forms with a file of up to `largest` bytes reach a view. Outermost of its decorators."""

    def mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        view.largest_body = largest + LARGEST_BODY  # type: ignore[attr-defined]
        return view

    return mark


def _largest_upload(request: HttpRequest) -> int:
    """How much the view behind the address takes; most take no file."""
    try:
        return getattr(resolve(request.path_info).func, "largest_body", 0)
    except Resolver404:
        return 0


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() else 0


def _drop_unreadable_cookies(request: HttpRequest) -> None:
    # Not a 400: the browser would send the cookie again with every request, and be locked out for good.
    for name in [name for name, value in request.COOKIES.items() if UNREADABLE.search(name + value)]:
        del request.COOKIES[name]


def _faults(request: HttpRequest) -> Iterator[str]:
    if UNREADABLE.search(request.path):
        yield _("The address holds a character that is not readable text.")
    sources = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
    for source in sources:
        for name, values in source.lists():
            field = UNREADABLE.sub("?", name)[:60]
            for value in (name, *values):
                if UNREADABLE.search(value):
                    yield _("The field “%(field)s” holds a character that is not readable text.") % {
                        "field": field
                    }
                if len(value) > LONGEST_VALUE:
                    yield _("The field “%(field)s” is too long: at most %(limit)s characters.") % {
                        "field": field,
                        "limit": LONGEST_VALUE,
                    }
