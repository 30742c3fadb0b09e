"""The pages that a respondent sees where there is nothing to answer, each with its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render

from smax.accounts.tenancy import firm_scope
from surveys.models import Response

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from surveys.models import Participant


def link_unknown(request: HttpRequest) -> HttpResponse:
    """No such link, or its firm is suspended: the two are not told apart."""
    return render(request, "surveys/survey/link_unknown.html", status=404)


def link_revoked(request: HttpRequest) -> HttpResponse:
    """A newer link was given out, or this one was taken back."""
    return render(request, "surveys/survey/link_revoked.html", status=410)


def wave_over(request: HttpRequest, participant: Participant) -> HttpResponse:
    """The wave was withdrawn (410) or closed, or its deadline has passed: 409 for who tried to answer."""
    wave = participant.assessment
    if wave.state == wave.State.WITHDRAWN:
        return render(request, "surveys/survey/wave_withdrawn.html", {"participant": participant}, status=410)
    with firm_scope(participant.firm_id):
        submission = participant.response.submissions.order_by("-number").first()
    context = {"participant": participant, "submission": submission}
    status = 409 if request.method == "POST" else 200
    return render(request, "surveys/survey/wave_over.html", context, status=status)


def instead_of_answering(request: HttpRequest) -> HttpResponse | None:
    """The page for a respondent who can answer no more; None while they can."""
    participant = request.participant
    if request.response.state == Response.State.SUBMITTED:
        if request.method != "POST":
            return redirect("surveys:receipt", participant.public_id)
        submission = request.response.submissions.latest()
        context = {"participant": participant, "submission": submission}
        return render(request, "surveys/survey/submitted_before.html", context, status=409)
    if not participant.assessment.takes_answers:
        return wave_over(request, participant)
    return None
