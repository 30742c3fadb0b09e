"""The page behind a personal link. Looking at it changes nothing, and neither does pressing Start."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from surveys.forms.consent import ConsentForm
from surveys.links import Pass, give_pass
from surveys.models import Response
from surveys.queries import link_by_secret
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


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@without_address
def landing(request: HttpRequest, secret: str) -> HttpResponse:
    """Say who asks, why, and who will see what; Start leads into the questionnaire."""
    link = link_by_secret(secret)
    if link is None:
        return states.link_unknown(request)
    if link.revoked_at is not None:
        return states.link_revoked(request)
    if link.participant.response.state == Response.State.SUBMITTED:
        return _answered(request, link)
    if not link.participant.assessment.takes_answers:
        return states.wave_over(request, link.participant)
    return _welcome(request, link)


def _answered(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    if request.method == "POST":
        return _let_in(link, Pass(link.pk, None))
    return render(request, "surveys/survey/answered.html", {"participant": link.participant})


def _welcome(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = ConsentForm(sent, participant=link.participant)
    if form.is_valid():
        return _let_in(link, Pass(link.pk, form.agreement))
    questionnaire = Questionnaire(link.participant)
    context = {"participant": link.participant, "form": form, "questionnaire": questionnaire}
    return render(request, "surveys/survey/landing.html", context)


def _let_in(link: PersonalLink, given: Pass) -> HttpResponse:
    response = redirect("surveys:resume", link.participant.public_id)
    give_pass(response, public_id=link.participant.public_id, given=given)
    return response
