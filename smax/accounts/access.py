"""Who may open a page. Everybody else gets the same 404 as for a page that is not there."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    raise_if_reauthentication_required,
)
from django.core.exceptions import PermissionDenied
from django.http import Http404

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def member_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in people of a firm who work with clients: owners and consultants."""
    return _only(view, lambda request: request.membership is not None and request.membership.advises)


def colleague_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in everybody who works for a firm, analysts too: never for a page that shows a client."""
    return _only(view, lambda request: request.membership is not None)


def benchmarks_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may read released benchmarks: everybody who works for a firm, and administrators."""
    return _only(view, lambda request: request.membership is not None or request.user.is_administrator)


def owner_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in owners of a firm."""
    return _only(view, lambda request: request.membership is not None and request.membership.is_owner)


def administrator_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in administrators of the server."""
    return _only(view, lambda request: request.user.is_authenticated and request.user.is_administrator)


def reauthenticated(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for the password or a factor first, unless the person gave one in the last ten minutes.

    For roles, factors, bulk exports and erasure: a session left open is not enough for those. Goes below the
    decorator that says who may come in, so that nobody is asked for a password in front of a 404.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "Range" in request.headers and is_reauthentication_required(request, app="smax"):
            # The rest of a file: a page that asks for a password would be taken for it.
            raise PermissionDenied
        # allauth's middleware leads to the page that asks
        raise_if_reauthentication_required(request, app="smax")
        return view(request, *args, **kwargs)

    return wrapped


def _only(
    view: Callable[..., HttpResponse], allowed: Callable[[HttpRequest], bool]
) -> Callable[..., HttpResponse]:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not allowed(request):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped
