"""How a page finds what its reader may see. Not yours = not there."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404

from smax.accounts.audit import acting
from smax.accounts.tenancy import firm_scope
from smax.errors import csrf_failure, not_open
from surveys.languages import speak
from surveys.links import read_pass
from surveys.models import Response
from surveys.queries import link_by_pass, link_by_secret
from surveys.rules import visible_clients, visible_wave
from surveys.views.states import wave_over

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from surveys.models import Assessment, Client, Participant, PersonalLink


def client_or_404(request: HttpRequest, slug: str) -> Client:
    """A client that the reader works with."""
    return get_object_or_404(visible_clients(request.membership), slug=slug)


def wave_or_404(request: HttpRequest, slug: str, number: int) -> Assessment:
    """A wave of a client that the reader works with."""
    wave = visible_wave(request.membership, slug, number)
    if wave is None:
        raise Http404
    return wave


def participant_or_404(wave: Assessment, public_id: UUID) -> Participant:
    """Somebody in the wave, with their response. Whoever was erased is nobody any more."""
    people = wave.participants.select_related("response").filter(erased_at=None)
    return get_object_or_404(people, public_id=public_id)


def respondent_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in the participant whose link was opened in this browser, in the scope of their firm.

    Sets `request.participant`, `request.response` (their Response), `request.reopened` (whether it takes
    answers after a submission) and `request.agreement`, and speaks their language. In a withdrawn wave every
    page is the one that says so. A link that was revoked since, another participant's cookie or none: the
    same 404 as for a participant that does not exist, with what was sent.
    """

    @login_not_required
    @wraps(view)
    def wrapped(request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponse:
        given = read_pass(request, public_id)
        link = link_by_pass(given.link_id, public_id) if given else None
        if given is None or link is None:
            return not_open(request)
        request.participant = link.participant
        request.response = link.participant.response
        request.reopened = link.submitted and request.response.state == Response.State.OPEN
        request.agreement = given.agreement
        wave = link.participant.assessment
        speak(request, wave, given.language)
        if wave.state == wave.State.WITHDRAWN:
            return wave_over(request, link.participant)
        with firm_scope(link.firm_id), acting(f"participant {public_id}"):
            return view(request, **kwargs)

    return wrapped


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form without a valid token, in the language of the questionnaire that it stands in."""
    link, language = _whose(request)
    if link is not None:
        speak(request, link.participant.assessment, language)
    return csrf_failure(request, reason)


def _whose(request: HttpRequest) -> tuple[PersonalLink | None, str]:
    """The link that a respondent's page belongs to, and the language it asks for."""
    place = request.resolver_match.kwargs
    if "secret" in place:
        return link_by_secret(place["secret"]), request.GET.get("lang", "")
    given = read_pass(request, place["public_id"]) if request.path_info.startswith("/survey/") else None
    return (link_by_pass(given.link_id, place["public_id"]), given.language) if given else (None, "")
