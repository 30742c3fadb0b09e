"""The results page of a wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.edition import live_edition
from reports.looks import look_at
from reports.tables.exclusions import exclusions
from reports.views.figures import page_or_figure
from reports.views.remembered import remembered
from reports.views.sections import sections
from reports.working import BELOW
from scoring.disclosure import Mode
from smax.accounts.access import member_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from reports.models import Release
    from surveys.models import Assessment


@require_safe
@member_required
def results_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what the leaders believe beside what was measured."""
    look = look_at(request.membership, slug, number)
    if look is None:
        raise Http404
    look.put_on_record()
    return remembered(request, look, make=lambda: _page(request, look.wave, look.release))


def _page(request: HttpRequest, wave: Assessment, release: Release | None) -> HttpResponse:
    edition = live_edition(wave)
    scored = edition.scored
    context = {
        **sections(edition, request.GET),
        "desk": True,
        "working": BELOW,
        "firm": request.firm,
        "change_url": reverse("reports:change", args=[wave.client.slug, wave.number]),
        "recompute": scored.disclosed.mode == Mode.ATTRIBUTED and not scored.counts_nowhere,
        "release": release,
        "excluded": exclusions(wave, scored),
    }
    return page_or_figure(request, "reports/results.html", context)
