"""What the results page shows: the same of a live wave and of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.among_peers import among_peers, no_peers, peer_drawings
from reports.benchmarks.reading import placeable
from reports.charts.drawn import drawn
from reports.charts.dumbbell import dumbbell_chart
from reports.charts.ladder import ladder_chart
from reports.charts.matrix import matrix_chart
from reports.charts.strip import answers_strip
from reports.charts.svg import inline
from reports.charts.table import table
from reports.comparisons import comparing
from reports.markdown import render
from reports.sections_list import SECTIONS, carried
from reports.tables.agreement import agreement_findings, no_ratings
from reports.tables.awareness import awareness_table
from reports.tables.belief import belief, study_belief
from reports.tables.change import cautions
from reports.tables.compared import beside
from reports.tables.concordance import fact_cards
from reports.tables.context import context_figures
from reports.tables.facilitation import agreed_lines
from reports.tables.headline import beliefs, figures, sensitivity, sentence
from reports.tables.items import item_groups
from reports.tables.openings import openings
from reports.tables.outcomes import outcome_lines
from reports.tables.participation import notices, participation
from reports.tables.plan import joint_plan
from reports.tables.recommendations import recommendation_table
from reports.tables.seniority import level_gaps
from reports.texts import Texts
from reports.wording import CLASS_MEANINGS, CLASSES, LEVELS, PATTERNS, SIDES, class_rules
from surveys.enums import Headwind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.comparisons import Comparing
    from reports.edition import Edition
    from reports.scorecards import ScoredWave


def sections(edition: Edition, query: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything that the page's template asks for, but who reads it and what they may do.

    `query` says what the results are held against, as an address does (see `reports.comparisons`).
    """
    held = comparing(edition, query or {})
    found = _frame(edition.scored) | _parts(edition, Texts.of(edition.scored.wave.assessment), held)
    answered = found["scores_shown"] and found["card"].basis != "none"
    shown = carried(found, answered=answered)
    contents = [(code, name) for code, name in SECTIONS.items() if shown[code]]
    return found | {"shown": shown, "contents": contents, "notes": notes_of(edition)}


def notes_of(edition: Edition) -> dict[str, dict[str, Any]]:
    """The consultant's note to each section as HTML, "" where there is none."""
    written = edition.notes
    return {
        code: {"code": code, "name": name, "html": render(written[code]) if code in written else ""}
        for code, name in SECTIONS.items()
    }


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
        "context": context_figures(),
    }


def _parts(edition: Edition, texts: Texts, held: Comparing) -> dict[str, Any]:
    """The sections; those that the data do not carry are None or empty, and the template leaves them out."""
    scored = edition.scored
    if scored.counts_nowhere or scored.participation_only:
        return {}
    names, other = texts.dimensions(), held.chosen
    answered = scored.card.basis != "none"
    return {
        "sentence": sentence(scored),
        "figures": beside(figures(scored), scored, other),
        "comparing": held,
        "cautions": cautions(edition, other),
        "recommendations": recommendation_table(scored, texts),
        "plan": joint_plan(edition, texts),
        "sensitivity": sensitivity(scored),
        "belief": belief(scored),
        "study": study_belief(),
        "beliefs": beliefs(scored),
        "matrix": drawn(matrix_chart(scored, edition.earlier, other)),
        "outcomes": outcome_lines(scored, texts),
        "ladder": ladder_chart(scored, other),
        "openings": openings(scored, texts),
        "dimensions": _dimensions(scored, names, held) if answered else None,
        "classes": [(code, CLASSES[code], CLASS_MEANINGS[code]) for code in CLASSES],
        "class_rules": class_rules(scored.method.gap),
        "patterns": [PATTERNS[code] for code in scored.card.patterns],
        "awareness": awareness_table(scored, names),
        "facts": fact_cards(scored, texts) if answered else [],
        "agreed": agreed_lines(scored, edition.agreed, texts),
        "items": item_groups(scored, texts) if answered else [],
        "level_gaps": level_gaps(scored),
        "agreement": agreement_findings(scored),
        **(_peers(edition, names, held) if placeable(scored) else {}),
        **_strips(scored, texts, names),
    }


def _peers(edition: Edition, names: dict[str, str], held: Comparing) -> dict[str, Any]:
    """The company in the chosen group, drawn once as the answers are; or why there is none."""
    found = among_peers(edition, names, held.chosen)
    drawings = peer_drawings(found) if found else {}
    return {
        "peers": found,
        "no_peers": "" if found else no_peers(edition),
        "peer_headline": drawings.get("peers-headline"),
        "peer_gap": drawings.get("peers-gap"),
        "peer_dimensions": [
            drawings[code] for code in ("peers-perceived", "peers-measured") if code in drawings
        ],
    }


def _dimensions(scored: ScoredWave, names: dict[str, str], held: Comparing) -> dict[str, Any] | None:
    return drawn(dumbbell_chart(scored, names, held.chosen, differences=held.differences))


def _strips(scored: ScoredWave, texts: Texts, names: dict[str, str]) -> dict[str, Any]:
    """The answers to each dimension's statements, drawn once: a strip is as narrow as a phone anyway."""
    found = {code: answers_strip(scored, texts, code) for code in names}
    charts = {code: chart for code, chart in found.items() if chart is not None}
    sides = {side: name for chart in charts.values() for side, name in chart.sides.items()}
    return {
        "strips": [
            {
                "name": names[code],
                "chart": chart,
                "drawing": inline(chart, narrow=True),
                "table": table(chart),
            }
            for code, chart in charts.items()
        ],
        "strip_sides": {side: sides[side] for side in SIDES if side in sides},
        # Answers are there, and none is a step: otherwise they are missing because too few gave them.
        "unrated": no_ratings() if scored.ratings and not charts else "",
    }
