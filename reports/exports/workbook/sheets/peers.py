"""Peers: every group of companies that the company is held against, a row a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.benchmarks.standing import PATHS
from reports.charts.peers import measure_names, notes_of
from reports.exports.workbook.book import Number, Words
from reports.wording_of_peers import peers_name, peers_source, standing_words

if TYPE_CHECKING:
    from reports.benchmarks.standing import Peers
    from reports.exports.workbook.book import Sheet
    from reports.exports.workbook.source import Source

WIDTHS = (46, 16, 44, 14, 12, 16, 12, 16)


def title() -> tuple[str, str]:
    """Name and title of the sheet."""
    return _("Peers"), _("The company among its peers")


def fill(sheet: Sheet, source: Source) -> None:
    """Write the groups under each other, the widest first."""
    header = [
        *(_("Score"), _("This company"), _("Place"), _("Percentile"), _("Companies")),
        *(_("Lower quartile"), _("Median"), _("Upper quartile")),
    ]
    sheet.header(header, frozen_columns=1)
    names = measure_names(source.texts.dimensions())
    for peers in source.edition.benchmark.peers if source.edition.benchmark else ():
        sheet.subheader(peers_name(peers), *header[1:])
        sheet.add(Words(peers_source(peers), "withheld"))
        _rows(sheet, source, peers, names)
        sheet.add(Words(notes_of(peers), "withheld"))


def _rows(sheet: Sheet, source: Source, peers: Peers, names: dict[str, str]) -> None:
    for measure, name in names.items():
        standing = peers.standings.get(measure)
        if standing is None:
            continue
        low, middle, high = standing.quartiles
        place, looks = f"{peers.code}.{measure}", "signed" if measure == "gap" else "score"
        sheet.add(
            name,
            Number(source.value(PATHS[measure]), looks),
            standing_words(standing),
            Number(standing.percentile, "count", f"{place}.percentile"),
            Number(standing.n, "count", f"{place}.n"),
            Number(low, looks, f"{place}.p25"),
            Number(middle, looks, f"{place}.p50"),
            Number(high, looks, f"{place}.p75"),
        )
