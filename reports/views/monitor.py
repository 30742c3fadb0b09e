"""The page of a wave: who was asked, how far each one is, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.inputs import read_dismissals, read_sittings, read_waves
from reports.scorecards import scored_waves
from reports.tables.exclusions import exclusions
from reports.tables.headline import figures
from reports.tables.monitor import flags_of, monitor_lines, monitor_sides
from reports.tables.participation import notices
from reports.tables.quality import quality_lines
from smax.accounts.access import member_required
from surveys.evidence import documents_of
from surveys.forms.outcomes import OutcomesForm
from surveys.letters.rhythm import next_reminder
from surveys.letters.standing import letters_of
from surveys.queries import people_to_ask_again, progress_by_wave, standings
from surveys.services.letters import waiting_for_invitation
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from reports.scorecards import ScoredWave
    from reports.tables.headline import Figure
    from surveys.models import Assessment

SHOWN = ("perceived", "measured", "gap")
WAITING = ("invited", "started")
# The notices that say why there is no figure at all.
WITHHELD = ("trial", "until_closed", "participation_only")


@require_safe
@member_required
def wave_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The monitor, the evidence, and what the wave promises."""
    wave = wave_or_404(request, slug, number)
    context = {
        **_monitor(wave),
        "outcomes": OutcomesForm(wave=wave).rows(),
        "documents": documents_of(wave),
        "language": dict(settings.LANGUAGES).get(wave.language, wave.language),
    }
    return render(request, "surveys/desk/wave.html", context)


@require_safe
@member_required
def monitor_part(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The part of the page that changes while answers come in: it is fetched anew every 20 seconds."""
    return render(request, "reports/_monitor.html", _monitor(wave_or_404(request, slug, number)))


def _monitor(wave: Assessment) -> dict[str, Any]:
    progress = progress_by_wave([wave])[wave.pk]
    [scored] = scored_waves([wave])
    [answers] = read_waves([wave])
    quality = quality_lines(answers, read_sittings(answers), read_dismissals([answers]))
    people = monitor_lines(standings(wave), letters_of(wave), flags_of(quality))
    return {
        "wave": wave,
        "progress": progress,
        "sides": monitor_sides(progress),
        "people": people,
        "waiting": sum(line.letters.next_at is not None and line.state in WAITING for line in people),
        "next_reminder": next_reminder(wave),
        "uninvited": waiting_for_invitation(wave).count() if wave.takes_answers else 0,
        "figures": _figures(scored),
        "withheld": [notice for notice in notices(scored) if notice.code in WITHHELD],
        "excluded": exclusions(wave, scored),
        "again": wave.takes_answers and people_to_ask_again(wave).exists(),
        "now": timezone.now(),
    }


def _figures(scored: ScoredWave) -> list[Figure]:
    """The first reading of the wave, as far as its promise allows while it is open."""
    if scored.counts_nowhere or scored.participation_only or scored.card.basis == "none":
        return []
    return [figure for figure in figures(scored) if figure.code in SHOWN]
