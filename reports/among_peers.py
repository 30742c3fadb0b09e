"""The company among its peers, as pages, papers and files show it; or why there is nothing to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.benchmarks.standing import PATHS
from reports.charts.model import Table
from reports.charts.peers import LED_BY_THE_FIRST, notes_of, peers_strips
from reports.charts.svg import inline
from reports.charts.svg.pen import Paint
from reports.charts.table import table
from reports.comparisons import chosen_peers, number_at
from reports.numbers import tenths
from reports.withheld import number
from reports.wording_of_peers import peers_name, peers_source, short_standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.benchmarks.standing import Peers
    from reports.charts.model import Strip
    from reports.comparisons import Comparison
    from reports.edition import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class AmongPeers:
    """One group of companies with the company in it.

    Parameters
    ----------
    name, about, note
        Which group it is, whose figures they are, and how they are to be read.
    synthetic
        Whether its companies are invented.
    charts
        Headline, gap, dimensions perceived and measured; those that may be shown.
    others
        The other groups that can be chosen, as (code, name).
    """

    name: str
    about: str
    note: str
    synthetic: bool
    charts: tuple[Strip, ...]
    others: tuple[tuple[str, str], ...]

    @property
    def table(self) -> Table:
        """The numbers of all charts in one table."""
        parts = [table(chart) for chart in self.charts]
        rows = tuple(row for part in parts for row in part.rows)
        return Table(caption=parts[0].caption, header=parts[0].header, rows=rows)


def among_peers(
    edition: Edition, names: Mapping[str, str], comparison: Comparison | None = None
) -> AmongPeers | None:
    """The chosen group, or the widest; None where there is none."""
    peers = chosen_peers(edition, comparison)
    if peers is None or edition.benchmark is None:
        return None
    charts = tuple(peers_strips(edition.scored, peers, names))
    return AmongPeers(
        name=peers_name(peers),
        about=peers_source(peers),
        note=notes_of(peers),
        synthetic=peers.synthetic,
        charts=charts,
        others=tuple((each.code, peers_name(each)) for each in edition.benchmark.peers if each is not peers),
    )


def peer_drawings(found: AmongPeers, *, paint: Paint = Paint.CLASSES) -> dict[str, dict[str, Any]]:
    """Each chart by its code with its heading, its finding where it has several rows, and its drawing."""
    titles = {
        "peers-headline": _("Headline scores"),
        "peers-gap": _("The gap"),
        "peers-perceived": _("Dimensions, as leaders see them"),
        "peers-measured": _("Dimensions, as measured"),
    }
    return {
        chart.code: {
            "title": titles[chart.code],
            "chart": chart,
            "finding": "" if chart.code in LED_BY_THE_FIRST else chart.finding,
            "drawing": inline(chart, narrow=True, paint=paint),
        }
        for chart in found.charts
    }


def on_paper(edition: Edition, names: Mapping[str, str]) -> tuple[AmongPeers, Table] | None:
    """The widest group, with its dimensions as a table; None where there is none."""
    found, peers = among_peers(edition, names), chosen_peers(edition, None)
    if found is None or peers is None or not found.charts:
        return None
    told = Table(
        caption=_("Dimensions among the same companies"),
        header=(
            *(_("Score"), _("Perceived"), _("Middle half of the others"), _("Place")),
            *(_("Measured"), _("Middle half of the others"), _("Place")),
        ),
        rows=tuple(
            (name, *_cells(edition, peers, f"P_{code}"), *_cells(edition, peers, f"M_{code}"))
            for code, name in names.items()
        ),
    )
    return found, told


def _cells(edition: Edition, peers: Peers, measure: str) -> tuple[str, str, str]:
    """Score, middle half and place of a measure, in as few words as there are."""
    path, standing = PATHS[measure], peers.standings.get(measure)
    score = number(edition.scored, path, number_at(edition.scored.card, path))
    if standing is None:
        return score, "–", "–"
    low, _middle, high = (tenths(value) for value in standing.quartiles)
    return score, _("%(low)s to %(high)s") % {"low": low, "high": high}, short_standing(standing)


def no_peers(edition: Edition) -> str:
    """Why there is no group to show."""
    if edition.benchmark is None:
        return _("No benchmark was kept with these results.")
    if not edition.benchmark.released:
        return _("No benchmark has been released yet.")
    return _(
        "A benchmark is released, but too few companies in it are like this one: a group needs ten others."
    )
