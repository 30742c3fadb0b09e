"""Strips as a figure: a dot a person, or a company in its cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.colours import COLOURS
from reports.charts.plotly.parts import axis, bare_axis, escaped, frame, rectangle, text_beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.charts.model import Quartiles, Strip, StripRow
    from reports.charts.plotly.parts import Figure

SYMBOLS = {"sales": "circle", "marketing": "square", "both": "circle-open"}
REACH = 0.36  # rows: how far the dots of one answer may climb above or below the row's line
STEP = 0.12
BAND = 0.16  # rows: half of a cohort's band
WIDTHS = ("wide", "narrow")
LETTERS = 34  # of a row's name, a line
ROW, LINE = 76, 20  # pixels: the least height of a row, and that of a line of its name


def strip_figure(chart: Strip) -> Figure:
    """Give a row for each question or score, from top to bottom."""
    rows = list(zip(reversed(range(len(chart.rows))), chart.rows, strict=True))
    first, last = chart.ticks[0][0], chart.ticks[-1][0]
    room = (last - first) * 0.06
    layout = frame({"l": 268, "r": 150 if chart.own_name else 24, "t": 8, "b": 48})
    layout |= {
        "height": _row_height(chart) * len(rows) + 56,
        "xaxis": axis("")
        | {
            "range": [first - room, last + room],
            "tickmode": "array",
            "tickvals": [place for place, _name in chart.ticks],
            "ticktext": [escaped(name) for _place, name in chart.ticks],
        },
        "yaxis": bare_axis([-0.6, len(rows) - 0.4]),
        "shapes": [shape for row, each in rows if each.cohort for shape in _cohort(row, each.cohort, first)],
        "annotations": [text for row, each in rows for text in _row_texts(row, each)],
        "meta": {"narrow": {"height": 128 * len(rows) + 56, "margin": {"l": 12, "r": 12, "t": 40, "b": 44}}},
    }
    people = [_people(rows, side, name) for side, name in chart.sides.items()]
    own = [_own(rows, chart.own_name)] if chart.own_name else []
    return {"data": [*people, *own], "layout": layout}


def _row_height(chart: Strip) -> int:
    """As high as the longest name asks for, so that none reaches into the next row's."""
    return max(ROW, *(LINE * (len(_lines(row.name)) + len(_lines(row.standing)) + 1) for row in chart.rows))


def _trace(role: str, symbol: str, name: str, dots: list[tuple[float, float, str]]) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": {"role": role},
        "name": escaped(name),
        "x": [dot[0] for dot in dots],
        "y": [dot[1] for dot in dots],
        "hoverinfo": "text",
        "hovertext": [dot[2] for dot in dots],
        "cliponaxis": False,
        "marker": {"symbol": symbol, "size": 11, "color": COLOURS[role], "opacity": 1},
    }


def _people(rows: list[tuple[int, StripRow]], side: str, name: str) -> Figure:
    dots = [
        (dots.value, row + climb, f"{escaped(name)}: {dots.people} × {dots.value}")
        for row, each in rows
        for dots in each.dots
        if dots.side == side
        for climb in _climbs(side, dots.people)
    ]
    return _trace(side, SYMBOLS[side], name, dots)


def _climbs(side: str, people: int) -> Iterator[float]:
    """Places off the row's line: sales above it, marketing below, those of both functions on it."""
    if side == "both":
        return iter([0.0] * people)
    step = min(STEP, REACH / people)
    sign = 1 if side == "sales" else -1
    return (round(sign * step * (place + 1), 3) for place in range(people))


def _own(rows: Iterable[tuple[int, StripRow]], name: str) -> Figure:
    dots = [
        (each.own, _height(row, each.cohort), f"{escaped(each.name)}<br>{escaped(name)} {each.own_words}")
        for row, each in rows
        if each.own is not None
    ]
    drawn = _trace("measured", "diamond", name, dots)
    drawn["marker"]["size"] = 16
    return drawn


def _cohort(row: int, cohort: Quartiles, first: float) -> list[Figure]:
    """Bars above the row's line and the band below it; the band on the line where there are no bars."""
    highest = max((share / (high - low) for low, high, share in cohort.bars), default=0.0)
    hills = [
        rectangle(
            "rule",
            (max(low, first), row + 0.02),
            (high, row + 0.02 + REACH * share / (high - low) / highest),
            layer="below",
        )
        for low, high, share in cohort.bars
        if share
    ]
    low, high = (_height(row, cohort) + half for half in (-BAND, BAND))
    middle = {"x0": cohort.middle, "x1": cohort.middle, "y0": low, "y1": high}
    line = {"color": COLOURS["rule-strong"], "width": 2.5}
    return [
        *hills,
        rectangle("band", (cohort.low, low), (cohort.high, high), layer="below"),
        {"type": "line", "name": "all:rule-strong", "layer": "below", "line": line, **middle},
    ]


def _height(row: int, cohort: Quartiles | None) -> float:
    """Where a cohort's band and the company lie."""
    return row - BAND - 0.02 if cohort and cohort.bars else float(row)


def _row_texts(row: int, each: StripRow) -> list[Figure]:
    # Plotly reads <br> in what is drawn as text; a name is escaped before it is broken.
    label = "<br>".join((*_lines(each.name), *_lines(each.standing)))
    named = [
        text_beside("wide", label, row, {"x": 0, "xanchor": "right", "xshift": -12, "align": "right"}),
        text_beside("narrow", label, row, {"x": 0, "xanchor": "left", "yshift": 44, "align": "left"}),
    ]
    if each.cohort is None:
        below = {"x": 1, "xanchor": "right", "yshift": -28}
        return [*named, *(text_beside(when, escaped(each.withheld), row, below) for when in WIDTHS)]
    told = " · ".join(each.quartile_words)
    return [
        *named,
        text_beside("wide", told, row, {"x": 1, "xanchor": "left", "xshift": 12, "yshift": -10}),
        text_beside("narrow", told, row, {"x": 1, "xanchor": "right", "yshift": -36}),
    ]


def _lines(text: str) -> list[str]:
    """A text in lines that fit beside the rows."""
    words = escaped(text).split()
    lines = [""] if words else []
    for word in words:
        if len(lines[-1]) + len(word) >= LETTERS and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
