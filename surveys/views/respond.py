"""The questionnaire, screen by screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from surveys.forms.questionnaire import LANGUAGE, ScreenForm
from surveys.languages import keep
from surveys.pieces import screen_page
from surveys.questionnaire import REVIEW, Questionnaire
from surveys.services.answers import save_answers
from surveys.views.access import respondent_required
from surveys.views.states import instead_of_answering

if TYPE_CHECKING:
    from django.http import HttpRequest

    from surveys.models import Participant


@require_safe
@respondent_required
def resume(request: HttpRequest) -> HttpResponse:
    """Lead to the first question without an answer; to the review, where all have one."""
    over = instead_of_answering(request)
    if over:
        return over
    step = Questionnaire(request.participant).first_open
    if step is None:
        return redirect("surveys:review", request.participant.public_id)
    place = f"#item-{step.open_items[0].id}" if step.answered else ""
    return redirect(step_url(request.participant, step.code) + place)


@require_http_methods(["GET", "HEAD", "POST"])
@respondent_required
def screen(request: HttpRequest, screen: str) -> HttpResponse:
    """Show one screen; store what is sent, and go where the button says unless something was refused."""
    over = instead_of_answering(request)
    if over:
        return over
    questionnaire = Questionnaire(request.participant, reopened=request.reopened)
    shown = questionnaire.screen(screen)
    if shown is None:
        raise Http404
    if request.method != "POST":
        return HttpResponse(screen_page(request, questionnaire, shown))
    form = ScreenForm(request.POST, questionnaire=questionnaire, screen=shown)
    if _saved(request, form):
        answer = redirect(step_url(request.participant, form.destination))
        keep(answer, request.POST.get(LANGUAGE, ""))
        return answer
    context = {
        "participant": request.participant,
        "questionnaire": questionnaire,
        "form": form,
        "here": screen,
    }
    return render(request, "surveys/survey/screen.html", context)


def step_url(participant: Participant, code: str) -> str:
    """The address of a step: a screen, or the review."""
    if code == REVIEW:
        return reverse("surveys:review", args=[participant.public_id])
    return reverse("surveys:screen", args=[participant.public_id, code])


def _saved(request: HttpRequest, form: ScreenForm) -> bool:
    """Store every valid answer; say whether all that was sent is stored."""
    form.refuse_foreign_names()
    complete = form.is_valid()
    differing = save_answers(
        response=request.response,
        given=form.given,
        bases=form.bases,
        seconds=form.seconds,
        agreement=request.agreement,
    )
    form.report_differences(differing)
    return complete and not differing
