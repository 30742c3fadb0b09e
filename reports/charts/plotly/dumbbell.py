"""Dumbbells as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.colours import COLOURS
from reports.charts.plotly.parts import axis, bare_axis, escaped, frame, rectangle, text_beside
from reports.numbers import signed, whole

if TYPE_CHECKING:
    from reports.charts.model import Dumbbell, Pair
    from reports.charts.plotly.parts import Figure

NEAR = 2.5  # points: closer markers would hide each other, so the sides' move a little up and down
ASIDE = 0.14  # rows
BELOW = 0.36  # rows
MARKERS = {"measured": ("diamond", 15), "marketing": ("square", 12), "sales": ("circle", 13)}


def dumbbell_figure(chart: Dumbbell) -> Figure:
    rows = list(zip(reversed(range(len(chart.pairs))), chart.pairs, strict=True))
    # Room for the gap and, after it, the longest class: about eight pixels a letter.
    room = 60 + 8 * max((len(pair.remark) for pair in chart.pairs), default=0)
    layout = frame({"l": 208, "r": room, "t": 8, "b": 48})
    layout |= {
        "height": 52 * len(rows) + 56,
        "xaxis": _axis(chart),
        "yaxis": bare_axis([-0.6, len(rows) - 0.4]),
        "shapes": [shape for row, pair in rows for shape in _row_shapes(row, pair)],
        "annotations": [text for row, pair in rows for text in _row_texts(row, pair)],
        "meta": {
            "narrow": {
                "height": 66 * len(rows) + 56,
                "margin": {"l": 12, "r": 12, "t": 22, "b": 44},
            }
        },
    }
    traces = [_markers(chart, rows, role) for role in MARKERS]
    return {"data": [*_then(chart, rows), *traces], "layout": layout}


def _axis(chart: Dumbbell) -> Figure:
    if not chart.differences:
        return axis("")
    return axis("") | {
        "range": [chart.ticks[0], chart.ticks[-1]],
        "tickmode": "array",
        "tickvals": list(chart.ticks),
        "ticktext": [signed(tick) for tick in chart.ticks],
        "zeroline": True,
        "zerolinecolor": COLOURS["rule-strong"],
    }


def _then(chart: Dumbbell, rows: list[tuple[int, Pair]]) -> list[Figure]:
    """What the rows are held against, in outline below their markers."""
    parts = (
        ("perceived", "both", "circle-open", chart.perceived_name),
        ("measured", "measured", "diamond-open", chart.measured_name),
    )
    traces = []
    for part, role, symbol, name in parts:
        shown = [
            (row, pair, getattr(pair.then, part))
            for row, pair in rows
            if pair.then and getattr(pair.then, part) is not None
        ]
        told = escaped(f"{name}, {chart.then_name}")
        if shown:
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "meta": {"role": role, "then": part},
                    "name": told,
                    "x": [value for _row, _pair, value in shown],
                    "y": [row - BELOW for row, _pair, _value in shown],
                    "hoverinfo": "text",
                    "hovertext": [
                        f"{escaped(pair.name)}<br>{told}: {whole(value)}" for _row, pair, value in shown
                    ],
                    "cliponaxis": False,
                    "marker": {"symbol": symbol, "size": 9, "color": COLOURS[role], "opacity": 1},
                }
            )
    return traces


def _markers(chart: Dumbbell, rows: list[tuple[int, Pair]], role: str) -> Figure:
    symbol, size = MARKERS[role]
    name = getattr(chart, f"{role}_name")
    written = signed if chart.differences else whole
    shown = [(row, pair) for row, pair in rows if getattr(pair, role) is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": {"role": role},
        "name": escaped(name),
        "x": [getattr(pair, role) for _row, pair in shown],
        "y": [row + _aside(pair, role) for row, pair in shown],
        "hoverinfo": "text",
        "hovertext": [
            f"{escaped(pair.name)}<br>{escaped(name)} {written(getattr(pair, role))}" for _row, pair in shown
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
        ends = sorted((pair.perceived, pair.measured))
        shapes.append(rectangle("band", (ends[0], row - 0.24), (ends[1], row + 0.24), layer="below"))
    believed = [value for value in (pair.sales, pair.marketing) if value is not None]
    reach = [value for value in (*believed, pair.measured) if value is not None]
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
        text_beside("wide", name, row, {"x": 0, "xanchor": "right", "xshift": -12}),
        text_beside("wide", gap, row, {"x": 1, "xanchor": "left", "xshift": 12}, weight=700),
        text_beside("wide", remark, row, {"x": 1, "xanchor": "left", "xshift": 52}),
        text_beside("narrow", name, row, {"x": 0, "xanchor": "left", "yshift": 24}, weight=600),
        text_beside("narrow", f"{gap} {remark}".strip(), row, {"x": 1, "xanchor": "right", "yshift": 24}),
    ]
