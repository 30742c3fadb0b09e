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
from reports.charts.trend import trend_chart
from reports.comparisons import comparing
from reports.edition import live_edition
from reports.texts import Texts
from smax.accounts.access import member_required
from smax.accounts.audit import record
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest

    from reports.charts.model import Chart
    from reports.comparisons import Comparing
    from reports.edition import Edition
    from reports.scorecards import ScoredWave
    from surveys.models import Assessment


@require_safe
@member_required
def chart_file(request: HttpRequest, slug: str, number: int, chart: str) -> HttpResponse:
    """Give a chart as an SVG file that stands alone; one that the wave does not have is not there.

    It is the chart of the page, held against the same where the address says so.
    """
    wave = wave_or_404(request, slug, number)
    edition = live_edition(wave)
    described = _described(edition, comparing(edition, request.GET), chart)
    if described is None:
        raise Http404
    record("chart.exported", on=wave, chart=chart)
    response = HttpResponse(document(described, source=_source(edition.scored)), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{_name(wave, chart)}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _described(edition: Edition, held: Comparing, code: str) -> Chart | None:
    scored = edition.scored
    if scored.counts_nowhere or scored.participation_only:
        return None
    if code == "matrix":
        return matrix_chart(scored, edition.earlier, held.chosen)
    if code == "maturity":
        return ladder_chart(scored, held.chosen)
    if code == "trend":
        return trend_chart([*edition.earlier, scored])
    if code == "dimensions" and scored.card.basis != "none":
        names = Texts.of(scored.wave.assessment).dimensions()
        return dumbbell_chart(scored, names, held.chosen, differences=held.differences)
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
