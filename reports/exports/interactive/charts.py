"""The charts that an edition has, in the order in which they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.among_peers import among_peers
from reports.charts.dumbbell import dumbbell_chart
from reports.charts.ladder import ladder_chart
from reports.charts.matrix import matrix_chart
from reports.charts.strip import answers_strip
from reports.charts.trend import trend_chart
from reports.texts import Texts

if TYPE_CHECKING:
    from reports.charts.model import Chart
    from reports.edition import Edition


def charts_of(edition: Edition) -> list[Chart]:
    """Describe every chart that may be shown; none where nothing but participation may be."""
    scored = edition.scored
    if scored.counts_nowhere or scored.participation_only:
        return []
    texts = Texts.of(scored.wave.assessment)
    answered = scored.card.basis != "none"
    peers = among_peers(edition, texts.dimensions())
    found = [
        matrix_chart(scored, edition.earlier),
        ladder_chart(scored),
        dumbbell_chart(scored, texts.dimensions()) if answered else None,
        *(answers_strip(scored, texts, code) for code in texts.dimensions()),
        trend_chart([*edition.earlier, scored]),
        *(peers.charts if peers else ()),
    ]
    return [chart for chart in found if chart is not None]
