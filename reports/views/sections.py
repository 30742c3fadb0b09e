"""What the results page shows: the same of a live wave and of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.charts.dumbbell import dumbbell_chart
from reports.charts.ladder import ladder_chart
from reports.charts.matrix import matrix_chart
from reports.charts.plotly import figure
from reports.charts.svg import inline
from reports.charts.table import table
from reports.charts.trend import trend_chart
from reports.tables.awareness import awareness_table
from reports.tables.concordance import fact_cards
from reports.tables.headline import beliefs, figures, sensitivity_sentence, sentence
from reports.tables.items import item_groups
from reports.tables.outcomes import outcome_lines
from reports.tables.participation import notices, participation
from reports.tables.recommendations import recommendation_table
from reports.texts import Texts
from reports.wording import CLASS_MEANINGS, CLASSES, LEVELS, PATTERNS
from surveys.enums import Headwind

if TYPE_CHECKING:
    from reports.charts.model import Chart
    from reports.edition import Edition
    from reports.scorecards import ScoredWave


def sections(edition: Edition) -> dict[str, Any]:
    """Everything that the page's template asks for, but who reads it and what they may do."""
    return _frame(edition.scored) | _parts(edition, Texts.of(edition.scored.wave.assessment))


def _frame(scored: ScoredWave) -> dict[str, Any]:
    """What every state of the page shows."""
    client = scored.wave.assessment.client
    return {
        "assessment": scored.wave.assessment,
        "client": client,
        "card": scored.card,
        "method": scored.method,
        "scores_shown": not (scored.counts_nowhere or scored.participation_only),
        "headwinds": [Headwind(code).label for code in scored.wave.assessment.profile["headwinds"]],
        "levels": [(LEVELS[level], cut) for level, cut in scored.method.levels],
        "participation": participation(scored),
        "notices": notices(scored),
    }


def _parts(edition: Edition, texts: Texts) -> dict[str, Any]:
    """The sections; those that the data do not carry are None or empty, and the template leaves them out."""
    scored = edition.scored
    if scored.counts_nowhere or scored.participation_only:
        return {}
    names = texts.dimensions()
    answered = scored.card.basis != "none"
    return {
        "sentence": sentence(scored),
        "figures": figures(scored),
        "recommendations": recommendation_table(scored, texts),
        "sensitivity": sensitivity_sentence(scored),
        "beliefs": beliefs(scored),
        "matrix": _drawn(matrix_chart(scored, edition.earlier)),
        "outcomes": outcome_lines(scored, texts),
        "trend": _drawn(trend_chart([*edition.earlier, scored])),
        "ladder": ladder_chart(scored),
        "dimensions": _drawn(dumbbell_chart(scored, names)) if answered else None,
        "classes": [(code, CLASSES[code], CLASS_MEANINGS[code]) for code in CLASSES],
        "patterns": [PATTERNS[code] for code in scored.card.patterns],
        "awareness": awareness_table(scored, names),
        "facts": fact_cards(scored, texts) if answered else [],
        "items": item_groups(scored, texts) if answered else [],
    }


def _drawn(chart: Chart | None) -> dict[str, Any] | None:
    """A chart with its drawings, its table, and its figure under the id that its data has in the page."""
    if chart is None:
        return None
    return {
        "chart": chart,
        "wide": inline(chart),
        "narrow": inline(chart, narrow=True),
        "figure": figure(chart),
        "id": f"figure-{chart.code}",
        "table": table(chart),
    }
