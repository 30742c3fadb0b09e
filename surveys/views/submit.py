"""The review before submitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from surveys.errors import TooFewAnswersError
from surveys.models import Response
from surveys.questionnaire import Questionnaire
from surveys.services.answers import submit
from surveys.views.access import respondent_required
from surveys.views.states import wave_over

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@respondent_required
def review(request: HttpRequest) -> HttpResponse:
    """Show what is answered and what is open; a POST submits. A second one leads to the same receipt."""
    if request.response.state == Response.State.SUBMITTED:
        return redirect("surveys:receipt", request.participant.public_id)
    if not request.participant.assessment.takes_answers:
        return wave_over(request, request.participant)
    refusal = _submitted_or_why_not(request) if request.method == "POST" else None
    if request.method == "POST" and refusal is None:
        return redirect("surveys:receipt", request.participant.public_id)
    questionnaire = Questionnaire(request.participant, reopened=request.reopened)
    context = {"participant": request.participant, "questionnaire": questionnaire, "refusal": refusal}
    return render(request, "surveys/survey/review.html", context, status=409 if refusal else 200)


def _submitted_or_why_not(request: HttpRequest) -> str | None:
    try:
        submit(response=request.response)
    except TooFewAnswersError as error:
        return error.reason
    return None
