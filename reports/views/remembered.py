"""Pages of results that were made before and would be made the same again.

To score a wave and to draw it takes fifty times what it takes to look whether anything has changed. So a page
is kept, in this process and for the person who asked, together with a digest of all that it was made from; it
is shown again only while the digest is the same. Nothing of it is stored, and a changed page takes the place
of the one before it.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from reports.fingerprint import fingerprint_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model
    from django.http import HttpRequest

    from reports.looks import Look

MOST_PAGES = 64  # of about 150 KB
TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[^"]*')


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, cut where a form's token stands, and the digest of what it was made from."""

    made_from: tuple[str, str]
    pieces: tuple[bytes, ...]
    kind: str

    def answer(self, request: HttpRequest) -> HttpResponse:
        token = get_token(request).encode() if len(self.pieces) > 1 else b""
        return HttpResponse(token.join(self.pieces), content_type=self.kind)


_pages: OrderedDict[tuple[Any, ...], _Page] = OrderedDict()
_lock = Lock()


def remembered(request: HttpRequest, look: Look, *, make: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer with the page that was made for this reader before, if it would be the same; else make it.

    Made the same it is by the same rows of the client and of benchmarks, which the look's fingerprint stands
    for, and by the same reader, role, firm and release.
    """
    if len(get_messages(request)):
        return make()  # it shows them once
    place = (request.user.pk, request.get_full_path(), get_language())
    beside = _beside(request, look)
    with _lock:
        page = _pages.get(place)
        if page is not None:
            _pages.move_to_end(place)
    if page is not None and page.made_from == (look.fingerprint, beside):
        return page.answer(request)
    response = make()
    # Whatever changed while it was made may stand in it or not.
    if response.status_code == HTTPStatus.OK and fingerprint_of(look.wave.client_id) == look.fingerprint:
        pieces = tuple(TOKEN.split(response.content))
        _keep(place, _Page((look.fingerprint, beside), pieces, response.headers["Content-Type"]))
    return response


def forget_all() -> None:
    """Make every page anew."""
    with _lock:
        _pages.clear()


def _keep(place: tuple[Any, ...], page: _Page) -> None:
    with _lock:
        _pages[place] = page
        _pages.move_to_end(place)
        if len(_pages) > MOST_PAGES:
            _pages.popitem(last=False)


def _beside(request: HttpRequest, look: Look) -> str:
    """A digest of what the page shows besides: whether a wave takes answers changes with the clock alone."""
    rows = (request.user, request.membership, request.firm, look.release)
    known = [look.wave.pk, look.wave.takes_answers, *map(_columns, rows)]
    return hashlib.sha256(repr(known).encode()).hexdigest()


def _columns(row: Model | None) -> list[Any] | None:
    if row is None:
        return None
    unread = row.get_deferred_fields()
    names = (field.attname for field in row._meta.concrete_fields)
    return [getattr(row, name) for name in names if name not in unread]
