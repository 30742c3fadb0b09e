"""Pages for everybody: the choice of a language, and the statement on accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from surveys.languages import keep, speak

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie, and lead back to the page; nothing is stored here."""
    back = request.POST.get("next", "")
    # Only a place of this very server: an address given from outside must not lead anybody elsewhere.
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if own and back.startswith("/") else reverse("home"))
    keep(response, request.POST.get("language", ""))
    return response


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was tested with the survey's pages, and what was not."""
    speak(request, None, "")
    return render(request, "surveys/survey/accessibility.html")
