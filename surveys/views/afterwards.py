"""What a respondent finds after submitting: the receipt, their own answers, and the way to change them."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from surveys.own_answers import as_json, as_text
from surveys.queries import both_sides_submitted, company_of
from surveys.services.reopening import reopen
from surveys.views.access import respondent_required
from surveys.views.states import wave_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from surveys.models import Submission


def submission_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand over the newest submission; without one, lead back to the questions."""

    @respondent_required
    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        submission = request.response.submissions.order_by("-number").first()
        if submission is None:
            return redirect("surveys:resume", request.participant.public_id)
        return view(request, submission=submission, **kwargs)

    return wrapped


@require_safe
@submission_required
def receipt(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Say what was submitted, and when, what happens next, and how to change it."""
    wave = request.participant.assessment
    context = {
        "participant": request.participant,
        "submission": submission,
        "company": company_of(request.participant),
        "own_profile": wave.own_profile and both_sides_submitted(wave),
    }
    return render(request, "surveys/survey/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@submission_required
def reopen_page(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Ask before submitted answers are opened again; open them on POST."""
    if not request.participant.assessment.takes_answers:
        return wave_over(request, request.participant)
    if request.method == "POST":
        reopen(response=request.response)
        return redirect("surveys:review", request.participant.public_id)
    context = {"participant": request.participant, "submission": submission}
    return render(request, "surveys/survey/reopen.html", context)


@require_safe
@submission_required
def answers_as_text(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Send the submitted answers in words, in the reader's language."""
    text = as_text(request.participant, submission)
    return _file(HttpResponse(text, content_type="text/plain; charset=utf-8"), submission, "txt")


@require_safe
@submission_required
def answers_as_json(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Send everything that was submitted, with its codes and in words."""
    document = as_json(request.participant, submission)
    return _file(
        JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1}), submission, "json"
    )


def _file(response: HttpResponse, submission: Submission, ending: str) -> HttpResponse:
    # A receipt is letters, digits and hyphens: nothing in the name needs quoting.
    name = f"smax-answers-{submission.receipt}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
