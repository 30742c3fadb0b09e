"""Puts each request into the scope of the signed-in person's firm, and its acts under their name."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from smax.accounts.audit import acting
from smax.accounts.factors import lacks_factor
from smax.accounts.members import membership_read_with
from smax.accounts.tenancy import firm_scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

# Where a second factor is set up, and the way out.
SET_UP = frozenset(
    {
        *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"),
        *("account_reauthenticate", "account_logout"),
    }
)


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads who is not signed in to the page that asks, but not for the rest of a file."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponse]
    ) -> HttpResponse:
        """Ask who is there; refuse a part of a file, which that page would become."""
        if "Range" in request.headers:
            raise PermissionDenied
        return super().handle_no_permission(request, view_func)


class FirmMiddleware:
    """Sets `request.membership` and `request.firm`, read anew at each request, and opens the firm's scope.

    An administrator has no membership and no scope: a page that reads a firm's rows cannot work for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve the request inside the scope of the person's firm, or of none."""
        request.membership = membership_read_with(request.user)
        request.firm = request.membership.firm if request.membership else None
        if not request.user.is_authenticated:
            return self.get_response(request)
        with acting(request.user), firm_scope(request.firm) if request.firm else nullcontext():
            return self.get_response(request)


class SecondFactorMiddleware:
    """Leads somebody who needs a second factor and has none to setting one up, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_arguments: Any
    ) -> HttpResponse | None:
        """Answer before the view does, so that what is there looks like what is not."""
        if not getattr(view, "login_required", True) or request.resolver_match.view_name in SET_UP:
            return None
        return redirect("mfa_index") if lacks_factor(request) else None
