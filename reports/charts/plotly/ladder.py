"""The gates of the ladder as a figure: one mark a gate, one row a group, the lowest at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.colours import COLOURS
from reports.charts.plotly.parts import bare_axis, escaped, frame, text_beside

if TYPE_CHECKING:
    from reports.charts.model import GateLine, GateList, Ladder, Rung
    from reports.charts.plotly.parts import Figure

MARKS = {
    "passed": ("brand", "square"),
    "failed": ("ink", "x"),
    "not_evidenced": ("ink-soft", "line-ew-open"),
}

Row = tuple[int, "Rung", "GateList"]


def ladder_figure(chart: Ladder) -> Figure:
    """Give the gates by group and state; a pointer on a mark shows the gate's name."""
    groups = [(rung, group) for rung in chart.rungs for group in rung.groups]
    rows: list[Row] = [(row, rung, group) for row, (rung, group) in enumerate(groups)]
    layout = frame({"l": 272, "r": 232, "t": 8, "b": 8})
    layout |= {
        "height": 56 * len(rows) + 16,
        "xaxis": bare_axis([-0.5, max((len(group.gates) for _rung, group in groups), default=1) - 0.5]),
        "yaxis": bare_axis([-0.6, len(rows) - 0.4]),
        "shapes": [],
        "annotations": [text for row in rows for text in _row_texts(*row)],
        "meta": {"narrow": {"height": 76 * len(rows) + 16, "margin": {"l": 12, "r": 12, "t": 28, "b": 4}}},
    }
    return {"data": [_trace(chart, rows, state) for state in MARKS], "layout": layout}


def _trace(chart: Ladder, rows: list[Row], state: str) -> Figure:
    role, symbol = MARKS[state]
    places = [
        (place, row, gate)
        for row, _rung, group in rows
        for place, gate in enumerate(_in_order(group))
        if gate.state == state
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": {"role": role},
        "name": escaped(chart.states[state]),
        "x": [place for place, _row, _gate in places],
        "y": [row for _place, row, _gate in places],
        "hoverinfo": "text",
        "hovertext": [_told(chart, gate) for _place, _row, gate in places],
        "cliponaxis": False,
        "marker": {"symbol": symbol, "size": 18, "color": COLOURS[role], "opacity": 1, "line": {"width": 3}},
    }


def _told(chart: Ladder, gate: GateLine) -> str:
    then = f"<br>{escaped(chart.then_name)}: {escaped(gate.then)}" if gate.then else ""
    return f"{escaped(gate.name)}<br>{escaped(gate.state_name)}{then}"


def _in_order(group: GateList) -> list[GateLine]:
    """Those that passed first, so that a row reads as a count."""
    return sorted(group.gates, key=lambda gate: list(MARKS).index(gate.state))


def _row_texts(row: int, rung: Rung, group: GateList) -> list[Figure]:
    name = escaped(f"{rung.name} · {group.name}")
    rule = escaped(group.rule)
    return [
        text_beside("wide", name, row, {"x": 0, "xanchor": "right", "xshift": -12}, weight=600),
        text_beside("wide", rule, row, {"x": 1, "xanchor": "left", "xshift": 12}),
        text_beside("narrow", name, row, {"x": 0, "xanchor": "left", "yshift": 36}, weight=600),
        text_beside("narrow", rule, row, {"x": 0, "xanchor": "left", "yshift": 18}),
    ]
