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

    from surveys.models import Assessment

MOST_PAGES = 64  # of about 150 KB
TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[^"]*')


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, cut where a form's token stands, and the digest of what it was made from."""

    made_from: str
    pieces: tuple[bytes, ...]
    kind: str

    def answer(self, request: HttpRequest) -> HttpResponse:
        token = get_token(request).encode() if len(self.pieces) > 1 else b""
        return HttpResponse(token.join(self.pieces), content_type=self.kind)


_pages: OrderedDict[tuple[Any, ...], _Page] = OrderedDict()
_lock = Lock()


def remembered(
    request: HttpRequest, wave: Assessment, *rows: Model | None, make: Callable[[], HttpResponse]
) -> HttpResponse:
    """Answer with the page that was made for this reader before, if it would be the same; else make it.

    `rows` are those besides the client's own that it shows something of. The reader, their role and their
    firm are looked at in any case.
    """
    if len(get_messages(request)):
        return make()  # it shows them once
    place = (request.user.pk, request.get_full_path(), get_language())
    seen = (request.user, request.membership, request.firm, *rows)
    made_from = _made_from(wave, seen)
    with _lock:
        page = _pages.get(place)
        if page is not None:
            _pages.move_to_end(place)
    if page is not None and page.made_from == made_from:
        return page.answer(request)
    response = make()
    # Whatever changed while it was made may stand in it or not.
    if response.status_code == HTTPStatus.OK and _made_from(wave, seen) == made_from:
        _keep(place, _Page(made_from, tuple(TOKEN.split(response.content)), response.headers["Content-Type"]))
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


def _made_from(wave: Assessment, rows: tuple[Model | None, ...]) -> str:
    # Whether a wave takes answers changes with the clock alone.
    known = [wave.pk, wave.takes_answers, *map(_columns, rows)]
    return fingerprint_of(wave.client) + hashlib.sha256(repr(known).encode()).hexdigest()


def _columns(row: Model | None) -> list[Any] | None:
    if row is None:
        return None
    unread = row.get_deferred_fields()
    names = (field.attname for field in row._meta.concrete_fields)
    return [getattr(row, name) for name in names if name not in unread]
