"""A respondent's own perceived profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.tables.profile import own_profile
from surveys.views.access import respondent_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@respondent_required
def own_profile_page(request: HttpRequest) -> HttpResponse:
    """Show a respondent what their own answers come to, if the wave allows it and both sides are in."""
    participant = request.participant
    assessment = participant.assessment
    if not assessment.own_profile:
        raise Http404
    lines = own_profile(assessment, participant.public_id)
    return render(request, "reports/own_profile.html", {"participant": participant, "lines": lines})
