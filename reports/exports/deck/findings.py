"""The slides that state the result: headline, belief, outcomes, maturity and dimensions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.dumbbell import dumbbell_chart
from reports.charts.ladder import ladder_chart
from reports.charts.matrix import matrix_chart
from reports.charts.table import table
from reports.exports.deck.pages import CONTENT, SIDE
from reports.exports.deck.tables import Cell, Column, fill_table, paged
from reports.exports.deck.working import headline_working, index_working
from reports.numbers import counted
from reports.tables.belief import belief, study_belief
from reports.tables.headline import beliefs, figures, sentence
from reports.tables.openings import openings
from reports.tables.outcomes import outcome_lines
from reports.tables.participation import notices
from reports.wording import CLASS_MEANINGS, CLASSES, PATTERNS, class_rules, respondents

if TYPE_CHECKING:
    from reports.charts.model import Chart
    from reports.exports.deck.pages import Deck, Page

BIG = 28  # points more than the table's own size


def headline(deck: Deck) -> None:
    """P, the index, the gap and the level; the sentence is the title."""
    scored, counts = deck.scored, deck.scored.card.counts
    found = "".join(text for text, _strong in sentence(scored))
    page = deck.page(
        "Table over text",
        found or _("A gap cannot be stated yet"),
        units=respondents(counts.sales, counts.marketing),
    )
    shown = figures(scored)
    columns = [Column(each.name, 1) for each in shown]
    rows = [
        [_figure(each.figure, each.why) for each in shown],
        [Cell(each.unit if each.figure else "", role="ink-soft") for each in shown],
        [Cell(each.note, role="ink-soft") for each in shown],
    ]
    fill_table(page, CONTENT, columns, rows)
    said = [(f"{name}:", str(meaning)) for name, meaning in (PATTERNS[code] for code in scored.card.patterns)]
    if scored.card.gap is None:
        said = [(notice.title, notice.text) for notice in notices(scored)]
    page.text(SIDE, [*said, *(("", text) for text in beliefs(scored))])
    page.say(*headline_working(scored))
    page.voice("headline")


def _figure(text: str | None, reason: str) -> Cell:
    if text is None:
        return Cell(reason or _("Not shown"), role="ink-soft", larger=2)
    return Cell(text, bold=True, larger=BIG if len(text) < 6 else BIG // 2)


def believers(deck: Deck) -> None:
    """How many believe in alignment, beside the study's nine in ten."""
    found = belief(deck.scored)
    if found is None:
        return
    page = deck.page(
        "Table",
        _("%(share)s%% of these leaders call the two teams aligned; in the original study about 90%% did")
        % {"share": found.share},
        units=_("What leaders say when they are asked directly. Belief alone says nothing of results."),
    )
    columns = [Column(_("These leaders"), 1), Column(_("The original study, for context"), 1)]
    rows = [
        [Cell(f"{found.share}%", bold=True, larger=BIG), Cell(_("about 90%"), bold=True, larger=BIG)],
        [found.counted, study_belief()],
    ]
    fill_table(page, CONTENT, columns, rows)
    page.say(found.counted, study_belief())
    page.voice("headline")


def outcomes(deck: Deck) -> None:
    """The matrix with its earlier waves, and the figures behind it; the figures alone without a matrix."""
    chart = matrix_chart(deck.scored, deck.edition.earlier)
    lines = outcome_lines(deck.scored, deck.texts)
    columns = [Column(_("Outcome"), 2.4), Column(_("Figure"), 1.5), Column(_("Score"), 0.8, number=True)]
    rows = [(line.name, line.figure or _("not entered"), Cell(line.score, bold=True)) for line in lines]
    if chart is None:
        finding = _("Outcome figures are missing: there is no place on the matrix of revenue and pipeline")
        page = deck.page("Table", finding, units=_("The matrix needs a score for revenue and for pipeline."))
        fill_table(page, CONTENT, columns, rows)
    else:
        page = charted(deck, "Chart and table", chart)
        fill_table(page, SIDE, columns, rows)
    page.say(*(f"{line.name}: {line.figure} ({line.origin})" for line in lines if line.figure))
    page.say(*index_working(deck.scored))
    page.voice("matrix")


def maturity(deck: Deck) -> None:
    """The ladder with the gates that hold the company back, and what would open them."""
    chart = ladder_chart(deck.scored)
    if chart is None:
        return
    page = deck.page("Chart and text", f"{chart.finding}. {chart.holding}", units=chart.units)
    page.chart(chart)
    wanted = openings(deck.scored, deck.texts)
    if wanted is None:
        page.text(SIDE, [("", chart.holding)])
    else:
        found = [(f"{wanted.level}:", wanted.index)]
        for group in wanted.groups:
            found.append((f"{group.name}: {group.rule}", ""))
            found += [("", f"• {line.name}") for line in group.lines]
            page.say(*(f"{line.name}: {line.now} -> {line.needed}" for line in group.lines))
        page.text(SIDE, found)
    page.voice("ladder")


def dimensions(deck: Deck) -> None:
    """The dumbbells, and their numbers with classes on the slide after."""
    if deck.scored.card.basis == "none":
        return
    chart = dumbbell_chart(deck.scored, deck.texts.dimensions())
    page = charted(deck, "Chart", chart)
    page.voice("dimensions")
    told = table(chart)
    roles = ("ink-soft", "sales", "marketing", "both", "measured", "ink-soft", "ink-soft")
    shares = (3.2, 1.4, 1.4, 1.4, 1.4, 1.2, 2.6)
    columns = [
        Column(head, share, number=0 < place < len(shares) - 1, role=role)
        for place, (head, share, role) in enumerate(zip(told.header, shares, roles, strict=True))
    ]
    rows = [(Cell(row[0], bold=True), *row[1:-1], Cell(row[-1])) for row in told.rows]

    def make(more: str) -> Page:
        return deck.page("Table", _commonest_class(deck) + more, units=chart.units)

    pages = paged(make, CONTENT, columns, rows)
    said = [f"{CLASSES[code]}: {CLASS_MEANINGS[code]}" for code in CLASSES]
    pages[0].say(*said, class_rules(deck.scored.method.gap))


def _commonest_class(deck: Deck) -> str:
    """Say what most of the dimensions are."""
    scores = deck.scored.card.dimensions.values()
    found = Counter(score.class_ for score in scores if score.class_).most_common(1)
    if not found:
        return _("The dimensions in numbers")
    [(code, times)] = found
    values = {"name": CLASSES[code], "counted": counted(times, len(scores))}
    return _("%(name)s in %(counted)s dimensions") % values


def charted(deck: Deck, layout: str, chart: Chart) -> Page:
    """A slide with a chart, under its finding."""
    page = deck.page(layout, chart.finding, units=chart.units, note=" ".join(chart.notes))
    page.chart(chart)
    return page
