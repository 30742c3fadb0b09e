"""A chart as a page shows it: drawings for both widths, figure and table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.charts.plotly import figure
from reports.charts.svg import inline
from reports.charts.table import table

if TYPE_CHECKING:
    from reports.charts.model import Chart


def drawn(chart: Chart | None) -> dict[str, Any] | None:
    """Give a chart with all that a page needs of it; its figure under the id that its data has there."""
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
