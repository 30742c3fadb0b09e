"""No more reminders, please: a page without cookies, and the post that a mail program sends by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from smax.accounts.audit import acting
from smax.accounts.tenancy import firm_scope
from smax.mail.composing import STOP_SALT
from smax.mail.occasions import language_of
from smax.mail.services import stop_reminders

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@csrf_exempt  # the signed address is all that counts: RFC 8058 lets a mail program post here
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, so that no scanner of links decides for a person; stop the reminders on POST."""
    try:
        firm_id, about_kind, about_id, language = signing.loads(token, salt=STOP_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Http404 from error
    translation.activate(language_of(language))
    request.LANGUAGE_CODE = translation.get_language()
    if request.method == "POST":
        with firm_scope(firm_id), acting("participant"):
            stop_reminders(firm_id=firm_id, about_kind=about_kind, about_id=about_id)
    response = render(request, "mail/stop.html", {"done": request.method == "POST"})
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
