"""The trend over the waves as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.colours import COLOURS
from reports.charts.plotly.parts import FONT_SIZE, axis, escaped, frame, rectangle
from reports.numbers import signed, whole

if TYPE_CHECKING:
    from reports.charts.model import Trend
    from reports.charts.plotly.parts import Figure

BAR = 0.09  # waves: half the width of the band between belief and evidence


def trend_figure(chart: Trend) -> Figure:
    """Give P and the index as two lines, with the gap between them as a band at each wave."""
    last = len(chart.points) - 1
    layout = frame({"l": 48, "r": 24, "t": 16, "b": 44})
    layout |= {
        "height": 380,
        "xaxis": axis("")
        | {
            "range": [-0.4, last + 0.4],
            "tickmode": "array",
            "tickvals": list(range(last + 1)),
            "ticktext": [escaped(point.name) for point in chart.points],
            "showgrid": False,
        },
        "yaxis": axis(""),
        "shapes": [
            rectangle(
                "band",
                (place - BAR, min(point.perceived, point.measured)),
                (place + BAR, max(point.perceived, point.measured)),
                layer="below",
            )
            for place, point in enumerate(chart.points)
            if point.perceived is not None and point.measured is not None
        ],
        "annotations": [],
        "meta": {"narrow": {"height": 320, "margin": {"l": 40, "r": 12, "t": 16, "b": 44}}},
    }
    lines = (
        ("perceived", "both", "circle", chart.perceived_name),
        ("measured", "measured", "diamond", chart.measured_name),
    )
    return {"data": [_line(chart, *each) for each in lines], "layout": layout}


def _line(chart: Trend, part: str, role: str, symbol: str, name: str) -> Figure:
    shown = [(place, point) for place, point in enumerate(chart.points) if getattr(point, part) is not None]
    return {
        "type": "scatter",
        "mode": "lines+markers+text",
        "meta": {"role": role},
        "name": escaped(name),
        "x": [place for place, _point in shown],
        "y": [getattr(point, part) for _place, point in shown],
        "text": [whole(getattr(point, part)) for _place, point in shown],
        "textposition": [_side(point, part) for _place, point in shown],
        "textfont": {"size": FONT_SIZE, "color": COLOURS["ink"]},
        "hoverinfo": "text",
        "hovertext": [
            f"{escaped(point.name)}, {escaped(point.people)}<br>{escaped(name)} {whole(getattr(point, part))}"
            f"<br>{escaped(chart.gap_name)} {signed(point.gap)}"
            for _place, point in shown
        ],
        "cliponaxis": False,
        "line": {"color": COLOURS[role], "width": 2.5},
        "marker": {"symbol": symbol, "size": 13, "color": COLOURS[role], "opacity": 1},
    }


def _side(point: object, part: str) -> str:
    """Away from the other line."""
    own, other = (getattr(point, name) or 0 for name in _both(part))
    return "top center" if own > other or (own == other and part == "perceived") else "bottom center"


def _both(part: str) -> tuple[str, str]:
    return (part, "measured" if part == "perceived" else "perceived")
