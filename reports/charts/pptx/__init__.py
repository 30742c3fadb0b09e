"""Charts as PowerPoint's own: native and editable, with their numbers in a workbook of their own.

Their colours are those of the sides and of what was measured; a firm's belong to the slide around them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.model import Dumbbell, Ladder, Matrix, Strip, Trend
from reports.charts.pptx.dumbbell import add_dumbbell
from reports.charts.pptx.ladder import add_ladder
from reports.charts.pptx.matrix import add_matrix
from reports.charts.pptx.parts import named
from reports.charts.pptx.strip import add_strip
from reports.charts.pptx.trend import add_trend

if TYPE_CHECKING:
    from collections.abc import Callable

    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide

    from reports.charts.model import Chart
    from reports.charts.pptx.parts import Place

CHARTS: dict[type[Chart], Callable[..., GraphicFrame]] = {
    Matrix: add_matrix,
    Dumbbell: add_dumbbell,
    Ladder: add_ladder,
    Strip: add_strip,
    Trend: add_trend,
}


def add_chart(slide: Slide, chart: Chart, place: Place) -> GraphicFrame:
    """Add the chart to a slide; finding, units and notes are the slide's to show."""
    if type(chart) not in CHARTS:
        message = f"no slide chart for {type(chart).__name__}"
        raise TypeError(message)
    return named(CHARTS[type(chart)](slide, chart, place), chart)
