"""Charts as figures in Plotly's schema: plain dictionaries, for the page's script to draw.

Colours are named by role: a trace in `meta.role`, a shape or an annotation in its `name`, which is
"<when>:<role>" with `when` one of all, wide and narrow. The script puts in what the style sheet says for the
role, so that a figure follows dark mode; the values here are those of the light sheet, so that a figure is
whole without the script. Places are the chart's own whole points. Plotly reads text as a kind of HTML, so
every text goes through `escaped`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.model import Dumbbell, Ladder, Matrix, Strip, Trend
from reports.charts.plotly.dumbbell import dumbbell_figure
from reports.charts.plotly.ladder import ladder_figure
from reports.charts.plotly.matrix import matrix_figure
from reports.charts.plotly.strip import strip_figure
from reports.charts.plotly.trend import trend_figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.charts.model import Chart
    from reports.charts.plotly.parts import Figure

FIGURES: dict[type[Chart], Callable[..., Figure]] = {
    Matrix: matrix_figure,
    Dumbbell: dumbbell_figure,
    Ladder: ladder_figure,
    Strip: strip_figure,
    Trend: trend_figure,
}


def figure(chart: Chart) -> Figure:
    """Give the chart as {"data": [...], "layout": {...}}."""
    if type(chart) not in FIGURES:
        message = f"no figure for {type(chart).__name__}"
        raise TypeError(message)
    return FIGURES[type(chart)](chart)
