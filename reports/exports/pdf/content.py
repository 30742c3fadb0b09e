"""What the report says: the sections of the results page, in its order, with charts drawn for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.among_peers import on_paper
from reports.charts.dumbbell import dumbbell_chart
from reports.charts.ladder import ladder_chart
from reports.charts.matrix import matrix_chart
from reports.charts.strip import answers_strip
from reports.charts.svg import inline
from reports.charts.svg.pen import Paint
from reports.charts.table import table
from reports.charts.trend import trend_chart
from reports.exports.marks import Marks
from reports.exports.target import target_table
from reports.markdown import render
from reports.sections_list import SECTIONS, carried
from reports.tables.agreement import agreement_findings, no_ratings
from reports.tables.awareness import awareness_table
from reports.tables.belief import belief, study_belief
from reports.tables.change import change_table
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
    from reports.charts.model import Chart
    from reports.edition import Edition
    from reports.scorecards import ScoredWave


def content_of(edition: Edition) -> dict[str, Any]:
    """Everything that the report's templates ask for, but the firm's brand."""
    scored = edition.scored
    texts = Texts.of(scored.wave.assessment)
    found = _frame(edition) | (_parts(edition, texts) if _shows_scores(scored) else {})
    shown = carried(found, answered=_shows_scores(scored) and scored.card.basis != "none")
    titles = _titles()
    if not found.get("awareness"):
        titles["awareness"] = _("Do the levels of a side see the same?")
    contents = [(code, titles[code]) for code in SECTIONS if shown[code]]
    return found | {"shown": shown, "titles": titles, "contents": contents}


def _titles() -> dict[str, str]:
    """The headings of the sections by code."""
    return {
        "participation": _("Who answered, and what the data carry"),
        "headline": _("The headline"),
        "matrix": _("Outcomes: revenue and pipeline"),
        "ladder": _("Maturity"),
        "dimensions": _("The eight dimensions"),
        "concordance": _("The same fact, asked of both sides"),
        "awareness": _("Do they know what the other side thinks?"),
        "peers": _("Among its peers"),
        "answers": _("Every answer, and how far leaders agree"),
        "recommendations": _("What to do first"),
        "method": _("How sure, and how it was made"),
    }


def _shows_scores(scored: ScoredWave) -> bool:
    return not (scored.counts_nowhere or scored.participation_only)


def _frame(edition: Edition) -> dict[str, Any]:
    """What every report says."""
    scored = edition.scored
    assessment = scored.wave.assessment
    return {
        "language": get_language(),
        "marks": Marks.of(edition),
        "assessment": assessment,
        "client": assessment.client,
        "release": edition.release,
        "card": scored.card,
        "sides": {side: str(name) for side, name in SIDES.items()},
        "headwinds": [Headwind(code).label for code in assessment.profile["headwinds"]],
        "levels": [(LEVELS[level], cut) for level, cut in scored.method.levels],
        "participation": participation(scored),
        "notices": notices(scored),
        "context": context_figures(),
        "notes": {code: render(text) for code, text in edition.notes.items()},
    }


def _parts(edition: Edition, texts: Texts) -> dict[str, Any]:
    """The sections; those that the data do not carry are None or empty."""
    scored, names = edition.scored, texts.dimensions()
    answered = scored.card.basis != "none"
    return {
        "sentence": sentence(scored),
        "figures": figures(scored),
        "belief": belief(scored),
        "study": study_belief(),
        "beliefs": beliefs(scored),
        "matrix": _drawn(matrix_chart(scored, edition.earlier)),
        "outcomes": outcome_lines(scored, texts),
        "trend": _drawn(trend_chart([*edition.earlier, scored])) if edition.earlier else None,
        "ladder": _drawn(ladder_chart(scored)),
        "openings": openings(scored, texts),
        "target": target_table(edition, names),
        "dimensions": _drawn(dumbbell_chart(scored, names)) if answered else None,
        "classes": [(code, CLASSES[code], CLASS_MEANINGS[code]) for code in CLASSES],
        "class_rules": class_rules(scored.method.gap),
        "items": item_groups(scored, texts) if answered else [],
        "facts": fact_cards(scored, texts) if answered else [],
        "awareness": awareness_table(scored, names),
        "level_gaps": level_gaps(scored),
        "agreement": agreement_findings(scored),
        "patterns": [PATTERNS[code] for code in scored.card.patterns],
        "recommendations": recommendation_table(scored, texts),
        "change": change_table(edition, names),
        "agreed": agreed_lines(scored, edition.agreed, texts),
        "plan": joint_plan(edition, texts),
        "sensitivity": sensitivity(scored),
        **_peers(edition, names),
        **_strips(scored, texts, names),
    }


def _peers(edition: Edition, names: dict[str, str]) -> dict[str, Any]:
    """The company in the widest group: the headline drawn, the gap in words, dimensions as a table."""
    found = on_paper(edition, names)
    if found is None:
        return {}
    group, dimensions = found
    charts = {chart.code: chart for chart in group.charts}
    gap = charts.get("peers-gap")
    return {
        "peers": _drawn(charts.get("peers-headline")),
        "peers_gap": gap.summary if gap else "",
        "peers_dimensions": dimensions,
    }


def _strips(scored: ScoredWave, texts: Texts, names: dict[str, str]) -> dict[str, Any]:
    """The answers to each dimension's statements, two drawings a row."""
    found = {code: answers_strip(scored, texts, code) for code in names}
    charts = {code: chart for code, chart in found.items() if chart is not None}
    sides = {side: name for chart in charts.values() for side, name in chart.sides.items()}
    drawn = [
        {"name": names[code], "chart": chart, "drawing": inline(chart, narrow=True, paint=Paint.ATTRIBUTES)}
        for code, chart in charts.items()
    ]
    return {
        "strips": [drawn[first : first + 2] for first in range(0, len(drawn), 2)],
        "strip_sides": {side: sides[side] for side in SIDES if side in sides},
        # Answers are there, and none is a step: otherwise they are missing because too few gave them.
        "unrated": no_ratings() if scored.ratings and not charts else "",
    }


def _drawn(chart: Chart | None) -> dict[str, Any] | None:
    """A chart with its drawing in colours of its own, and the table behind it."""
    if chart is None:
        return None
    return {"chart": chart, "drawing": inline(chart, paint=Paint.ATTRIBUTES), "table": table(chart)}
