"""Strips of a company among its peers: a row a score, with what is usual and where the company stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.benchmarks.measures import DIMENSIONS
from reports.benchmarks.standing import NEEDS_OUTCOMES, PATHS
from reports.charts.model import Quartiles, Strip, StripRow
from reports.comparisons import number_at
from reports.numbers import points, signed, whole
from reports.withheld import why
from reports.wording import respondents
from reports.wording_of_peers import peers_finding, peers_name, peers_source, standing_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.benchmarks.standing import Peers
    from reports.scorecards import ScoredWave

SCORE_NAMES = {
    "SMAX": gettext_lazy("SMAX index"),
    "A": gettext_lazy("Operating score (A)"),
    "P": gettext_lazy("Perceived alignment (P)"),
    "R": gettext_lazy("Revenue score (R)"),
    "L": gettext_lazy("Pipeline score (L)"),
}
LED_BY_THE_FIRST = ("peers-headline", "peers-gap")  # their finding is what the first row says
SCORES, GAPS = range(0, 101, 20), range(-100, 101, 50)


def measure_names(names: Mapping[str, str]) -> dict[str, str]:
    """What each measure of a benchmark is called; `names` are those of the dimensions."""
    return {
        **{code: str(name) for code, name in SCORE_NAMES.items()},
        "gap": _("Gap: perceived minus measured"),
        **{f"P_{code}": _("%(dimension)s: perceived") % {"dimension": names[code]} for code in DIMENSIONS},
        **{f"M_{code}": _("%(dimension)s: measured") % {"dimension": names[code]} for code in DIMENSIONS},
    }


def peers_strips(scored: ScoredWave, peers: Peers, names: Mapping[str, str]) -> list[Strip]:
    """Describe where the company lies among its peers: headline, gap, dimensions perceived and measured.

    A strip without a single row that may be shown is left out.
    """
    told = measure_names(names)
    dimensions = {side: {f"{side}_{code}": names[code] for code in DIMENSIONS} for side in ("P", "M")}
    found = (
        _strip(scored, peers, "peers-headline", {code: told[code] for code in SCORE_NAMES}),
        _strip(scored, peers, "peers-gap", {"gap": told["gap"]}),
        _strip(scored, peers, "peers-perceived", dimensions["P"]),
        _strip(scored, peers, "peers-measured", dimensions["M"]),
    )
    return [chart for chart in found if any(row.cohort for row in chart.rows)]


def _strip(scored: ScoredWave, peers: Peers, code: str, names: Mapping[str, str]) -> Strip:
    rows = tuple(_row(scored, peers, measure, name) for measure, name in names.items())
    placed = [(row.own, row.cohort) for row in rows if row.own is not None and row.cohort]
    inside = sum(cohort.low <= own <= cohort.high for own, cohort in placed)
    values = {
        "what": _units(code),
        "peers": peers_name(peers),
        "source": peers_source(peers),
        "n": respondents(scored.card.counts.sales, scored.card.counts.marketing),
    }
    finding = peers_finding(inside, len(placed))
    if code in LED_BY_THE_FIRST and rows[0].standing:
        finding = f"{rows[0].name}: {rows[0].standing}"
    return Strip(
        code=code,
        finding=finding,
        units=_("%(what)s. %(peers)s: %(source)s. This company: %(n)s.") % values,
        summary=". ".join(
            dict.fromkeys([finding, *(f"{row.name}: {row.standing}" for row in rows if row.standing)])
        ),
        notes=(notes_of(peers),),
        rows=rows,
        ticks=tuple((place, signed(place)) for place in GAPS)
        if code == "peers-gap"
        else tuple((place, whole(place)) for place in SCORES),
        rows_name=_("Score"),
        bars_name=_("Other companies"),
        cohort_name=_("Their middle half"),
        middle_name=_("Their median"),
        own_name=_("This company"),
    )


def notes_of(peers: Peers) -> str:
    """How the figures of a group are to be read."""
    if peers.norm:
        return _(
            "A norm from elsewhere: other companies, asked at another time. It never enters our own "
            "benchmark."
        )
    return _(
        "This company is not counted among the others. Quartiles are published to 2.5 points, bars and "
        "places to 5 percent, numbers of companies to 5; neither the lowest nor the highest is."
    )


def _units(code: str) -> str:
    return {
        "peers-headline": _("Scores, 0 to 100"),
        "peers-gap": _("Points, −100 to 100"),
        "peers-perceived": _("What leaders believe, by dimension, 0 to 100"),
        "peers-measured": _("What was measured, by dimension, 0 to 100"),
    }[code]


def _row(scored: ScoredWave, peers: Peers, measure: str, name: str) -> StripRow:
    standing, path = peers.standings.get(measure), PATHS[measure]
    if standing is None:
        return StripRow(
            code=measure, name=name, gap=measure == "gap", withheld=_why_not(scored, measure, path)
        )
    low, middle, high = standing.quartiles
    return StripRow(
        code=measure,
        name=name,
        cohort=Quartiles(low=low, middle=middle, high=high, n=standing.n, bars=standing.bars),
        own=points(number_at(scored.card, path)),
        standing=standing_words(standing),
        gap=measure == "gap",
    )


def _why_not(scored: ScoredWave, measure: str, path: str) -> str:
    if reason := why(scored, path):
        return reason
    if measure in NEEDS_OUTCOMES and scored.card.measured.provisional:
        return _("not compared: outcome figures are missing")
    return _("not published for this group")
