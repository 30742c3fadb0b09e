"""The page behind a personal link. Looking at it changes nothing, and neither does pressing Start."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from smax.accounts.tenancy import firm_scope
from surveys.forms.consent import ConsentForm
from surveys.languages import speak
from surveys.links import Pass, give_pass
from surveys.models import Response
from surveys.queries import company_of, link_by_secret
from surveys.questionnaire import Questionnaire
from surveys.views import states

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from surveys.models import PersonalLink


def without_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Tell no page the address of this one: it holds a secret.

    Not `no-referrer`: with it Chromium sends `Origin: null`, and Django refuses the form.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = view(request, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return wrapped


def link_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand over the link while its person can still answer; else show what became of it, in its own words."""

    @without_address
    @wraps(view)
    def wrapped(request: HttpRequest, secret: str) -> HttpResponse:
        link = link_by_secret(secret)
        wave = link.participant.assessment if link else None
        speak(request, wave, request.GET.get("lang", ""))
        over = _what_became_of(request, link)
        if over is not None or link is None:
            return over
        with firm_scope(link.firm_id):
            return view(request, link=link, secret=secret)

    return wrapped


def _what_became_of(request: HttpRequest, link: PersonalLink | None) -> HttpResponse | None:
    if link is None:
        return states.link_unknown(request)
    if link.revoked_at is not None:
        return states.link_revoked(request)
    wave = link.participant.assessment
    if wave.state == wave.State.WITHDRAWN:
        return states.wave_over(request, link.participant)
    if link.participant.response.state == Response.State.SUBMITTED:
        return _answered(request, link)
    return None if wave.takes_answers else states.wave_over(request, link.participant)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@link_required
def landing(request: HttpRequest, link: PersonalLink, secret: str) -> HttpResponse:
    """Say who asks, why, and who will see what; Start leads into the questionnaire."""
    participant = link.participant
    form = ConsentForm(request.POST if request.method == "POST" else None, participant=participant)
    if form.is_valid():
        return _let_in(link, Pass(link.pk, form.agreement, _language_of(request)))
    context = {
        "participant": participant,
        "form": form,
        "questionnaire": Questionnaire(participant, reopened=link.submitted),
        "company": company_of(participant),
        "secret": secret,
    }
    page = "declined" if participant.declined_at else "landing"
    return render(request, f"surveys/survey/{page}.html", context)


def _answered(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    if request.method == "POST":
        return _let_in(link, Pass(link.pk, None, _language_of(request)))
    return render(request, "surveys/survey/answered.html", {"participant": link.participant})


def _language_of(request: HttpRequest) -> str:
    """The language that the link itself asks for, where it is one of those offered."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(request.languages) else ""


def _let_in(link: PersonalLink, given: Pass) -> HttpResponse:
    response = redirect("surveys:resume", link.participant.public_id)
    give_pass(response, public_id=link.participant.public_id, given=given)
    return response
