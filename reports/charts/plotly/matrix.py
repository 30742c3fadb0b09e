"""The matrix as a figure, with earlier waves as a trail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.charts.colours import COLOURS
from reports.charts.plotly.parts import FONT_SIZE, axis, escaped, frame, rectangle
from reports.numbers import rounded, signed, whole

if TYPE_CHECKING:
    from reports.charts.model import Matrix, Zone
    from reports.charts.plotly.parts import Figure

MARKER_SMALLEST, MARKER_PER_POINT = 14, 0.26  # pixels


def matrix_figure(chart: Matrix) -> Figure:
    place = f"{escaped(chart.revenue_axis)} {whole(chart.revenue)}<br>"
    place += f"{escaped(chart.pipeline_axis)} {whole(chart.pipeline)}"
    size = rounded(MARKER_SMALLEST + MARKER_PER_POINT * (chart.operating or 0), 1)
    marker = {
        "type": "scatter",
        "mode": "markers",
        "meta": {"role": "measured"},
        "x": [chart.revenue],
        "y": [chart.pipeline],
        "hoverinfo": "text",
        "hovertext": [place],
        "cliponaxis": False,
        "marker": {"symbol": "diamond", "size": size, "color": COLOURS["measured"], "opacity": 1},
    }
    layout = frame({"l": 62, "r": 26, "t": 26, "b": 56})
    layout |= {
        "xaxis": axis(chart.revenue_axis),
        "yaxis": axis(chart.pipeline_axis),
        "shapes": [*map(_zone_shape, chart.zones), *_band_shapes(chart), *_cut_lines(chart)],
        "annotations": [*map(_zone_name, chart.zones), _marker_label(chart, rounded(size / 2 + 4, 1))],
        "meta": {"narrow": {"margin": {"l": 48, "r": 26, "t": 26, "b": 50}}},
    }
    return {"data": [*_trail(chart), *_against(chart), marker], "layout": layout}


def _against(chart: Matrix) -> list[Figure]:
    """The place that the company's own is held against, in outline."""
    other = chart.against
    if other is None:
        return []
    differences = f"{signed(other.revenue_difference)}, {signed(other.pipeline_difference)}"
    return [
        {
            "type": "scatter",
            "mode": "markers" if other.name in {stop.name for stop in chart.trail} else "markers+text",
            "meta": {"role": "measured"},
            "x": [other.revenue],
            "y": [other.pipeline],
            "text": [escaped(other.name)],
            "textposition": "top center",
            "textfont": {"size": FONT_SIZE, "color": COLOURS["ink"]},
            "hoverinfo": "text",
            "hovertext": [
                f"{escaped(other.name)}: {whole(other.revenue)}, {whole(other.pipeline)}<br>"
                + escaped(_("Now minus %(name)s") % {"name": other.name})
                + f": {differences}"
            ],
            "cliponaxis": False,
            "marker": {"symbol": "diamond-open", "size": 15, "color": COLOURS["measured"], "opacity": 1},
        }
    ]


def _trail(chart: Matrix) -> list[Figure]:
    """Earlier waves, joined in their order and to the marker."""
    if not chart.trail:
        return []
    stops = [(stop.revenue, stop.pipeline, stop.name) for stop in chart.trail]
    return [
        {
            "type": "scatter",
            "mode": "lines+markers+text",
            "meta": {"role": "ink-soft"},
            "x": [*(stop[0] for stop in stops), chart.revenue],
            "y": [*(stop[1] for stop in stops), chart.pipeline],
            "text": [*(escaped(stop[2]) for stop in stops), ""],
            "textposition": "top center",
            "textfont": {"size": FONT_SIZE, "color": COLOURS["ink"]},
            "hoverinfo": "text",
            "hovertext": [f"{escaped(name)}: {revenue}, {pipeline}" for revenue, pipeline, name in stops],
            "cliponaxis": False,
            "line": {"color": COLOURS["ink-soft"], "width": 1.5},
            "marker": {"symbol": "circle", "size": 9, "color": COLOURS["ink-soft"], "opacity": 1},
        }
    ]


def _marker_label(chart: Matrix, distance: float) -> Figure:
    """Above the marker, or below it near the top, and never over the sides of the matrix."""
    below = chart.pipeline > 80
    across = "left" if chart.revenue < 30 else "right" if chart.revenue > 70 else "center"
    return {
        "name": "all:ink",
        "text": escaped(chart.label),
        "x": chart.revenue,
        "y": chart.pipeline,
        "xanchor": across,
        "yanchor": "top" if below else "bottom",
        "yshift": -distance if below else distance,
        "showarrow": False,
        "font": {"size": FONT_SIZE, "color": COLOURS["ink"], "weight": 700},
    }


def _zone_shape(zone: Zone) -> Figure:
    role = "brand-wash" if zone.here else "sheet"
    return rectangle(role, zone.low, zone.high, layer="below")


def _band_shapes(chart: Matrix) -> list[Figure]:
    low, high = chart.band
    return [
        rectangle("band", (low, 0.0), (high, 100.0), layer="below"),
        rectangle("band", (0.0, low), (100.0, high), layer="below"),
    ]


def _cut_lines(chart: Matrix) -> list[Figure]:
    line = {"color": COLOURS["ink"], "width": 1.5, "dash": "dash"}
    ends = (((chart.cut, 0), (chart.cut, 100)), ((0, chart.cut), (100, chart.cut)))
    return [
        {
            "type": "line",
            "name": "all:ink",
            "layer": "below",
            "x0": start[0],
            "y0": start[1],
            "x1": end[0],
            "y1": end[1],
            "line": line,
        }
        for start, end in ends
    ]


def _zone_name(zone: Zone) -> Figure:
    right, top = zone.low[0] > 0, zone.low[1] > 0
    return {
        "name": "all:ink" if zone.here else "all:ink-soft",
        "text": escaped(zone.name),
        "x": 98.5 if right else 1.5,
        "y": 98 if top else 2,
        "xanchor": "right" if right else "left",
        "yanchor": "top" if top else "bottom",
        "showarrow": False,
        "font": {
            "size": FONT_SIZE,
            "color": COLOURS["ink" if zone.here else "ink-soft"],
            "weight": 700 if zone.here else 400,
        },
    }
