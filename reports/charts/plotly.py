"""Charts as figures in Plotly's schema: plain dictionaries, for the page's script to draw.

Colours are named by role: a trace in `meta.role`, a shape or an annotation in its `name`, which is
"<when>:<role>" with `when` one of all, wide and narrow. The script puts in what the style sheet says for the
role, so that a figure follows dark mode; the values here are those of the light sheet, so that a figure is
whole without the script. Places are rounded to one decimal: no figure says more of a score than a file does.
Texts are rounded from the score itself, as everywhere. Plotly reads text as a kind of HTML, so every text
goes through `escaped`.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Any

from reports.charts.model import Chart, Dumbbell, Matrix
from reports.numbers import one_decimal, rounded, signed, whole

if TYPE_CHECKING:
    from reports.charts.model import Pair, Zone

Figure = dict[str, Any]

COLOURS = {
    "sales": "#c2410c",
    "marketing": "#1d4ed8",
    "measured": "#15181e",
    "ink": "#15181e",
    "ink-soft": "#545a65",
    "rule": "#ded9cd",
    "rule-strong": "#827b6d",
    "band": "#f0e6cd",
    "brand-wash": "#e3edef",
    "sheet": "#ffffff",
}
FONT_SIZE = 15
NEAR = 2.5  # points: closer markers would hide each other, so the sides' move a little up and down
ASIDE = 0.14  # rows
MARKER_SMALLEST, MARKER_PER_POINT = 14, 0.26  # pixels


@singledispatch
def figure(chart: Chart) -> Figure:
    """Give the chart as {"data": [...], "layout": {...}}."""
    message = f"no figure for {type(chart).__name__}"
    raise TypeError(message)


def escaped(text: str) -> str:
    """Make text safe where Plotly would read tags and links in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@figure.register
def _matrix(chart: Matrix) -> Figure:
    place = f"{escaped(chart.revenue_axis)} {whole(chart.revenue)}<br>"
    place += f"{escaped(chart.pipeline_axis)} {whole(chart.pipeline)}"
    size = rounded(MARKER_SMALLEST + MARKER_PER_POINT * (chart.operating or 0.0), 1)
    marker = {
        "type": "scatter",
        "mode": "markers",
        "meta": {"role": "measured"},
        "x": [one_decimal(chart.revenue)],
        "y": [one_decimal(chart.pipeline)],
        "hoverinfo": "text",
        "hovertext": [place],
        "cliponaxis": False,
        "marker": {"symbol": "diamond", "size": size, "color": COLOURS["measured"], "opacity": 1},
    }
    layout = _layout({"l": 62, "r": 16, "t": 14, "b": 56})
    layout |= {
        "xaxis": _axis(chart.revenue_axis),
        "yaxis": _axis(chart.pipeline_axis),
        "shapes": [*map(_zone_shape, chart.zones), *_band_shapes(chart), *_cut_lines(chart)],
        "annotations": [*map(_zone_name, chart.zones), _marker_label(chart, rounded(size / 2 + 4, 1))],
        "meta": {"narrow": {"margin": {"l": 48, "r": 18, "t": 14, "b": 50}}},
    }
    return {"data": [marker], "layout": layout}


def _marker_label(chart: Matrix, distance: float) -> Figure:
    """Above the marker, or below it near the top, and never over the sides of the matrix."""
    below = chart.pipeline > 80
    across = "left" if chart.revenue < 30 else "right" if chart.revenue > 70 else "center"
    return {
        "name": "all:ink",
        "text": escaped(chart.label),
        "x": one_decimal(chart.revenue),
        "y": one_decimal(chart.pipeline),
        "xanchor": across,
        "yanchor": "top" if below else "bottom",
        "yshift": -distance if below else distance,
        "showarrow": False,
        "font": {"size": FONT_SIZE, "color": COLOURS["ink"], "weight": 700},
    }


def _zone_shape(zone: Zone) -> Figure:
    role = "brand-wash" if zone.here else "sheet"
    return _rectangle(role, zone.low, zone.high, layer="below")


def _band_shapes(chart: Matrix) -> list[Figure]:
    low, high = chart.band
    return [
        _rectangle("band", (low, 0.0), (high, 100.0), layer="below"),
        _rectangle("band", (0.0, low), (100.0, high), layer="below"),
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


@figure.register
def _dumbbell(chart: Dumbbell) -> Figure:
    rows = list(zip(reversed(range(len(chart.pairs))), chart.pairs, strict=True))
    # Room for the gap and, after it, the longest class: about eight pixels a letter.
    room = 60 + 8 * max((len(pair.remark) for pair in chart.pairs), default=0)
    layout = _layout({"l": 208, "r": room, "t": 8, "b": 48})
    layout |= {
        "height": 52 * len(rows) + 56,
        "xaxis": _axis(""),
        "yaxis": {
            "range": [-0.6, len(rows) - 0.4],
            "showticklabels": False,
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        "shapes": [shape for row, pair in rows for shape in _row_shapes(row, pair)],
        "annotations": [text for row, pair in rows for text in _row_texts(row, pair)],
        "meta": {
            "narrow": {
                "height": 66 * len(rows) + 56,
                "margin": {"l": 12, "r": 12, "t": 22, "b": 44},
            }
        },
    }
    markers = (
        ("measured", "diamond", 15, chart.measured_name),
        ("marketing", "square", 12, chart.marketing_name),
        ("sales", "circle", 13, chart.sales_name),
    )
    traces = [_markers(rows, role, symbol, size, name) for role, symbol, size, name in markers]
    return {"data": traces, "layout": layout}


def _markers(rows: list[tuple[int, Pair]], role: str, symbol: str, size: int, name: str) -> Figure:
    shown = [(row, pair) for row, pair in rows if getattr(pair, role) is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": {"role": role},
        "name": escaped(name),
        "x": [one_decimal(getattr(pair, role)) for _row, pair in shown],
        "y": [row + _aside(pair, role) for row, pair in shown],
        "hoverinfo": "text",
        "hovertext": [
            f"{escaped(pair.name)}<br>{escaped(name)} {whole(getattr(pair, role))}" for _row, pair in shown
        ],
        "cliponaxis": False,
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": COLOURS[role],
            "opacity": 1,
            "line": {"width": 1.5, "color": COLOURS["sheet"]},
        },
    }


def _aside(pair: Pair, role: str) -> float:
    """How far a side's marker moves off its row, so that one close by stays in sight."""
    if role == "measured":
        return 0.0
    own, others = getattr(pair, role), ("sales", "marketing", "measured")
    near = [other for other in others if other != role and getattr(pair, other) is not None]
    if not any(abs(getattr(pair, other) - own) < NEAR for other in near):
        return 0.0
    return ASIDE if role == "sales" else -ASIDE


def _row_shapes(row: int, pair: Pair) -> list[Figure]:
    shapes = []
    if pair.gap is not None and pair.perceived is not None and pair.measured is not None:
        ends = sorted((rounded(pair.perceived, 1), rounded(pair.measured, 1)))
        shapes.append(_rectangle("band", (ends[0], row - 0.24), (ends[1], row + 0.24), layer="below"))
    believed = [value for value in (pair.sales, pair.marketing) if value is not None]
    reach = [rounded(value, 1) for value in (*believed, pair.measured) if value is not None]
    if reach:
        shapes.append(
            {
                "type": "line",
                "name": "all:rule-strong",
                "layer": "below",
                "x0": min(reach),
                "x1": max(reach),
                "y0": row,
                "y1": row,
                "line": {"color": COLOURS["rule-strong"], "width": 1.5},
            }
        )
    return shapes


def _row_texts(row: int, pair: Pair) -> list[Figure]:
    """Name, gap and class beside the row where there is room, above it on a phone."""
    name, remark, gap = (
        escaped(pair.name),
        escaped(pair.remark),
        signed(pair.gap) if pair.gap is not None else "",
    )
    return [
        _text("wide", name, row, {"x": 0, "xanchor": "right", "xshift": -12}),
        _text("wide", gap, row, {"x": 1, "xanchor": "left", "xshift": 12}, weight=700),
        _text("wide", remark, row, {"x": 1, "xanchor": "left", "xshift": 52}),
        _text("narrow", name, row, {"x": 0, "xanchor": "left", "yshift": 24}, weight=600),
        _text("narrow", f"{gap} {remark}".strip(), row, {"x": 1, "xanchor": "right", "yshift": 24}),
    ]


def _text(when: str, text: str, row: int, place: Figure, *, weight: int = 400) -> Figure:
    # Bold by the font's weight: Plotly writes its <b> as a style attribute, which the page's policy refuses.
    font = {"size": FONT_SIZE, "color": COLOURS["ink"], "weight": weight}
    visible = when == "wide"
    common = {"name": f"{when}:ink", "text": text, "y": row, "visible": visible, "font": font}
    return common | {"xref": "paper", "showarrow": False} | place


def _rectangle(role: str, low: tuple[float, float], high: tuple[float, float], *, layer: str) -> Figure:
    return {
        "type": "rect",
        "name": f"all:{role}",
        "layer": layer,
        "x0": low[0],
        "y0": low[1],
        "x1": high[0],
        "y1": high[1],
        "fillcolor": COLOURS[role],
        "line": {"width": 0},
    }


def _axis(title: str) -> Figure:
    return {
        "range": [0, 100],
        "dtick": 20,
        "tick0": 0,
        "title": {"text": escaped(title)},
        "fixedrange": True,
        "zeroline": False,
        "showgrid": True,
        "gridcolor": COLOURS["rule"],
        "linecolor": COLOURS["rule-strong"],
        "ticks": "outside",
        "tickcolor": COLOURS["rule-strong"],
    }


def _layout(margin: dict[str, int]) -> Figure:
    return {
        "margin": margin,
        "font": {"size": FONT_SIZE, "color": COLOURS["ink"]},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "autosize": True,
    }
