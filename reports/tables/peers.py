"""The company among its peers, as pages, papers and files show it; or why there is nothing to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.charts.peers import notes_of, peers_strips
from reports.charts.svg import inline
from reports.charts.svg.pen import Paint
from reports.charts.table import table
from reports.comparisons import chosen_peers
from reports.wording_of_peers import peers_name, peers_source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.charts.model import Strip, Table
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
        return type(parts[0])(caption=parts[0].caption, header=parts[0].header, rows=rows)


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
            "finding": chart.finding if len(chart.rows) > 1 else "",
            "drawing": inline(chart, narrow=True, paint=paint),
        }
        for chart in found.charts
    }


def no_peers(edition: Edition) -> str:
    """Why there is no group to show."""
    if edition.benchmark is None:
        return _("No benchmark was kept with these results.")
    if not edition.benchmark.released:
        return _("No benchmark has been released yet.")
    return _(
        "A benchmark is released, but too few companies in it are like this one: a group needs ten others."
    )
