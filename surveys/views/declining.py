"""Declining to take part, from the page behind a personal link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from smax.accounts.audit import acting
from surveys.forms.declining import DeclineForm
from surveys.services.taking_part import decline
from surveys.views.landing import link_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from surveys.models import PersonalLink


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@link_required
def decline_page(request: HttpRequest, link: PersonalLink, secret: str) -> HttpResponse:
    """Ask what the consultants should know; note it on POST, and lead back to a link that still works."""
    if link.submitted and request.method != "POST":
        return redirect("surveys:landing", secret)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        with acting(f"participant {link.participant.public_id}"):
            decline(participant=link.participant, suggestion=form.cleaned_data["suggestion"])
        return redirect("surveys:landing", secret)
    context = {"participant": link.participant, "form": form, "secret": secret}
    return render(request, "surveys/survey/decline.html", context)
