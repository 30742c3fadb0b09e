"""Data quality of a wave, for the consultant alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports.inputs import read_sittings, read_waves
from reports.tables.quality import quality_lines, readable_comments, readable_notes
from reports.texts import Texts
from smax.accounts.access import member_required
from smax.accounts.audit import record_once_a_day
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@member_required
def quality_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show which responses ask for a second look, and the remarks that may be read."""
    assessment = wave_or_404(request, slug, number)
    [wave] = read_waves([assessment])
    record_once_a_day("answers.seen", on=assessment)
    sittings = read_sittings(wave)
    texts = Texts.of(assessment)
    names, item = texts.dimensions(), texts.catalogue.item
    context = {
        "assessment": assessment,
        "client": assessment.client,
        "lines": quality_lines(wave, sittings),
        "comments": [(names[remark.place], remark) for remark in readable_comments(wave, sittings, texts)],
        "notes": [(texts.question(item(remark.place)), remark) for remark in readable_notes(wave, sittings)],
    }
    return render(request, "reports/quality.html", context)
