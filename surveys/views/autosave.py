"""Saving one answer at a time, for the script of a screen. It speaks JSON; a plain form needs none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from surveys.catalogue.answers import shown
from surveys.errors import SurveyError
from surveys.forms.autosave import KEY, as_controls, in_words, read_sent
from surveys.questionnaire import Questionnaire
from surveys.services.answers import save_answers
from surveys.views.access import respondent_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from surveys.forms.autosave import Sent


@require_http_methods(["GET", "HEAD", "POST"])
@respondent_required
def answer(request: HttpRequest) -> HttpResponse:
    """Store one answer and say so after COMMIT; 409 with both values where another window was first."""
    if request.method != "POST":
        return redirect("surveys:resume", request.participant.public_id)
    questionnaire = Questionnaire(request.participant)
    try:
        sent = read_sent(request.POST, questionnaire)
        differing = save_answers(
            response=request.response,
            given={sent.key: sent.value},
            bases={sent.key: sent.base},
            seconds=sent.seconds,
            agreement=request.agreement,
        )
    except SurveyError as error:
        refused = {"key": shown(request.POST.get(KEY, "")), "reason": error.reason}
        return JsonResponse(refused, status=error.status)
    if differing:
        return JsonResponse(_both(questionnaire, sent), status=409)
    return JsonResponse(_saved(questionnaire, sent))


def _saved(questionnaire: Questionnaire, sent: Sent) -> dict[str, Any]:
    answered = questionnaire.draft.keys()
    here = len([item for item in sent.screen.items if item.id in answered])
    asked = len(sent.screen.items)
    return {
        "revision": questionnaire.base(sent.key),
        "saved_at": timezone.now().isoformat(),
        "answered": questionnaire.answered,
        "asked": questionnaire.asked,
        "progress": questionnaire.progress,
        "step": {
            "code": sent.screen.code,
            "state": "done" if here == asked else "part" if here else "todo",
            "text": _("%(answered)s of %(asked)s answered") % {"answered": here, "asked": asked},
        },
    }


def _both(questionnaire: Questionnaire, sent: Sent) -> dict[str, Any]:
    stored = questionnaire.stored.value(sent.key)
    return {
        "reason": _("Another window has saved something else since this page was opened."),
        "conflict": {
            "revision": questionnaire.base(sent.key),
            "stored": {**as_controls(stored), "text": in_words(questionnaire, sent.key, stored)},
            "sent": {**as_controls(sent.value), "text": in_words(questionnaire, sent.key, sent.value)},
        },
    }
