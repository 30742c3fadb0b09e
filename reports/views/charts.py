"""Charts of a wave's results as files of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.charts.dumbbell import dumbbell_chart
from reports.charts.ladder import ladder_chart
from reports.charts.matrix import matrix_chart
from reports.charts.svg import document
from reports.scorecards import scored_waves
from reports.texts import Texts
from smax.accounts.access import member_required
from smax.accounts.audit import record
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reports.charts.model import Chart
    from reports.scorecards import ScoredWave
    from surveys.models import Assessment


@require_safe
@member_required
def chart_file(request: HttpRequest, slug: str, number: int, chart: str) -> HttpResponse:
    """Give a chart as an SVG file that stands alone; one that the wave does not have is not there."""
    wave = wave_or_404(request, slug, number)
    [scored] = scored_waves([wave])
    described = _described(scored, chart)
    if described is None:
        raise Http404
    record("chart.exported", on=wave, chart=chart)
    response = HttpResponse(document(described, source=_source(scored)), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{_name(wave, chart)}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _described(scored: ScoredWave, code: str) -> Chart | None:
    if scored.counts_nowhere or scored.participation_only:
        return None
    if code == "matrix":
        return matrix_chart(scored)
    if code == "maturity":
        return ladder_chart(scored)
    if code == "dimensions" and scored.card.basis != "none":
        return dumbbell_chart(scored, Texts.of(scored.wave.assessment).dimensions())
    return None


def _source(scored: ScoredWave) -> str:
    """Whose chart it is, and by what it was scored."""
    wave = scored.wave.assessment
    return _("%(client)s, wave %(number)s. SMAX method %(method)s, questionnaire %(questionnaire)s.") % {
        "client": wave.client.name,
        "number": wave.number,
        "method": scored.card.method_version,
        "questionnaire": wave.instrument_version,
    }


def _name(wave: Assessment, chart: str) -> str:
    """Such as "acme_wave_2026-11_matrix_en.svg"."""
    month = (wave.closed_at or timezone.now()).astimezone(wave.zone).strftime("%Y-%m")
    return f"{wave.client.slug}_wave_{month}_{chart}_{get_language()}.svg"
