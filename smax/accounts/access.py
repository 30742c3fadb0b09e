"""Who may open a page. Everybody else gets the same 404 as for a page that is not there."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def member_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in people who work for a firm."""
    return _only(view, lambda request: request.membership is not None)


def owner_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in owners of a firm."""
    return _only(view, lambda request: request.membership is not None and request.membership.is_owner)


def administrator_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in administrators of the server."""
    return _only(view, lambda request: request.user.is_authenticated and request.user.is_administrator)


def _only(
    view: Callable[..., HttpResponse], allowed: Callable[[HttpRequest], bool]
) -> Callable[..., HttpResponse]:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allowed(request):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped
