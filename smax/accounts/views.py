"""The front door, an invitation, and the health check."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from smax.accounts.forms import AcceptForm
from smax.accounts.invitations import invitation_by_secret
from smax.accounts.tenancy import firm_scope
from smax.health import faults

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger("smax.accounts")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead each person to where their work is."""
    if request.membership and request.membership.advises:
        return redirect("surveys:clients")
    if request.membership or request.user.is_administrator:
        return redirect("reports:benchmarks")
    return render(request, "accounts/no_firm.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept_page(request: HttpRequest, secret: str) -> HttpResponse:
    """Let somebody invited choose a name and a password; what comes next is signing in."""
    invitation = invitation_by_secret(secret)
    if invitation is None:
        response = render(request, "accounts/accept.html", status=404)
    else:
        with firm_scope(invitation.firm_id):
            form = AcceptForm(invitation, request.POST or None)
            if form.is_valid():
                form.store()
                messages.success(request, _("Welcome. Sign in with your new password."))
                return redirect("account_login")
        response = render(request, "accounts/accept.html", {"form": form, "invitation": invitation})
    # The address holds a key: it must not travel on as a Referer.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@login_not_required
def provider_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the identity provider; say so where it cannot be reached, as allauth does on the way back."""
    try:
        return openid_connect.login(request, provider_id)
    except RequestException as error:
        log.warning("the identity provider cannot be reached: %s", type(error).__name__)
        return render(request, "socialaccount/authentication_error.html", status=502)


@login_not_required
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Answer `ok` when the database answers and nothing has to be done first; 503 says what has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    found = faults()
    status = HTTPStatus.SERVICE_UNAVAILABLE if found else HTTPStatus.OK
    return HttpResponse("\n".join(found) or "ok", content_type="text/plain", status=status)
